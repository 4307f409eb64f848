//! The report for a terminal: a line per scenario, then everything that is wrong with what to do
//! about it, then the totals.

use std::fmt::Write as _;

use console::Style;

use super::{Case, Outcome, Report, Reproduction, meaning};
use crate::{outlet, register::register};

/// The whole report as plain text.
pub fn text(report: &Report) -> String {
    Page::of(&report.tamed(), false)
}

/// The whole report as text for a terminal that shows colours.
pub fn coloured(report: &Report) -> String {
    Page::of(&report.tamed(), true)
}

struct Page {
    colour: bool,
    /// The command lines that show something again.
    again: Reproduction,
    out: String,
}

impl Page {
    fn of(report: &Report, colour: bool) -> String {
        Self { colour, again: report.again.clone(), out: String::new() }.report(report)
    }

    fn report(mut self, report: &Report) -> String {
        let about = &report.target;
        self.line(&format!(
            "{} ({}, {}), judged up to level {}, seed {}",
            about.name, about.kind, about.environment, report.level, report.seed
        ));
        for (code, url) in &about.surfaces {
            self.line(&format!("  {code}  {url}"));
        }
        for code in &about.without_suite {
            self.line(&format!("  {code}  has no suite yet"));
        }
        // Features of which nothing ran come last: there may be hundreds of scenarios in them.
        let mut features: Vec<_> =
            report.cases.chunk_by(|one, next| one.feature == next.feature).collect();
        features.sort_by_key(|cases| {
            cases.iter().all(|case| matches!(case.outcome, Outcome::Skipped { .. }))
        });
        for cases in features {
            let title = format!("\n{}  {}", cases[0].feature, cases[0].title);
            self.line(&self.paint(&title, &Style::new().bold()));
            for case in cases {
                self.case(case);
            }
        }
        for case in report.cases.iter().filter(|case| case.outcome.failure().is_some()) {
            self.failure(case);
        }
        self.readings(report);
        self.skips(report);
        for problem in &report.ratchet {
            self.line(&format!("\nknown failures: {problem}"));
        }
        let code = report.exit_code();
        self.line(&format!("\n{}", report.summary()));
        let line = format!("exit {code}: {}", meaning(code));
        let style = if code == 0 { Style::new().green() } else { Style::new().red() };
        self.line(&self.paint(&line, &style.bold()));
        self.out
    }

    fn case(&mut self, case: &Case) {
        let word = self.paint(&format!("{:>8}", case.outcome.word()), &style(&case.outcome));
        let flaky = if case.flaky { " (held only when tried again)" } else { "" };
        let note = match &case.outcome {
            Outcome::Reading { reading } => format!(": {reading}"),
            Outcome::Skipped { .. } | Outcome::Known { .. } | Outcome::Stale { .. } => {
                format!(" ({})", case.outcome.reason())
            }
            _ => String::new(),
        };
        self.line(&format!("{word}  {}  {}{note}{flaky}", case.ids(), case.scenario));
    }

    fn failure(&mut self, case: &Case) {
        let Some((step, why)) = case.outcome.failure() else { return };
        let head = format!("{} {}  {}", case.outcome.word(), case.ids(), case.scenario);
        self.line(&format!("\n{}", self.paint(&head, &style(&case.outcome).bold())));
        for requirement in case.requirements.iter().filter_map(|id| register().get(id)) {
            let level = requirement.level;
            self.field("demands", &format!("{} [{level}]", requirement.statement));
            self.field("source", &requirement.source);
        }
        self.field("class", why.class.hint());
        self.field("step", step);
        self.field("expected", &why.expected);
        self.field("actual", &why.actual);
        if let Outcome::Known { excuse, .. } = &case.outcome {
            self.field("known", excuse);
        }
        self.field("again", &self.again.run(&case.id));
        if let Some(last) = case.exchanges.last() {
            for line in self.again.request(last) {
                self.field("", &line);
            }
            if let Some(inside) = &last.inside {
                self.field("sealed", &inside.request);
                self.field("opened", &inside.answer);
            }
        }
    }

    fn readings(&mut self, report: &Report) {
        let readings = report.readings();
        if readings.is_empty() {
            return;
        }
        self.line("\nreadings of what the documents leave open");
        for found in readings {
            let expected =
                found.expected.map(|one| format!("  (expected {one})")).unwrap_or_default();
            self.line(&format!("  {}  {}: {}{expected}", found.id, found.title, found.reading));
        }
    }

    fn skips(&mut self, report: &Report) {
        let skips = report.skips();
        if skips.is_empty() {
            return;
        }
        self.line("\nskipped");
        for (reason, count) in skips {
            self.line(&format!("{count:>5}  {reason}"));
        }
    }

    fn field(&mut self, name: &str, value: &str) {
        self.line(&format!("  {name:<9} {}", value.replace('\n', "\n          | ")));
    }

    fn line(&mut self, text: &str) {
        let _ = writeln!(self.out, "{}", outlet::tame_lines(text));
    }

    fn paint(&self, text: &str, style: &Style) -> String {
        if self.colour {
            style.apply_to(text).force_styling(true).to_string()
        } else {
            text.to_owned()
        }
    }
}

fn style(outcome: &Outcome) -> Style {
    match outcome {
        Outcome::Passed => Style::new().green(),
        Outcome::Reading { .. } => Style::new().cyan(),
        Outcome::Failed { .. } | Outcome::Error { .. } => Style::new().red(),
        Outcome::Blocked { .. } | Outcome::Stale { .. } => Style::new().magenta(),
        Outcome::Known { .. } => Style::new().yellow(),
        Outcome::Skipped { .. } => Style::new().dim(),
    }
}
