//! Every text of a report that somebody else may have written: the target, its file, a hook,
//! whoever
//! wrote the features. What stands in a report and is none of them (verdicts, levels, ids of the
//! register, numbers) cannot carry anything.

use super::{About, Attempt, Case, Outcome, Report, Reproduction, Step};
use crate::{
    Mismatch,
    budget::LeftBehind,
    exchange::{Exchange, Inside},
    outlet,
};

impl Report {
    /// The report as it may leave: without any value that came from the environment or a file.
    #[must_use]
    pub fn cleared(&self) -> Self {
        self.with_texts(&outlet::blanked)
    }

    /// The cleared report with its control characters written out, for what cannot escape them.
    #[must_use]
    pub fn tamed(&self) -> Self {
        self.with_texts(&|text| outlet::tame(&outlet::blanked(text)).into_owned())
    }

    fn with_texts(&self, change: &dyn Fn(&str) -> String) -> Self {
        let mut report = self.clone();
        report.each_text(&mut |text| *text = change(text));
        report
    }

    /// Visits the texts. A new field has to be named here before it compiles.
    fn each_text(&mut self, visit: &mut dyn FnMut(&mut String)) {
        let Self {
            suite: _,
            target,
            started: _,
            millis: _,
            level: _,
            seed,
            order: _,
            again,
            cases,
            ratchet,
            ended_by: _,
        } = self;
        let About {
            name,
            kind: _,
            environment: _,
            surfaces,
            capabilities: _,
            without_suite: _,
            readings,
        } = target;
        let Reproduction { target, options } = again;
        [name, seed, target, options].into_iter().for_each(&mut *visit);
        surfaces.values_mut().chain(readings.values_mut()).chain(ratchet).for_each(&mut *visit);
        cases.iter_mut().for_each(|case| case.each_text(visit));
    }
}

/// The longest text of a report, in bytes: a body, an answer, what was expected or seen.
const LONGEST: usize = 8 * 1024;

/// The largest number of exchanges that are kept of a scenario: the first ones and the last ones.
const EXCHANGES: usize = 40;

/// The longest text of an exchange that is not one of the last four, in bytes.
const SHORT: usize = 2 * 1024;

impl Case {
    /// Keeps of its texts what a report can hold: whatever a target answers, a scenario has at most
    /// some 300 kB.
    pub(crate) fn cap(&mut self) {
        self.each_text(&mut |text| *text = outlet::capped(std::mem::take(text), LONGEST));
        let count = self.exchanges.len();
        if count > EXCHANGES {
            self.exchanges.drain(EXCHANGES / 2..count - EXCHANGES / 2);
        }
        let all = self.exchanges.len();
        for exchange in self.exchanges.iter_mut().take(all.saturating_sub(4)) {
            exchange.each_text(&mut |text| *text = outlet::capped(std::mem::take(text), SHORT));
        }
    }

    fn each_text(&mut self, visit: &mut dyn FnMut(&mut String)) {
        let Self {
            id,
            feature,
            title,
            scenario,
            line: _,
            requirements: _,
            level: _,
            outcome,
            flaky: _,
            attempts,
            steps,
            began: _,
            millis: _,
            requests: _,
            operations: _,
            prepared: _,
            spent: _,
            left_behind,
            exchanges,
            hits: _,
            observed: _,
        } = self;
        [id, feature, title, scenario].into_iter().for_each(&mut *visit);
        outcome.each_text(visit);
        for Attempt { step, why, began: _, millis: _ } in attempts {
            visit(step);
            mismatch(why, visit);
        }
        for Step { keyword, text, block, result: _, began: _, millis: _ } in steps {
            [keyword, text, block].into_iter().for_each(&mut *visit);
        }
        for LeftBehind { operation, asked, answer } in left_behind {
            [operation, asked, answer].into_iter().for_each(&mut *visit);
        }
        exchanges.iter_mut().for_each(|exchange| exchange.each_text(visit));
    }
}

impl Outcome {
    fn each_text(&mut self, visit: &mut dyn FnMut(&mut String)) {
        match self {
            Self::Passed => {}
            Self::Reading { reading: text }
            | Self::Skipped { reason: _, detail: text }
            | Self::Stale { excuse: text } => {
                visit(text);
            }
            Self::Failed { step, why }
            | Self::Blocked { step, why }
            | Self::Error { step, why } => {
                visit(step);
                mismatch(why, visit);
            }
            Self::Known { step, why, excuse } => {
                visit(step);
                mismatch(why, visit);
                visit(excuse);
            }
        }
    }
}

fn mismatch(why: &mut Mismatch, visit: &mut dyn FnMut(&mut String)) {
    let Mismatch { class: _, expected, actual } = why;
    [expected, actual].into_iter().for_each(visit);
}

impl Exchange {
    /// Visits the texts, as [`Report::each_text`] does.
    pub(super) fn each_text(&mut self, visit: &mut dyn FnMut(&mut String)) {
        let Self {
            by,
            method,
            url,
            headers,
            body,
            signed: _,
            token: _,
            status: _,
            answer,
            inside,
            again,
        } = self;
        [by, method, url, body, answer].into_iter().for_each(&mut *visit);
        for (name, value) in headers {
            [name, value].into_iter().for_each(&mut *visit);
        }
        if let Some(Inside { request, answer }) = inside {
            [request, answer].into_iter().for_each(&mut *visit);
        }
        again.iter_mut().for_each(visit);
    }
}
