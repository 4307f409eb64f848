//! The server process under stress.

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    net::SocketAddr,
    process::{Child, ChildStderr, Command, Stdio},
    thread::{self, JoinHandle},
};

/// A server process of this build.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    child: Child,
    told: JoinHandle<String>,
}

impl Server {
    pub(crate) fn start(flags: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_mock-server"))
            .args(["--listen", "127.0.0.1:0", "--log", "warn"])
            .args(flags)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut line = String::new();
        let out = child.stdout.take().expect("it is piped");
        BufReader::new(out).read_line(&mut line).expect("the ready line");
        let url = line.split_whitespace().nth(1).and_then(|url| url.strip_prefix("http://"));
        let address = url.and_then(|address| address.parse().ok()).expect("where it listens");
        let err = child.stderr.take().expect("it is piped");
        Self { address, child, told: thread::spawn(move || read(err)) }
    }

    /// Memory in use, in KiB.
    pub(crate) fn resident(&self) -> u64 {
        resident(&self.child.id().to_string())
    }

    /// Sends SIGTERM; the process must exit with code 0 and must not have panicked.
    pub(crate) fn end(mut self) {
        let pid = self.child.id().to_string();
        let killed = Command::new("kill").args(["-TERM", &pid]).status();
        assert!(killed.expect("kill").success(), "the server was gone");
        let status = self.child.wait().expect("it is our child");
        let told = self.told.join().expect("the reader");
        assert!(!told.contains("panicked"), "{told}");
        assert_eq!(status.code(), Some(0), "{told}");
    }
}

fn read(mut err: ChildStderr) -> String {
    let mut told = String::new();
    let _ = err.read_to_string(&mut told);
    told
}

/// Memory in use by a process, in KiB; 0 where the system does not say.
pub(crate) fn resident(process: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok()).unwrap_or(0)
}
