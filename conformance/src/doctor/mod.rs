//! Can this target be judged? A pre-flight that ends where the rest cannot work; every finding that
//! is not fine says what to repair.

mod clock;
mod envelope;
mod partner;

use std::fmt::Write as _;

use serde::Serialize;

use crate::{
    drivers::{Http, hook},
    target::{Capability, Hook, Kind, Target},
};

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was looked at.
    pub what: String,
    /// How it is.
    pub health: Health,
    /// What was seen.
    pub detail: String,
    /// What to do about it; empty where it is fine.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub repair: String,
}

/// How something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Health {
    /// Fine.
    Ok,
    /// The suite runs, but judges less.
    Warning,
    /// The suite cannot run.
    Problem,
}

impl Finding {
    fn ok(what: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { what: what.into(), health: Health::Ok, detail: detail.into(), repair: String::new() }
    }

    fn warning(
        what: impl Into<String>,
        detail: impl Into<String>,
        repair: impl Into<String>,
    ) -> Self {
        let health = Health::Warning;
        Self { what: what.into(), health, detail: detail.into(), repair: repair.into() }
    }

    fn problem(
        what: impl Into<String>,
        detail: impl Into<String>,
        repair: impl Into<String>,
    ) -> Self {
        let health = Health::Problem;
        Self { what: what.into(), health, detail: detail.into(), repair: repair.into() }
    }
}

/// Everything that was looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Diagnosis {
    /// In the order in which it was looked at.
    pub findings: Vec<Finding>,
}

impl Diagnosis {
    /// Whether nothing stands in the way.
    pub fn is_healthy(&self) -> bool {
        !self.findings.iter().any(|finding| finding.health == Health::Problem)
    }

    /// For people.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for finding in &self.findings {
            let word = match finding.health {
                Health::Ok => "ok",
                Health::Warning => "warning",
                Health::Problem => "PROBLEM",
            };
            let _ = writeln!(out, "{word:>8}  {}: {}", finding.what, finding.detail);
            if !finding.repair.is_empty() {
                let _ = writeln!(out, "          repair: {}", finding.repair);
            }
        }
        let count = |health| self.findings.iter().filter(|one| one.health == health).count();
        let _ = match (count(Health::Problem), count(Health::Warning)) {
            (0, 0) => writeln!(out, "\nready"),
            (0, 1) => writeln!(out, "\nready; 1 warning: less will be judged"),
            (0, warnings) => writeln!(out, "\nready; {warnings} warnings: less will be judged"),
            (1, _) => writeln!(out, "\n1 problem: the suite cannot run like this"),
            (problems, _) => writeln!(out, "\n{problems} problems: the suite cannot run like this"),
        };
        out
    }

    /// Whether the rest cannot work.
    fn ends(&mut self, findings: Vec<Finding>) -> bool {
        self.findings.extend(findings);
        !self.is_healthy()
    }
}

/// Looks at a target whose file was read already.
pub async fn examine(target: &Target) -> Diagnosis {
    let mut diagnosis = Diagnosis::default();
    diagnosis.findings.push(Finding::ok(
        "target file",
        format!("{}, every variable and file that it names is there", target.name),
    ));
    for surface in &target.without_suite {
        diagnosis.findings.push(Finding::warning(
            format!("surface {surface}"),
            "it has no suite yet",
            "nothing to do: it will not be judged",
        ));
    }
    let Ok(client) = Http::client(target.request_timeout) else {
        diagnosis.findings.push(Finding::problem(
            "this machine",
            "TLS cannot be set up",
            "install the system's root certificates",
        ));
        return diagnosis;
    };
    let http = Http::new(client).hiding(target.secrets().into());
    if diagnosis.ends(clock::reachable_and_in_time(target, &http).await) {
        return diagnosis;
    }
    if matches!(target.kind, Kind::Foreign)
        && let Some(surface) = &target.partner
    {
        diagnosis.findings.extend(partner::examine(surface, target, &http).await);
    }
    if matches!(target.kind, Kind::Foreign)
        && let Some(surface) = &target.envelope
    {
        diagnosis.findings.extend(envelope::examine(surface, &http).await);
    }
    if let Some(hook) = &target.hook {
        diagnosis.findings.extend(hook_findings(hook, target, &http).await);
    }
    if let Some(sink) = &target.webhook_sink {
        let listened = std::net::TcpListener::bind(sink.listen);
        diagnosis.findings.push(match listened {
            Ok(_) => Finding::ok("webhook sink", format!("{} can be listened on", sink.listen)),
            Err(error) => Finding::problem(
                "webhook sink",
                format!("{}: {error}", sink.listen),
                "name a free address of this machine as webhook_sink.listen",
            ),
        });
    }
    diagnosis.findings.push(claims(target));
    diagnosis
}

/// The action that each of these capabilities cannot do without.
const NEEDED: [(Capability, &str); 4] = [
    (Capability::Provision, "make-card-user"),
    (Capability::Review, "decide-application"),
    (Capability::Deposit, "deposit"),
    (Capability::Authorize, "authorize"),
];

async fn hook_findings(hook: &Hook, target: &Target, http: &Http) -> Vec<Finding> {
    match hook::describe(hook, http).await {
        Ok(actions) if actions.is_empty() => vec![Finding::warning(
            "hook",
            "it offers no action",
            "let it answer describe with {\"actions\":[\"make-card-user\", …]}",
        )],
        Ok(actions) => {
            let lacking = NEEDED.into_iter().filter(|(capability, action)| {
                target.capabilities.contains(capability) && !actions.iter().any(|one| one == action)
            });
            let offered = Finding::ok("hook", format!("it offers {}", actions.join(", ")));
            let claimed = lacking.map(|(capability, action)| {
                Finding::problem(
                    format!("capability {capability}"),
                    format!("the hook does not offer {action}"),
                    "take it out of capabilities, or let the hook do and describe it",
                )
            });
            std::iter::once(offered).chain(claimed).collect()
        }
        Err(mismatch) => vec![Finding::problem(
            "hook",
            format!("{} answers describe with {}", hook.place(), mismatch.actual),
            "start it, and let it answer {\"ok\":true,\"output\":{\"actions\":[…]}}",
        )],
    }
}

/// What will not be judged because the target does not claim it.
fn claims(target: &Target) -> Finding {
    let missing: Vec<_> = Capability::ALL
        .into_iter()
        .filter(|one| !target.capabilities.contains(one))
        .map(|one| one.to_string())
        .collect();
    if missing.is_empty() || target.is_sandbox() {
        return Finding::ok("capabilities", "all that the suite knows");
    }
    Finding::warning(
        "capabilities",
        format!("without {}", missing.join(", ")),
        "scenarios that need them are skipped; the target file says how to offer them",
    )
}
