//! Runs that end early, and targets that are silent, endless or busy. Each test runs the program.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get, fails it")]

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::PathBuf,
    process::{Child, Command, Output, Stdio},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

/// A folder of one test.
struct Place(PathBuf);

impl Place {
    fn of(test: &str) -> Self {
        let place = std::env::temp_dir().join(format!("unwell-{}-{test}", std::process::id()));
        std::fs::create_dir_all(&place).unwrap();
        Self(place)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_conformance"));
        command.args(arguments).current_dir(&self.0);
        command.env("TOKEN", "a-token-of-somebody").env("SECRET", "a-secret-of-somebody");
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs `PG-AUTH` and more against a server at `url`; `more` begins the target file.
    fn run(&self, url: &str, more: &str) -> Child {
        let file = format!(
            "{more}\nenvironment = \"local\"\n[surfaces.PG]\nurl = \"{url}/graphql\"\n\
             [surfaces.PG.credentials.primary]\napi_token = {{ env = \"TOKEN\" }}\nclient_secret = \
             {{ env = \"SECRET\" }}\n[timeouts]\nrequest_ms = 400\nsettle_s = 0\nbusy_s = 1\n"
        );
        std::fs::write(self.0.join("t.toml"), file).unwrap();
        let arguments = ["run", "--target", "t.toml", "--report", "junit=j.xml"];
        self.command(&arguments).spawn().unwrap()
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.join(name)).unwrap_or_default()
    }

    /// The report as it was written.
    fn report(&self) -> Value {
        serde_json::from_str(&self.read("conformance-out/last.json")).unwrap()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A server that does this with each connection.
fn server(serve: impl Fn(&mut TcpStream) + Send + Sync + 'static) -> String {
    counting(serve).0
}

/// A server that does this with each connection, and the number of connections that it has got.
fn counting(serve: impl Fn(&mut TcpStream) + Send + Sync + 'static) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (serve, count) = (Arc::new(serve), Arc::<AtomicUsize>::default());
    let counted = count.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut stream, serve) = (stream.unwrap(), serve.clone());
            counted.fetch_add(1, Ordering::SeqCst);
            std::thread::spawn(move || {
                let mut bytes = [0; 65536];
                let _ = stream.read(&mut bytes);
                serve(&mut stream);
            });
        }
    });
    (url, count)
}

