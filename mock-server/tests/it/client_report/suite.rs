//! The suite's side of it: `conformance client` makes a world, runs a client and reads the verdicts.

use conformance::{
    client::{self, ClientWorld, Verdict},
    exit,
    stop::Stop,
    target::Target,
};
use mock_server::{config::Config, server, world::clock};
use serde_json::json;
use tokio::net::TcpListener;

use super::READ;
use crate::support::Sandbox;

/// A sandbox that can be reached at an address too.
async fn served() -> (Sandbox, Target) {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let sandbox = Sandbox::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let worlds = sandbox.worlds.clone();
    tokio::spawn(async move {
        server::serve(listener, worlds, &Config::default(), std::future::pending()).await
    });
    (sandbox, Target::sandbox(&url, None))
}

/// A world for a client, and the sandbox's partner with the client's credentials.
async fn world(sandbox: &mut Sandbox, target: &Target) -> ClientWorld {
    let made = ClientWorld::make(target, Some("mine".to_owned()), json!({"seed": "7"})).await;
    let world = made.unwrap();
    let variable = |name: &str| {
        let found = world.variables.iter().find(|(known, _)| known == name);
        json!(found.unwrap_or_else(|| panic!("{name} is missing")).1)
    };
    let token = variable("AGIO_PARTNER_API_TOKEN");
    sandbox.use_credential(0, &token, &variable("AGIO_PARTNER_CLIENT_SECRET"));
    sandbox.now = clock::real_now().as_millisecond();
    world
}

#[tokio::test]
async fn a_client_is_judged_in_a_world_of_its_own() {
    let (mut sandbox, target) = served().await;
    let world = world(&mut sandbox, &target).await;
    assert_eq!(world.report(None).await.unwrap().exit_code(), exit::NOTHING_RAN);
    assert_eq!(sandbox.ask(READ, &json!({})).await.status, 200);
    let report = world.report(None).await.unwrap();
    assert_eq!(report.exit_code(), exit::CONFORM, "{report:#?}");

    let fault = json!({"match": {"surface": "PG"}, "then": {"error": "nonce-store-503"}});
    world.fault(&fault).await.unwrap();
    assert_eq!(sandbox.ask(READ, &json!({})).await.status, 503);
    world.let_time_pass().await.unwrap();
    let report = world.report(Some(0)).await.unwrap();
    assert_eq!(report.exit_code(), exit::BEHAVIOUR, "{report:#?}");
    let broken: Vec<_> = report.with(Verdict::Broken).map(|duty| duty.id.as_str()).collect();
    assert_eq!(broken, ["PG-CLIENT-01"], "it never tried again");
    let text = client::text(&report, &world.requests(), false);
    for wanted in [
        "client of world mine",
        "\n  broken  PG-CLIENT-01  Retries a 503\n",
        "    kept  PG-CLIENT-08  Timestamps in milliseconds\n",
        "/_sandbox/worlds/mine/requests/2\n",
        "exit 1: the client breaks what the documents ask of it\n",
    ] {
        assert!(text.contains(wanted), "{wanted:?} in\n{text}");
    }
    let junit = world.rendered("junit", None).await.unwrap();
    assert!(junit.contains("<testsuites"), "{junit}");

    let again = ClientWorld::make(&target, Some("mine".to_owned()), json!({})).await;
    let error = again.err().map(|error| error.to_string()).unwrap_or_default();
    assert!(error.contains("world_exists"), "{error}");
    world.delete().await;
    assert!(world.report(None).await.is_err());
}

#[cfg(unix)]
#[tokio::test]
async fn a_command_runs_with_the_variables_and_its_exit_status_is_known() {
    let variables = [("SANDBOX_WORLD".to_owned(), "mine".to_owned())];
    let run = async |line: &str| {
        let command = ["sh", "-c", line].map(ToOwned::to_owned);
        client::run_command(&command, &variables, &Stop::default()).await.unwrap().status
    };
    assert_eq!(run("test \"$SANDBOX_WORLD\" = mine").await, 0);
    assert_eq!(run("exit 3").await, 3);
    assert_eq!(run("kill -9 $$").await, 137);
    let nowhere = ["/there/is/no/such/program".to_owned()];
    let error = client::run_command(&nowhere, &variables, &Stop::default()).await.unwrap_err();
    assert!(error.to_string().contains("/there/is/no/such/program"), "{error}");
}

#[tokio::test]
async fn only_a_sandbox_judges_clients() {
    let (_, mut target) = served().await;
    target.kind = conformance::target::Kind::Foreign;
    let error = ClientWorld::make(&target, None, json!({})).await.err().unwrap().to_string();
    assert!(error.contains("a client is judged by a sandbox"), "{error}");
}
