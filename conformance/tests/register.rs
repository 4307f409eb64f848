//! Requirements that tests judge, alone or beside scenarios: the tests that they name are there and bear
//! their ids.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get, fails it")]

use std::{collections::BTreeSet, fs, path::Path};

use conformance::{register::register, source::Source};

/// Where tests that judge the two programs may stand.
const FOLDERS: [&str; 3] =
    ["conformance/tests", "mock-server/tests/conformance", "mock-server/tests/it"];

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// Every test of these folders whose name begins with the id of a requirement, as `file: name`.
fn tests_with_ids() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for folder in FOLDERS {
        collect(&workspace().join(folder), &mut found);
    }
    found
}

fn collect(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
            continue;
        }
        if path.extension().is_none_or(|end| end != "rs") {
            continue;
        }
        let shown = path.strip_prefix(workspace()).unwrap().to_str().unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let names = text.lines().filter_map(|line| {
            let line = line.trim_start().trim_start_matches("async ");
            let name = line.strip_prefix("fn ")?.split('(').next()?;
            bears_an_id(name).then_some(name)
        });
        found.extend(names.map(|name| format!("{shown}: {name}")));
    }
}

/// True when a name begins with the id of a requirement that tests judge: one of the sandbox, or a duty
/// of clients.
fn bears_an_id(name: &str) -> bool {
    let duty = ["pg", "ag", "er", "mc"].iter().filter_map(|code| name.strip_prefix(code));
    name.starts_with("sb_") || duty.into_iter().any(|rest| rest.starts_with("_client_"))
}

#[test]
fn each_is_judged_by_tests_that_are_there_and_bear_its_id() {
    let tests = tests_with_ids();
    let judged = register().requirements.iter().filter(|one| !one.judged_by.is_empty());
    let mut named = BTreeSet::new();
    for requirement in judged {
        let id = requirement.id.to_lowercase().replace('-', "_");
        for test in &requirement.judged_by {
            assert!(tests.contains(test), "{}: there is no test {test}", requirement.id);
            let name = test.split(": ").nth(1).unwrap_or_default();
            assert!(name.starts_with(&id), "{test} does not bear the id {}", requirement.id);
            named.insert(test.clone());
        }
    }
    assert_eq!(named.len(), tests.len(), "{:?}", tests.difference(&named));
    assert!(named.len() >= 12);
}

#[test]
fn no_deviation_is_promised_where_no_scenario_could_notice_it() {
    let features = Source::Embedded.read().unwrap();
    let scenarios = features.iter().flat_map(|feature| &feature.scenarios);
    let tags: BTreeSet<_> = scenarios.flat_map(|scenario| &scenario.tags).collect();
    let judged = register().requirements.iter().filter(|one| !one.judged_by.is_empty());
    for requirement in judged {
        let noticed = tags.contains(&requirement.id);
        assert!(noticed || requirement.deviations().is_empty(), "{}", requirement.id);
    }
}
