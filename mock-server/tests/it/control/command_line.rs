//! The program (SB 20).

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_mock-server"))
}

#[test]
fn what_sets_nothing_ends_it() {
    let variable = program().env("MOCK_SERVER_LISTENS", "127.0.0.1:0").output().unwrap();
    assert_eq!(variable.status.code(), Some(2));
    let told = String::from_utf8(variable.stderr).unwrap();
    assert!(
        told.contains("MOCK_SERVER_LISTENS sets nothing; is MOCK_SERVER_LISTEN meant"),
        "{told}"
    );
    assert!(variable.stdout.is_empty());
    for wrong in [&["--listens"][..], &["fly"], &["serve", "--listens"]] {
        let output = program().args(wrong).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
    }
}

#[test]
fn it_serves_alone_and_by_command_and_greets_with_credentials() {
    for args in [&["--listen", "127.0.0.1:0"][..], &["serve", "--listen", "127.0.0.1:0"]] {
        let mut server =
            program().args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut ready = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut ready).unwrap();
        let lines = BufReader::new(server.stderr.take().unwrap()).lines();
        let mut told = String::new();
        for line in lines.map_while(Result::ok) {
            told.push_str(&line);
            if line.contains("Control plane:") {
                break;
            }
        }
        server.kill().unwrap();
        server.wait().unwrap();
        assert!(ready.starts_with("ready http://127.0.0.1:"), "{args:?}: {ready}");
        assert!(told.contains("export AGIO_PARTNER_CLIENT_SECRET="), "{told}");
    }
}
