//! Mistakes of a scenario itself, whatever the target: it does not run, and is reported.

use cucumber::gherkin::Scenario;

use crate::{
    Mismatch,
    nearest::{meant, nearest},
    register::{self, Requirement, register},
    report::Outcome,
    target::{Capability, Cost, Surface},
};

/// The requirement that a tag seems to name, but does not.
pub(super) fn requirement_meant(tag: &str) -> Option<&'static Requirement> {
    let unknown = register().get(tag).is_none() && looks_like_an_id(tag);
    let near = unknown.then(|| nearest(tag, ids()))?;
    register().get(near.first()?)
}

/// The outcome of a scenario that nobody could judge.
pub(super) fn of(scenario: &Scenario) -> Option<Outcome> {
    let (expected, actual) = wrong(scenario)?;
    let step = scenario.steps.first().map_or_else(
        || "no step".to_owned(),
        |step| format!("{} {}", step.keyword.trim(), step.value),
    );
    Some(Outcome::Blocked { step, why: Mismatch::configuration(expected, actual) })
}

fn wrong(scenario: &Scenario) -> Option<(&'static str, String)> {
    for tag in &scenario.tags {
        if register().get(tag).is_none() && looks_like_an_id(tag) {
            return Some((
                "a tag that names a requirement",
                format!("@{tag}{}", meant(tag, ids())),
            ));
        }
        if let Some(need) = tag.strip_prefix("needs:")
            && Capability::named(need).is_none()
        {
            let known: Vec<_> = Capability::ALL.iter().map(ToString::to_string).collect();
            let near = meant(need, known.iter().map(String::as_str));
            return Some(("a capability that is known", format!("@{tag}{near}")));
        }
        // A cost that is mistyped would not be counted.
        let near = |cost: &Cost| {
            let distance = strsim::damerau_levenshtein(cost.tag(), &tag.to_lowercase());
            distance <= if cost.tag().len() > 6 { 2 } else { 1 }
        };
        if Cost::named(tag).is_none() && Cost::ALL.iter().any(near) {
            let near = meant(tag, Cost::ALL.iter().map(|cost| cost.tag()));
            return Some(("a cost that is known", format!("@{tag}{near}")));
        }
    }
    if register::requirements(&scenario.tags).is_empty() {
        let tags: Vec<_> = scenario.tags.iter().map(|tag| format!("@{tag}")).collect();
        let tags = if tags.is_empty() { "no tag".to_owned() } else { tags.join(" ") };
        return Some(("a tag that names the requirement that it judges", tags));
    }
    scenario.steps.is_empty().then(|| {
        (
            "steps",
            "none, or an outline whose examples have no row: nothing would be judged".to_owned(),
        )
    })
}

fn ids() -> impl Iterator<Item = &'static str> {
    register().requirements.iter().map(|one| one.id.as_str())
}

/// `ER-USR-01`, `er-user-01`, `PG-AUTH`: the code of a surface and more, or a word of two or three
/// letters, another word, and a number.
fn looks_like_an_id(tag: &str) -> bool {
    let parts: Vec<_> = tag.split('-').collect();
    let code = parts[0].to_uppercase();
    let surface = code == "AMB" || Surface::ALL.iter().any(|one| one.code() == code);
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let shape = parts.len() >= 3 && matches!(code.len(), 2 | 3) && number(parts[parts.len() - 1]);
    parts.len() >= 2 && surface || shape
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    fn scenario(tags: &[&str]) -> Scenario {
        let features = Source::Embedded.read().unwrap();
        let mut one = features[0].scenarios[0].clone();
        one.tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
        one
    }

    #[test]
    fn nothing_is_wrong_with_our_own_scenarios() {
        for scenario in Source::Embedded.read().unwrap().iter().flat_map(|one| &one.scenarios) {
            assert_eq!(of(scenario), None, "{}", scenario.name);
        }
    }

    #[test]
    fn what_is_mistyped_or_missing_is_told() {
        let told = |tags: &[&str]| of(&scenario(tags)).map(|one| one.reason()).unwrap_or_default();
        assert!(told(&["ER-USR-01"]).contains("@ER-USR-01; did you mean ER-USER-01"));
        assert!(told(&["er-user-01"]).contains("did you mean ER-USER-01"));
        assert!(told(&["ER-USER-01", "EG-USER-01"]).contains("@EG-USER-01"));
        assert!(told(&[]).contains("no tag") && told(&["mine"]).contains("@mine"));
        assert!(told(&["ER-USER-01", "needs:clok"]).contains("did you mean clock"));
        assert!(told(&["ER-USER-01", "mony"]).contains("did you mean money"));
        assert_eq!(told(&["ER-USER-01", "money", "needs:clock", "mine"]), "");
        let mut empty = scenario(&["ER-USER-01"]);
        empty.steps.clear();
        assert!(of(&empty).unwrap().reason().contains("nothing would be judged"));
    }
}
