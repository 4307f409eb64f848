//! HTTP client that writes arbitrary bytes and reads one answer.

use std::{
    io::{ErrorKind, Read, Write},
    net::{Shutdown, SocketAddr, TcpStream},
    time::Duration,
};

use crate::{is_brief, now};

/// Longest time for an answer.
pub(crate) fn latest() -> Duration {
    Duration::from_secs(if is_brief() { 10 } else { 2 })
}

/// Answer of the server.
pub(crate) struct Answer {
    /// HTTP status; 0 when the connection was closed without an answer.
    pub(crate) status: u16,
    pub(crate) text: String,
    pub(crate) took: Duration,
}

/// A connection that is opened again after the server has closed it.
pub(crate) struct Client {
    address: SocketAddr,
    stream: Option<TcpStream>,
}

impl Client {
    pub(crate) fn new(address: SocketAddr) -> Self {
        Self { address, stream: None }
    }

    /// Sends bytes and reads the answer. When the bytes are not a whole request, closes the writing
    /// side.
    pub(crate) fn send(&mut self, bytes: &[u8], whole: bool) -> Answer {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => self.open(),
        };
        let begin = now();
        // The server may have refused and closed before all of it is written.
        let mut broken = stream.write_all(bytes).is_err();
        if !whole {
            broken |= stream.shutdown(Shutdown::Write).is_err();
        }
        let mut received = Vec::new();
        let mut chunk = [0; 16 * 1024];
        let (mut kept, mut took) = (true, None);
        loop {
            match stream.read(&mut chunk) {
                Ok(0) => kept = false,
                Ok(count) => {
                    took.get_or_insert_with(|| begin.elapsed());
                    received.extend_from_slice(&chunk[..count]);
                    if !is_whole(&received) {
                        continue;
                    }
                }
                Err(error)
                    if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) =>
                {
                    let sent = String::from_utf8_lossy(&bytes[..bytes.len().min(400)]);
                    panic!("nothing more came for {:?}, after {sent}", latest());
                }
                Err(_) => kept = false,
            }
            break;
        }
        let text = String::from_utf8_lossy(&received).into_owned();
        let status = text.split(' ').nth(1).and_then(|one| one.parse().ok()).unwrap_or(0);
        if whole && kept && !broken && !text.contains("connection: close") {
            self.stream = Some(stream);
        }
        Answer { status, text, took: took.unwrap_or_else(|| begin.elapsed()) }
    }

    fn open(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).expect("the server listens");
        stream.set_read_timeout(Some(latest())).expect("a socket of this machine");
        stream.set_write_timeout(Some(latest())).expect("a socket of this machine");
        stream
    }
}

/// True when a whole answer has arrived; `100 Continue` does not count.
fn is_whole(received: &[u8]) -> bool {
    let Some(end) = received.windows(4).position(|four| four == b"\r\n\r\n") else { return false };
    let head = String::from_utf8_lossy(&received[..end]).to_lowercase();
    if head.starts_with("http/1.1 100") {
        return is_whole(&received[end + 4..]);
    }
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    let length = length.and_then(|length| length.trim().parse::<usize>().ok());
    length.is_none_or(|length| received.len() >= end + 4 + length)
}
