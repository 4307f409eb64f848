//! The filter of a run: beginnings of requirement ids, or feature files and folders with or without
//! lines. An argument that nothing answers to is a mistake, and is told with what is nearest.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::bail;
use cucumber::gherkin::{Feature, Scenario, tagexpr::TagOperation};

use super::mistake::requirement_meant;
use crate::{
    nearest::{abbreviates, meant},
    register::{self, register},
    report::path_of,
    source::Source,
    target::{Capability, Cost},
};

/// One argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wanted {
    /// A feature file or a folder of them, and lines.
    Place { path: String, lines: Vec<usize> },
    /// The beginning of an id.
    Id(String),
}

impl Wanted {
    /// The meaning of one argument.
    pub(super) fn of(text: &str, source: &Source, features: &[Feature]) -> Self {
        let (path, lines) = split_lines(text);
        let path = inside(path, source);
        let folder = format!("{path}/");
        let is_folder = |feature: &Feature| path_of(feature).starts_with(&folder);
        if path.ends_with(".feature") || path.is_empty() || features.iter().any(is_folder) {
            return Self::Place { path, lines };
        }
        Self::Id(text.replace('/', "-").to_uppercase())
    }

    /// Whether a scenario answers to it.
    pub(super) fn matches(&self, feature: &Feature, scenario: &Scenario) -> bool {
        match self {
            Self::Place { path, lines } => {
                let own = path_of(feature);
                let there = path.is_empty() || own == *path || own.starts_with(&format!("{path}/"));
                there && (lines.is_empty() || lines.iter().any(|line| at(*line, feature, scenario)))
            }
            Self::Id(prefix) => {
                register::requirements(&scenario.tags).into_iter().any(|one| {
                    one.id.starts_with(prefix)
                        || one.ambiguity.as_ref().is_some_and(|id| id.starts_with(prefix))
                }) || scenario.tags.iter().any(|tag| {
                    // One that was mistyped is not left out for it.
                    requirement_meant(tag).is_some_and(|one| one.id.starts_with(prefix))
                })
            }
        }
    }

    /// Nothing answers to it: why, with what is nearest.
    fn check(&self, written: &str, features: &[Feature]) -> anyhow::Result<()> {
        let scenarios = || {
            features
                .iter()
                .flat_map(|feature| feature.scenarios.iter().map(move |one| (feature, one)))
        };
        match self {
            Self::Id(prefix) => {
                let register = register();
                let ids = register.requirements.iter().map(|one| one.id.as_str());
                let ids: Vec<_> =
                    ids.chain(register.ambiguities.iter().map(|one| one.id.as_str())).collect();
                if ids.iter().any(|id| id.starts_with(prefix.as_str())) {
                    return Ok(());
                }
                let sections: BTreeSet<_> =
                    ids.iter().filter_map(|id| Some(id.rsplit_once('-')?.0)).collect();
                let about = about(prefix);
                let near = match about.is_empty() {
                    true => meant(prefix, sections.into_iter().chain(ids)),
                    false => format!("; did you mean {}?", about.join(" or ")),
                };
                bail!("no requirement begins with {written}{near}")
            }
            Self::Place { .. } if scenarios().any(|(feature, one)| self.matches(feature, one)) => {
                Ok(())
            }
            Self::Place { path, lines } => {
                let there = Self::Place { path: path.clone(), lines: Vec::new() };
                let begin: Vec<_> = scenarios()
                    .filter(|(feature, one)| there.matches(feature, one))
                    .map(|(_, one)| one.position.line.to_string())
                    .collect();
                if begin.is_empty() {
                    let paths: Vec<_> = features.iter().map(path_of).collect();
                    bail!(
                        "there is no feature {path}{}",
                        meant(path, paths.iter().map(String::as_str))
                    )
                }
                let lines: Vec<_> = lines.iter().map(ToString::to_string).collect();
                let (lines, begin) = (lines.join(", "), begin.join(", "));
                bail!("{path} has no scenario at line {lines}; they begin at {begin}")
            }
        }
    }
}

/// The sections of a surface that speak of a thing, the ones that do most first: `PG-FRZ` is about
/// what freezes.
fn about(prefix: &str) -> Vec<String> {
    let mut parts = prefix.splitn(3, '-');
    let (Some(surface), Some(thing)) = (parts.next(), parts.next()) else { return Vec::new() };
    let thing = thing.to_lowercase();
    let speaks = |title: &str| {
        let title = title.to_lowercase();
        let mut words = title.split(|letter: char| !letter.is_alphanumeric());
        words.any(|word| word.len() < thing.len() * 3 && abbreviates(&thing, word))
    };
    let mut sections: BTreeMap<&str, usize> = BTreeMap::new();
    for requirement in register().requirements.iter().filter(|_| thing.len() >= 3) {
        let of_surface = requirement.id.split('-').next() == Some(surface);
        if let Some((section, _)) = requirement.id.rsplit_once('-').filter(|_| of_surface)
            && speaks(&requirement.title)
        {
            *sections.entry(section).or_default() += 1;
        }
    }
    let mut sections: Vec<_> = sections.into_iter().collect();
    sections.sort_by_key(|(section, count)| (std::cmp::Reverse(*count), *section));
    sections.into_iter().take(3).map(|(section, _)| section.to_owned()).collect()
}

/// Reads the arguments; each has to answer to something.
pub(super) fn read(
    arguments: &[String],
    source: &Source,
    features: &[Feature],
) -> anyhow::Result<Vec<Wanted>> {
    let mut all = Vec::new();
    for written in arguments {
        let wanted = Wanted::of(written, source, features);
        wanted.check(written, features)?;
        all.push(wanted);
    }
    Ok(all)
}

