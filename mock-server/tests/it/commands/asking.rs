//! `health`, `env`, `openapi`, `version`.

use super::{Running, alone, program, told};

#[test]
fn health_is_a_yes_or_a_no() {
    let server = Running::new();
    for args in [&["health"][..], &["health", "--ready"]] {
        let told = server.ask(args);
        assert_eq!(told.code, 0, "{told:?}");
    }
    assert_eq!(server.ask(&["health"]).out, "ok\n");
    assert_eq!(server.ask(&["health", "--ready", "--json"]).json()["status"], "ready");
    let url = server.url.clone();
    drop(server);
    let told = alone(&["health", "--url", &url]);
    assert_eq!((told.code, told.out.as_str()), (1, ""));
    assert!(told.errors.contains(&url), "{told:?}");
    let told = alone(&["health", "--url", "nonsense"]);
    assert_eq!(told.code, 2, "{told:?}");
    let without = Running::with(&["--no-control"]);
    assert_eq!(without.ask(&["health"]).code, 1);
}

#[test]
fn env_prints_the_credentials_of_a_world() {
    let server = Running::new();
    let told = server.ask(&["env"]);
    assert_eq!(told.code, 0, "{told:?}");
    let url = format!("export SANDBOX_URL={}\nexport SANDBOX_WORLD=default\n", server.url);
    assert!(told.out.starts_with(&url), "{told:?}");
    assert!(told.out.contains("export AGIO_PARTNER_CLIENT_SECRET="), "{told:?}");
    let told = server.ask(&["env", "--as", "dotenv"]);
    assert!(told.out.starts_with("SANDBOX_URL="), "{told:?}");
    let told = server.ask(&["env", "--world", "no/such"]);
    assert_eq!((told.code, told.out.as_str()), (2, ""));
    assert!(told.errors.contains("world_unknown"), "{told:?}");
}

#[test]
fn a_server_with_a_token_is_asked_with_it() {
    let server = Running::with(&["--control-token-env", "HOME"]);
    let home = std::env::var("HOME").unwrap();
    assert_eq!(server.ask(&["health"]).code, 0);
    let refused = server.ask(&["env"]);
    assert_eq!(refused.code, 2);
    assert!(refused.errors.contains("token_required"), "{refused:?}");
    let mut command = program();
    command.args(["env", "--url", &server.url]).env("SANDBOX_CONTROL_TOKEN", &home);
    assert_eq!(told(&mut command, "").code, 0);
    assert_eq!(server.ask(&["env", "--token-env", "HOME"]).code, 0);
}

#[test]
fn documents_and_version_need_no_server() {
    let version = alone(&["version", "--json"]).json();
    assert_eq!(version["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(version["revision"], serde_json::json!(option_env!("SOURCE_REVISION")));
    assert_eq!(version["surfaces"], serde_json::json!(["PG", "AG", "ER", "MC"]));
    assert!(alone(&["version"]).out.starts_with("mock-server "));
    assert_eq!(alone(&["openapi"]).json()["openapi"], "3.1.0");
    assert_eq!(alone(&["openapi", "mc"]).json()["openapi"], "3.1.0");
    assert!(alone(&["openapi", "PG"]).out.contains("type "));
    let told = alone(&["openapi", "PQ"]);
    assert_eq!(told.code, 2);
    assert!(told.errors.contains("is PG meant?"), "{told:?}");
}
