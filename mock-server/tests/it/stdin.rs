//! `--until-stdin-closes`: a server that ends with the program that started it.

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
    time::Duration,
};

#[test]
fn a_server_ends_when_its_input_does() {
    let mut server = Command::new(env!("CARGO_BIN_EXE_mock-server"))
        .args(["--listen", "127.0.0.1:0", "--quiet", "--until-stdin-closes"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.starts_with("ready "), "{line}");
    std::thread::sleep(Duration::from_millis(300));
    assert!(server.try_wait().unwrap().is_none());
    drop(server.stdin.take());
    for _ in 0..50 {
        if let Some(status) = server.try_wait().unwrap() {
            assert!(status.success());
            return;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    server.kill().unwrap();
    panic!("it did not end");
}
