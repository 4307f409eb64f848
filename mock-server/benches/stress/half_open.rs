//! One client that behaves beside five hundred that do not.

use std::{io::Write, net::TcpStream, time::Duration};

use crate::{
    client::{Client, LATEST},
    process::Server,
};

const HALF_OPEN: usize = 500;

/// What clients leave off with.
const BEGINNINGS: [&str; 5] = [
    "",
    "POST /partner/ca",
    "GET /_sandbox/worlds HTTP/1.1\r\nhost: local",
    "POST /api/v1/users/get HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{",
    "GET /_sandbox/worlds/default/stream HTTP/1.1\r\nhost: localhost\r\n\r\n",
];

/// Serves it in time, and ends in time with all of them still there.
pub(crate) fn run() {
    let server = Server::start(&[]);
    let held: Vec<TcpStream> = (0..HALF_OPEN)
        .map(|n| {
            let mut stream = TcpStream::connect(server.address).expect("the server listens");
            stream.write_all(BEGINNINGS[n % BEGINNINGS.len()].as_bytes()).expect("it reads");
            stream
        })
        .collect();
    let mut client = Client::new(server.address);
    let mut slowest = Duration::ZERO;
    for _ in 0..1000 {
        let ask = b"GET /_sandbox/worlds/default HTTP/1.1\r\nhost: localhost\r\n\r\n";
        let answer = client.send(ask, true);
        assert_eq!(answer.status, 200, "{}", answer.text);
        slowest = slowest.max(answer.took);
    }
    assert!(slowest < LATEST, "{slowest:?}");
    println!("  1000 requests beside {HALF_OPEN} half-open connections, the slowest {slowest:?}");
    server.end();
    drop(held);
}