/// Every tag of an expression has to stand somewhere, or be known otherwise: `not @mony` would let
/// everything through.
pub(super) fn check_tags(expression: &TagOperation, features: &[Feature]) -> anyhow::Result<()> {
    match expression {
        TagOperation::And(left, right) | TagOperation::Or(left, right) => {
            check_tags(left, features)?;
            check_tags(right, features)
        }
        TagOperation::Not(inner) => check_tags(inner, features),
        TagOperation::Tag(tag) => {
            let scenarios = features.iter().flat_map(|feature| &feature.scenarios);
            let mut known: BTreeSet<&str> =
                scenarios.flat_map(|one| &one.tags).map(String::as_str).collect();
            known.extend(Cost::ALL.iter().map(|cost| cost.tag()));
            known.extend(register().requirements.iter().map(|one| one.id.as_str()));
            let needs: Vec<_> = Capability::ALL.iter().map(|one| format!("needs:{one}")).collect();
            known.extend(needs.iter().map(String::as_str));
            if known.contains(tag.as_str()) {
                return Ok(());
            }
            bail!("no scenario has the tag @{tag}{}", meant(tag, known))
        }
    }
}

/// Scenarios that are named by id have to be there still.
pub(super) fn check_only(only: &BTreeSet<String>, features: &[Feature]) -> anyhow::Result<()> {
    let scenarios = features.iter().flat_map(|feature| {
        let path = path_of(feature);
        feature.scenarios.iter().map(move |one| format!("{path}:{}", one.position.line))
    });
    let there: BTreeSet<_> = scenarios.collect();
    match only.difference(&there).next() {
        None => Ok(()),
        Some(gone) => bail!("{gone} is not there any more: run without --rerun, or by requirement"),
    }
}

/// `partner/pin.feature:12:30` as path and lines.
fn split_lines(text: &str) -> (&str, Vec<usize>) {
    let (mut path, mut lines) = (text, Vec::new());
    while let Some((rest, line)) = path.rsplit_once(':')
        && let Ok(line) = line.parse()
    {
        (path, _) = (rest, lines.insert(0, line));
    }
    (path, lines)
}

/// A path below where the features come from: written from there, from the folder that holds it, or
/// in full.
fn inside(path: &str, source: &Source) -> String {
    let path = path.strip_prefix("./").unwrap_or(path).trim_end_matches('/');
    if let Source::Directory(root) = source {
        let root = root.to_string_lossy();
        let root = root.strip_prefix("./").unwrap_or(&root).trim_end_matches('/');
        if let Some(rest) = path.strip_prefix(root)
            && (rest.is_empty() || rest.starts_with('/'))
        {
            return rest.trim_start_matches('/').to_owned();
        }
    }
    match path.strip_prefix("features") {
        Some("") => String::new(),
        Some(rest) if rest.starts_with('/') => rest[1..].to_owned(),
        _ => path.to_owned(),
    }
}

/// Whether a line is a scenario's: its own, its row's, or any other between its first tag and the
/// next scenario, which for the rows of an outline is all of them.
fn at(line: usize, feature: &Feature, scenario: &Scenario) -> bool {
    if feature.scenarios.iter().any(|one| one.position.line == line) {
        return scenario.position.line == line;
    }
    (scenario.span.start..=scenario.span.end).contains(&line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(text: &str) -> Wanted {
        let features = Source::Embedded.read().unwrap();
        Wanted::of(text, &Source::Embedded, &features)
    }

    fn place(path: &str, lines: &[usize]) -> Wanted {
        Wanted::Place { path: path.to_owned(), lines: lines.to_vec() }
    }

    #[test]
    fn places_and_ids_are_told_apart() {
        assert_eq!(wanted("features/partner/pin.feature:12"), place("partner/pin.feature", &[12]));
        assert_eq!(wanted("./partner/pin.feature:1:30"), place("partner/pin.feature", &[1, 30]));
        assert_eq!(wanted("features/envelope/"), place("envelope", &[]));
        assert_eq!(wanted("features"), place("", &[]));
        assert_eq!(wanted("pg/auth/04"), Wanted::Id("PG-AUTH-04".to_owned()));
        let mine = Source::Directory("some/mine".into());
        let of = |text: &str| Wanted::of(text, &mine, &[]);
        assert_eq!(of("some/mine/a.feature"), place("a.feature", &[]));
        assert_eq!(of("a.feature:3"), place("a.feature", &[3]));
    }

    #[test]
    fn what_nothing_answers_to_is_told_with_the_nearest() {
        let features = Source::Embedded.read().unwrap();
        let wrong = |text: &str| {
            read(&[text.to_owned()], &Source::Embedded, &features).unwrap_err().to_string()
        };
        assert!(wrong("PG-FRZ").contains("did you mean PG-LIFE"), "{}", wrong("PG-FRZ"));
        assert!(wrong("pg-athu").contains("did you mean PG-AUTH"), "{}", wrong("pg-athu"));
        assert!(wrong("partner/pins.feature").contains("did you mean partner/pin"));
        assert!(wrong("partner/nothing.feature:3").contains("there is no feature"));
        let tag = |text: &str| check_tags(&text.parse().unwrap(), &features);
        assert!(tag("not @mony").unwrap_err().to_string().contains("did you mean money"));
        assert!(tag("@PG-PIN-01 or not @money").is_ok());
    }
}
