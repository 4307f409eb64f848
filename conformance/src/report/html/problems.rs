//! Everything that did not hold, by requirement.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::{
    exchanges::exchanges,
    text::{pretty, prose, sentence},
};
use crate::{
    register::{Requirement, register},
    report::{Case, Done, Outcome, Report, Reproduction},
};

/// The cases of each requirement, the worst outcome first.
type ByRequirement<'a> = BTreeMap<(usize, &'a str), Vec<&'a Case>>;

/// The problems, with a list of them where there are several.
pub(super) fn problems(report: &Report) -> Markup {
    let mut by_requirement = ByRequirement::new();
    for case in &report.cases {
        if case.outcome.failure().is_none() && !matches!(case.outcome, Outcome::Stale { .. }) {
            continue;
        }
        let id = case.requirements.first().map_or("", String::as_str);
        by_requirement.entry((case.outcome.rank(), id)).or_default().push(case);
    }
    if by_requirement.is_empty() {
        return html! {};
    }
    html! {
        section #problems {
            h2 { "What to look at" }
            @if by_requirement.len() > 1 { (contents(&by_requirement)) }
            @for (number, ((_, id), cases)) in by_requirement.iter().enumerate() {
                @let word = cases[0].outcome.word();
                article.problem.(word) #{ "problem-" (number) } {
                    @match register().get(id) {
                        Some(requirement) => (demanded(requirement, word)),
                        None => h3 { (badge(word)) },
                    }
                    @for case in cases { (problem(case, &report.again)) }
                }
            }
        }
    }
}

/// The word for an outcome, in its colour.
pub(super) fn badge(word: &str) -> Markup {
    html! { span.word.(word) { (word) } }
}

/// A link to each of several problems.
fn contents(by_requirement: &ByRequirement<'_>) -> Markup {
    html! {
        ol.contents {
            @for (number, ((_, id), cases)) in by_requirement.iter().enumerate() {
                @let title = register().get(id).map_or("", |one| one.title.as_str());
                li {
                    (badge(cases[0].outcome.word())) " "
                    a href={ "#problem-" (number) } { code { (id) } " " (prose(title)) }
                    @if cases.len() > 1 { " " small { (cases.len()) " scenarios" } }
                }
            }
        }
    }
}

fn demanded(requirement: &Requirement, word: &str) -> Markup {
    html! {
        h3 {
            (badge(word)) " " code { (requirement.id) } " " (prose(&requirement.title)) " "
            span.level { (requirement.level) }
        }
        p.statement { (prose(&requirement.statement)) }
        p.source { "Source: " (requirement.source) }
    }
}

fn problem(case: &Case, again: &Reproduction) -> Markup {
    let others: Vec<_> = case.requirements.iter().skip(1).map(String::as_str).collect();
    html! {
        h4 { (case.scenario) }
        p.place {
            (case.id)
            @if !others.is_empty() { " It also judges " (others.join(", ")) "." }
        }
        (steps(case))
        @if let Outcome::Known { excuse, .. } | Outcome::Stale { excuse } = &case.outcome {
            p.notice { (excuse) }
        }
        @if let Some((_, why)) = case.outcome.failure() {
            p.class { (sentence(why.class.hint())) }
            div.compare {
                div.expected { h5 { "Expected" } pre { (pretty(&why.expected)) } }
                div.actual { h5 { "Actual" } pre { (pretty(&why.actual)) } }
            }
        }
        (exchanges(&case.exchanges, again))
        p.again { "Again: " code { (again.run(&case.id)) } }
    }
}

fn steps(case: &Case) -> Markup {
    html! {
        ol.steps {
            @for step in &case.steps {
                @let class = match step.result {
                    Done::Held => "held",
                    Done::Failed => "broke",
                    Done::NotRun => "not-run",
                };
                li.(class) {
                    b { (step.keyword) } " " (step.text)
                    @if !step.block.is_empty() { pre { (step.block) } }
                }
            }
        }
    }
}
