//! Levels of what a mutant breaks, by `fixtures/matrix/levels/`, a file for each surface: the first
//! entry that fits says it.

use serde::Deserialize;

use super::{Kind, recording::Told};
use crate::register::Level;

const FILES: [&str; 4] = [
    include_str!("../../../fixtures/matrix/levels/partner-graphql.toml"),
    include_str!("../../../fixtures/matrix/levels/in-app-graphql.toml"),
    include_str!("../../../fixtures/matrix/levels/envelope-rest.toml"),
    include_str!("../../../fixtures/matrix/levels/managed-cards.toml"),
];

/// Levels of members, statuses and effects.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Levels {
    level: Vec<Entry>,
}

/// The level of whatever it fits; a list that is not there fits everything.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    surface: String,
    /// A trailing `*` stands for any ending.
    operations: Option<Vec<String>>,
    /// Words of reasons; `!ok` for every refusal.
    reasons: Option<Vec<String>>,
    /// Pointers or names of members; the empty name for what is about none.
    members: Option<Vec<String>>,
    /// Words of kinds or of their groups.
    kinds: Option<Vec<String>>,
    level: Level,
    /// The place where it is stated, for people.
    #[serde(rename = "source")]
    _source: String,
}

/// True when a pattern fits a name; a trailing `*` stands for any ending.
pub(super) fn fits(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => pattern == name,
    }
}

/// The name of a pointer's last member; empty for the whole answer and for elements of it.
pub(super) fn name_of(pointer: &str) -> &str {
    pointer.rsplit('/').find(|step| *step != "*").unwrap_or_default()
}

impl Levels {
    /// Reads the files that are compiled in.
    pub fn load() -> anyhow::Result<Self> {
        let mut all = Self::default();
        for file in FILES {
            let one: Self = toml::from_str(file)?;
            all.level.extend(one.level);
        }
        Ok(all)
    }

    /// The level of a member, or of the whole answer where the pointer is empty; `decided` where
    /// nothing states one.
    pub(super) fn of(&self, told: &Told, pointer: &str, kind: Kind) -> Level {
        let name = name_of(pointer);
        let in_list = |list: &Option<Vec<String>>, fits: &dyn Fn(&str) -> bool| {
            list.as_ref().is_none_or(|all| all.iter().any(|one| fits(one)))
        };
        let found = self.level.iter().find(|entry| {
            entry.surface == told.surface
                && in_list(&entry.operations, &|one| fits(one, &told.operation))
                && in_list(&entry.reasons, &|one| match one {
                    "!ok" => told.reason != "ok",
                    one => one == told.reason,
                })
                && in_list(&entry.members, &|one| one == pointer || one == name)
                && in_list(&entry.kinds, &|one| one == kind.word() || one == kind.group())
        });
        found.map_or(Level::Decided, |entry| entry.level)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_entry_that_fits_counts() {
        let levels = Levels::load().unwrap();
        let of = |surface: &str, operation: &str, pointer: &str| {
            let told = Told {
                surface: surface.to_owned(),
                operation: operation.to_owned(),
                reason: "ok".to_owned(),
            };
            levels.of(&told, pointer, Kind::Absent)
        };
        assert_eq!(of("PG", "freezeCard", "/success"), Level::Documented);
        assert_eq!(of("PG", "AgioCard_card", "/*/nickname"), Level::Decided);
        assert_eq!(of("AG", "AgioCard_vw_card", "/*/nickname"), Level::Documented);
        assert_eq!(of("AG", "createCardDispute", "/success"), Level::Public);
        assert_eq!(of("MC", "cards.get", "/balance/available"), Level::Documented);
        assert_eq!(of("MC", "cards.get", "/balance/held"), Level::Decided);
        assert_eq!(of("ER", "/cards/balance", "/balance"), Level::Public);
    }
}
