//! The matrix for a browser: one file that loads nothing.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Matrix, NOT_JUDGED, Tally};

/// The whole matrix as one HTML file. Every text of it is escaped by [`maud`].
pub fn html(matrix: &Matrix) -> String {
    let kinds = matrix
        .tally(false)
        .into_iter()
        .map(|((surface, kind), one)| (surface, kind.to_owned(), one));
    let operations =
        matrix.by_operation().into_iter().map(|((surface, name), one)| (surface, name, one));
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Matrix of mutants" }
                style { (PreEscaped(include_str!("../report/html/style.css"))) }
            }
            body {
                main {
                    section {
                        h1 { "Matrix of mutants" }
                        p {
                            (matrix.mutants.len())
                            " mutants. Counted are those that break a document or a public page."
                        }
                        p { (NOT_JUDGED) }
                        h2 { "By kind" }
                        (table(kinds.collect()))
                        h2 { "By operation" }
                        (table(operations.collect()))
                    }
                    section {
                        h2 { "Gaps" }
                        table {
                            tr { th { "Verdict" } th { "Level" } th { "Mutant" } th { "Scenario" } }
                            @for one in matrix.mutants.iter().filter(|one| one.is_gap()) {
                                tr {
                                    td { (one.verdict.word()) }
                                    td { (one.mutant.level) }
                                    td { code { (one.mutant.id) } }
                                    td { (one.by.as_deref().unwrap_or_default()) }
                                }
                            }
                        }
                    }
                }
            }
        }
    };
    page.into_string()
}

fn table(rows: Vec<(String, String, Tally)>) -> Markup {
    html! {
        table {
            tr {
                th { "Surface" } th {} th.number { "Mutants" } th.number { "Killed" }
                th.number { "Weakly" } th.number { "Equivalent" } th.number { "Survived" }
                th.number { "Unreached" }
            }
            @for (surface, name, one) in rows {
                tr {
                    td { (surface) }
                    td { code { (name) } }
                    td.number { (one.mutants) }
                    td.number { (one.killed) }
                    td.number { (one.weakly) }
                    td.number { (one.equivalent) }
                    td.number { (one.survived) }
                    td.number { (one.unreached) }
                }
            }
        }
    }
}
