//! The progress of a run, while it runs: one line that changes on a terminal; elsewhere a line for
//! each scenario that is not well, and now and then how far the run is. All on standard error.

use std::{
    io,
    time::{Duration, Instant},
};

use console::Term;

use crate::{
    Plan,
    outlet::{blanked, complain, tame},
    report::Case,
};

/// The pause between two lines of progress where the output is no terminal.
const EVERY: Duration = Duration::from_secs(10);

/// Tells how far a run is.
pub(crate) struct Progress {
    term: Option<Term>,
    said: Instant,
    done: usize,
    bad: usize,
    all: usize,
}

impl Progress {
    /// For this plan.
    pub(crate) fn of(plan: &Plan) -> anyhow::Result<Self> {
        let term = Some(Term::stderr()).filter(Term::is_term);
        let (features, _) = plan.choose()?;
        let all = features.iter().map(|feature| feature.scenarios.len()).sum();
        Ok(Self { term, said: Instant::now(), done: 0, bad: 0, all })
    }

    /// A scenario is over.
    pub(crate) fn show(&mut self, case: &Case) {
        let bad = case.outcome.failure().is_some();
        self.done += 1;
        self.bad += usize::from(bad);
        match &self.term {
            // A terminal that cannot be written to is no reason to end the run.
            Some(term) => drop(self.line(term, case)),
            None => self.log(case, bad),
        }
    }

    fn line(&self, term: &Term, case: &Case) -> io::Result<()> {
        let scenario = tame(&blanked(&case.scenario)).replace('\n', " ");
        let line = format!("{}  {scenario}", self.summary());
        let width = usize::from(term.size().1).saturating_sub(1);
        term.clear_line()?;
        term.write_str(&console::truncate_str(&line, width, "…"))
    }

    fn log(&mut self, case: &Case, bad: bool) {
        if bad {
            let (word, id) = (case.outcome.word(), &case.id);
            complain(format_args!("{word:>8}  {}  {}  ({id})", case.ids(), case.scenario));
        }
        if self.said.elapsed() >= EVERY {
            self.said = Instant::now();
            complain(format_args!("{}", self.summary()));
        }
    }

    fn summary(&self) -> String {
        let bad = if self.bad > 0 { format!(", {} not well", self.bad) } else { String::new() };
        format!("{} of {}{bad}", self.done, self.all)
    }

    /// The run is over.
    pub(crate) fn clear(&self) {
        if let Some(term) = &self.term {
            let _ = term.clear_line();
        }
    }
}
