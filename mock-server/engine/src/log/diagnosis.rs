//! Mistakes of clients, as the doctor explains them (SB 9.3).

use serde_json::{Value, json};

use crate::world::journal::Unavailable;

/// A mistake that the doctor knows.
pub struct Cause {
    /// Its name.
    pub name: &'static str,
    /// Advice to the client, in a sentence.
    pub fix: &'static str,
    /// The duty of a client that it breaks.
    pub duty: Option<&'static str>,
}

/// Mistakes that have nothing to do with one surface.
pub static SHARED: [Cause; 10] = [
    Cause {
        name: "path-near",
        fix: "Send it to one of the paths where the server answers, letter by letter.",
        duty: None,
    },
    Cause { name: "gql-near", fix: "Write the name as the schema has it.", duty: None },
    Cause {
        name: "gql-other-generation",
        fix: "Take the names from this API's own schema, not from another API or an older guide.",
        duty: None,
    },
    Cause {
        name: "gql-blocked",
        fix: "Call what there is in its place for your kind of caller; see the evidence.",
        duty: None,
    },
    Cause { name: "header-twice", fix: "Send it once.", duty: None },
    Cause {
        name: "body-coded",
        fix: "Send the body as it is, without a Content-Encoding.",
        duty: None,
    },
    Cause { name: "method-other", fix: "Send POST with a body.", duty: None },
    Cause {
        name: "journal-full",
        fix: "Reset or delete the world, or start the server with a larger limit. Reads go on.",
        duty: None,
    },
    Cause {
        name: "journal-storage",
        fix: "Make room on the disk of the journal file. The server goes on by itself; reads go on.",
        duty: None,
    },
    Cause {
        name: "deliveries-full",
        fix: "Resume the receiver, let it acknowledge, or remove it. Reads go on.",
        duty: None,
    },
];

/// Certainty of a diagnosis, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// The mistake reproduces what was sent, or it is arithmetic.
    Proved,
    /// Everything speaks for it.
    Likely,
    /// Nothing speaks against it.
    Possible,
}

/// That a cause is true. Nothing is called proved without one, and there is no other way to one
/// than to do again what the client did, or to ask of what was sent what the server asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proof {
    holds: bool,
}

impl Proof {
    /// Proof by repetition: making the mistake gives the bytes that were sent.
    pub fn same(made: &[u8], sent: &[u8]) -> Self {
        Self { holds: made == sent }
    }

    /// Proof by opening: the bytes open only if they were sealed with this mistake.
    pub fn opens<T>(opened: Option<&T>) -> Self {
        Self { holds: opened.is_some() }
    }

    /// Proof by the server's own check, made on this request.
    pub fn of(answer: bool) -> Self {
        Self { holds: answer }
    }
}

/// One mistake that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnosis {
    /// The name of its cause.
    pub cause: &'static str,
    certainty: Certainty,
    /// The mistake, in a sentence.
    pub says: String,
    /// Evidence; nothing in it needs hiding.
    pub evidence: Value,
}

/// The limit of the world that a request ran into, as people see it: not its client's mistake, but
/// what the answer does not say.
pub(super) fn world_full(why: Unavailable) -> Value {
    let cause = match why {
        Unavailable::Records(_) | Unavailable::Bytes(_) => "journal-full",
        Unavailable::Deliveries(_) => "deliveries-full",
        Unavailable::Storage => "journal-storage",
    };
    let says = format!("Nothing was done and no nonce or slot used up: {why}.");
    let mut evidence = json!({});
    if let Some(limit) = why.limit() {
        evidence["limit"] = json!(limit);
    }
    if let Some(flag) = why.flag() {
        evidence["flag"] = json!(flag);
    }
    Diagnosis::proved(cause, says, Proof::of(true)).shown_by(evidence).shown(&[])
}

/// Largest number of diagnoses that are shown for one request.
pub(super) const MOST: usize = 5;

impl Diagnosis {
    /// A mistake with its proof; without one that holds it is no more than possible.
    pub fn proved(cause: &'static str, says: impl Into<String>, proof: Proof) -> Self {
        let certainty = if proof.holds { Certainty::Proved } else { Certainty::Possible };
        Self { cause, certainty, says: says.into(), evidence: Value::Null }
    }

    /// A mistake that nothing proves; it is likely at best.
    pub fn guessed(cause: &'static str, says: impl Into<String>, certainty: Certainty) -> Self {
        let certainty = certainty.max(Certainty::Likely);
        Self { cause, certainty, says: says.into(), evidence: Value::Null }
    }

    /// Certainty of the diagnosis.
    pub fn certainty(&self) -> Certainty {
        self.certainty
    }

    /// Adds the evidence.
    #[must_use]
    pub fn shown_by(mut self, evidence: Value) -> Self {
        self.evidence = evidence;
        self
    }

    /// The diagnosis as JSON, with the advice that belongs to its cause.
    pub(super) fn shown(&self, causes: &[Cause]) -> Value {
        let known = causes.iter().chain(&SHARED).find(|cause| cause.name == self.cause);
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
