//! The report for continuous integration: a suite per feature, a case per scenario. It is written
//! to
//! the schema `junit-10.xsd` of Jenkins, which is the narrowest: a case has no properties, so what
//! they would say stands in its `system-out`.
//!
//! # Rationale
//! The crate `quick-junit` writes the form of another runner, with attributes that this schema does
//! not have.

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event},
};

use super::{Attempt, Case, Outcome, Report, Reproduction};

/// The report as `JUnit` XML.
pub fn junit(report: &Report) -> String {
    let report = &report.tamed();
    let mut page = Page(Writer::new_with_indent(Vec::new(), b' ', 2));
    page.put(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
    page.report(report);
    let text = String::from_utf8(page.0.into_inner()).expect("what was written is text");
    format!("{text}\n")
}

struct Page(Writer<Vec<u8>>);

impl Page {
    fn report(&mut self, report: &Report) {
        let counts = counts(&report.cases);
        let name = format!("conformance of {}", report.target.name);
        let mut all = BytesStart::new("testsuites");
        all.push_attribute(("name", name.as_str()));
        all.push_attribute(("time", seconds(report.millis).as_str()));
        for (name, count) in counts.iter().filter(|(name, _)| *name != "skipped") {
            all.push_attribute((*name, count.to_string().as_str()));
        }
        self.put(Event::Start(all));
        self.about(report);
        for cases in report.cases.chunk_by(|one, next| one.feature == next.feature) {
            self.suite(cases, &report.again);
        }
        self.put(Event::End(BytesEnd::new("testsuites")));
    }

    /// A suite without cases that says what the run was.
    fn about(&mut self, report: &Report) {
        self.put(Event::Start(suite("run", &[], 0)));
        self.put(Event::Start(BytesStart::new("properties")));
        let exit = report.exit_code().to_string();
        let level = report.level.to_string();
        let about = [
            ("summary", report.summary()),
            ("exit", exit),
            ("started", report.started.clone()),
            ("seed", report.seed.clone()),
            ("level", level),
        ];
        let totals = report.totals().into_iter().map(|(word, count)| (word, count.to_string()));
        let ratchet = report.ratchet.iter().map(|problem| ("ratchet", problem.clone()));
        for (name, value) in about.into_iter().chain(totals).chain(ratchet) {
            let mut property = BytesStart::new("property");
            property.push_attribute(("name", name));
            property.push_attribute(("value", value.as_str()));
            self.put(Event::Empty(property));
        }
        self.put(Event::End(BytesEnd::new("properties")));
        self.put(Event::End(BytesEnd::new("testsuite")));
    }

    fn suite(&mut self, cases: &[Case], again: &Reproduction) {
        let millis = cases.iter().map(|case| case.millis).sum();
        self.put(Event::Start(suite(&cases[0].feature, cases, millis)));
        cases.iter().for_each(|case| self.case(case, again));
        self.put(Event::End(BytesEnd::new("testsuite")));
    }

    fn case(&mut self, case: &Case, again: &Reproduction) {
        let mut test = BytesStart::new("testcase");
        let class = case.requirements.first().unwrap_or(&case.feature);
        test.push_attribute(("name", case.scenario.as_str()));
        test.push_attribute(("classname", class.as_str()));
        test.push_attribute(("time", seconds(case.millis).as_str()));
        self.put(Event::Start(test));
        let kind = kind(&case.outcome);
        if let Some(kind) = kind {
            let text = failure(case, again);
            self.status(kind, &case.reason(), case.outcome.word(), &text);
        }
        for attempt in &case.attempts {
            let kind = if kind.is_some() { "rerunFailure" } else { "flakyFailure" };
            self.attempt(kind, attempt);
        }
        self.element("system-out", &about(case));
        self.put(Event::End(BytesEnd::new("testcase")));
    }

    fn status(&mut self, name: &str, message: &str, kind: &str, text: &str) {
        let mut status = BytesStart::new(name);
        status.push_attribute(("message", message));
        status.push_attribute(("type", kind));
        self.put(Event::Start(status));
        self.put(Event::Text(BytesText::new(text)));
        self.put(Event::End(BytesEnd::new(name)));
    }

    fn attempt(&mut self, name: &str, attempt: &Attempt) {
        let Attempt { step, why, began, millis } = attempt;
        let mut one = BytesStart::new(name);
        let message = why.line();
        one.push_attribute(("message", message.as_str()));
        one.push_attribute(("type", why.class.word()));
        self.put(Event::Start(one));
        let text = format!(
            "step      {step}\nexpected  {}\nactual    {}\nbegan {} s after the run, took {} s\n",
            why.expected,
            why.actual,
            seconds(*began),
            seconds(*millis)
        );
        self.element("stackTrace", &text);
        self.put(Event::End(BytesEnd::new(name)));
    }

    fn element(&mut self, name: &str, text: &str) {
        self.put(Event::Start(BytesStart::new(name)));
        self.put(Event::Text(BytesText::new(text)));
        self.put(Event::End(BytesEnd::new(name)));
    }

    fn put(&mut self, event: Event<'_>) {
        self.0.write_event(event).expect("memory can be written to");
    }
}

/// The opening tag of a suite.
fn suite(name: &str, cases: &[Case], millis: u64) -> BytesStart<'static> {
    let mut suite = BytesStart::new("testsuite");
    suite.push_attribute(("name", name));
    suite.push_attribute(("time", seconds(millis).as_str()));
    for (name, count) in counts(cases) {
        suite.push_attribute((name, count.to_string().as_str()));
    }
    suite
}

fn counts(cases: &[Case]) -> [(&'static str, usize); 4] {
    let of = |wanted| cases.iter().filter(|case| kind(&case.outcome) == Some(wanted)).count();
    [
        ("tests", cases.len()),
        ("failures", of("failure")),
        ("errors", of("error")),
        ("skipped", of("skipped")),
    ]
}

/// The element of an outcome; none where it is a success.
fn kind(outcome: &Outcome) -> Option<&'static str> {
    match outcome {
        Outcome::Passed | Outcome::Reading { .. } => None,
        Outcome::Failed { .. } => Some("failure"),
        Outcome::Blocked { .. } | Outcome::Error { .. } | Outcome::Stale { .. } => Some("error"),
        Outcome::Skipped { .. } | Outcome::Known { .. } => Some("skipped"),
    }
}

fn failure(case: &Case, again: &Reproduction) -> String {
    let Some((step, why)) = case.outcome.failure() else { return String::new() };
    let mut lines = vec![
        case.id.clone(),
        format!("step      {step}"),
        format!("expected  {}", why.expected),
        format!("actual    {}", why.actual),
        format!("again     {}", again.run(&case.id)),
    ];
    lines.extend(case.exchanges.last().into_iter().flat_map(|last| again.request(last)));
    lines.join("\n")
}

/// The requirements of a case, a line each.
fn about(case: &Case) -> String {
    let mut lines = vec![
        format!("id: {}", case.id),
        format!("requirements: {}", case.ids()),
        format!("level: {}", case.level),
        format!("verdict: {}", case.outcome.word()),
        format!("reason: {}", case.reason()),
    ];
    if case.flaky {
        lines.push("flaky: true".to_owned());
    }
    lines.join("\n")
}

/// Seconds with three places.
fn seconds(millis: u64) -> String {
    format!("{}.{:03}", millis / 1000, millis % 1000)
}
