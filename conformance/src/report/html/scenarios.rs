//! Every scenario, by area of the register.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::problems::badge;
use crate::report::{Case, Outcome, Report};

/// A table for each area, and a field that finds rows in all of them.
pub(super) fn scenarios(report: &Report) -> Markup {
    let mut by_area: BTreeMap<&str, Vec<&Case>> = BTreeMap::new();
    for case in &report.cases {
        let id = case.requirements.first().map_or("", String::as_str);
        let area = id.rsplit_once('-').map_or(id, |(area, _)| area);
        by_area.entry(area).or_default().push(case);
    }
    if by_area.is_empty() {
        return html! {
            section { h2 { "Nothing ran" } p { "The filter matched no scenario." } }
        };
    }
    html! {
        section {
            h2 { "Every scenario" }
            p.find {
                input type="search" placeholder="PG-AUTH, failed, capability…"
                    aria-label="Show only what contains";
            }
            @for (area, cases) in by_area { (table(area, cases)) }
        }
    }
}

fn table(area: &str, mut cases: Vec<&Case>) -> Markup {
    cases.sort_by_key(|case| case.requirements.clone());
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for case in &cases {
        *counts.entry(case.outcome.rank()).or_default() += 1;
    }
    html! {
        details.area {
            summary {
                b { (area) } " "
                span {
                    @for (index, (rank, count)) in counts.into_iter().enumerate() {
                        @let word = Outcome::WORDS[rank];
                        @if index > 0 { ", " }
                        span.(word) { (count) " " (word) }
                    }
                }
            }
            table { @for case in cases { (row(case)) } }
        }
    }
}

fn row(case: &Case) -> Markup {
    html! {
        tr {
            td { (badge(case.outcome.word())) }
            td { code { (case.ids()) } " " span.level { (case.level) } }
            td {
                (case.scenario)
                @if case.flaky { " " small { "held only when tried again" } }
                @if case.outcome != Outcome::Passed { br; small { (case.outcome.reason()) } }
            }
            td { small { (case.id) } }
        }
    }
}
