//! Modules and which of them names which, read from their sources.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// A module by its path below its crate, such as `["world", "act"]`.
pub(super) type Module = Vec<String>;

/// All modules but those of tests, each with the modules that it names.
pub(super) struct Sources {
    pub(super) imports: BTreeMap<Module, BTreeSet<Module>>,
}

impl Sources {
    /// Reads every crate of the server. Each counts the rooms of those below as its own.
    pub(super) fn of_server() -> Self {
        let crates = ["issuer/src", "engine/src", "apis/src", "control/src", "src"];
        Self::read(
            &[("crypto/src", Some("crypto")), ("pages/src", Some("pages"))]
                .into_iter()
                .chain(crates.map(|folder| (folder, None)))
                .collect::<Vec<_>>(),
        )
    }

    /// Reads the suite.
    pub(super) fn of_suite() -> Self {
        Self::read(&[("../conformance/src", None)])
    }

    /// Reads these folders as one crate; one with a name is a room of it.
    fn read(folders: &[(&str, Option<&str>)]) -> Self {
        let mut texts = BTreeMap::new();
        for (sources, room) in folders {
            let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(sources);
            let above: Module = room.iter().map(|room| (*room).to_owned()).collect();
            collect(&above, &root, &root, &mut texts);
        }
        assert!(texts.len() > 50, "the sources were not found");
        let of_tests: Vec<Module> = texts
            .iter()
            .flat_map(|(module, text)| test_modules(text).map(|name| child(module, name)))
            .collect();
        texts.retain(|module, _| !of_tests.iter().any(|tests| module.starts_with(tests)));
        let texts: BTreeMap<_, _> =
            texts.into_iter().map(|(module, text)| (module, without_tests(&text))).collect();
        let known: BTreeSet<_> = texts.keys().cloned().collect();
        let named: BTreeMap<_, _> =
            texts.iter().map(|(at, text)| (at.clone(), Named::read(at, text, &known))).collect();
        let resolve = |at: &Module, named_by: &Named| {
            let found = named_by.paths.iter().filter_map(|path| resolved(path, &known, &named, 0));
            found.filter(|found| found != at).collect()
        };
        Self { imports: named.iter().map(|(at, one)| (at.clone(), resolve(at, one))).collect() }
    }

    /// The modules that a module names, apart from those that it stands in and those in it.
    pub(super) fn strangers(&self, module: &Module) -> impl Iterator<Item = &Module> {
        let kin = move |other: &&Module| other.starts_with(module) || module.starts_with(other);
        self.imports[module].iter().filter(move |other| !kin(other))
    }
}

/// The paths that a module names, from the root of the crate.
struct Named {
    paths: BTreeSet<Vec<String>>,
    /// Names that it passes on to those who name it.
    passed_on: BTreeMap<String, Vec<String>>,
}

impl Named {
    fn read(at: &Module, text: &str, known: &BTreeSet<Module>) -> Self {
        let mut named = Self { paths: BTreeSet::new(), passed_on: BTreeMap::new() };
        for (before, tree) in uses(text) {
            let mut all = Vec::new();
            leaves(tree, &[], &mut all);
            for path in all {
                let Some(from_root) = absolute(at, &path, known) else { continue };
                if before.starts_with("pub")
                    && let Some(name) = path.last()
                {
                    named.passed_on.insert(name.clone(), from_root.clone());
                }
                named.paths.insert(from_root);
            }
        }
        let names = words(text).filter_map(|path| absolute(at, &path, known));
        named.paths.extend(names);
        named
    }
}

/// The module in which what a path names is declared.
fn resolved(
    path: &[String],
    known: &BTreeSet<Module>,
    named: &BTreeMap<Module, Named>,
    depth: usize,
) -> Option<Module> {
    const DEEPEST: usize = 8;
    let length = (0..=path.len()).rev().find(|length| known.contains(&path[..*length]))?;
    let module = path[..length].to_vec();
    let next = path.get(length).and_then(|name| named[&module].passed_on.get(name));
    match next {
        Some(target) if depth < DEEPEST && target != path => {
            let further = [target, &path[length + 1..]].concat();
            resolved(&further, known, named, depth + 1)
        }
        _ => Some(module),
    }
}

