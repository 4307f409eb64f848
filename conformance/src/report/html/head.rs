//! The head of the page: the verdict, the totals, and facts about target and run.

use maud::{Markup, html};

use super::text::sentence;
use crate::report::{Report, meaning};

/// The verdict and what it was given on.
pub(super) fn head(report: &Report) -> Markup {
    let code = report.exit_code();
    html! {
        header {
            p.kicker { "Conformance report" }
            h1 { (report.target.name) }
            p.verdict.(if code == 0 { "good" } else { "bad" }) {
                (sentence(meaning(code))) span { "exit " (code) }
            }
            ul.totals {
                @for (word, count) in report.totals() {
                    li.(word) { b { (count) } " " (word) }
                }
            }
            dl.facts {
                @for (name, value) in facts(report) {
                    div { dt { (name) } dd { (value) } }
                }
            }
            @for problem in &report.ratchet {
                p.notice { "Known failures: " (problem) }
            }
        }
    }
}

/// Names and values, in order.
fn facts(report: &Report) -> Vec<(&str, String)> {
    let about = &report.target;
    let mut facts: Vec<(&str, String)> =
        about.surfaces.iter().map(|(surface, url)| (surface.as_str(), url.clone())).collect();
    let without = about.without_suite.iter();
    facts.extend(without.map(|surface| (surface.as_str(), "no suite yet".to_owned())));
    let capabilities = match about.capabilities.is_empty() {
        true => "none claimed".to_owned(),
        false => about.capabilities.join(", "),
    };
    facts.extend([
        ("Target", format!("{}, {}", about.kind, about.environment)),
        ("Judged", format!("up to level {}", report.level)),
        ("Started", report.started.clone()),
        ("Took", format!("{}.{:03} s", report.millis / 1000, report.millis % 1000)),
        ("Seed", report.seed.clone()),
        ("Suite", report.suite.clone()),
        ("Capabilities", capabilities),
    ]);
    facts
}
