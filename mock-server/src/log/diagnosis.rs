//! What a client did wrong, as the signature doctor tells it (SB 9.3).

use serde_json::{Value, json};

/// A mistake that the doctor knows.
pub struct Cause {
    /// Its name.
    pub name: &'static str,
    /// What to do about it.
    pub fix: &'static str,
    /// The duty of a client that it breaks.
    pub duty: Option<&'static str>,
}

/// How sure it is. What is surer comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// What was sent is reproduced by it, or it is arithmetic.
    Proved,
    /// Everything speaks for it.
    Likely,
    /// Nothing speaks against it.
    Possible,
}

/// One mistake that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnosis {
    /// The name of its cause.
    pub cause: &'static str,
    /// How sure it is.
    pub certainty: Certainty,
    /// What is wrong, in a sentence.
    pub says: String,
    /// What shows it; nothing in it needs hiding.
    pub evidence: Value,
}

/// As many are told of one request.
pub(super) const MOST: usize = 5;

impl Diagnosis {
    /// A mistake that is proved.
    pub fn proved(cause: &'static str, says: impl Into<String>) -> Self {
        let certainty = Certainty::Proved;
        Self { cause, certainty, says: says.into(), evidence: Value::Null }
    }

    /// The same, less surely.
    #[must_use]
    pub fn only(mut self, certainty: Certainty) -> Self {
        self.certainty = certainty;
        self
    }

    /// The same with what shows it.
    #[must_use]
    pub fn shown_by(mut self, evidence: Value) -> Self {
        self.evidence = evidence;
        self
    }

    /// It as people see it.
    pub(super) fn shown(&self, causes: &[Cause]) -> Value {
        let known = causes.iter().find(|cause| cause.name == self.cause);
        json!({
            "cause": self.cause,
            "certainty": match self.certainty {
                Certainty::Proved => "proved",
                Certainty::Likely => "likely",
                Certainty::Possible => "possible",
            },
            "says": self.says,
            "fix": known.map(|cause| cause.fix),
            "evidence": self.evidence,
            "duty": known.and_then(|cause| cause.duty),
        })
    }
}
