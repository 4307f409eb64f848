//! `export`, and sessions on other servers.

use std::{
    env, fs,
    process::{Command, Stdio},
};

use serde_json::{Value, json};

use super::{Running, program, told};
use crate::replay::session::{EVENTS, session_of};

/// A request to a server; the answer as a text.
fn ask(url: &str, body: Option<&str>) -> (u16, String) {
    // An error means that a provider is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let request = match body {
            Some(body) => client.post(url).body(body.to_owned()),
            None => client.get(url),
        };
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    })
}

fn recorded(events: usize) -> String {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(session_of(events, json!({}))).1
}

#[test]
fn a_session_is_the_same_on_other_ports_and_with_other_threads() {
    let mut journal = recorded(EVENTS);
    let mut views = Vec::new();
    for threads in ["1", "3"] {
        let server = Running::in_environment(
            &["--max-inflight", "99"],
            &[("TOKIO_WORKER_THREADS", threads)],
        );
        let control = format!("{}/_sandbox", server.url);
        let (status, made) = ask(&format!("{control}/import?verify=true"), Some(&journal));
        let made: Value = serde_json::from_str(&made).unwrap();
        assert_eq!((status, &made["verify"]["equal"]), (201, &json!(true)), "{}", made["verify"]);
        assert!(made["verify"]["compared"].as_u64().unwrap() > EVENTS as u64);
        let world = format!("{control}/worlds/test");
        let (_, again) = ask(&format!("{world}/journal"), None);
        assert!(again == journal, "with {threads} threads the journal is another one");
        journal = again;
        views.push(ask(&format!("{world}/entities?limit=1000"), None));
    }
    assert!(views[0] == views[1]);
}

#[test]
fn sb_exp_01_the_script_of_a_session_runs_as_it_is() {
    let journal = recorded(EVENTS / 12);
    let script = told(program().args(["export", "-", "--as", "curl"]), &journal);
    assert_eq!(script.code, 0, "{script:?}");
    for function in ["\npg ", "\nag ", "\ner ", "\nmc ", "\noffice ", "\nadvance "] {
        let journalled = function != "\nag ";
        assert!(!journalled || script.out.contains(function), "nothing{function}in {}", script.out);
    }
    let path = env::temp_dir().join(format!("mock-server-script-{}", std::process::id()));
    fs::write(&path, &script.out).unwrap();
    let server = Running::new();
    let mut shell = Command::new("sh");
    shell
        .arg(&path)
        .env("MOCK_SERVER", env!("CARGO_BIN_EXE_mock-server"))
        .env("SANDBOX_URL", &server.url)
        .env_remove("SANDBOX_WORLD")
        .env_remove("SANDBOX_CONTROL_TOKEN")
        .stdin(Stdio::null());
    let run = told(&mut shell, "");
    assert_eq!(run.code, 0, "{}: {run:?}", path.display());
    let answers = run.out.lines().filter(|line| line.ends_with(": 200")).count();
    assert!(answers > 20, "{run:?}");
    fs::remove_file(path).unwrap();
}

#[test]
fn a_running_server_and_a_file_export_alike() {
    let journal = recorded(EVENTS / 12);
    let server = Running::new();
    ask(&format!("{}/_sandbox/import", server.url), Some(&journal));
    let of_server = server.ask(&["export", "--world", "test", "--as", "gherkin"]);
    let of_file = told(program().args(["export", "-", "--as", "gherkin"]), &journal);
    assert_eq!((of_server.code, of_file.code), (0, 0), "{of_server:?} {of_file:?}");
    assert!(of_server.out == of_file.out);
    let stripped = server.ask(&["export", "--world", "test", "--as", "journal", "--strip"]);
    assert!(stripped.out.lines().next().unwrap().contains("\"stripped\":true"));
    let wrong = told(program().args(["export", "-", "--as", "har"]), "nonsense");
    assert!(wrong.code == 2 && wrong.errors.contains("line 1"), "{wrong:?}");
}
