//! The program itself (SB 20).

use std::{
    io::{BufRead, BufReader, Read, Write},
    process::{Command, Stdio},
    time::Duration,
};

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_mock-server"))
}

/// Output of a server on standard output and standard error, until it has printed its greeting.
fn started(command: &mut Command) -> (String, String) {
    let mut server = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut ready = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut ready).unwrap();
    // What is said after the ready line follows it at once.
    std::thread::sleep(Duration::from_millis(300));
    server.kill().unwrap();
    let told = server.wait_with_output().unwrap().stderr;
    (ready, String::from_utf8(told).unwrap())
}

#[test]
fn a_variable_that_sets_nothing_ends_the_start_and_one_of_others_does_not() {
    for flags in [&[][..], &["--quiet"]] {
        let told = program()
            .args(["--listen", "127.0.0.1:0"])
            .args(flags)
            .env("MOCK_SERVER_LISTENS", "127.0.0.1:0")
            .output()
            .unwrap();
        let errors = String::from_utf8(told.stderr).unwrap();
        assert_eq!((told.status.code(), told.stdout.as_slice()), (Some(2), &b""[..]), "{errors}");
        let why = "the variable MOCK_SERVER_LISTENS sets nothing; is MOCK_SERVER_LISTEN meant?";
        assert!(errors.contains(why), "{errors}");
    }
    let named = ["--control-token-env", "MOCK_SERVER_TOKEN"];
    for (name, value, flags) in [
        ("MOCK_SERVER_BIN", "/bin/mock-server", &[][..]),
        ("MOCK_SERVER_PORT", "tcp://10.0.0.1:80", &[]),
        ("MOCK_SERVER_TOKEN", "word", &named),
    ] {
        let (ready, told) =
            started(program().args(["--listen", "127.0.0.1:0"]).args(flags).env(name, value));
        assert!(ready.starts_with("ready http://"), "{name}: {ready} {told}");
    }
}

#[test]
fn a_switch_is_read_in_every_spelling() {
    let told = |word| {
        started(program().args(["--listen", "127.0.0.1:0"]).env("MOCK_SERVER_QUIET", word)).1
    };
    std::thread::scope(|scope| {
        for on in ["1", "true", "yes", "ON"] {
            scope.spawn(move || assert_eq!(told(on), "", "{on}"));
        }
        for off in ["0", "no", ""] {
            scope.spawn(move || assert!(told(off).contains("for copying"), "{off}: {}", told(off)));
        }
    });
}

#[test]
fn what_cannot_be_meant_ends_it_before_it_is_ready() {
    let missing = std::env::temp_dir().join("no-such-folder").join("ready");
    let missing = missing.to_str().unwrap();
    for (wrong, named) in [
        (&["--listens"][..], "--listens"),
        (&["fly"], "fly"),
        (&["serve", "--listens"], "--listens"),
        (&["--public-url", "nonsense"], "--public-url"),
        (&["--public-url", "http:///x"], "--public-url"),
        (&["--max-worlds", "0"], "--max-worlds"),
        (&["--max-connections", "0"], "--max-connections"),
        (&["--max-inflight", "0"], "--max-inflight"),
        (&["--head-timeout", "0s"], "--head-timeout"),
        (&["--idle-timeout", "5"], "--idle-timeout"),
        (&["--control-origin", "localhost:3000"], "--control-origin"),
        (&["--allow-host", "a:80"], "--allow-host"),
        (&["--no-control", "--control-listen", "127.0.0.1:0"], "--control-listen"),
        (&["--control-token-env", "NO_SUCH_VARIABLE"], "NO_SUCH_VARIABLE"),
        (&["--control-token-file", missing], missing),
        (&["--ready-file", missing], missing),
    ] {
        let output =
            program().env("MOCK_SERVER_LISTEN", "127.0.0.1:0").args(wrong).output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{wrong:?}: {told}");
        assert!(told.contains(named), "{wrong:?}: {told}");
        assert!(output.stdout.is_empty(), "{wrong:?} said it was ready");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_and_no_panic() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = program().args(["--listen", "127.0.0.1:0"]).stdout(full).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("cannot write the ready line"), "{told}");
}

#[test]
fn what_is_no_terminal_gets_no_colours() {
    let (_, told) = started(program().args(["--listen", "127.0.0.1:0", "--log", "trace"]));
    assert!(told.contains("INFO"), "{told}");
    assert!(!told.contains('\u{1b}'), "{told}");
}

#[test]
fn what_it_greets_with_can_be_run_twice_in_a_second() {
    let mut server = program()
        .args(["--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(server.stderr.take().unwrap()).lines();
    let mut script = String::new();
    for line in lines.map_while(Result::ok) {
        if line.contains("Control plane:") {
            break;
        }
        if line.starts_with("  ") {
            script.push_str(&line);
            script.push('\n');
        }
    }
    for _ in 0..3 {
        let answer = Command::new("sh").args(["-c", &script]).output().unwrap().stdout;
        let answer = String::from_utf8(answer).unwrap();
        assert!(answer.contains("\"data\""), "{answer}");
    }
    server.kill().unwrap();
    server.wait().unwrap();
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

#[test]
fn sb_cli_01_the_ready_line_tells_a_usable_address() {
    let file = std::env::temp_dir().join(format!("mock-server-ready-{}", std::process::id()));
    let mut server = program()
        .args(["--listen", "127.0.0.1:0", "--log-format", "json", "--quiet", "--ready-file"])
        .arg(&file)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let ready: serde_json::Value = serde_json::from_str(&line).unwrap();
    let url = ready["url"].as_str().unwrap();
    let address = url.strip_prefix("http://").unwrap();
    std::net::TcpStream::connect(address).unwrap();
    assert_eq!(std::fs::read_to_string(&file).unwrap(), line);
    assert_eq!(ready["control"], format!("{url}/_sandbox"));
    assert_eq!(ready["pid"], server.id());
    let second = program().args(["--listen", address]).output().unwrap();
    assert_eq!(second.status.code(), Some(2));
    assert!(String::from_utf8(second.stderr).unwrap().contains(address));
    server.kill().unwrap();
    server.wait().unwrap();
    std::fs::remove_file(&file).unwrap();
}

#[test]
fn the_control_plane_can_have_an_address_of_its_own() {
    let flags =
        ["--listen", "127.0.0.1:0", "--control-listen", "127.0.0.1:0", "--log-format", "json"];
    let mut server = program().args(flags).arg("--quiet").stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let ready: serde_json::Value = serde_json::from_str(&line).unwrap();
    let ask = |base: &str, path: &str| {
        let address = base.strip_prefix("http://").unwrap().trim_end_matches("/_sandbox");
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        let head = format!("POST {path} HTTP/1.0\r\nhost: localhost\r\ncontent-length: 0\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.split(' ').nth(1).unwrap().to_owned()
    };
    let (main, control) = (ready["url"].as_str().unwrap(), ready["control"].as_str().unwrap());
    assert_ne!(main, control.trim_end_matches("/_sandbox"));
    assert_eq!(ask(main, "/_sandbox/worlds"), "404");
    assert_eq!(ask(main, "/partner/cards/graphql"), "401");
    assert_eq!(ask(control, "/_sandbox/worlds"), "201");
    assert_eq!(ask(control, "/partner/cards/graphql"), "404");
    server.kill().unwrap();
    server.wait().unwrap();
}
