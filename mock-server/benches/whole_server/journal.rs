//! Cost of a journal file: a request that is recorded in a file, against one that is recorded in
//! memory.

use std::{fs, path::PathBuf};

use super::{
    door::Door,
    load::{Round, drive},
    partner::{Bench, Subject, freeze},
    process::Server,
    table::{Row, heading, median},
};

const ROUNDS: usize = 11;

const SUBJECT: Subject = Subject {
    name: "freezeCard, unfreezeCard",
    door: Door::Signed,
    a_round: 800,
    document: freeze,
};

/// A journal file, which goes with its server.
struct File(PathBuf);

impl Drop for File {
    fn drop(&mut self) {
        // A file that is left behind does no harm.
        let _ = fs::remove_file(&self.0);
    }
}

/// Prints the rate of requests with each `--journal-sync`, as a ratio to memory. The connections
/// share syncs; one alone waits for a sync of its own with every request.
pub(crate) fn print() {
    println!(
        "\nA journal file against memory, medians of {ROUNDS} rounds; higher ratios are better\n"
    );
    heading(["--journal-sync", "memory/s", "file/s", "ratio", "memory cpu", "file cpu"]);
    for sync in ["off", "batch", "always"] {
        println!("{}", against_memory(sync));
    }
}

fn against_memory(sync: &'static str) -> Row {
    let name = format!("mock-server-bench-{}-{sync}", std::process::id());
    let file = File(std::env::temp_dir().join(name));
    let path = file.0.to_str().expect("a path of ours is text");
    let servers = [Server::start(), Server::with(&["--journal", path, "--journal-sync", sync])];
    let benches = [0, 1].map(|at: usize| Bench::with_cards(&servers[at], 100));
    let mut seen: [Vec<Round>; 2] = [Vec::new(), Vec::new()];
    for round in 0..=ROUNDS {
        for ((server, bench), all) in servers.iter().zip(&benches).zip(&mut seen) {
            let one = drive(&server.process, &bench.requests(&SUBJECT, SUBJECT.a_round));
            if round > 0 {
                all.push(one);
            }
        }
    }
    let [memory, kept] = seen;
    let rate = |all: &[Round]| median(all.iter().map(Round::per_second));
    let cost = |all: &[Round]| median(all.iter().map(Round::processor_micros));
    let ratios = kept.iter().zip(&memory).map(|(own, bare)| own.per_second() / bare.per_second());
    Row {
        name: sync,
        cells: vec![
            format!("{:.0}", rate(&memory)),
            format!("{:.0}", rate(&kept)),
            format!("{:.2}", median(ratios)),
            format!("{:.0} µs", cost(&memory)),
            format!("{:.0} µs", cost(&kept)),
        ],
    }
}
