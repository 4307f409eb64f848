//! Ids of the people and things that a world is born with, by their labels.

use serde_json::Value;
use strum::IntoEnumIterator;

use super::origin::Origin;
use crate::{
    control::entity_views::{EntityType, Viewer},
    log::RedactionContext,
    world::World,
};

/// Most cards of one person that have names.
const CARDS: usize = 20;

/// Ids that are texts.
pub(super) fn texts(world: &World) -> Vec<(String, Origin)> {
    let mut all = Vec::new();
    each(world, &mut |value, origin| {
        if let Value::String(text) = value {
            all.push((text.clone(), origin));
        }
    });
    all
}

/// Ids that are numbers, by the noun of their entity.
pub(super) fn numbers(world: &World) -> Vec<((String, i64), Origin)> {
    let mut all = Vec::new();
    each(world, &mut |value, origin| {
        if let (Some(number), Origin::Fixture { kind, .. }) = (value.as_i64(), &origin) {
            all.push((((*kind).to_owned(), number), origin));
        }
    });
    all
}

fn each(world: &World, found: &mut impl FnMut(&Value, Origin)) {
    let redaction = RedactionContext::of(world);
    let viewer = Viewer { world, redaction: &redaction };
    for of in EntityType::iter().filter(|of| matches!(of, EntityType::User | EntityType::Project)) {
        for view in of.all(&world.issuer).filter_map(|entity| viewer.view(entity)) {
            let Some(label) = view["label"].as_str() else { continue };
            ids(of, label, &view, found);
            for number in 1..=CARDS {
                let label = format!("{label}/{number}");
                let Ok(card) = EntityType::Card.find(world, &label) else { break };
                if let Some(view) = viewer.view(card) {
                    ids(EntityType::Card, &label, &view, found);
                }
            }
        }
    }
}

fn ids(of: EntityType, label: &str, view: &Value, found: &mut impl FnMut(&Value, Origin)) {
    for (surface, members) in view["ids"].as_object().into_iter().flatten() {
        for (member, value) in members.as_object().into_iter().flatten() {
            let origin = Origin::Fixture {
                kind: of.into(),
                label: label.to_owned(),
                member: member.clone(),
                pointer: format!("/ids/{surface}/{member}"),
            };
            found(value, origin);
        }
    }
}
