//! Tests of the bounds of a log.

use axum::{
    body::Bytes,
    http::{HeaderMap, Method, StatusCode},
};
use jiff::Timestamp;

use super::*;
use crate::log::{
    Answered, Following, Head, Kept, LogRenderer, Reading, RedactionContext, Request,
};

struct Nobody;

impl LogRenderer for Nobody {
    fn surface(&self) -> Option<crate::surface::Surface> {
        None
    }
    fn headers(&self) -> &'static crate::log::List {
        static NONE: crate::log::List = crate::log::List::new(&[]);
        &NONE
    }
    fn token<'a>(&self, _: &'a Head) -> Option<&'a str> {
        None
    }
    fn path(&self, path: &str) -> String {
        path.to_owned()
    }
    fn read(&self, _: &Entry, _: &RedactionContext) -> Reading {
        Reading::default()
    }
    fn diagnose(&self, _: &Entry, _: &RedactionContext) -> Vec<crate::log::Diagnosis> {
        Vec::new()
    }
    fn operations(&self) -> Vec<&'static str> {
        Vec::new()
    }
    fn entity_types(&self) -> Vec<&'static str> {
        Vec::new()
    }
    fn causes(&self) -> &'static [crate::log::Cause] {
        &[]
    }
}

fn entry(bytes: usize) -> Entry {
    let body = || Kept::Whole(Bytes::from(vec![7; bytes]));
    let head = Head::of(&"/".parse().unwrap(), &HeaderMap::new());
    Entry {
        n: 0,
        at: Timestamp::UNIX_EPOCH,
        real_at: Timestamp::UNIX_EPOCH,
        took_us: 0,
        log_renderer: &Nobody,
        request: Request { method: Method::POST, head, body: body() },
        answer: Some(Answered { status: StatusCode::OK, body: body() }),
        done: Vec::new(),
        fault: None,
        fired: Vec::new(),
        records: 0..0,
        unavailable: None,
        events: 0..0,
        diagnosis: std::sync::OnceLock::new(),
    }
}

#[test]
fn one_reading_explains_no_more_than_it_can_pay_for() {
    let refused =
        |_| Entry { done: vec![(String::new(), crate::log::Reason::Signature)], ..entry(1) };
    let state = |entry: &Entry, redaction: &RedactionContext| {
        entry.shown(redaction)["diagnosis_state"].clone()
    };
    let (one, other, redaction) = (refused(1), refused(2), RedactionContext::default());
    assert_eq!(state(&one, &redaction), "done");
    redaction.spend(1 << 30);
    assert_eq!(
        (state(&one, &redaction), state(&other, &redaction)),
        ("done".into(), "pending".into())
    );
    assert_eq!(state(&other, &RedactionContext::default()), "done");
}

#[test]
fn the_oldest_make_room_and_numbers_go_on() {
    let log = Log::new(3);
    for n in 1..=5 {
        assert_eq!(log.push(entry(1)), n);
    }
    let page = log.page();
    assert_eq!(page.entries.iter().map(|entry| entry.n).collect::<Vec<_>>(), [3, 4, 5]);
    assert_eq!(page.dropped, 2);
    assert!(log.get(2).is_none() && log.get(6).is_none());
    assert_eq!(log.get(4).unwrap().n, 4);
    log.clear();
    assert!(log.get(4).is_none());
    assert_eq!((log.push(entry(1)), log.page().dropped), (6, 0));
}

#[test]
fn bodies_of_the_oldest_go_before_there_are_too_many_bytes() {
    let log = Log::new(100);
    for _ in 0..12 {
        log.push(entry(5 << 20));
    }
    let page = log.page();
    let whole = |entry: &&Arc<Entry>| entry.request.body.bytes().is_some();
    assert_eq!(page.entries.iter().filter(whole).count(), 6);
    assert_eq!(page.entries[0].request.body.length(), Some(5 << 20));
    assert_eq!(page.entries[0].request.body.sha256(), page.entries[11].request.body.sha256());
    assert_eq!(page.dropped, 0);
    assert_eq!(log.locked(|state| state.bytes), 12 + 6 * (10 << 20));
}

#[test]
fn the_feed_goes_back_as_far_as_the_log() {
    let log = Log::new(3);
    log.feed().push(Happening::Event(1));
    for _ in 0..4 {
        log.push(entry(1));
    }
    assert_eq!(log.feed().following(1), Following::Dropped(3));
    assert_eq!(log.feed().following(2), Following::Happening(Happening::Request(2)));
    log.clear();
    assert_eq!(log.feed().following(4), Following::Dropped(6));
    assert_eq!(log.feed().following(5), Following::Nothing);
}
