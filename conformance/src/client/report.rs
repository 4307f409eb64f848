//! The client report of a sandbox, as it is read.

use serde::{Deserialize, Serialize};

use crate::exit;

/// The verdicts on all duties.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ClientReport {
    /// The id of the world.
    pub world: String,
    /// The duties by surface, in the order of the register.
    pub duties: Vec<Duty>,
    /// Number of requests that the sandbox no longer holds.
    pub dropped: u64,
}

/// The verdict on one duty.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Duty {
    /// The id of the requirement.
    pub id: String,
    /// The duty in a few words.
    pub title: String,
    /// The duty in a sentence.
    pub statement: String,
    /// The verdict on the duty.
    pub verdict: Verdict,
    /// Number of occasions that were missed; where none was, of those that were met.
    pub times: u64,
    /// The finding, for people.
    pub says: String,
    /// A remark on a duty that was met only just, or not as advised.
    pub remark: Option<String>,
    /// Numbers of the requests that show it.
    pub evidence: Vec<u64>,
    /// Deliveries that show it.
    pub deliveries: Vec<String>,
    /// Requirements on a server that the duty rests on.
    pub requirements: Vec<String>,
    /// Document and section.
    pub source: String,
}

/// The verdict on a duty.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, strum::Display,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Verdict {
    /// There was occasion, and every occasion was met.
    Kept,
    /// At least one occasion was missed.
    Broken,
    /// There was no occasion.
    Unseen,
}

impl ClientReport {
    /// Duties with a verdict, in their order.
    pub fn with(&self, verdict: Verdict) -> impl Iterator<Item = &Duty> {
        self.duties.iter().filter(move |duty| duty.verdict == verdict)
    }

    /// The exit code: 1 when a duty is broken, 4 when there was occasion to none, else 0.
    pub fn exit_code(&self) -> u8 {
        if self.with(Verdict::Broken).next().is_some() {
            exit::BEHAVIOUR
        } else if self.with(Verdict::Kept).next().is_none() {
            exit::NOTHING_RAN
        } else {
            exit::CONFORM
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(verdicts: &[&str]) -> ClientReport {
        let duty = |verdict: &&str| {
            serde_json::json!({
                "id": "PG-CLIENT-01", "title": "t", "statement": "s", "verdict": verdict, "times": 0,
                "says": "", "remark": null, "evidence": [], "deliveries": [], "requirements": [],
                "level": "client", "source": "",
            })
        };
        let duties: Vec<_> = verdicts.iter().map(duty).collect();
        let report = serde_json::json!({
            "world": "w", "duties": duties, "dropped": 0,
            "summary": {"kept": 0, "broken": 0, "unseen": 0},
        });
        serde_json::from_value(report).unwrap()
    }

    #[test]
    fn a_broken_duty_decides_and_no_occasion_is_no_conformance() {
        assert_eq!(report(&["kept", "unseen"]).exit_code(), exit::CONFORM);
        assert_eq!(report(&["kept", "broken", "unseen"]).exit_code(), exit::BEHAVIOUR);
        assert_eq!(report(&["unseen"]).exit_code(), exit::NOTHING_RAN);
    }
}
