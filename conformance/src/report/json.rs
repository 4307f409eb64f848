//! The report for programs: everything, and what follows from it. It can be read back.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};

use super::{Found, Judged, Report};
use crate::outlet;

/// The version of the form.
const FORMAT: u32 = 1;

#[derive(Serialize)]
struct Whole<'a> {
    format: u32,
    #[serde(flatten)]
    report: &'a Report,
    exit: u8,
    summary: String,
    totals: Map<String, Value>,
    requirements: Vec<Judged>,
    readings: Vec<Found>,
}

/// The whole report as JSON.
pub fn json(report: &Report) -> String {
    let report = &report.cleared();
    let totals = report.totals().into_iter();
    let whole = Whole {
        format: FORMAT,
        report,
        exit: report.exit_code(),
        summary: report.summary(),
        totals: totals.map(|(word, count)| (word.to_owned(), count.into())).collect(),
        requirements: report.requirements(),
        readings: report.readings(),
    };
    let text = serde_json::to_string_pretty(&whole).expect("a report is plain data");
    let mut text = outlet::ascii_controls(text);
    text.push('\n');
    text
}

/// Reads what [`json`] wrote.
pub fn read(text: &str) -> anyhow::Result<Report> {
    let value: Value = serde_json::from_str(text)?;
    anyhow::ensure!(value["format"] == FORMAT, "this program reads format {FORMAT} of reports");
    Ok(serde_json::from_value(value)?)
}

/// When a run began, in milliseconds since 1970; 0 where its report does not say.
pub(super) fn begun(report: &Report) -> i64 {
    report.started.parse::<Timestamp>().map_or(0, Timestamp::as_millisecond)
}

/// Several runs of one suite as one: of a scenario that ran in more than one, the last counts.
pub fn merge(reports: Vec<Report>) -> Option<Report> {
    let mut reports = reports.into_iter();
    let mut all = reports.next()?;
    for mut next in reports {
        // Times of scenarios count from when the first run began.
        let later = begun(&next).saturating_sub(begun(&all));
        for case in &mut next.cases {
            case.began = case.began.saturating_add_signed(later);
        }
        all.millis += next.millis;
        all.ratchet.extend(next.ratchet);
        all.ended_by = next.ended_by;
        all.cases.retain(|case| next.cases.iter().all(|other| other.id != case.id));
        all.cases.extend(next.cases);
    }
    all.ratchet.dedup();
    all.cases.sort_by(|l, r| (&l.feature, l.line).cmp(&(&r.feature, r.line)));
    Some(all)
}
