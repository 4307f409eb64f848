//! Hostile and endless traffic, for less than a minute: does the server stay up, in time and small?
//!
//! `cargo bench -p mock-server --bench stress` (what `.ci/run` does) sends 20,000 hostile requests
//! through all doors of a server process, serves a client beside 500 half-open connections, and
//! reads 2,000,000 times, signed, in a process whose logs and journals are at a tiny limit. It ends
//! with a failure where an answer is a failure of the server's own that no document knows, where
//! one comes later than after 2 s, where anything panics, and where memory grows. All of it follows
//! from one seed. Without optimization (`cargo test --bench stress`) there are fewer reads.

mod client;
mod dice;
mod half_open;
mod hostile;
mod process;
mod reads;

use std::time::Instant;

/// The allocator of the server, whose memory is measured.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What all traffic follows from.
const SEED: u64 = 20_301_001;

fn main() {
    let begin = now();
    for (name, part) in [
        ("hostile requests", hostile::run as fn()),
        ("half-open connections", half_open::run),
        ("signed reads", reads::run),
    ] {
        println!("{name}");
        let at = now();
        part();
        println!("  {:.1} s", at.elapsed().as_secs_f64());
    }
    println!("all in {:.1} s", begin.elapsed().as_secs_f64());
}

/// The machine's clock.
fn now() -> Instant {
    #[expect(clippy::disallowed_methods, reason = "a stress test measures the machine's time")]
    Instant::now()
}
