//! The report for a browser: one file that loads nothing from anywhere. What is wrong comes first,
//! each with what is demanded, where that is written, what was seen, and how to see it again.

mod exchanges;
mod head;
mod problems;
mod scenarios;
mod tables;
mod text;

use maud::{DOCTYPE, PreEscaped, html};

use super::Report;

/// The whole report as one HTML file. Every text of it is escaped by [`maud`].
pub fn html(report: &Report) -> String {
    let report = &report.tamed();
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Conformance of " (report.target.name) }
                style { (PreEscaped(include_str!("style.css"))) }
            }
            body {
                (head::head(report))
                main {
                    (problems::problems(report))
                    (tables::readings(report))
                    (tables::skips(report))
                    (scenarios::scenarios(report))
                }
                script { (PreEscaped(include_str!("script.js"))) }
            }
        }
    };
    page.into_string()
}
