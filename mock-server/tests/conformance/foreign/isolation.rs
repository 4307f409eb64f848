//! Concurrency of a run: scenarios run at the same time by what they share, whatever the number of
//! jobs.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use conformance::{Plan, run, target::Target};

use super::{DIALECT, Foreign, REST};
use crate::proxy::{self, Answer, Behaviour, Memory, Request};

/// Requests of each surface in progress, and the most there were at a time.
#[derive(Default)]
struct Counts {
    now: BTreeMap<&'static str, usize>,
    most: BTreeMap<&'static str, usize>,
    both: bool,
    /// Number of requests so far.
    all: usize,
}

/// Number of first requests that are answered late: time enough for both surfaces to begin, however
/// busy this machine is.
const LATE: usize = 40;

/// A slow server that counts concurrent requests.
struct Counting(Arc<Mutex<Counts>>);

fn surface(request: &Request) -> &'static str {
    if request.endpoint().is_some() { "ER" } else { "PG" }
}

impl Behaviour for Counting {
    fn request(&self, request: &mut Request, _: &Memory) {
        let mut counts = self.0.lock().unwrap();
        counts.all += 1;
        let now = counts.now.entry(surface(request)).or_default();
        *now += 1;
        let now = *now;
        let most = counts.most.entry(surface(request)).or_default();
        *most = now.max(*most);
        counts.both |= counts.now.values().filter(|now| **now > 0).count() > 1;
    }

    fn slow(&self) -> Duration {
        let counts = self.0.lock().unwrap();
        Duration::from_millis(if counts.both || counts.all > LATE { 3 } else { 50 })
    }

    fn answer(&self, request: &Request, _: &mut Answer, _: &Memory) {
        *self.0.lock().unwrap().now.get_mut(surface(request)).unwrap() -= 1;
    }
}

/// Most concurrent requests by surface, whether surfaces overlapped, and the verdicts.
async fn seen(isolation: &str, jobs: usize) -> (BTreeMap<&'static str, usize>, bool, Vec<String>) {
    let foreign = Foreign::start(&format!("isolation-{isolation}-{jobs}")).await;
    let counts: Arc<Mutex<Counts>> = Arc::default();
    let url = proxy::start(&foreign.url, Counting(counts.clone())).await;
    let file = format!(
        "isolation = '{isolation}'\n{}{}{REST}",
        foreign.partner(&url),
        foreign.envelope(&url, DIALECT)
    );
    let target = Target::from_toml(&file, "t").unwrap();
    let filter = ["PG-SIGN", "PG-INTRO", "ER-KEY", "ER-TS"].map(str::to_owned).to_vec();
    let report = run(&Plan { jobs, filter, ..Plan::of(target) }).await.unwrap();
    let verdicts = report.cases.iter().map(|case| format!("{} {}", case.id, case.outcome.word()));
    let verdicts = verdicts.collect();
    let counts = counts.lock().unwrap();
    (counts.most.clone(), counts.both, verdicts)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_shared_runs_one_after_another() {
    let alone = BTreeMap::from([("ER", 1), ("PG", 1)]);
    let (most, both, shared) = seen("shared", 8).await;
    assert_eq!((most, both), (alone.clone(), false), "shared");
    let (most, both, by_credential) = seen("credential", 8).await;
    assert_eq!((most, both), (alone.clone(), true), "credential");
    let (most, both, one_job) = seen("credential", 1).await;
    assert_eq!((most, both), (alone, false), "credential, one job");
    let (most, _, world) = seen("world", 8).await;
    assert!(most.values().any(|most| *most > 1), "world: {most:?}");
    assert!(shared == by_credential && shared == one_job && shared == world);
}
