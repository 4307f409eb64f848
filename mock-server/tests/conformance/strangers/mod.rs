//! Ten servers with one fault each, such as a reader of nothing but a source document makes in haste.
//! Each fault was chosen from the documents alone, before any register or scenario was read; the suite
//! has to find it by what the same document promises.
//!
//! A run is of the area of the requirement that has to notice: `PG-FUND`. Runs of whole surfaces come to
//! the same verdicts and take a minute.

mod envelope;
mod in_app;
mod managed;
mod partner;

use conformance::{Plan, Report, register::Level, report, run, target::Target};
use futures::{StreamExt, stream};

use crate::proxy::{self, Answer, Behaviour, Memory, Request};

/// A server with one fault. Its memory is that of its proxy.
#[derive(Clone, Copy)]
struct Stranger {
    /// Description of the fault, which follows "a server that …".
    name: &'static str,
    /// Requirement whose scenario has to fail.
    found_by: &'static str,
    /// Change of a request on its way to the server.
    request: fn(&mut Request, &Memory),
    /// Answer without the server, if any.
    instead: fn(&Request, &Memory) -> Option<Answer>,
    /// Change of an answer on its way back.
    answer: fn(&Request, &mut Answer, &Memory),
}

/// A server without fault, which the others are made from.
const FAULTLESS: Stranger = Stranger {
    name: "has no fault",
    found_by: "",
    request: |_, _| {},
    instead: |_, _| None,
    answer: |_, _, _| {},
};

impl Behaviour for Stranger {
    fn request(&self, request: &mut Request, memory: &Memory) {
        (self.request)(request, memory);
    }

    fn instead(&self, request: &Request, memory: &Memory) -> Option<Answer> {
        (self.instead)(request, memory)
    }

    fn answer(&self, request: &Request, answer: &mut Answer, memory: &Memory) {
        (self.answer)(request, answer, memory);
    }
}

/// The number after a name in a document: the 7 of `cardId: 7`.
fn number_after(text: &str, name: &str) -> Option<i64> {
    let (_, rest) = text.split_once(name)?;
    let digits = rest.trim_start().split(|one: char| !one.is_ascii_digit()).next()?;
    digits.parse().ok()
}

/// The strangers of all surfaces.
fn all() -> Vec<Stranger> {
    [partner::STRANGERS, envelope::STRANGERS, in_app::STRANGERS, managed::STRANGERS].concat()
}

/// A run of these areas by what the documents say.
async fn judged(sandbox: &str, stranger: Stranger, areas: &[&str]) -> Report {
    let url = proxy::start(sandbox, stranger).await;
    let plan = Plan {
        level: Level::Documented,
        filter: areas.iter().map(|&area| area.to_owned()).collect(),
        name: stranger.name.to_owned(),
        ..Plan::of(Target::sandbox(&url, None))
    };
    run(&plan).await.unwrap()
}

/// The area of a requirement.
fn area(id: &str) -> &str {
    id.rsplit_once('-').map_or(id, |(area, _)| area)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_of_a_stranger_is_found() {
    let sandbox = crate::address().await;
    let count = |surface| all().iter().filter(|one| one.found_by.starts_with(surface)).count();
    assert_eq!(["PG", "ER", "AG", "MC"].map(count), [3, 3, 2, 2]);
    let missed: Vec<_> = stream::iter(all())
        .map(|stranger| {
            let sandbox = sandbox.clone();
            async move {
                let report = judged(&sandbox, stranger, &[area(stranger.found_by)]).await;
                let failed = report.cases.iter().filter(|case| case.outcome.word() == "failed");
                let by: Vec<_> = failed.flat_map(|case| case.requirements.clone()).collect();
                let found = report.exit_code() == 1 && by.iter().any(|id| id == stranger.found_by);
                (!found).then(|| format!("{}: {by:?}, {}", stranger.name, report.summary()))
            }
        })
        .buffer_unordered(4)
        .filter_map(std::future::ready)
        .collect()
        .await;
    assert!(missed.is_empty(), "not found: {missed:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_without_fault_conforms() {
    let sandbox = crate::address().await;
    let all = all();
    let areas: Vec<_> = all.iter().map(|one| area(one.found_by)).collect();
    let report = judged(&sandbox, FAULTLESS, &areas).await;
    assert_eq!(report.exit_code(), 0, "{}", report::text(&report));
}
