//! Secrets of a journal under a key of its own.

use serde_json::json;

use super::{
    Directory,
    process::{Server, program, refused},
};

#[test]
fn without_its_key_a_file_is_not_enough() {
    let directory = Directory::new();
    let file = directory.file();
    let flags = ["--journal-key-env", "TEST_JOURNAL_KEY"];
    let with = |key: &str| {
        let mut command = program(&file, &flags);
        command.arg("--quiet").env("TEST_JOURNAL_KEY", key);
        command
    };
    let mut server = Server::of(&mut with("the right one"));
    let mut client = server.client();
    // A client secret where none belongs is sealed as a whole.
    let name = json!({"partner": "acme", "name": "x sandbox-acme-client-secret y"});
    let made = client.control("POST", "/worlds/default/ops/make-organization", &name).unwrap();
    assert_eq!(made.0, 200, "{}", made.1);
    server.kill();
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains("k1:") && !text.contains("\"v1:"), "{text}");
    assert!(!text.contains("acme-client-secret"));
    let mut again = Server::of(&mut with("the right one"));
    let (_, world) =
        again.client().control("GET", "/worlds/default", &serde_json::Value::Null).unwrap();
    assert_eq!(world["journal_records"], 2, "{world}");
    again.kill();
    for mut command in [with("another one"), program(&file, &["--quiet"])] {
        let (code, _, told) = refused(&mut command);
        assert_eq!(code, Some(2), "{told}");
        assert!(told.contains("line 2:") && told.contains("does not open"), "{told}");
    }
    let (code, _, told) = refused(&mut with(""));
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("TEST_JOURNAL_KEY"), "{told}");
}
