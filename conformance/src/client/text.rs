//! The client report for a terminal, in the form of a run's report: a line for each duty, then
//! everything that is broken, then what nobody saw, then the totals.

use std::fmt::Write as _;

use console::Style;

use super::{ClientReport, Duty, Verdict};
use crate::{exit, outlet};

/// The report as text. `requests` is the address at which requests are explained; `colour` is for a
/// terminal that shows colours.
pub fn text(report: &ClientReport, requests: &str, colour: bool) -> String {
    Page { requests, colour, out: String::new() }.report(report)
}

struct Page<'a> {
    requests: &'a str,
    colour: bool,
    out: String,
}

impl Page<'_> {
    fn report(mut self, report: &ClientReport) -> String {
        self.line(&format!("client of world {}", report.world));
        self.line(&format!("  {}", self.requests));
        self.line("");
        for duty in report.duties.iter().filter(|duty| duty.verdict != Verdict::Unseen) {
            let word = self.paint(&format!("{:>8}", duty.verdict.to_string()), style(duty.verdict));
            let remark = duty.remark.as_ref().map(|remark| format!(" ({remark})"));
            let remark = remark.unwrap_or_default();
            self.line(&format!("{word}  {}  {}{remark}", duty.id, duty.title));
        }
        report.with(Verdict::Broken).for_each(|duty| self.broken(duty));
        if report.with(Verdict::Unseen).next().is_some() {
            self.line("\nunseen");
            for duty in report.with(Verdict::Unseen) {
                self.line(&format!("  {}  {}: {}", duty.id, duty.title, duty.says));
            }
        }
        if report.dropped > 0 {
            let dropped = report.dropped;
            self.line(&format!("\n{dropped} requests have left the log and were not judged"));
        }
        let count = |verdict| report.with(verdict).count();
        self.line(&format!(
            "\n{} duties: {} kept, {} broken, {} unseen",
            report.duties.len(),
            count(Verdict::Kept),
            count(Verdict::Broken),
            count(Verdict::Unseen)
        ));
        let code = report.exit_code();
        let meaning = match code {
            exit::CONFORM => "the client keeps every duty that it had occasion to",
            exit::BEHAVIOUR => "the client breaks what the documents ask of it",
            _ => "there was occasion to no duty",
        };
        let line = format!("exit {code}: {meaning}");
        let style = if code == exit::CONFORM { Style::new().green() } else { Style::new().red() };
        self.line(&self.paint(&line, style.bold()));
        self.out
    }

    fn broken(&mut self, duty: &Duty) {
        let head = format!("broken {}  {}", duty.id, duty.title);
        self.line(&format!("\n{}", self.paint(&head, style(duty.verdict).bold())));
        self.field("demands", &duty.statement);
        self.field("source", &duty.source);
        self.field("rests on", &duty.requirements.join(", "));
        self.field("found", &duty.says);
        for n in &duty.evidence {
            self.field("request", &format!("{}/{n}", self.requests));
        }
        if !duty.deliveries.is_empty() {
            self.field("delivery", &duty.deliveries.join(", "));
        }
    }

    fn field(&mut self, name: &str, value: &str) {
        self.line(&format!("  {name:<9} {}", value.replace('\n', "\n          | ")));
    }

    fn line(&mut self, text: &str) {
        let _ = writeln!(self.out, "{}", outlet::tame_lines(text));
    }

    fn paint(&self, text: &str, style: Style) -> String {
        if self.colour {
            style.apply_to(text).force_styling(true).to_string()
        } else {
            text.to_owned()
        }
    }
}

fn style(verdict: Verdict) -> Style {
    match verdict {
        Verdict::Kept => Style::new().green(),
        Verdict::Broken => Style::new().red(),
        Verdict::Unseen => Style::new().dim(),
    }
}
