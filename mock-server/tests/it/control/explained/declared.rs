//! Operations that can be explained: all that change something, each with the checks that it declares.

use mock_server::{
    register::register,
    surfaces::{SURFACES, envelope, in_app::InApp, managed_cards, partner::Partner},
};

/// Names of the operations of a surface that can be explained, with their checks.
pub(super) fn declared(surface: &str) -> Vec<(&'static str, Vec<&'static str>)> {
    let api = SURFACES.iter().find(|api| api.surface().code() == surface).unwrap();
    let all = api.explained().unwrap().operations().iter();
    all.map(|one| (one.name, one.checks().map(|check| check.says).collect())).collect()
}

#[test]
fn every_operation_that_changes_something_can_be_explained() {
    let schemas = [("PG", Partner::sdl()), ("AG", InApp::sdl())];
    for (surface, sdl) in schemas {
        let known: Vec<_> = declared(surface).into_iter().map(|(name, _)| name).collect();
        let mutations = sdl.split("type Mutation {").nth(1).unwrap();
        let mutations = mutations.split("\n}").next().unwrap();
        let fields = mutations.lines().filter_map(|line| {
            let name = line.strip_prefix("  ")?;
            let is_field = name.starts_with(|first: char| first.is_ascii_alphabetic());
            is_field.then(|| name.split(['(', ':']).next().unwrap_or_default())
        });
        let fields: Vec<_> = fields.collect();
        assert!(fields.len() > 10, "{surface}: {fields:?}");
        for field in fields {
            assert!(known.contains(&field), "{surface} {field}");
        }
    }
    // Of the REST APIs everything that is not called a reading.
    for (surface, document) in [("ER", envelope::document()), ("MC", managed_cards::document())] {
        let known: Vec<_> = declared(surface).into_iter().map(|(name, _)| name).collect();
        let operations = document["paths"].as_object().unwrap().iter();
        let posts: Vec<_> = operations
            .filter(|(_, methods)| methods["post"].is_object())
            .map(|(path, methods)| (path, &methods["post"]))
            .collect();
        assert!(posts.len() > 10, "{surface}: {posts:?}");
        for (path, post) in posts {
            let summary = post["summary"].as_str().unwrap();
            let reads = ["Read ", "List "].iter().any(|word| summary.starts_with(word));
            let name = post["operationId"].as_str().unwrap();
            let is_name = |known: &&str| known.replace('.', "_") == name || path.ends_with(*known);
            let is_known = known.iter().any(is_name);
            assert!(is_known || reads, "{surface} {path} {summary}");
        }
    }
}

#[test]
fn every_check_names_requirements_that_there_are() {
    let register = &register().requirements;
    for api in SURFACES.iter().filter_map(|api| api.explained()) {
        for check in api.operations().iter().flat_map(|one| one.checks()) {
            for id in check.requirements {
                assert!(register.iter().any(|one| one.id == *id), "{}: {id}", check.says);
            }
        }
    }
}
