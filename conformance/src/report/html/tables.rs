//! The readings that were found, and what was not judged.

use maud::{Markup, html};

use super::text::prose;
use crate::report::Report;

/// The target's reading of each ambiguity that was looked at.
pub(super) fn readings(report: &Report) -> Markup {
    let readings = report.readings();
    if readings.is_empty() {
        return html! {};
    }
    html! {
        section {
            h2 { "What the documents leave open" }
            p { "Several readings are right; these are the target's." }
            table.readings {
                tr { th { "Question" } th {} th { "Reading" } }
                @for found in readings {
                    tr {
                        td { code { (found.id) } }
                        td { (prose(&found.title)) }
                        td {
                            (found.reading)
                            @if let Some(expected) = found.expected {
                                " " em { "expected " (expected) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The reasons for which scenarios did not run, with how many each kept away.
pub(super) fn skips(report: &Report) -> Markup {
    let skips = report.skips();
    if skips.is_empty() {
        return html! {};
    }
    html! {
        section {
            h2 { "What was not judged" }
            table {
                tr { th.number { "Scenarios" } th { "Why" } }
                @for (reason, count) in skips {
                    tr { td.number { (count) } td { (reason) } }
                }
            }
        }
    }
}
