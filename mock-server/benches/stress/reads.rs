//! Months of reads: none may leave anything behind that stays.
//!
//! The reads go through the router of a server in this process, without sockets, to fit into the
//! time. Each thread has a world of its own, because requests to one world wait for each other.
//! World time advances by ten minutes every few thousand reads, so two million reads are months of
//! a busy client, in which every replay window ends.

use std::{
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    thread,
    time::Duration,
};

use axum::{Router, http::StatusCode};
use serde_json::json;

use crate::{
    is_brief, now,
    process::resident,
    router::{Partner, START, answer, control, router},
};

/// Number of reads.
fn reads() -> u64 {
    if is_brief() { 20_000 } else { 2_000_000 }
}

/// Time for all reads; a slow machine makes fewer.
const MOST: Duration = Duration::from_secs(40);

/// Reads between two steps of the clock.
const STEP: u64 = 5_000;

/// Most growth of memory after the first tenth of the reads, in KiB.
const GROWTH: u64 = 24 * 1024;

/// Makes all reads and checks the growth of memory.
pub(crate) fn run() {
    let router = router();
    let threads = thread::available_parallelism().map_or(1, |all| all.get().min(4)) as u64;
    let (done, over) = (AtomicU64::new(0), AtomicBool::new(false));
    let begin = now();
    let (early, late) = thread::scope(|scope| {
        for n in 0..threads {
            let (router, done, over) = (router.clone(), &done, &over);
            scope.spawn(move || read(n, reads() / threads, router, done, over));
        }
        let watch = || {
            let mut early = None;
            while done.load(Ordering::Acquire) < reads() / threads * threads {
                if done.load(Ordering::Acquire) >= reads() / 10 {
                    early.get_or_insert_with(|| resident("self"));
                }
                if begin.elapsed() > MOST {
                    over.store(true, Ordering::Release);
                    break;
                }
                assert!(!over.load(Ordering::Acquire), "a reader was refused");
                thread::sleep(Duration::from_millis(20));
            }
            (early, resident("self"))
        };
        watch()
    });
    let done = done.load(Ordering::Acquire);
    let early = early.expect("a tenth of the reads in time");
    let each =
        begin.elapsed() * u32::try_from(threads).unwrap_or(1) / u32::try_from(done).unwrap_or(1);
    println!(
        "  {done} reads, {each:?} each; memory {} MiB, later {} MiB",
        early / 1024,
        late / 1024
    );
    assert!(late <= early + GROWTH, "memory grows: {early} KiB, then {late} KiB");
}

/// Makes the reads of one thread, in a world of its own.
fn read(number: u64, reads: u64, router: Router, done: &AtomicU64, over: &AtomicBool) {
    // A reader that panics ends the others.
    let ends = EndsAll(over, false);
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    runtime.block_on(async {
        let id = format!("reader-{number}");
        let partner = Partner::of_new_world(&router, &id).await;
        let body = json!({"query": "{ AgioCard_card_by_pk(id: 1) { id status } }"}).to_string();
        let mut time = START;
        for n in 0..reads {
            if over.load(Ordering::Acquire) {
                break;
            }
            if n > 0 && n % STEP == 0 {
                let path = format!("/worlds/{id}/clock/advance");
                let (status, told) = answer(&router, control(&path, &json!({"by": "10m"}))).await;
                assert_eq!(status, StatusCode::OK, "{told}");
                time += 600_000;
            }
            let request = partner.signed(time + n % STEP, &body);
            let (status, told) = answer(&router, request).await;
            assert_eq!(status, StatusCode::OK, "after {n} reads: {told}");
            done.fetch_add(1, Ordering::AcqRel);
        }
    });
    ends.well();
}

/// Stops all readers when dropped, unless this one has ended well.
struct EndsAll<'a>(&'a AtomicBool, bool);

impl EndsAll<'_> {
    fn well(mut self) {
        self.1 = true;
    }
}

impl Drop for EndsAll<'_> {
    fn drop(&mut self) {
        if !self.1 {
            self.0.store(true, Ordering::Release);
        }
    }
}
