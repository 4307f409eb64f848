//! The floors of the server: imports only go down, and never in a circle. Nor do those of the suite.

mod sources;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use sources::{Module, Sources};

/// Every room and its floor. Rooms of one floor do not know each other: neither do the mocked APIs and
/// the control plane.
const FLOORS: [(&str, u8); 42] = [
    ("collections", 0),
    ("fixtures", 0),
    ("metrics", 0),
    ("money", 0),
    ("pages", 0),
    ("spelling", 0),
    ("surface", 0),
    ("crypto", 1),
    ("people", 1),
    ("rulebook", 1),
    ("command", 2),
    ("card_data", 3),
    ("clearing", 3),
    ("programs", 4),
    ("issuer", 5),
    ("register", 5),
    ("world", 6),
    ("journal_file", 7),
    ("log", 7),
    ("worlds", 8),
    ("gate", 9),
    ("graphql", 9),
    ("tables", 9),
    ("accept", 10),
    ("client_duties", 10),
    ("error_code", 10),
    ("explained_api", 10),
    ("redacted_document", 10),
    ("rest_document", 10),
    ("table_source", 10),
    ("user_token", 10),
    ("card_graphql", 11),
    ("mocked_api", 11),
    ("control", 12),
    ("envelope", 12),
    ("in_app", 12),
    ("managed_cards", 12),
    ("partner", 12),
    ("surfaces", 13),
    ("config", 14),
    ("server", 15),
    ("command_line", 16),
];

#[test]
fn imports_only_go_down() {
    let floors: BTreeMap<_, _> = FLOORS.into_iter().collect();
    let floor = |room: &str| *floors.get(room).unwrap_or_else(|| panic!("{room} has no floor"));
    let sources = Sources::of_server();
    let mut wrong = Vec::new();
    for (module, imports) in sources.imports.iter().filter(|(module, _)| !module.is_empty()) {
        let from = floor(&module[0]);
        for other in imports.iter().filter(|other| !other.is_empty() && other[0] != module[0]) {
            let to = floor(&other[0]);
            if to >= from {
                wrong.push(format!(
                    "{} (floor {from}) imports {} ({to})",
                    path(module),
                    path(other)
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Parents and the modules in them know each other; nobody else does.
#[test]
fn imports_go_in_no_circle() {
    assert_eq!(circles(&Sources::of_server()), BTreeSet::new());
}

/// In the suite, every room may ask the list of surfaces, whose entries know those rooms.
#[test]
fn imports_of_the_suite_go_in_no_circle() {
    let mut sources = Sources::of_suite();
    let list = ["surfaces".to_owned()];
    for imports in sources.imports.values_mut() {
        imports.remove(&list[..]);
    }
    assert_eq!(circles(&sources), BTreeSet::new());
}

fn circles(sources: &Sources) -> BTreeSet<String> {
    let mut circles = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for module in sources.imports.keys() {
        if let Some(circle) = circle(sources, module)
            && !circle.iter().any(|module| seen.contains(module))
        {
            circles.insert(circle.iter().map(path).collect::<Vec<_>>().join(" -> "));
            seen.extend(circle);
        }
    }
    circles
}

/// The shortest way from a module back to itself.
fn circle(sources: &Sources, start: &Module) -> Option<Vec<Module>> {
    let mut queue = VecDeque::from([vec![start.clone()]]);
    let mut seen = BTreeSet::new();
    while let Some(way) = queue.pop_front() {
        for next in sources.strangers(way.last()?) {
            let further: Vec<_> = way.iter().chain([next]).cloned().collect();
            if next == start {
                return Some(further);
            }
            if seen.insert(next.clone()) {
                queue.push_back(further);
            }
        }
    }
    None
}

fn path(module: &Module) -> String {
    module.join("/")
}

#[test]
fn programs_do_not_know_each_other() {
    strangers("programs", &["collateral", "managed", "prepaid"]);
}

/// Fails when one of these folders of a room names another.
fn strangers(room: &str, folders: &[&str]) {
    let sources = Sources::of_server();
    for folder in folders {
        let place = [room.to_owned(), (*folder).to_owned()];
        let ours = sources.imports.iter().filter(|(module, _)| module.starts_with(&place));
        let ours: Vec<_> = ours.collect();
        assert!(!ours.is_empty(), "{room}/{folder} was not found");
        for (module, imports) in ours {
            for other in imports.iter().filter(|other| other.len() > 1 && other[0] == room) {
                let is_stranger = folders.contains(&other[1].as_str()) && other[1] != *folder;
                assert!(!is_stranger, "{} imports {}", path(module), path(other));
            }
        }
    }
}
