//! A damaged line before good ones.

use std::process::Command;

use serde_json::json;

use super::{
    Directory, lines,
    process::{Server, program, refused},
};

/// A journal that the program has written.
fn written(directory: &Directory) -> Vec<u8> {
    let mut server = Server::start(&directory.file(), &["--no-default-world"]);
    let mut client = server.client();
    for id in ["a", "b"] {
        let world = json!({"id": id, "fixture": "empty"});
        assert_eq!(client.control("POST", "/worlds", &world).unwrap().0, 201);
    }
    for n in 0..4 {
        for id in ["a", "b"] {
            let path = format!("/worlds/{id}/ops/make-organization");
            let made = json!({"partner": "acme", "name": format!("organization {n}")});
            assert_eq!(client.control("POST", &path, &made).unwrap().0, 200);
        }
    }
    server.kill();
    std::fs::read(directory.file()).unwrap()
}

#[test]
fn sb_jrn_06_a_damaged_line_in_the_middle_stops_the_start() {
    let directory = Directory::new();
    let good = written(&directory);
    let all = lines(&good);
    let place = |line: usize| all[..line - 1].iter().map(|line| line.len()).sum::<usize>();
    let changed = |line: usize, at: usize| {
        let mut bad = good.clone();
        bad[place(line) + at] ^= 1;
        bad
    };
    let without = |line: usize| {
        let kept = all.iter().enumerate().filter(|(at, _)| *at != line - 1);
        kept.map(|(_, text)| *text).collect::<Vec<_>>().concat()
    };
    let twice = [&good[..place(6)], all[4], &good[place(6)..]].concat();
    let other =
        String::from_utf8(good.clone()).unwrap().replacen("\"engine\":1", "\"engine\":9", 1);
    let line_feed = changed(5, all[4].len() - 1);
    // Without line 5, line 7 is the next of its world; the last two lines are of two worlds.
    for (what, bad, line) in [
        ("a byte", changed(5, 40), 5),
        ("a chain value", changed(5, all[4].len() - 9), 5),
        ("the first byte", changed(1, 0), 1),
        ("a missing line", without(5), 6),
        ("a missing line before the last", without(all.len() - 2), all.len() - 1),
        ("a line twice", twice, 6),
        ("a line feed", line_feed, 5),
        ("a changed engine", other.into_bytes(), 1),
    ] {
        std::fs::write(directory.file(), &bad).unwrap();
        let (code, out, told) = refused(&mut program(&directory.file(), &["--no-default-world"]));
        assert_eq!((code, out.as_str()), (Some(2), ""), "{what}: {told}");
        assert!(told.contains(&format!("line {line}:")), "{what}: {told}");
        assert_eq!(std::fs::read(directory.file()).unwrap(), bad, "{what}");
        assert!(directory.torn().is_empty(), "{what}");
        let mut check = Command::new(env!("CARGO_BIN_EXE_mock-server"));
        let checked = check.args(["journal", "check"]).arg(directory.file()).output().unwrap();
        let text = String::from_utf8(checked.stdout).unwrap();
        assert_eq!(checked.status.code(), Some(1), "{what}: {text}");
        assert!(text.contains(&format!("line {line}:")), "{what}: {text}");
    }
}

#[test]
fn a_journal_of_another_engine_stops_the_start() {
    let directory = Directory::new();
    let good = String::from_utf8(written(&directory)).unwrap();
    // The records of the second world, under another engine and with a chain that fits.
    let mut chain = mock_server::world::journal::START.to_owned();
    let lines: Vec<String> = good
        .lines()
        .map(|line| {
            let mut record: mock_server::world::Record = serde_json::from_str(line).unwrap();
            if record.world == "b" {
                if record.n == 0 {
                    record.input["engine"] = json!(99);
                }
                chain = record.link(&chain);
                record.chain.clone_from(&chain);
            }
            format!("{}\n", record.line())
        })
        .collect();
    std::fs::write(directory.file(), lines.concat()).unwrap();
    let (code, out, told) = refused(&mut program(&directory.file(), &["--no-default-world"]));
    assert_eq!((code, out.as_str()), (Some(2), ""), "{told}");
    assert!(told.contains("line 2:") && told.contains("engine 99"), "{told}");
    assert_eq!(std::fs::read_to_string(directory.file()).unwrap(), lines.concat());
}
