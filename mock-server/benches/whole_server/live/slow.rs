//! A subscriber that does not read, and how soon another one is told beside it. It is dropped with code
//! 1013, as `in_app::live::slow` of the tests demands.

use std::fmt::Write as _;

use serde_json::json;

use super::{
    super::{
        load::now,
        table::{Row, heading, median},
    },
    Stage, call,
    client::WebSocket,
    subscribe,
};

/// Deposits for each figure.
const DEPOSITS: usize = 101;

/// Deposits whose results fill the buffers between the server and one that does not read.
const FILLING: usize = 60;

/// Prints the time from a deposit to the result of one subscriber, alone and beside one that does not
/// read.
pub(super) fn print() {
    let mut stage = Stage::new(&["--write-timeout", "2s"]);
    let mut reader = stage.socket();
    reader.send(&subscribe(0));
    reader.results(1);
    let alone = told(&mut stage, &mut reader, DEPOSITS);
    let mut idle = stage.socket();
    idle.send(&long());
    told(&mut stage, &mut reader, FILLING);
    let beside = told(&mut stage, &mut reader, DEPOSITS);
    heading(["a deposit until it is told", "alone", "beside", "ratio"]);
    let time = |ms: f64| format!("{ms:.2} ms");
    let ratio = format!("{:.2}", alone / beside);
    let cells = vec![time(alone), time(beside), ratio];
    println!("{}", Row { name: "beside one that does not read", cells });
}

/// Median of the time from a deposit to the result of a subscriber, in milliseconds.
fn told(stage: &mut Stage, reader: &mut WebSocket, deposits: usize) -> f64 {
    median((0..deposits).map(|_| {
        let deposit = json!({"card": "jane/1", "amount": "1.00"});
        let begin = now();
        call(&mut stage.control, "/worlds/live/ops/deposit", &deposit);
        reader.results(1);
        begin.elapsed().as_secs_f64() * 1e3
    }))
}

/// A subscription whose results have some 400 KB each.
fn long() -> String {
    let mut fields = String::new();
    for number in 0..3000 {
        let _ = write!(fields, "{:a<100}{number}: updated_at ", "a");
    }
    let query = format!("subscription {{ AgioCard_card_application {{ {fields} }} }}");
    json!({"id": "1", "type": "subscribe", "payload": {"query": query}}).to_string()
}
