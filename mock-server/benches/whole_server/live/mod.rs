//! Live queries over WebSocket: a thousand subscriptions on one world, beside a bare server that
//! sends as many frames.
//!
//! The first figure is the time from the move of the clock that changes every answer to the last of
//! the thousand results. The others are the memory of a subscription that waits: a hundred to a
//! connection, and with a connection of its own, whose buffers then count. Memory that the process
//! had before and uses again is not seen, so many more than a thousand are opened for these, and the
//! process is measured when its memory has come to rest; where it has shrunk, the figure is negative.
//! The last table has a subscriber that does not read, and another one beside it.

mod client;
mod floor;
mod slow;

use serde_json::{Value, json};

use super::{
    load::{Connection, now},
    process::{Process, Server},
    table::{Row, heading, median},
};
use client::WebSocket;
pub(crate) use floor::{FLAG as FLOOR_FLAG, serve as serve_floor};

const SUBSCRIPTIONS: usize = 1000;
const ROUNDS: usize = 11;

/// The document of the guide that tells of an application.
const DOCUMENT: &str = "subscription { AgioCard_card_application(order_by: {updated_at: desc}) { \
     id rain_application_id application_status application_reason wallet_address created_at \
     updated_at } }";

/// Prints the time of a thousand results, and the memory of a subscription.
pub(crate) fn print() {
    rlimit::increase_nofile_limit(u64::MAX).expect("a thousand sockets");
    println!("\n1,000 subscriptions on one world, medians of {ROUNDS} rounds\n");
    heading(["a clock move that changes all", "floor", "server", "ratio", "server cpu"]);
    let mut some = Open::new(SUBSCRIPTIONS, 50);
    println!("{}", some.against_the_floor());
    drop(some);
    let shared = Open::new(30_000, 300).each;
    let alone = Open::new(4_000, 4_000).each;
    heading(["memory of one that waits", "bytes", "limit"]);
    for (name, each) in [("100 on a connection", shared), ("alone on a connection", alone)] {
        println!("{}", Row { name, cells: vec![each.to_string(), LIMIT.to_string()] });
    }
    slow::print();
}

/// The most memory that a subscription which waits may take, in bytes.
const LIMIT: i64 = 20 * 1024;

/// A server with a world whose clock stands still.
struct Stage {
    server: Server,
    control: Connection,
    /// The first message of jane.
    init: String,
}

impl Stage {
    /// A server with these flags and the world `live`, in which a deposit is confirmed after a second.
    fn new(flags: &[&str]) -> Self {
        let server = Server::with(flags);
        let mut control = Connection::to(server.process.address);
        let definition = json!({"id": "live", "seed": "7",
            "clock": {"mode": "frozen", "at": "2030-01-01T00:00:00Z"},
            "rules": {"fund.confirm_delay_ms": 1000}});
        let made = call(&mut control, "/worlds", &definition);
        let users = made["surfaces"]["AG"]["users"].as_array().expect("users");
        let jane = users.iter().find(|user| user["label"] == "jane").expect("jane");
        let token = jane["token"].as_str().expect("a token").to_owned();
        let payload = json!({"Authorization": format!("Bearer {token}")});
        let init = json!({"type": "connection_init", "payload": payload}).to_string();
        Self { server, control, init }
    }

    /// A connection of jane that was acknowledged.
    fn socket(&self) -> WebSocket {
        let mut socket = WebSocket::to(self.server.process.address);
        socket.send(&self.init);
        assert!(socket.text().contains("connection_ack"), "the token is good");
        socket
    }
}

/// A server with open subscriptions.
struct Open {
    stage: Stage,
    sockets: Vec<WebSocket>,
    /// Memory of each subscription, in bytes.
    each: i64,
}