/// A path as it begins at the root, where it begins at the crate, at a module above or in one here.
fn absolute(at: &Module, path: &[String], known: &BTreeSet<Module>) -> Option<Vec<String>> {
    let (first, rest) = path.split_first()?;
    let supers = path.iter().take_while(|name| *name == "super").count();
    let (base, rest) = match first.as_str() {
        "crate" => (&[][..], without_passing_on(rest, known)),
        "self" => (&at[..], rest),
        "super" => (at.get(..at.len().checked_sub(supers)?)?, &path[supers..]),
        name if known.contains(&child(at, name)) => (&at[..], path),
        _ => return None,
    };
    Some([base, rest].concat())
}

/// A path from the root, without `surfaces` before what is only passed on there: the mocked APIs and
/// the control plane.
fn without_passing_on<'a>(path: &'a [String], known: &BTreeSet<Module>) -> &'a [String] {
    match path {
        [surfaces, api, ..] if surfaces == "surfaces" && known.contains(&[api.clone()][..]) => {
            &path[1..]
        }
        _ => path,
    }
}

fn child(module: &Module, name: &str) -> Module {
    [&module[..], &[name.to_owned()]].concat()
}

/// Every `use`: its visibility, and the tree behind it.
fn uses(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.match_indices("use ").filter_map(|(at, word)| {
        let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let before = text[line..at].trim();
        let tree = text[at + word.len()..].split(';').next()?;
        (before.is_empty() || before.starts_with("pub")).then_some((before, tree))
    })
}

/// The paths of a tree of imports: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn leaves(tree: &str, above: &[String], all: &mut Vec<Vec<String>>) {
    let tree = tree.trim();
    let (path, group) = match tree.split_once('{') {
        Some((path, group)) => (path, Some(group.trim_end().trim_end_matches('}'))),
        None => (tree, None),
    };
    let path = path.split(" as ").next().unwrap_or_default();
    let names = path.split("::").map(str::trim).filter(|name| !name.is_empty() && *name != "*");
    let here: Vec<_> = above.iter().cloned().chain(names.map(ToOwned::to_owned)).collect();
    match group {
        Some(group) => parts(group).for_each(|part| leaves(part, &here, all)),
        None if here.is_empty() => {}
        None => all.push(here),
    }
}

/// The parts of a group, split at the commas that stand in no group inside.
fn parts(group: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_i32;
    group
        .split(move |letter| {
            match letter {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            letter == ',' && depth == 0
        })
        .filter(|part| !part.trim().is_empty())
}

/// Every path of at least two names.
fn words(text: &str) -> impl Iterator<Item = Vec<String>> {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == ':';
    let all = text.split(move |letter| !is_part(letter)).filter(|word| word.contains("::"));
    all.map(|word| {
        word.split("::").filter(|name| !name.is_empty()).map(ToOwned::to_owned).collect()
    })
}

/// The names of the modules that are only there in tests.
fn test_modules(text: &str) -> impl Iterator<Item = &str> {
    text.split("#[cfg(test)]\nmod ")
        .skip(1)
        .filter_map(|rest| rest.split_once(';').map(|(name, _)| name))
        .filter(|name| name.chars().all(|letter| letter.is_alphanumeric() || letter == '_'))
}

/// A source up to the tests at its end, without its comments.
fn without_tests(text: &str) -> String {
    let end = text
        .match_indices("#[cfg(test)]\nmod ")
        .find(|(at, _)| text[*at..].split(';').next().is_some_and(|head| head.contains('{')))
        .map_or(text.len(), |(at, _)| at);
    let code = |line: &str| {
        let comment = line.match_indices("//").find(|(at, _)| !line[..*at].ends_with(':'));
        line[..comment.map_or(line.len(), |(at, _)| at)].to_owned()
    };
    text[..end].lines().map(code).collect::<Vec<_>>().join("\n")
}

fn collect(above: &Module, root: &Path, folder: &Path, texts: &mut BTreeMap<Module, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(above, root, &path, texts);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let place = path.strip_prefix(root).unwrap().with_extension("");
            let mut module: Module =
                place.iter().map(|part| part.to_string_lossy().into_owned()).collect();
            module.retain(|part| !matches!(part.as_str(), "mod" | "lib" | "main"));
            module.splice(..0, above.iter().cloned());
            // The roots of the crates are one: what they pass on is found there.
            let text: &mut String = texts.entry(module).or_default();
            text.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}
