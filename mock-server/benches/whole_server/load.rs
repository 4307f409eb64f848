//! The client: kept-alive connections, each with one request at a time.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    sync::Barrier,
    thread,
    time::{Duration, Instant},
};

use super::process::Process;

/// Number of connections.
pub(crate) const CONNECTIONS: usize = 4;

/// Measurement of one round.
pub(crate) struct Round {
    requests: usize,
    elapsed: Duration,
    /// Processor time of the server's process.
    processor: Duration,
}

impl Round {
    /// Requests per second.
    pub(crate) fn per_second(&self) -> f64 {
        self.requests as f64 / self.elapsed.as_secs_f64()
    }

    /// Processor time of the server for one request, in microseconds.
    pub(crate) fn processor_micros(&self) -> f64 {
        self.processor.as_secs_f64() * 1e6 / self.requests as f64
    }
}

/// Sends `requests[n]` over connection `n`; every answer must be 200.
pub(crate) fn drive(process: &Process, requests: &[Vec<Vec<u8>>]) -> Round {
    let barrier = Barrier::new(requests.len() + 1);
    let processor = process.processor_time();
    let elapsed = thread::scope(|scope| {
        for share in requests {
            let barrier = &barrier;
            scope.spawn(move || {
                let mut connection = Connection::to(process.address);
                barrier.wait();
                for request in share {
                    connection.ask(request);
                }
                barrier.wait();
            });
        }
        barrier.wait();
        let begin = now();
        barrier.wait();
        begin.elapsed()
    });
    let requests = requests.iter().map(Vec::len).sum();
    Round { requests, elapsed, processor: process.processor_time().saturating_sub(processor) }
}

/// A connection that is kept alive.
pub(crate) struct Connection {
    stream: TcpStream,
    received: Vec<u8>,
}

impl Connection {
    pub(crate) fn to(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).expect("the server listens");
        stream.set_nodelay(true).expect("a socket of this machine");
        Self { stream, received: Vec::new() }
    }

    /// Sends a request and returns the body of its answer, which must be a success.
    pub(crate) fn ask(&mut self, request: &[u8]) -> &[u8] {
        self.stream.write_all(request).expect("the server reads");
        self.received.clear();
        let mut chunk = [0; 64 * 1024];
        loop {
            let count = self.stream.read(&mut chunk).expect("the server answers");
            assert!(count > 0, "the connection was closed");
            self.received.extend_from_slice(&chunk[..count]);
            if let Some(body) = body_of(&self.received) {
                let answer = &self.received;
                let fine = answer.starts_with(b"HTTP/1.1 20") && !refused(&answer[body..]);
                assert!(fine, "{}", String::from_utf8_lossy(answer));
                return &self.received[body..];
            }
        }
    }
}

/// Offset of the body, once all of it has arrived.
fn body_of(received: &[u8]) -> Option<usize> {
    let end = received.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(&received[..end]).ok()?;
    let length: usize = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
    })?;
    (received.len() >= end + length).then_some(end)
}

/// True when an answer with status 200 says that the operation failed; only looks at small answers.
fn refused(body: &[u8]) -> bool {
    body.len() < 1000 && String::from_utf8_lossy(body).contains("\"success\":false")
}

/// Time of the machine's clock.
pub(crate) fn now() -> Instant {
    #[expect(clippy::disallowed_methods, reason = "a benchmark measures the machine's time")]
    Instant::now()
}