impl Open {
    /// Opens so many subscriptions over this many connections, a like share of them over each.
    fn new(subscriptions: usize, connections: usize) -> Self {
        // The log of requests is bounded by itself, and would count for a subscription here.
        let stage = Stage::new(&["--max-world-sockets", "4001", "--log-entries", "1"]);
        let open = |share: usize| {
            let mut socket = stage.socket();
            for id in 0..share {
                socket.send(&subscribe(id));
                socket.results(1);
            }
            socket
        };
        // The first one makes what all of them share.
        let first = open(1);
        let before = at_rest(&stage.server.process);
        let sockets: Vec<_> = (0..connections).map(|_| open(subscriptions / connections)).collect();
        let grown = at_rest(&stage.server.process) - before;
        drop(first);
        Self { stage, sockets, each: grown * 1024 / subscriptions as i64 }
    }

    /// The time of a thousand results, floor and server in turn.
    fn against_the_floor(&mut self) -> Row {
        let share = SUBSCRIPTIONS / self.sockets.len();
        let length = self.deposit(share);
        let floor = floor::start(length);
        let mut told = WebSocket::to(floor.address);
        let mut bare: Vec<_> = self.sockets.iter().map(|_| WebSocket::to(floor.address)).collect();
        for socket in &mut bare {
            for id in 0..share {
                socket.send(&subscribe(id));
                socket.results(1);
            }
        }
        let mut seen: [Vec<f64>; 2] = [Vec::new(), Vec::new()];
        let processor = self.stage.server.process.processor_time();
        for _ in 0..ROUNDS {
            let begin = now();
            told.send(floor::MOVE);
            read(&mut bare, share);
            seen[0].push(begin.elapsed().as_secs_f64() * 1e3);
            let begin = now();
            call(&mut self.stage.control, "/worlds/live/clock/advance", &json!({"by": "1s"}));
            read(&mut self.sockets, share);
            seen[1].push(begin.elapsed().as_secs_f64() * 1e3);
            self.deposit(share);
        }
        // A round has two changes of every answer: received, and confirmed by the clock.
        let processor = self.stage.server.process.processor_time().saturating_sub(processor);
        let each = processor.as_secs_f64() * 1e6 / (2 * ROUNDS * SUBSCRIPTIONS) as f64;
        let [floor, server] = seen;
        let ratio = median(floor.iter().zip(&server).map(|(bare, own)| bare / own));
        let time = |all: Vec<f64>| format!("{:.1} ms", median(all.into_iter()));
        let cells = vec![time(floor), time(server), format!("{ratio:.2}"), format!("{each:.0} µs")];
        Row { name: "1,000 results", cells }
    }

    /// Makes a deposit that the next move of the clock confirms; the length of a result, in bytes.
    fn deposit(&mut self, share: usize) -> usize {
        let deposit = json!({"card": "jane/1", "amount": "1.00"});
        call(&mut self.stage.control, "/worlds/live/ops/deposit", &deposit);
        read(&mut self.sockets, share)
    }
}

/// Memory of a process in KiB, once it has been within 16 KiB for a second, or after 20 s.
fn at_rest(process: &Process) -> i64 {
    let kib = || i64::try_from(process.resident()).expect("less than all memory");
    let (mut seen, mut calm) = (kib(), 0);
    for _ in 0..200 {
        std::thread::sleep(std::time::Duration::from_millis(100));
        let now = kib();
        calm = if (now - seen).abs() <= 16 { calm + 1 } else { 0 };
        seen = now;
        if calm == 10 {
            break;
        }
    }
    seen
}

/// Reads the results of all subscriptions; the length of the last one.
fn read(sockets: &mut [WebSocket], share: usize) -> usize {
    sockets.iter_mut().map(|socket| socket.results(share)).last().unwrap_or_default()
}

fn subscribe(id: usize) -> String {
    let payload = json!({"query": DOCUMENT});
    json!({"id": id.to_string(), "type": "subscribe", "payload": payload}).to_string()
}

/// Calls the control plane.
fn call(control: &mut Connection, path: &str, body: &Value) -> Value {
    let body = body.to_string();
    let length = body.len();
    let request = format!(
        "POST /_sandbox{path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: \
         application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    );
    serde_json::from_slice(control.ask(request.as_bytes())).expect("JSON")
}
