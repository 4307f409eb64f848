//! Can each capability that the file claims be proved, and what is not judged without the others?

use super::{Finding, hook};
use crate::target::{Capability, Target};

/// A finding for each claim that a hook has to keep, and one for what is not claimed. Claims that
/// follow from a table of the file were looked at with that table.
pub(super) fn examine(target: &Target, offered: &[String]) -> Vec<Finding> {
    if target.is_sandbox() {
        return vec![Finding::ok("capabilities", "all that the suite knows")];
    }
    let mut findings: Vec<_> =
        target.capabilities.iter().filter_map(|one| claim(*one, target, offered)).collect();
    let missing: Vec<_> = Capability::ALL
        .iter()
        .filter(|one| !target.capabilities.contains(one))
        .map(|one| one.to_string())
        .collect();
    if !missing.is_empty() {
        findings.push(Finding::warning(
            "capabilities",
            format!("without {}", missing.join(", ")),
            "scenarios that need them are skipped; tables of the target file and a hook offer most, \
             clock, faults and inspect only a sandbox",
        ));
    }
    findings
}

/// Whether the hook does what a claim needs.
fn claim(capability: Capability, target: &Target, offered: &[String]) -> Option<Finding> {
    let what = format!("capability {capability}");
    let only_in_a_sandbox =
        matches!(capability, Capability::Clock | Capability::Faults | Capability::Inspect);
    if only_in_a_sandbox {
        return Some(Finding::problem(
            what,
            "no action of a hook provides it: only the control plane of a sandbox does",
            format!("take {capability} out of capabilities"),
        ));
    }
    let needed: Vec<_> = hook::asked_of(target).filter(|one| one.of == capability).collect();
    if needed.is_empty() {
        return None;
    }
    let lacks = |essential: bool| {
        let lacking = needed.iter().filter(|one| {
            one.without.is_none() == essential && !offered.iter().any(|action| action == one.name)
        });
        lacking.map(|one| (one.name, one.without.unwrap_or_default())).collect::<Vec<_>>()
    };
    let names = |of: &[(&str, &str)]| of.iter().map(|one| one.0).collect::<Vec<_>>().join(", ");
    let (essential, further) = (lacks(true), lacks(false));
    if !essential.is_empty() {
        return Some(Finding::problem(
            what,
            format!("the hook does not offer {}", names(&essential)),
            format!("take {capability} out of capabilities, or let the hook do and describe it"),
        ));
    }
    if !further.is_empty() {
        let things: Vec<_> = further.iter().map(|one| one.1).collect();
        return Some(Finding::warning(
            what,
            format!("the hook does not offer {}", names(&further)),
            format!("let it, or scenarios about {} are skipped", things.join(", ")),
        ));
    }
    Some(Finding::ok(what, "the hook offers what it takes"))
}
