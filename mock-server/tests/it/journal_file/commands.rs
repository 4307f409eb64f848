//! `mock-server journal check` and `compact`.

use std::process::Command;

use serde_json::{Value, json};

use super::{
    Directory, lines,
    process::{Server, program, refused},
};

/// Runs a command on the file of a directory.
fn journal(directory: &Directory, command: &str, flags: &[&str]) -> (Option<i32>, String, String) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_mock-server"));
    refused(program.args(["journal", command]).args(flags).arg(directory.file()))
}

#[test]
fn a_file_is_checked_and_made_smaller() {
    let directory = Directory::new();
    let mut server = Server::start(&directory.file(), &["--no-default-world"]);
    let mut client = server.client();
    for id in ["a", "b", "c"] {
        let world = json!({"id": id, "fixture": "empty"});
        assert_eq!(client.control("POST", "/worlds", &world).unwrap().0, 201);
        let path = format!("/worlds/{id}/ops/make-organization");
        let made = json!({"partner": "acme", "name": "one"});
        assert_eq!(client.control("POST", &path, &made).unwrap().0, 200);
    }
    assert_eq!(client.control("DELETE", "/worlds/b", &json!({})).unwrap().0, 204);
    assert_eq!(client.control("POST", "/worlds/c/reset", &json!({})).unwrap().0, 200);
    // A server that has the file does not mind being looked at, but nobody may change it.
    let (code, out, told) = journal(&directory, "check", &["--json"]);
    assert_eq!(code, Some(0), "{out}{told}");
    let found: Value = serde_json::from_str(&out).unwrap();
    let worlds: Vec<_> = found["worlds"].as_array().unwrap().iter().collect();
    let shown =
        |at: usize| (&worlds[at]["world"], &worlds[at]["records"], &worlds[at]["generation"]);
    assert_eq!(shown(0), (&json!("a"), &json!(2), &json!(1)), "{found}");
    assert_eq!(shown(1), (&json!("c"), &json!(1), &json!(2)), "{found}");
    let gone = json!([{"world": "b", "records": 3, "why": "deleted"},
                      {"world": "c", "records": 3, "why": "reset"}]);
    assert_eq!((&found["lines"], &found["gone"]), (&json!(9), &gone), "{found}");
    let (code, _, told) = journal(&directory, "compact", &[]);
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("in use"), "{told}");
    server.kill();
    let before = std::fs::read(directory.file()).unwrap();
    let (code, out, told) = journal(&directory, "compact", &[]);
    assert_eq!(code, Some(0), "{told}");
    assert!(out.contains("3 lines stay, 6 were dropped"), "{out}");
    let after = std::fs::read(directory.file()).unwrap();
    let (all, kept) = (lines(&before), lines(&after));
    assert_eq!(kept, [all[0], all[1], all[8]]);
    assert_eq!(directory.named("journal").len(), 1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(directory.file()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let (code, out, _) = journal(&directory, "check", &[]);
    assert_eq!(code, Some(0), "{out}");
    assert!(out.contains("good: 3 lines, 2 worlds"), "{out}");
    drop(Server::start(&directory.file(), &["--no-default-world"]));
    std::fs::write(directory.file(), &after[..after.len() - 3]).unwrap();
    let (code, out, _) = journal(&directory, "check", &[]);
    assert_eq!(code, Some(1), "{out}");
    assert!(out.contains("line 3 is the last one"), "{out}");
    std::fs::remove_file(directory.file()).unwrap();
    for command in ["check", "compact"] {
        let (code, _, told) = journal(&directory, command, &[]);
        assert_eq!(code, Some(2), "{command}: {told}");
        assert!(!directory.file().exists(), "{command}");
    }
    let (code, _, told) = refused(&mut program(&directory.0, &[]));
    assert_eq!(code, Some(2), "a directory is no file: {told}");
}
