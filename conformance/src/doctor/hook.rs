//! The actions of the hook, compared with the claims of the target file.

use super::Finding;
use crate::{
    budget::costs::{self, BACK_OFFICE, Kind},
    drivers::{Http, hook},
    nearest::question,
    surfaces,
    target::{
        Capability::{self, Authorize, Deposit},
        Hook, Surface, Target,
    },
};

/// An action that scenarios ask for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Action {
    pub(super) name: &'static str,
    /// The capability under which they ask.
    pub(super) of: Capability,
    /// Scenarios that are skipped without it; `None` where the capability is nothing without it.
    pub(super) without: Option<&'static str>,
}

impl Action {
    /// An action without which the capability is nothing.
    pub(crate) const fn new(name: &'static str, of: Capability) -> Self {
        Self { name, of, without: None }
    }

    /// An action that only scenarios about these things need.
    pub(crate) const fn or_without(mut self, what: &'static str) -> Self {
        self.without = Some(what);
        self
    }
}

/// The actions that scenarios of every surface ask for.
const SHARED: &[Action] = &[
    Action::new("deposit", Deposit),
    Action::new("authorize", Authorize),
    Action::new("clear", Authorize).or_without("settled purchases"),
];

/// All actions that scenarios ask for, with the surface whose scenarios do; no surface means all.
fn all() -> impl Iterator<Item = (Option<Surface>, &'static Action)> {
    let own = surfaces::ACTIONS
        .iter()
        .flat_map(|(surface, actions)| actions.iter().map(move |action| (Some(*surface), action)));
    own.chain(SHARED.iter().map(|action| (None, action)))
}

/// The actions that scenarios of this target ask for.
pub(super) fn asked_of(target: &Target) -> impl Iterator<Item = &'static Action> {
    let asked = all().filter(|(surface, _)| surface.is_none_or(|surface| target.has(surface)));
    asked.map(|(_, action)| action)
}

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
    if costs::names(BACK_OFFICE, Kind::Action).any(|known| known == offered) {
        return None;
    }
    Some(Finding::warning(
        "hook",
        format!("it offers {offered}, which no scenario asks for"),
        question(offered, all().map(|(_, action)| action.name)),
    ))
}

/// Capabilities that the hook could keep and the file does not claim: they are not judged.
fn unclaimed(offered: &[String], target: &Target) -> Vec<Finding> {
    let essential = asked_of(target).filter(|one| one.without.is_none());
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
