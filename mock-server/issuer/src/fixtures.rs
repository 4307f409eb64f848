//! The files under `fixtures/` that the server needs, compiled in.

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../fixtures/requirements"]
#[prefix = "requirements/"]
struct Requirements;

#[derive(RustEmbed)]
#[folder = "../../fixtures/lists"]
#[prefix = "lists/"]
struct Lists;

#[derive(RustEmbed)]
#[folder = "../../fixtures/examples"]
#[prefix = "examples/"]
struct Examples;

#[derive(RustEmbed)]
#[folder = "../../fixtures/worlds"]
#[prefix = "worlds/"]
struct Worlds;

/// The text of `fixtures/<path>`, which is part of the program.
pub fn text(path: &str) -> String {
    let file = Requirements::get(path)
        .or_else(|| Lists::get(path))
        .or_else(|| Examples::get(path))
        .or_else(|| Worlds::get(path))
        .unwrap_or_else(|| panic!("fixtures/{path} is compiled in"));
    String::from_utf8(file.data.into_owned()).expect("fixtures are UTF-8")
}

/// The texts of the requirements, a register each, with the path below `fixtures/`, in order of name.
pub fn requirements() -> Vec<(String, String)> {
    let mut names: Vec<_> = Requirements::iter().filter(|name| name.ends_with(".toml")).collect();
    names.sort_unstable();
    names.into_iter().map(|name| (name.to_string(), text(&name))).collect()
}
