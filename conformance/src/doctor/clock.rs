//! Is it there, and what time is it there?

use jiff::{Timestamp, fmt::rfc2822::DateTimeParser};

use super::Finding;
use crate::{
    drivers::{Answer, Http, http::Sent},
    target::{Kind, Target},
};

/// Asks every surface for anything, and looks at the `Date` of the answer.
pub(super) async fn reachable_and_in_time(target: &Target, http: &Http) -> Vec<Finding> {
    let control = match &target.kind {
        Kind::Sandbox { control, .. } => Some(("control plane", format!("{control}/info"))),
        Kind::Foreign => None,
    };
    let partner = target.partner.as_ref().map(|one| ("PG", one.url.clone()));
    let envelope = target.envelope.as_ref().map(|one| ("ER", one.url.clone()));
    let mut findings = Vec::new();
    for (name, url) in [control, partner, envelope].into_iter().flatten() {
        let sent = Sent {
            by: "the doctor".to_owned(),
            method: "GET".to_owned(),
            url: url.clone(),
            headers: Vec::new(),
            body: Vec::new(),
            signed: false,
            asked: None,
        };
        match http.send(&sent).await {
            Ok(answer) => {
                findings.push(Finding::ok(name, format!("{url} answers (HTTP {})", answer.status)));
                findings.push(time(name, &answer, target));
            }
            Err(mismatch) => findings.push(Finding::problem(
                name,
                format!("{url} does not answer: {}", mismatch.actual),
                "is the server running, and the url right? Host, port and TLS are looked at first",
            )),
        }
    }
    findings
}

fn time(name: &str, answer: &Answer, target: &Target) -> Finding {
    let what = format!("{name} clock");
    let date =
        answer.header("date").and_then(|text| DateTimeParser::new().parse_timestamp(text).ok());
    let Some(date) = date else {
        return Finding::warning(
            what,
            "the answer has no Date that can be read",
            "let the server send Date, so that a wrong clock is found here and not as a failure",
        );
    };
    // A date has whole seconds, so up to a second of difference is none.
    let offset = date.duration_since(Timestamp::now()).abs().as_millis() - 1000;
    let tolerance = i128::try_from(target.time_skew_tolerance.as_millis()).unwrap_or(i128::MAX);
    if offset <= tolerance || target.is_sandbox() {
        return Finding::ok(what, "agrees with this machine's");
    }
    Finding::problem(
        what,
        format!("differs from this machine's by {} s", offset / 1000 + 1),
        "set the clocks by NTP, or raise time_skew_tolerance_ms if it is meant so",
    )
}
