//! Cost of a request against the number of cards in the world.

use super::{
    door::Door,
    load::{Round, drive},
    partner::{Bench, Subject, balance, freeze},
    process::Server,
    table::{Row, heading, median},
};

const FEW: usize = 100;
const MANY: usize = 100_000;
const ROUNDS: usize = 11;

const SUBJECTS: &[Subject] = &[
    Subject {
        name: "freezeCard, unfreezeCard",
        door: Door::Signed,
        a_round: 1000,
        document: freeze,
    },
    Subject { name: "cardBalance", door: Door::Signed, a_round: 1000, document: balance },
    Subject { name: "a card by its id", door: Door::Signed, a_round: 1000, document: by_id },
    Subject {
        name: "10 cards with a status",
        door: Door::Signed,
        a_round: 1000,
        document: by_status,
    },
    Subject {
        name: "10 cards of a company",
        door: Door::Signed,
        a_round: 1000,
        document: by_company,
    },
];

fn by_id(card: i64, _: usize) -> String {
    format!("{{ AgioCard_vw_card(where: {{id: {{_eq: {card}}}}}) {{ id status last4 }} }}")
}

fn by_status(_: i64, _: usize) -> String {
    "{ AgioCard_card(where: {status: {_eq: \"active\"}}, limit: 10) { id status last4 } }"
        .to_owned()
}

fn by_company(_: i64, _: usize) -> String {
    "{ AgioCard_card(where: {card_company_id: {_eq: 2}}, limit: 10) { id status last4 } }"
        .to_owned()
}

/// Prints the cost of requests with few and with many cards, and the memory per card.
pub(crate) fn print() {
    let few = Server::start();
    let few_bench = Bench::with_cards(&few, FEW);
    let many = Server::start();
    let before = many.process.resident();
    let many_bench = Bench::with_cards(&many, MANY);
    let grown = (many.process.resident() - before) as f64 * 1024.0 / MANY as f64;
    println!("\nBy the number of cards, processor time of the server; lower ratios are better\n");
    heading(["request", "100 cards", "100,000", "ratio"]);
    for subject in SUBJECTS {
        compare([(&few, &few_bench), (&many, &many_bench)], subject, subject.name);
    }
    // With a deviation each request runs once more, on a copy of the world.
    for (server, _) in [(&few, &few_bench), (&many, &many_bench)] {
        server.break_rule("D-PG-PIN-01");
    }
    compare([(&few, &few_bench), (&many, &many_bench)], &SUBJECTS[0], "freezeCard, a deviation on");
    println!("\n{}", Row { name: "memory per card", cells: vec![format!("{grown:.0} bytes")] });
}

/// Prints the cost of one kind of request on two servers.
fn compare(servers: [(&Server, &Bench); 2], subject: &Subject, name: &'static str) {
    let mut rounds: [Vec<Round>; 2] = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        for (all, (server, bench)) in rounds.iter_mut().zip(servers) {
            all.push(drive(&server.process, &bench.requests(subject, subject.a_round)));
        }
    }
    let [few, many] = rounds.map(|all| median(all.iter().map(Round::processor_micros)));
    let cells = vec![format!("{few:.0} µs"), format!("{many:.0} µs"), format!("{:.2}", many / few)];
    println!("{}", Row { name, cells });
}
