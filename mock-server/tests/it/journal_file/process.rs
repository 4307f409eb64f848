//! The real program with a journal file, and clients of it.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Output, Stdio},
};

use conformance::drivers::partner::sign;
use serde_json::{Value, json};

/// A server that is killed with its test.
pub(super) struct Server {
    child: Child,
    pub(super) address: String,
}

/// The program that serves from a file, with these flags.
pub(super) fn program(file: &Path, flags: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mock-server"));
    command.args(["--listen", "127.0.0.1:0", "--journal"]).arg(file).args(flags);
    command
}

/// The result of a server that does not start.
pub(super) fn refused(command: &mut Command) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (status.code(), text(stdout), text(stderr))
}

impl Server {
    pub(super) fn start(file: &Path, flags: &[&str]) -> Self {
        Self::of(program(file, flags).arg("--quiet"))
    }

    pub(super) fn of(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url = line.split_whitespace().nth(1).unwrap_or_else(|| panic!("it did not start"));
        let address = url.strip_prefix("http://").unwrap().to_owned();
        Self { child, address }
    }

    /// Kills it as `kill -9` does.
    pub(super) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Tells it to end with SIGTERM, and waits for its exit code.
    pub(super) fn ends(mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        self.child.wait().unwrap().code()
    }

    pub(super) fn client(&self) -> Client {
        Client::of(&self.address).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A client with one connection.
pub(super) struct Client {
    stream: BufReader<TcpStream>,
    stamp: i64,
}

impl Client {
    pub(super) fn of(address: &str) -> Option<Self> {
        let stream = TcpStream::connect(address).ok()?;
        stream.set_nodelay(true).ok()?;
        #[expect(clippy::disallowed_methods, reason = "signatures are judged by real time")]
        let stamp = jiff::Timestamp::now().as_millisecond();
        Some(Self { stream: BufReader::new(stream), stamp })
    }

    /// Sends a request; none when no whole answer comes.
    pub(super) fn send(
        &mut self,
        (method, path): (&str, &str),
        headers: &str,
        body: &str,
    ) -> Option<(u16, Value)> {
        let length = body.len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: localhost\r\n{headers}content-type: \
             application/json\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        self.stream.get_mut().write_all(request.as_bytes()).ok()?;
        let mut status = 0;
        let mut length = 0;
        loop {
            let mut line = String::new();
            if self.stream.read_line(&mut line).ok()? == 0 {
                return None;
            }
            if status == 0 {
                status = line.split(' ').nth(1)?.parse().ok()?;
            }
            if let Some(text) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = text.trim().parse().ok()?;
            }
            if line == "\r\n" {
                break;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).ok()?;
        Some((status, serde_json::from_slice(&body).unwrap_or(Value::Null)))
    }

    /// Sends a request to the control plane, below `/_sandbox`.
    pub(super) fn control(
        &mut self,
        method: &str,
        path: &str,
        body: &Value,
    ) -> Option<(u16, Value)> {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.send((method, &format!("/_sandbox{path}")), "", &body)
    }

    /// Sends a document as the partner `acme` of the default world.
    pub(super) fn ask(&mut self, document: &str, spread: i64) -> Option<(u16, Value)> {
        let body = json!({ "query": document }).to_string();
        // Stamps tell requests apart; clients have a spread of their own.
        self.stamp += 8;
        let stamp = (self.stamp + spread).to_string();
        let signature = sign::hex("sandbox-acme-client-secret", &stamp, body.as_bytes());
        let headers = format!(
            "x-agio-api-key: ac3e0000-0000-4000-8000-000000000001\r\nx-agio-timestamp: \
             {stamp}\r\nx-agio-signature: {signature}\r\n"
        );
        self.send(("POST", "/partner/cards/graphql"), &headers, &body)
    }
}
