//! Counters of the server (SB 16): requests, effects, webhooks, journals.
//!
//! No label is an id, a token or any other text of a client: surfaces, operations, statuses, reasons,
//! kinds of faults and names of effects are all from lists of ours, so the number of series is
//! bounded. Counting takes no lock that another thread holds for long, and nothing is allocated for a
//! series that there is already.

mod labels;

use std::{fmt, time::Duration};

use prometheus_client::{
    encoding::prometheus_text,
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};

use labels::BuildLabels;
pub use labels::{
    AttemptLabels, CauseLabels, EffectLabels, FaultLabels, GoneLabels, RequestLabels, SurfaceLabels,
};

/// Upper bounds of the classes of durations of requests, in seconds.
const REQUEST_SECONDS: [f64; 12] =
    [0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5, 10.0];

/// Upper bounds of the classes of durations of journal appends, in seconds.
const APPEND_SECONDS: [f64; 10] =
    [0.000_001, 0.000_002_5, 0.000_005, 0.000_01, 0.000_05, 0.000_25, 0.001, 0.005, 0.025, 0.1];

/// The counters of a server.
pub struct Metrics {
    registry: Registry,
    /// Worlds at the moment of the last reading.
    worlds: Gauge,
    /// Worlds that were made.
    pub worlds_made: Counter,
    /// Worlds that are gone, by reason.
    pub worlds_gone: Family<GoneLabels, Counter>,
    /// Requests to the mocked APIs that were answered.
    pub requests: Family<RequestLabels, Counter>,
    request_seconds: Family<SurfaceLabels, Histogram, fn() -> Histogram>,
    /// Requests that run.
    pub inflight: Gauge,
    /// Requests that were refused before any operation, by reason.
    pub refusals: Family<CauseLabels, Counter>,
    /// Requests that a fault struck, by its kind.
    pub faults_fired: Family<FaultLabels, Counter>,
    /// Effects of timelines that fired, by name.
    pub effects_fired: Family<EffectLabels, Counter>,
    /// Attempts to deliver webhooks, by result.
    pub webhook_attempts: Family<AttemptLabels, Counter>,
    /// Records that were appended to journals.
    pub journal_records: Counter,
    journal_append_seconds: Histogram,
    /// Commands that no journal took.
    pub journal_errors: Counter,
    /// Entries that request logs have dropped to make room.
    pub log_dropped: Counter,
}

impl Default for Metrics {
    fn default() -> Self {
        let seconds: fn() -> Histogram = || Histogram::new(REQUEST_SECONDS);
        let mut all = Self {
            registry: Registry::with_prefix("sandbox"),
            worlds: Gauge::default(),
            worlds_made: Counter::default(),
            worlds_gone: Family::default(),
            requests: Family::default(),
            request_seconds: Family::new_with_constructor(seconds),
            inflight: Gauge::default(),
            refusals: Family::default(),
            faults_fired: Family::default(),
            effects_fired: Family::default(),
            webhook_attempts: Family::default(),
            journal_records: Counter::default(),
            journal_append_seconds: Histogram::new(APPEND_SECONDS),
            journal_errors: Counter::default(),
            log_dropped: Counter::default(),
        };
        all.register();
        all
    }
}

impl Metrics {
    fn register(&mut self) {
        let build: Family<BuildLabels, Gauge> = Family::default();
        build.get_or_create(&BuildLabels::of_this()).set(1);
        let to = &mut self.registry;
        to.register("build_info", "Version of the program; always 1", build);
        to.register("worlds", "Worlds that there are", self.worlds.clone());
        to.register("worlds_made", "Worlds that were made", self.worlds_made.clone());
        to.register("worlds_gone", "Worlds that are gone, by reason", self.worlds_gone.clone());
        let about = "Requests to the mocked APIs that were answered";
        to.register("requests", about, self.requests.clone());
        let about = "Real time from the arrival of a request to its answer, in seconds";
        to.register("request_seconds", about, self.request_seconds.clone());
        to.register("inflight_requests", "Requests that run", self.inflight.clone());
        let about = "Requests that were refused before any operation, by reason";
        to.register("refusals", about, self.refusals.clone());
        let about = "Requests that a fault struck, by its kind";
        to.register("faults_fired", about, self.faults_fired.clone());
        let about = "Effects of timelines that fired, by name";
        to.register("effects_fired", about, self.effects_fired.clone());
        let about = "Attempts to deliver webhooks, by result";
        to.register("webhook_attempts", about, self.webhook_attempts.clone());
        let about = "Records that were appended to journals";
        to.register("journal_records", about, self.journal_records.clone());
        let about = "Real time of a command's check, journal record and application, in seconds";
        to.register("journal_append_seconds", about, self.journal_append_seconds.clone());
        let about = "Commands that no journal took";
        to.register("journal_errors", about, self.journal_errors.clone());
        let about = "Entries that request logs have dropped to make room";
        to.register("log_dropped", about, self.log_dropped.clone());
    }

    /// Notes a request and its duration in real time.
    pub fn request(&self, labels: &RequestLabels, took: Duration) {
        self.requests.get_or_create(labels).inc();
        let surface = SurfaceLabels { surface: labels.surface };
        self.request_seconds.get_or_create(&surface).observe(took.as_secs_f64());
    }

    /// Notes the real time that a command took.
    pub fn append(&self, took: Duration) {
        self.journal_append_seconds.observe(took.as_secs_f64());
    }

    /// The counters in the text format of Prometheus, version 0.0.4, on a server with `worlds`
    /// worlds.
    pub fn text(&self, worlds: usize) -> String {
        self.worlds.set(i64::try_from(worlds).unwrap_or(i64::MAX));
        let mut text = String::new();
        prometheus_text::encode(&mut text, &self.registry).expect("a text takes everything");
        text
    }
}

/// Media type of [`Metrics::text`].
pub const CONTENT_TYPE: &str = prometheus_text::CONTENT_TYPE;

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[metrics]")
    }
}
