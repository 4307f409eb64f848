//! Shutdown of a server.

use std::time::Duration;

use futures::future::join_all;
use mock_server::server::Ended;
use serde_json::json;

use super::{Client, Served, body, get, get_once, post, status};

impl Served {
    /// Sends a request whose answer is delayed.
    async fn slow_request(&self, delay_ms: u64) -> Client {
        let fault = json!({"then": {"delay": format!("{delay_ms}ms")}}).to_string();
        let ordered = self.send(post("/_sandbox/worlds/default/faults", "", &fault)).await;
        assert_eq!(status(&ordered), 201, "{ordered}");
        let mut client = self.connect().await;
        client.write(post("/api/v1/users/get", "API-KEY: sandbox-main-key\r\n", "{}")).await;
        tokio::time::sleep(Duration::from_millis(100)).await;
        client
    }
}

#[tokio::test]
async fn what_runs_is_answered_and_ready_says_so() {
    let mut served = Served::with(&[]).await;
    let mut open = served.connect().await;
    open.write(get("/ready")).await;
    assert_eq!(status(&open.answer().await), 200);
    let mut slow = served.slow_request(800).await;
    served.tell_to_end();
    tokio::time::sleep(Duration::from_millis(100)).await;
    open.write(get("/ready")).await;
    let ready = open.answer().await;
    assert_eq!(status(&ready), 503, "{ready}");
    assert!(body(&ready).contains(r#""status":"draining""#), "{ready}");
    assert!(ready.contains("connection: close"), "{ready}");
    assert_eq!(status(&slow.rest().await), 400);
    assert_eq!(served.ended().await, Ended { cut: 0 });
}

#[tokio::test]
async fn what_does_not_come_to_its_end_is_cut_and_counted() {
    let mut served = Served::with(&["--drain-timeout", "300ms"]).await;
    let mut slow = served.slow_request(8000).await;
    served.tell_to_end();
    assert!(slow.is_closed_within(Duration::from_secs(3)).await);
    assert_eq!(served.ended().await, Ended { cut: 1 });
}

#[tokio::test]
async fn for_a_while_connections_are_still_taken() {
    let mut served = Served::with(&["--drain-delay", "700ms"]).await;
    served.tell_to_end();
    tokio::time::sleep(Duration::from_millis(100)).await;
    let ready = served.send(get("/ready")).await;
    assert_eq!(status(&ready), 503, "{ready}");
    let asked = served.send(get("/worlds")).await;
    assert_eq!(status(&asked), 200, "what comes is answered: {asked}");
    assert_eq!(served.ended().await, Ended { cut: 0 });
}

#[tokio::test]
async fn streams_say_goodbye() {
    let mut served = Served::with(&[]).await;
    let mut stream = served.connect().await;
    stream.write(get("/worlds/default/stream")).await;
    assert_eq!(status(&stream.answer().await), 200);
    served.tell_to_end();
    assert!(stream.rest().await.contains("event: bye"));
    assert_eq!(served.ended().await, Ended { cut: 0 });
}

#[tokio::test]
async fn waits_are_answered_at_the_end() {
    let mut served = Served::with(&[]).await;
    let mut waiting = served.connect().await;
    waiting.write(get_once("/worlds/default/requests?wait=30s")).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    served.tell_to_end();
    let answer = waiting.rest().await;
    assert_eq!(status(&answer), 200, "{answer}");
    assert!(body(&answer).contains(r#""enough":false"#), "{answer}");
    assert_eq!(served.ended().await, Ended { cut: 0 });
}

#[tokio::test]
async fn who_does_not_finish_does_not_keep_it_from_ending() {
    let silent = [
        "",
        "POST /api/v1/us",
        "POST /api/v1/users/get HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{",
        &get("/openapi/ER").repeat(400),
    ];
    join_all(silent.map(async |silent| {
        let mut served = Served::with(&[]).await;
        let mut client = served.connect().await;
        client.write(silent).await;
        tokio::time::sleep(Duration::from_millis(200)).await;
        served.tell_to_end();
        let ended = served.ended().await;
        assert_eq!(ended, Ended { cut: 0 }, "{silent:.40}");
    }))
    .await;
}

/// Exit codes of the process.
#[cfg(target_os = "linux")]
mod process {
    use std::{
        io::{BufRead, BufReader, Read, Write},
        net::TcpStream,
        process::{Child, Command, Stdio},
        time::Duration,
    };

    use super::{get, json, post, status};

    struct Process {
        child: Child,
        address: String,
    }

    impl Process {
        fn start(flags: &[&str]) -> Self {
            let mut child = Command::new(env!("CARGO_BIN_EXE_mock-server"))
                .args(["--listen", "127.0.0.1:0", "--quiet"])
                .args(flags)
                .stdout(Stdio::piped())
                .spawn()
                .unwrap();
            let mut line = String::new();
            BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
            let url = line.split_whitespace().nth(1).unwrap();
            let address = url.strip_prefix("http://").unwrap().to_owned();
            Self { child, address }
        }

        fn write(&self, bytes: &str) -> TcpStream {
            let mut stream = TcpStream::connect(&self.address).unwrap();
            stream.write_all(bytes.as_bytes()).unwrap();
            stream
        }

        fn send(&self, bytes: &str) -> String {
            rest(self.write(bytes))
        }

        fn slow_request(&self, delay_ms: u64) -> TcpStream {
            let fault = json!({"then": {"delay": format!("{delay_ms}ms")}}).to_string();
            self.send(&post("/_sandbox/worlds/default/faults", "", &fault));
            let stream =
                self.write(&post("/api/v1/users/get", "API-KEY: sandbox-main-key\r\n", "{}"));
            std::thread::sleep(Duration::from_millis(200));
            stream
        }

        fn signal(&self, name: &str) {
            let pid = self.child.id().to_string();
            assert!(Command::new("kill").args([name, &pid]).status().unwrap().success());
            std::thread::sleep(Duration::from_millis(100));
        }

        fn code(mut self) -> Option<i32> {
            self.child.wait().unwrap().code()
        }
    }

    fn rest(mut stream: TcpStream) -> String {
        let mut text = Vec::new();
        let _ = stream.read_to_end(&mut text);
        String::from_utf8_lossy(&text).into_owned()
    }

    #[test]
    fn sb_srv_06_shutdown_answers_what_is_running() {
        let ends = |name| {
            let process = Process::start(&[]);
            let mut open = process.write("");
            let slow = process.slow_request(1000);
            process.signal(name);
            open.write_all(get("/ready").as_bytes()).unwrap();
            let ready = rest(open);
            assert_eq!(status(&ready), 503, "{ready}");
            assert!(ready.contains(r#""status":"draining""#), "{ready}");
            assert_eq!(status(&rest(slow)), 400);
            assert_eq!(process.code(), Some(0), "{name}");
        };
        std::thread::scope(|scope| {
            for name in ["-TERM", "-INT"] {
                scope.spawn(move || ends(name));
            }
        });
    }

    #[test]
    fn a_request_that_is_cut_shows_in_the_exit_code() {
        let process = Process::start(&["--drain-timeout", "200ms"]);
        let slow = process.slow_request(9000);
        process.signal("-TERM");
        assert_eq!(process.code(), Some(1));
        assert_eq!(rest(slow), "");
    }

    #[test]
    fn a_second_signal_ends_at_once() {
        let process = Process::start(&[]);
        let _slow = process.slow_request(9000);
        process.signal("-TERM");
        process.signal("-INT");
        assert_eq!(process.code(), Some(130));
    }
}
