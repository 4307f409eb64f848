//! Server processes: started, measured, killed.

use std::{
    fs,
    io::{BufRead, BufReader},
    net::SocketAddr,
    process::{Child, Command, Stdio},
    time::Duration,
};

use super::{
    load::{Connection, now},
    table::{Row, median},
};

/// A running process that listens.
pub(crate) struct Process {
    pub(crate) child: Child,
    pub(crate) address: SocketAddr,
}

impl Drop for Process {
    fn drop(&mut self) {
        // What is gone already need not be killed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Process {
    /// This program again, with these arguments, once it has said where it listens.
    pub(crate) fn of_this_program(arguments: &[&str]) -> Self {
        let mut child = Command::new(std::env::current_exe().expect("this program"))
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .expect("this program starts");
        let mut line = String::new();
        let out = child.stdout.take().expect("it is piped");
        BufReader::new(out).read_line(&mut line).expect("it says where it listens");
        let address = line.trim().parse().expect("an address");
        Self { child, address }
    }
}

/// Unit of processor time in Linux: a hundredth of a second.
const TICK: Duration = Duration::from_millis(10);

impl Process {
    /// Processor time so far, as the kernel counts it.
    pub(crate) fn processor_time(&self) -> Duration {
        let stat = self.proc("stat");
        let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
        let ticks =
            fields.split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<u32>().ok());
        TICK * ticks.sum::<u32>()
    }

    /// Memory in use, in KiB.
    pub(crate) fn resident(&self) -> u64 {
        let status = self.proc("status");
        let line = status.lines().find(|line| line.starts_with("VmRSS:"));
        line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok()).unwrap_or(0)
    }

    fn proc(&self, file: &str) -> String {
        fs::read_to_string(format!("/proc/{}/{file}", self.child.id())).unwrap_or_default()
    }
}

/// A server process of this build.
pub(crate) struct Server {
    pub(crate) process: Process,
}

impl Server {
    pub(crate) fn start() -> Self {
        Self::with(&[])
    }

    /// A server with further flags.
    pub(crate) fn with(flags: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_mock-server"))
            .args(["--listen", "127.0.0.1:0"])
            .args(flags)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        let mut line = String::new();
        let out = child.stdout.take().expect("it is piped");
        BufReader::new(out).read_line(&mut line).expect("the ready line");
        let url = line.split_whitespace().nth(1).and_then(|url| url.strip_prefix("http://"));
        let address = url.and_then(|address| address.parse().ok()).expect("where it listens");
        Self { process: Process { child, address } }
    }

    /// Switches a deviation on in the default world.
    pub(crate) fn break_rule(&self, deviation: &str) {
        let body = format!(r#"{{"active":["{deviation}"]}}"#);
        let request = format!(
            "PUT /_sandbox/worlds/default/deviations HTTP/1.1\r\nhost: localhost\r\n\
             content-length: {}\r\n\r\n{body}",
            body.len()
        );
        Connection::to(self.process.address).ask(request.as_bytes());
    }
}

/// Prints figures of the process itself: time until ready, and memory at rest.
pub(crate) fn print() {
    let ready = median((0..15).map(|_| {
        let begin = now();
        let server = Server::start();
        let health = b"GET /_sandbox/health HTTP/1.1\r\nhost: localhost\r\n\r\n";
        Connection::to(server.process.address).ask(health);
        begin.elapsed().as_secs_f64() * 1e3
    }));
    let idle = Server::start();
    println!("\nThe process\n");
    let row = |name, cell| println!("{}", Row { name, cells: vec![cell] });
    row("from start to first answer", format!("{ready:.1} ms"));
    row("memory at rest", format!("{:.1} MiB", idle.process.resident() as f64 / 1024.0));
}
