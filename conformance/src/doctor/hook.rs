//! The actions of the hook, compared with the claims of the target file.

use super::Finding;
use crate::{
    budget::costs::{self, Kind},
    drivers::{Http, hook},
    nearest::question,
    target::{Capability, Hook, Surface, Target},
};

/// An action that scenarios ask for.
pub(super) struct Action {
    pub(super) name: &'static str,
    /// The capability under which they ask.
    pub(super) of: Capability,
    /// The surface whose scenarios do; all where none is named.
    pub(super) on: Option<Surface>,
    /// Scenarios that are skipped without it; `None` where the capability is nothing without it.
    pub(super) without: Option<&'static str>,
}

impl Action {
    const fn new(name: &'static str, of: Capability, on: Option<Surface>) -> Self {
        Self { name, of, on, without: None }
    }

    const fn or_without(mut self, what: &'static str) -> Self {
        self.without = Some(what);
        self
    }

    /// Whether scenarios of this target ask for it.
    pub(super) fn is_for(&self, target: &Target) -> bool {
        self.on.is_none_or(|surface| target.has(surface))
    }
}

use Capability::{Authorize, Deposit, Provision, Review};

/// All actions that scenarios ask for.
pub(super) const ACTIONS: [Action; 12] = [
    Action::new("make-card-user", Provision, Some(Surface::PG)),
    Action::new("make-credential", Provision, Some(Surface::PG)).or_without("tokens"),
    Action::new("revoke-credential", Provision, Some(Surface::PG)).or_without("revoked tokens"),
    Action::new("expire-credential", Provision, Some(Surface::PG)).or_without("expired tokens"),
    Action::new("activate-card", Provision, Some(Surface::PG)).or_without("activated plastic"),
    Action::new("set-card-status", Provision, Some(Surface::ER)).or_without("closed cards"),
    Action::new("decide-application", Review, Some(Surface::PG)),
    Action::new("decide-kyc", Review, Some(Surface::ER)),
    Action::new("deposit", Deposit, None),
    Action::new("confirm-deposit", Deposit, Some(Surface::PG)).or_without("pending deposits"),
    Action::new("authorize", Authorize, None),
    Action::new("clear", Authorize, None).or_without("settled purchases"),
];

/// Asks the hook for its actions; answers findings and actions.
pub(super) async fn examine(
    hook: &Hook,
    target: &Target,
    http: &Http,
) -> (Vec<Finding>, Vec<String>) {
    let offered = match hook::describe(hook, http).await {
        Ok(offered) if offered.is_empty() => {
            let repair = "let it answer describe with {\"actions\":[\"make-card-user\", …]}";
            return (vec![Finding::warning("hook", "it offers no action", repair)], offered);
        }
        Ok(offered) => offered,
        Err(mismatch) => {
            let seen = format!("{} answers describe with {}", hook.place(), mismatch.actual);
            let repair = "start it, and let it answer {\"ok\":true,\"output\":{\"actions\":[…]}}";
            return (vec![Finding::problem("hook", seen, repair)], Vec::new());
        }
    };
    let mut findings = vec![Finding::ok("hook", format!("it offers {}", offered.join(", ")))];
    findings.extend(offered.iter().filter_map(|action| misspelled(action)));
    findings.extend(unclaimed(&offered, target));
    (findings, offered)
}

/// An action that nobody knows is probably another one, written wrongly.
fn misspelled(offered: &str) -> Option<Finding> {
    if costs::names(Kind::Action).any(|known| known == offered) {
        return None;
    }
    Some(Finding::warning(
        "hook",
        format!("it offers {offered}, which no scenario asks for"),
        question(offered, ACTIONS.iter().map(|action| action.name)),
    ))
}

/// Capabilities that the hook could keep and the file does not claim: they are not judged.
fn unclaimed(offered: &[String], target: &Target) -> Vec<Finding> {
    let essential = ACTIONS.iter().filter(|one| one.without.is_none() && one.is_for(target));
    let mut capabilities: Vec<_> = essential
        .filter(|one| offered.iter().any(|offered| offered == one.name))
        .map(|one| one.of)
        .filter(|one| !target.capabilities.contains(one))
        .collect();
    capabilities.dedup();
    let finding = |capability: Capability| {
        Finding::warning(
            format!("capability {capability}"),
            "the hook offers what it takes, and the file does not claim it",
            format!("add \"{capability}\" to capabilities, and more is judged"),
        )
    };
    capabilities.into_iter().map(finding).collect()
}
