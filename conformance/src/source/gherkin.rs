//! One feature as the official parser reads it, and as the official compiler makes scenarios of it:
//! what a `Rule` holds, tags that are inherited, a scenario for each row of examples.

use std::path::PathBuf;

use cucumber::{
    feature::Ext as _,
    gherkin::{Feature, GherkinEnv, Scenario, Step, StepType},
};

/// Reads a text; `None` where it holds nothing but comments.
///
/// Every scenario stands in [`Feature::scenarios`], with the tags of its feature and rule and the
/// steps of its rule's background. Its position is its own line, or that of its row. Its span
/// counts lines, not bytes: from its first tag to where the next scenario begins.
pub(super) fn read(path: PathBuf, text: &str) -> anyhow::Result<Option<Feature>> {
    let shown = path.display().to_string();
    let text = text.trim_start_matches('\u{feff}');
    let empty = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    if text.lines().all(empty) {
        return Ok(None);
    }
    let lines: Vec<_> = text.lines().collect();
    let parsed = Feature::parse(text, GherkinEnv::default());
    let mut feature = parsed.map_err(|_| {
        let line = first_wrong(&lines);
        anyhow::anyhow!("{shown}:{line}: this is not Gherkin: {}", lines[line - 1].trim())
    })?;
    feature.path = Some(path);
    let rows: Vec<_> = all(&mut feature).map(|scenario| prepare(scenario, text, &lines)).collect();
    let mut feature =
        feature.expand_examples().map_err(|error| anyhow::anyhow!("{shown}: {error}"))?;
    let rows: Vec<_> = rows.into_iter().flatten().collect();
    if all(&mut feature).count() == rows.len() {
        all(&mut feature).zip(&rows).for_each(|(scenario, row)| scenario.position.line = *row);
    }
    flatten(&mut feature);
    let begins: Vec<_> = feature.scenarios.iter().map(|one| one.span.start).collect();
    for scenario in &mut feature.scenarios {
        let next = begins.iter().filter(|line| **line > scenario.span.start).min();
        scenario.span.end = next.map_or(lines.len(), |next| next - 1);
    }
    Ok(Some(feature))
}

/// The line from which on a text is no Gherkin any more. The parser's own place is off by as much
/// as it looked ahead for a keyword.
fn first_wrong(lines: &[&str]) -> usize {
    let is_right =
        |count: &usize| Feature::parse(lines[..*count].join("\n"), GherkinEnv::default()).is_ok();
    let right = (1..lines.len()).rev().find(is_right).unwrap_or(0);
    let blank = lines[right..].iter().take_while(|line| line.trim().is_empty()).count();
    (right + blank + 1).min(lines.len())
}

fn all(feature: &mut Feature) -> impl Iterator<Item = &mut Scenario> {
    let ruled = feature.rules.iter_mut().flat_map(|rule| &mut rule.scenarios);
    feature.scenarios.iter_mut().chain(ruled)
}

/// Puts right what the parser says of a scenario; answers the line of each scenario that it
/// becomes.
fn prepare(scenario: &mut Scenario, text: &str, lines: &[&str]) -> Vec<usize> {
    retype(&mut scenario.steps);
    let own = text[..scenario.span.start].matches('\n').count() + 1;
    let before = lines[..own - 1].iter().rev();
    let tags = before.take_while(|line| line.trim_start().starts_with(['@', '#'])).count();
    scenario.span.start = own - tags;
    if scenario.examples.is_empty() {
        return vec![own];
    }
    let rows: Vec<_> = scenario
        .examples
        .iter()
        .filter_map(|examples| examples.table.as_ref())
        .flat_map(|table| rows(lines, table.position.line))
        .collect();
    if rows.is_empty() {
        // An outline without rows would become no scenario at all. It stays as one without steps,
        // which is told.
        scenario.examples.clear();
        scenario.steps.clear();
        return vec![own];
    }
    rows
}

