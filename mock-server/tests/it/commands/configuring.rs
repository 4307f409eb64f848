//! `--config`, `--world`, and their order with flags and variables.

use std::{fs, path::PathBuf};

use conformance::drivers::partner::sign;
use serde_json::{Value, json};

use super::{Running, alone};

/// A file that goes away with its test.
pub(super) struct Kept(PathBuf);

impl Kept {
    pub(super) fn new(name: &str, text: &str) -> Self {
        let path = std::env::temp_dir().join(format!("{}-{name}", std::process::id()));
        fs::write(&path, text).unwrap();
        Self(path)
    }

    pub(super) fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

#[test]
fn sb_world_06_a_server_without_options_has_the_default_world() {
    let server = Running::started(&["serve", "--listen", "127.0.0.1:0", "--log-format", "json"]);
    let body = json!({"query": "{ AgioCard_card_company { id } }"}).to_string();
    // An error means that a provider is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (world, journal, status, answer) = runtime.block_on(async {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let world = client.get(format!("{}/_sandbox/worlds/default", server.url)).send();
        let world: Value = world.await.unwrap().error_for_status().unwrap().json().await.unwrap();
        let journal = client.get(format!("{}/_sandbox/worlds/default/journal", server.url)).send();
        let journal = journal.await.unwrap().text().await.unwrap();
        let now: jiff::Timestamp = world["clock"]["now"].as_str().unwrap().parse().unwrap();
        let stamp = now.as_millisecond().to_string();
        let signature = sign::hex("sandbox-acme-client-secret", &stamp, body.as_bytes());
        let request = client
            .post(format!("{}/partner/cards/graphql", server.url))
            .header("content-type", "application/json")
            .header("x-agio-api-key", "ac3e0000-0000-4000-8000-000000000001")
            .header("x-agio-timestamp", stamp)
            .header("x-agio-signature", signature)
            .body(body);
        let answer = request.send().await.unwrap();
        (world, journal, answer.status(), answer.json::<Value>().await.unwrap())
    });
    assert_eq!(world["id"], "default", "{world}");
    let born: Value = serde_json::from_str(journal.lines().next().unwrap()).unwrap();
    assert_eq!(born["input"]["seed"], "default", "{born}");
    assert_eq!(status, 200, "{answer}");
    assert!(!answer["data"]["AgioCard_card_company"].as_array().unwrap().is_empty(), "{answer}");
    let missing = Running::with(&["--no-default-world"]).ask(&["worlds", "list", "--json"]).json();
    assert_eq!(missing["items"], json!([]));
}

#[test]
fn worlds_of_the_file_and_of_flags_are_there_from_the_start() {
    let world = Kept::new("world.json", &json!({"id": "from-file", "seed": "7"}).to_string());
    let config = format!("max_worlds = 4\nworld = [{:?}]\n\n[[setup]]\n", world.path());
    // `world` is a list of files, or of tables; a table of another name is a mistake.
    let wrong = Kept::new("wrong.toml", &config);
    let told = alone(&["--config", wrong.path()]);
    assert!(told.code == 2 && told.errors.contains("there is no key \"setup\""), "{told:?}");
    let config = Kept::new(
        "config.toml",
        "max_worlds = 4\nno_default_world = false\n\n[[world]]\nid = \"declared\"\n\
         clock = { mode = \"frozen\", at = \"2030-01-01T00:00:00Z\" }\n\
         setup = [{ op = \"deposit\", input = { card = \"carla/1\", amount = \"5.00\" } }]\n\n\
         [[world]]\nid = \"default\"\nseed = \"8\"\n",
    );
    let server = Running::with(&["--config", config.path(), "--world", world.path()]);
    let list = server.ask(&["worlds", "list", "--json"]).json();
    let ids: Vec<_> = list["items"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
    assert_eq!(ids, [&json!("declared"), &json!("default"), &json!("from-file")]);
    let clock = server.ask(&["clock", "show", "--world", "declared", "--json"]).json();
    assert_eq!(clock["now"], "2030-01-01T00:00:00.000000Z");
    assert!(!server.ask(&["env"]).out.contains("sandbox-acme-client-secret"), "another seed");
    assert_eq!(server.ask(&["worlds", "make"]).code, 0);
    let full = server.ask(&["worlds", "make"]);
    assert!(full.code == 2 && full.errors.contains("worlds_full"), "{full:?}");
}

#[test]
fn a_flag_counts_more_than_a_variable_and_that_more_than_the_file() {
    let config = Kept::new("order.toml", "max_worlds = 1\nquiet = true\n");
    let server = Running::with(&["--config", config.path()]);
    assert_eq!(server.ask(&["worlds", "make"]).code, 2);
    let variable = [("MOCK_SERVER_MAX_WORLDS", "2")];
    let server = Running::in_environment(&["--config", config.path()], &variable);
    assert_eq!(server.ask(&["worlds", "make"]).code, 0);
    assert_eq!(server.ask(&["worlds", "make"]).code, 2);
    let flags = ["--config", config.path(), "--max-worlds", "3"];
    let server = Running::in_environment(&flags, &variable);
    assert_eq!(server.ask(&["worlds", "make"]).code, 0);
    assert_eq!(server.ask(&["worlds", "make"]).code, 0);
}

#[test]
fn mistakes_in_a_file_end_the_start_with_their_place() {
    for (name, text, parts) in [
        ("a.toml", "quiet = true\nmax_wordls = 1\n", &["line 2", "max_worlds"][..]),
        ("b.toml", "max_worlds = 0\n", &["line 1", "--max-worlds"]),
        ("c.toml", "[[world]]\nsede = \"7\"\n", &["[[world]] 1", "(at /sede)", "seed"]),
        ("d.toml", "= 1\n", &["d.toml"]),
    ] {
        let file = Kept::new(name, text);
        let told = alone(&["--listen", "127.0.0.1:0", "--config", file.path()]);
        assert_eq!((told.code, told.out.as_str()), (2, ""), "{told:?}");
        for part in parts {
            assert!(told.errors.contains(part), "{part}: {told:?}");
        }
    }
    let told = alone(&["--config", "/no/such/file"]);
    assert!(told.code == 2 && told.errors.contains("/no/such/file"), "{told:?}");
    let file = Kept::new("e.json", "[]");
    let told = alone(&["--listen", "127.0.0.1:0", "--world", file.path()]);
    assert!(told.code == 2 && told.errors.contains("not a JSON object"), "{told:?}");
}

#[test]
fn the_default_world_is_defined_by_flags() {
    let flags = ["--seed", "7", "--rule", "pin.min_digits=6"];
    let server = Running::with(&flags);
    let shown = server.ask(&["rules", "list", "--changed", "--json"]).json();
    assert_eq!((&shown[0]["key"], &shown[0]["value"]), (&json!("pin.min_digits"), &json!(6)));
    assert!(!server.ask(&["env"]).out.contains("sandbox-acme-client-secret"));
    let kept = Running::with(&["--rule", "pin.min_digits=6"]);
    assert!(kept.ask(&["env"]).out.contains("sandbox-acme-client-secret"), "the usual seed");
    for (flags, part) in [
        (["--rule", "pin.min_digit=6"], "rule_unknown"),
        (["--deviation", "D-NONE"], "deviation_unknown"),
        (["--reading", "AMB-NONE=x"], "reading_unknown"),
        (["--rule", "nonsense"], "NAME=VALUE"),
    ] {
        let told = alone(&["--listen", "127.0.0.1:0", flags[0], flags[1]]);
        assert!(told.code == 2 && told.errors.contains(part), "{part}: {told:?}");
    }
}
