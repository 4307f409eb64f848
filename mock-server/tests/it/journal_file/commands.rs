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
    assert!(out.contains("5 lines stay, 4 were dropped"), "{out}");
    let after = std::fs::read(directory.file()).unwrap();
    let (all, kept) = (lines(&before), lines(&after));
    assert_eq!(kept[2..], [all[0], all[1], all[8]]);
    for (line, world, why) in [(kept[0], "b", "deleted"), (kept[1], "c", "reset")] {
        let end: Value = serde_json::from_slice(line).unwrap();
        assert_eq!((&end["world"], &end["kind"]), (&json!(world), &json!("gone")), "{end}");
        assert_eq!((&end["input"]["why"], &end["n"]), (&json!(why), &json!(0)), "{end}");
    }
    assert_eq!(directory.named("journal").len(), 1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(directory.file()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let (code, out, _) = journal(&directory, "check", &[]);
    assert_eq!(code, Some(0), "{out}");
    assert!(out.contains("good: 5 lines, 2 worlds"), "{out}");
    let (code, _, told) = journal(&directory, "compact", &[]);
    assert_eq!(code, Some(0), "{told}");
    assert_eq!(std::fs::read(directory.file()).unwrap(), after, "nothing is left to drop");
    drop(Server::start(&directory.file(), &["--no-default-world"]));
    std::fs::write(directory.file(), &after[..after.len() - 3]).unwrap();
    let (code, out, _) = journal(&directory, "check", &[]);
    assert_eq!(code, Some(1), "{out}");
    assert!(out.contains("line 5 is the last one"), "{out}");
    std::fs::remove_file(directory.file()).unwrap();
    for command in ["check", "compact"] {
        let (code, _, told) = journal(&directory, command, &[]);
        assert_eq!(code, Some(2), "{command}: {told}");
        assert!(!directory.file().exists(), "{command}");
    }
    let (code, _, told) = refused(&mut program(&directory.0, &[]));
    assert_eq!(code, Some(2), "a directory is no file: {told}");
}

#[test]
fn a_smaller_file_knows_the_lives_of_worlds_and_those_that_are_gone() {
    let directory = Directory::new();
    let mut server = Server::start(&directory.file(), &["--no-default-world"]);
    let mut client = server.client();
    for id in ["again", "deleted", "back"] {
        let world = json!({"id": id, "fixture": "empty"});
        assert_eq!(client.control("POST", "/worlds", &world).unwrap().0, 201);
    }
    for _ in 0..2 {
        assert_eq!(client.control("POST", "/worlds/again/reset", &json!({})).unwrap().0, 200);
    }
    for id in ["deleted", "back"] {
        let path = format!("/worlds/{id}");
        assert_eq!(client.control("POST", &format!("{path}/reset"), &json!({})).unwrap().0, 200);
        assert_eq!(client.control("DELETE", &path, &json!({})).unwrap().0, 204);
    }
    let world = json!({"id": "back", "fixture": "empty"});
    assert_eq!(client.control("POST", "/worlds", &world).unwrap().0, 201);
    server.kill();
    for _ in 0..2 {
        let (code, _, told) = journal(&directory, "compact", &[]);
        assert_eq!(code, Some(0), "{told}");
    }
    let server = Server::start(&directory.file(), &["--no-default-world"]);
    let mut client = server.client();
    let (status, shown) = client.control("GET", "/worlds/again", &json!({})).unwrap();
    assert_eq!((status, &shown["generation"]), (200, &json!(3)), "{shown}");
    let (status, shown) = client.control("GET", "/worlds/back", &json!({})).unwrap();
    assert_eq!((status, &shown["generation"]), (200, &json!(1)), "{shown}");
    let (status, gone) = client.control("GET", "/worlds/deleted", &json!({})).unwrap();
    assert_eq!((status, &gone["code"]), (410, &json!("world_gone")), "{gone}");
    let (_, shown) = client.control("POST", "/worlds/again/reset", &json!({})).unwrap();
    assert_eq!(shown["generation"], 4, "{shown}");
}
