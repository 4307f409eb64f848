//! Floors of the server: imports only go down.

use std::{collections::BTreeMap, fs, path::Path};

/// Every room and its floor. Rooms of one floor do not know each other.
const FLOORS: [(&str, u8); 22] = [
    ("collections", 0),
    ("fixtures", 0),
    ("money", 0),
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
    ("log", 7),
    ("worlds", 8),
    ("gate", 9),
    ("tables", 9),
    ("surfaces", 10),
    ("config", 11),
    ("server", 12),
];

#[test]
fn imports_only_go_down() {
    let floors: BTreeMap<_, _> = FLOORS.into_iter().collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    assert!(files.len() > 50, "the sources were not found");
    let mut wrong = Vec::new();
    for file in files {
        let path = file.strip_prefix(&root).unwrap().display().to_string();
        let room = path.split(['/', '.']).next().unwrap().to_owned();
        if matches!(room.as_str(), "lib" | "main") {
            continue;
        }
        let from = floors.get(room.as_str()).unwrap_or_else(|| panic!("{room} has no floor"));
        for target in imported(&fs::read_to_string(&file).unwrap()) {
            let Some(to) = floors.get(target.as_str()) else { continue };
            if target != room && to >= from {
                wrong.push(format!("{path} (floor {from}) imports {target} (floor {to})"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn surfaces_do_not_know_each_other() {
    strangers("surfaces", &["control", "envelope", "partner"]);
}

#[test]
fn programs_do_not_know_each_other() {
    strangers("programs", &["collateral", "prepaid"]);
}

/// Fails when one of these folders of a room imports another.
fn strangers(room: &str, folders: &[&str]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(room);
    for folder in folders {
        let mut files = Vec::new();
        collect(&root.join(folder), &mut files);
        assert!(!files.is_empty(), "{room}/{folder} was not found");
        for file in files {
            let text = fs::read_to_string(&file).unwrap();
            for other in folders.iter().filter(|other| *other != folder) {
                let path = format!("{room}::{other}");
                assert!(!text.contains(&path), "{} imports {path}", file.display());
            }
        }
    }
}

/// Rooms that a source names after `crate::`, in paths and in groups.
fn imported(text: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut word = String::new();
            for letter in group.chars() {
                match letter {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => rooms.push(std::mem::take(&mut word)),
                    letter if depth == 0 => word.push(letter),
                    _ => {}
                }
            }
            rooms.push(word);
        } else {
            rooms.push(rest.to_owned());
        }
    }
    rooms
        .iter()
        .map(|path| {
            path.trim().chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_')
        })
        .map(String::from_iter)
        .collect()
}

fn collect(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|end| end == "rs") {
            files.push(path);
        }
    }
}