/// The lines of a table's rows but for the first, which names the columns.
fn rows(lines: &[&str], from: usize) -> Vec<usize> {
    let numbered = lines.iter().enumerate().skip(from.saturating_sub(1));
    let belongs = |line: &str| line.is_empty() || line.starts_with(['|', '#']);
    numbered
        .map(|(index, line)| (index + 1, line.trim()))
        .take_while(|(_, line)| belongs(line))
        .filter(|(_, line)| line.starts_with('|'))
        .map(|(number, _)| number)
        .skip(1)
        .collect()
}

/// `*`, `And` and `But` continue what stands before them. The parser takes `*` for `Given`.
fn retype(steps: &mut [Step]) {
    let mut last = StepType::Given;
    for step in steps {
        match step.keyword.trim() {
            "*" | "And" | "But" => step.ty = last,
            _ => last = step.ty,
        }
    }
}

/// Moves the scenarios of rules into the feature, with what they inherit.
fn flatten(feature: &mut Feature) {
    for scenario in &mut feature.scenarios {
        inherit(scenario, &feature.tags);
    }
    for mut rule in std::mem::take(&mut feature.rules) {
        let mut background = rule.background.map(|one| one.steps).unwrap_or_default();
        retype(&mut background);
        for mut scenario in std::mem::take(&mut rule.scenarios) {
            inherit(&mut scenario, &rule.tags);
            inherit(&mut scenario, &feature.tags);
            if !scenario.steps.is_empty() {
                scenario.steps.splice(..0, background.iter().cloned());
            }
            feature.scenarios.push(scenario);
        }
    }
}

/// Adds tags from outside, before the scenario's own.
fn inherit(scenario: &mut Scenario, tags: &[String]) {
    let new: Vec<_> = tags.iter().filter(|tag| !scenario.tags.contains(tag)).cloned().collect();
    scenario.tags.splice(..0, new);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feature(text: &str) -> Feature {
        read("a.feature".into(), text).unwrap().unwrap()
    }

    const RULES: &str = "\u{feff}# comment\r
@feature
Feature: F

  @one
  Scenario: first
    Given a
    * b
    Then c
    * d

  @rule
  Rule: R
    Background:
      Given z

    @two
    # comment
    @three
    Example: in a rule
      When a

    Scenario Outline: <n>
      When <n>

      @four
      Examples: some
        # comment
        | n |
        | 1 |

        # comment
        | 2 |

      Examples:
        | n |
        | 3 |

    Scenario Template: none
      When <n>
      Examples:
        | n |
";

    #[test]
    fn scenarios_of_rules_inherit_and_stand_with_the_others() {
        let feature = feature(RULES);
        let seen: Vec<_> = feature
            .scenarios
            .iter()
            .map(|one| (one.name.as_str(), one.position.line, one.tags.join(" "), one.steps.len()))
            .collect();
        assert_eq!(
            seen,
            [
                ("first", 6, "feature one".to_owned(), 4),
                ("in a rule", 20, "feature rule two three".to_owned(), 2),
                ("1", 30, "feature rule four".to_owned(), 2),
                ("2", 33, "feature rule four".to_owned(), 2),
                ("3", 37, "feature rule".to_owned(), 2),
                ("none", 39, "feature rule".to_owned(), 0),
            ]
        );
        assert!(feature.rules.is_empty());
        let spans: Vec<_> =
            feature.scenarios.iter().map(|one| (one.span.start, one.span.end)).collect();
        assert_eq!(spans[..3], [(5, 16), (17, 22), (23, 38)]);
    }

    #[test]
    fn a_star_continues_what_stands_before_it() {
        let types: Vec<_> = feature(RULES).scenarios[0].steps.iter().map(|step| step.ty).collect();
        assert_eq!(types, [StepType::Given, StepType::Given, StepType::Then, StepType::Then]);
    }

    #[test]
    fn a_file_of_comments_holds_nothing_and_other_texts_are_refused_with_their_place() {
        assert!(read("a.feature".into(), "# one\n\n  # two\n").unwrap().is_none());
        let error =
            read("a.feature".into(), "Feature: F\n  Scenario: S\n    Given a\n  nonsense\n");
        let error = error.unwrap_err().to_string();
        assert_eq!(error, "a.feature:4: this is not Gherkin: nonsense");
    }
}
