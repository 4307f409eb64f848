//! One well-behaved client beside five hundred half-open connections.

use std::{io::Write, net::TcpStream, time::Duration};

use crate::{
    client::{Client, latest},
    process::Server,
};

const HALF_OPEN: usize = 500;

/// Unfinished requests that the half-open connections send.
const BEGINNINGS: [&str; 5] = [
    "",
    "POST /partner/ca",
    "GET /_sandbox/worlds HTTP/1.1\r\nhost: local",
    "POST /api/v1/users/get HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{",
    "GET /_sandbox/worlds/default/stream HTTP/1.1\r\nhost: localhost\r\n\r\n",
];

/// Checks that the server answers the well-behaved client in time, and ends in time while all the
/// others are still connected.
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
    assert!(slowest < latest(), "{slowest:?}");
    println!("  1000 requests beside {HALF_OPEN} half-open connections, the slowest {slowest:?}");
    server.end();
    drop(held);
}
