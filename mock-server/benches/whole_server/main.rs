//! The whole server under load over loopback, beside a bare floor: what does the sandbox cost on
//! top of a web server that checks the same signatures and answers fixed bytes?
//!
//! `cargo bench --profile dist -p mock-server --bench whole_server` measures what is shipped. It
//! prints six tables: ratios to the floor, cost against the number of cards, subscriptions, the
//! record of a request, the journal file against memory, and the process itself; the arguments
//! `live`, `record` and `journal` ask for one alone. Server and floor are processes of their own and
//! take turns within one run, so that whatever else the machine does hits both; the figures are
//! medians over the rounds. Requests are signed before a round begins: the client only writes and
//! reads.

mod door;
mod floor;
mod journal;
mod live;
mod load;
mod partner;
mod process;
mod record;
mod size;
mod table;

use table::{Row, median};

/// Number of rounds for server and floor each.
const ROUNDS: usize = 21;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == floor::FLAG) {
        return floor::serve(&arguments[at + 1..]);
    }
    if let Some(at) = arguments.iter().position(|argument| argument == live::FLOOR_FLAG) {
        return live::serve_floor(&arguments[at + 1..]);
    }
    if arguments.iter().any(|argument| argument == "live") {
        return live::print();
    }
    if arguments.iter().any(|argument| argument == "journal") {
        return journal::print();
    }
    if arguments.iter().any(|argument| argument == "record") {
        return record::print();
    }
    let server = process::Server::start();
    let bench = partner::Bench::with_cards(&server, 100);
    println!("\nAgainst the floor, medians of {ROUNDS} rounds; higher ratios are better\n");
    table::heading(["request", "floor/s", "server/s", "ratio", "floor cpu", "server cpu"]);
    for subject in partner::SUBJECTS {
        println!("{}", against_the_floor(&server, &bench, subject));
    }
    drop(server);
    size::print();
    live::print();
    record::print();
    journal::print();
    process::print();
}

/// Measures one kind of request, floor and server in turn.
fn against_the_floor(
    server: &process::Server,
    bench: &partner::Bench,
    subject: &partner::Subject,
) -> Row {
    let answer = bench.answer_bytes(server, subject);
    let floor = floor::Floor::start(answer, subject.door);
    let mut seen: [Vec<load::Round>; 2] = [Vec::new(), Vec::new()];
    for round in 0..=ROUNDS {
        let pair = [&floor.process, &server.process].map(|process| {
            let requests = bench.requests(subject, subject.a_round);
            load::drive(process, &requests)
        });
        if round > 0 {
            for (all, one) in seen.iter_mut().zip(pair) {
                all.push(one);
            }
        }
    }
    let [floor, server] = seen;
    let rate = |all: &[load::Round]| median(all.iter().map(load::Round::per_second));
    let cost = |all: &[load::Round]| median(all.iter().map(load::Round::processor_micros));
    let ratios = server.iter().zip(&floor).map(|(own, bare)| own.per_second() / bare.per_second());
    Row {
        name: subject.name,
        cells: vec![
            format!("{:.0}", rate(&floor)),
            format!("{:.0}", rate(&server)),
            format!("{:.2}", median(ratios)),
            format!("{:.0} µs", cost(&floor)),
            format!("{:.0} µs", cost(&server)),
        ],
    }
}
