//! The client report as one page without foreign assets: what is broken first, then what was kept,
//! then what nobody saw.

use maud::{DOCTYPE, Markup, html};

use super::report::{ClientReport, DutyReport};

/// Looks of the page.
const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;\
    padding:0 1rem;color:#1a1a1a;background:#fff}h1{font-size:1.5rem}h2{font-size:1.15rem;\
    margin-top:2rem}section{border:1px solid #ccc;border-left-width:6px;border-radius:4px;\
    padding:.5rem 1rem;margin:.75rem 0}.broken{border-left-color:#b00020}.kept{border-left-color:\
    #1b7f3b}.unseen{border-left-color:#8a8a8a}h3{font-size:1rem;margin:.25rem 0}p{margin:.25rem 0}\
    .small{color:#555;font-size:.9rem}code{font-family:ui-monospace,monospace}";

/// The report as a page.
pub(super) fn page(report: &ClientReport) -> String {
    let title = format!("Clients of world {}", report.world);
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                title { (title) }
                style { (maud::PreEscaped(STYLE)) }
            }
            body {
                h1 { (title) }
                p { (report.summary.told()) "." }
                @if report.dropped > 0 {
                    p { "The log has dropped " (report.dropped) " requests, which are not judged." }
                }
                (duties(report, "broken", "Broken"))
                (duties(report, "kept", "Kept"))
                (duties(report, "unseen", "Unseen: there was no occasion"))
            }
        }
    };
    markup.into_string()
}

/// The duties with one verdict.
fn duties(report: &ClientReport, verdict: &str, heading: &str) -> Markup {
    let all: Vec<_> = report.duties.iter().filter(|duty| duty.verdict == verdict).collect();
    html! {
        @if !all.is_empty() {
            h2 { (heading) " (" (all.len()) ")" }
            @for duty in all { (section(report, duty)) }
        }
    }
}

fn section(report: &ClientReport, duty: &DutyReport) -> Markup {
    html! {
        section class=(duty.verdict) id=(duty.id) {
            h3 { code { (duty.id) } " " (duty.title) }
            p { (duty.statement) }
            p { strong { (duty.says) } }
            @if let Some(remark) = &duty.remark { p { "Remark: " (remark) } }
            @if !duty.evidence.is_empty() {
                p { "Requests "
                    @for (at, n) in duty.evidence.iter().enumerate() {
                        @if at > 0 { ", " }
                        a href=(format!("/_sandbox/worlds/{}/requests/{n}", report.world)) { (n) }
                    }
                }
            }
            @if !duty.deliveries.is_empty() {
                p { "Deliveries "
                    @for (at, id) in duty.deliveries.iter().enumerate() {
                        @if at > 0 { ", " }
                        a href=(format!("/_sandbox/worlds/{}/deliveries/{id}", report.world)) { (id) }
                    }
                }
            }
            p class="small" {
                "Rests on " (duty.requirements.join(", ")) ". Source: " (duty.source) "."
            }
        }
    }
}