/// Waits until a server has got so many connections.
fn wait_for(count: &AtomicUsize, connections: usize) {
    for _ in 0..600 {
        if count.load(Ordering::SeqCst) >= connections {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("only {count:?} connections");
}

/// An answer, after which the connection is closed.
fn answer(stream: &mut TcpStream, status: &str, more: &str) {
    let body = r#"{"error":"Unauthorized","description":"Invalid API key"}"#;
    let length = body.len();
    let _ = write!(
        stream,
        "HTTP/1.1 {status}\r\n{more}content-length: {length}\r\nconnection: close\r\n\r\n{body}"
    );
}

fn signal(child: &Child, signal: Signal) {
    kill_process(Pid::from_child(child), signal).unwrap();
}

fn said(output: &Output) -> String {
    let [out, err] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    format!("{out}{err}")
}

#[test]
fn a_signal_ends_a_run_with_everything_written() {
    for (name, sent, code) in
        [("SIGINT", Signal::INT, 130), ("SIGTERM", Signal::TERM, 143), ("SIGHUP", Signal::HUP, 129)]
    {
        let place = Place::of(name);
        let (url, count) = counting(|stream| {
            std::thread::sleep(Duration::from_millis(100));
            answer(stream, "401 Unauthorized", "");
        });
        let child = place.run(&url, "");
        wait_for(&count, 10);
        signal(&child, sent);
        let output = child.wait_with_output().unwrap();
        let said = said(&output);
        assert_eq!(output.status.code(), Some(code), "{said}");
        assert!(said.contains("what runs comes to its end"), "{said}");
        assert!(said.contains(&format!("exit {code}")), "{said}");
        let report = place.report();
        assert_eq!((&report["ended_by"], &report["exit"]), (&name.into(), &code.into()));
        let word = |word: &str| report["totals"][word].as_u64().unwrap_or_default();
        assert!(word("failed") > 0 && word("skipped") > 0, "{}", report["totals"]);
        assert!(place.read("conformance-out/last.json").contains(&format!("{name} ended the run")));
        assert!(place.read("j.xml").contains("<testcase"), "{said}");
        // What went wrong was told when it did.
        assert!(String::from_utf8_lossy(&output.stderr).contains("  failed  PG-"), "{said}");
    }
}

#[test]
fn a_second_signal_waits_for_nothing() {
    let place = Place::of("second");
    let (url, count) = counting(|_| std::thread::sleep(Duration::from_secs(60)));
    let child = place.command(&["run", "--target", &format!("sandbox={url}"), "PG-AUTH"]).spawn();
    let child = child.unwrap();
    wait_for(&count, 1);
    let began = Instant::now();
    signal(&child, Signal::INT);
    std::thread::sleep(Duration::from_millis(300));
    signal(&child, Signal::INT);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{}", said(&output));
    assert!(began.elapsed() < Duration::from_secs(8), "{:?}", began.elapsed());
    assert!(place.read("conformance-out/last.json").contains("while it ran"));
}

#[test]
fn a_silent_target_ends_the_run_early() {
    let place = Place::of("silent");
    let began = Instant::now();
    let output = place
        .run(&server(|_| std::thread::sleep(Duration::from_secs(60))), "")
        .wait_with_output()
        .unwrap();
    let said = said(&output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("the target left 6 requests in a row unanswered"), "{said}");
    assert_eq!(place.report()["totals"]["blocked"], 6, "{said}");
    assert!(began.elapsed() < Duration::from_secs(30));
}

#[test]
fn a_busy_target_is_waited_for_and_not_judged() {
    let place = Place::of("busy");
    let url = server(|stream| answer(stream, "429 Too Many Requests", "retry-after: 1\r\n"));
    let output = place.run(&url, "").wait_with_output().unwrap();
    let said = said(&output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("it is busy: HTTP 429, Retry-After: 1, after 1 s of waiting"), "{said}");
    assert_eq!(place.report()["totals"]["failed"], Value::Null, "{said}");
}

#[test]
fn an_answer_without_end_is_cut_off() {
    let place = Place::of("endless");
    let url = server(|stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n");
        while stream.write_all(&[b' '; 65536]).is_ok() {}
    });
    let target = format!("sandbox={url}");
    let output = place.command(&["run", "--target", &target, "PG-AUTH-04"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("an answer of at most 8 MiB"), "{}", said(&output));
}

#[test]
fn a_secret_that_never_comes_is_said() {
    let place = Place::of("pipe");
    assert!(Command::new("mkfifo").arg(place.0.join("pipe")).status().unwrap().success());
    let file = "[surfaces.PG]\nurl = \"http://127.0.0.1:9/g\"\ncredentials.primary = { api_token = \
                { file = \"pipe\" }, client_secret = { file = \"/dev/zero\" } }\n";
    std::fs::write(place.0.join("t.toml"), file).unwrap();
    let output = place.command(&["run", "--target", "t.toml"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = said(&output);
    assert!(said.contains("nothing came out of it in"), "{said}");
    assert!(said.contains("longer than 65536 bytes"), "{said}");
}

#[test]
fn the_server_that_was_started_ends_with_the_program_whatever_ends_it() {
    let place = Place::of("orphan");
    let (url, count) = counting(|stream| {
        std::thread::sleep(Duration::from_millis(200));
        answer(stream, "401 Unauthorized", "");
    });
    let ended = place.0.join("ended");
    let script = format!(
        "#!/bin/sh\necho '{{\"ready\":true,\"url\":\"{url}\"}}'\ncat >/dev/null\ntouch {}\n",
        ended.display()
    );
    let program = place.0.join("server.sh");
    std::fs::write(&program, script).unwrap();
    assert!(Command::new("chmod").arg("+x").arg(&program).status().unwrap().success());
    let mut command = place.command(&["run", "--jobs", "1"]);
    let mut child = command.env("MOCK_SERVER_BIN", &program).spawn().unwrap();
    wait_for(&count, 1);
    assert!(!ended.exists());
    signal(&child, Signal::KILL);
    child.wait().unwrap();
    for _ in 0..100 {
        if ended.exists() {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("the server goes on");
}

#[test]
fn a_signal_ends_every_command_whose_server_does_not_begin() {
    for command in ["run", "mutate", "doctor"] {
        ends_by_signal_before_the_server_begins(command);
    }
}

fn ends_by_signal_before_the_server_begins(command: &str) {
    let place = Place::of(&format!("begin-{command}"));
    let program = place.0.join("server.sh");
    let begun = place.0.join("begun");
    let script = format!("#!/bin/sh\ntouch {}\ncat >/dev/null\n", begun.display());
    std::fs::write(&program, script).unwrap();
    assert!(Command::new("chmod").arg("+x").arg(&program).status().unwrap().success());
    let mut command = place.command(&[command]);
    let child = command.env("MOCK_SERVER_BIN", &program).spawn().unwrap();
    while !begun.exists() {
        std::thread::sleep(Duration::from_millis(50));
    }
    signal(&child, Signal::INT);
    assert_eq!(child.wait_with_output().unwrap().status.code(), Some(130));
}

#[test]
fn a_doctor_who_is_stopped_tells_what_was_found_so_far() {
    let place = Place::of("doctor");
    let (url, count) = counting(|_| std::thread::sleep(Duration::from_secs(60)));
    let mut doctor = place.command(&["doctor", "--target", &format!("sandbox={url}")]);
    let child = doctor.spawn().unwrap();
    wait_for(&count, 1);
    signal(&child, Signal::TERM);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(143));
    assert!(said(&output).contains("ok  target file"), "{}", said(&output));
}

#[test]
fn a_proxy_of_the_environment_is_used_and_named() {
    let place = Place::of("proxy");
    let url = server(|stream| answer(stream, "401 Unauthorized", ""));
    place.run("http://host.invalid", "").wait_with_output().unwrap();
    let doctor = |no_proxy: &str| {
        let mut command = place.command(&["doctor", "--target", "t.toml"]);
        command.env("HTTP_PROXY", &url).env("NO_PROXY", no_proxy);
        said(&command.output().unwrap())
    };
    let by_proxy = doctor("");
    assert!(by_proxy.contains("answers (HTTP 401), by the proxy of HTTP_PROXY"), "{by_proxy}");
    let excepted = doctor("host.invalid");
    assert!(excepted.contains("does not answer by the proxy of HTTP_PROXY"), "{excepted}");
    assert!(excepted.contains("NO_PROXY"), "{excepted}");
}
