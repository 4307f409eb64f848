//! The line that shows how far a run is, on a terminal only.

use console::Term;

use crate::{Plan, report::Case};

/// A progress line on standard error.
pub(crate) struct Progress {
    term: Option<Term>,
    done: usize,
    bad: usize,
    all: usize,
}

impl Progress {
    /// A line for this plan; none where nobody looks.
    pub(crate) fn of(plan: &Plan) -> anyhow::Result<Self> {
        let term = Some(Term::stderr()).filter(Term::is_term);
        let (features, _) = plan.choose()?;
        let all = features.iter().map(|feature| feature.scenarios.len()).sum();
        Ok(Self { term, done: 0, bad: 0, all })
    }

    /// A scenario is over.
    pub(crate) fn show(&mut self, case: &Case) {
        self.done += 1;
        self.bad += usize::from(case.outcome.failure().is_some());
        let Some(term) = &self.term else { return };
        let bad = if self.bad > 0 { format!(", {} not well", self.bad) } else { String::new() };
        let line = format!("{} of {}{bad}  {}", self.done, self.all, case.scenario);
        let width = usize::from(term.size().1).saturating_sub(1);
        // A terminal that cannot be written to is no reason to end the run.
        let _ = term
            .clear_line()
            .and_then(|()| term.write_str(&console::truncate_str(&line, width, "…")));
    }

    /// The run is over.
    pub(crate) fn clear(&self) {
        if let Some(term) = &self.term {
            let _ = term.clear_line();
        }
    }
}
