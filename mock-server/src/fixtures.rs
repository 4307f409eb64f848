//! The files under `fixtures/` that the server needs, compiled in.

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../fixtures"]
#[include = "requirements/*.toml"]
#[include = "lists/*"]
#[include = "examples/*.toml"]
#[include = "worlds/*.toml"]
struct Files;

/// The text of `fixtures/<path>`, which is part of the program.
pub fn text(path: &str) -> String {
    let file = Files::get(path).unwrap_or_else(|| panic!("fixtures/{path} is compiled in"));
    String::from_utf8(file.data.into_owned()).expect("fixtures are UTF-8")
}

/// Every file below `fixtures/<folder>/`, in order of name.
pub fn below(folder: &str) -> Vec<String> {
    let mut names: Vec<_> =
        Files::iter().filter(|name| name.starts_with(folder)).map(Into::into).collect();
    names.sort_unstable();
    names
}

/// The test vectors in `fixtures/vectors/<name>.json`: a list of objects.
#[cfg(test)]
pub fn vectors(name: &str) -> Vec<serde_json::Value> {
    let path = format!("{}/../fixtures/vectors/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}
