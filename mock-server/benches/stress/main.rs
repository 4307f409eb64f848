//! Hostile and endless traffic, for less than a minute: does the server stay up, in time and small?
//!
//! `cargo bench -p mock-server --bench stress` sends 20,000 hostile requests
//! to every surface of a server process, serves a client beside 500 half-open connections, compares
//! what a mutation costs in a short document, in a long one and after 150,000 others, and makes
//! 2,000,000 signed reads in a process whose logs and journals have tiny limits. It fails when an
//! answer is an undocumented 5xx, when one takes longer than 2 s, when anything panics, when a
//! mutation gets dearer, and when memory grows. All traffic follows from one seed. With `-- brief`,
//! for a build without optimization, there are fewer reads and mutations, and an answer has 10 s.

mod client;
mod dice;
mod half_open;
mod hostile;
mod mutations;
mod process;
mod reads;
mod router;

use std::time::Instant;

/// Allocator of the server, whose memory is measured.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Seed of all traffic.
const SEED: u64 = 20_301_001;

fn main() {
    let begin = now();
    for (name, part) in [
        ("hostile requests", hostile::run as fn()),
        ("half-open connections", half_open::run),
        ("documents of many mutations", mutations::run),
        ("signed reads", reads::run),
    ] {
        println!("{name}");
        let at = now();
        part();
        println!("  {:.1} s", at.elapsed().as_secs_f64());
    }
    println!("all in {:.1} s", begin.elapsed().as_secs_f64());
}

/// True when a build without optimization is tried, which is asked for with `brief`.
fn is_brief() -> bool {
    std::env::args().any(|argument| argument == "brief")
}

/// Time of the machine's clock.
fn now() -> Instant {
    #[expect(clippy::disallowed_methods, reason = "a stress test measures the machine's time")]
    Instant::now()
}
