//! Fixtures: what a world starts with, as steps of the back office (SB 3.7).
//!
//! `fixtures/worlds/<name>@<version>.toml` holds the steps of a fixture, in the form that `setup`
//! of `POST /_sandbox/worlds` takes; `products.toml` comes before each of them. Steps of a fixture
//! refer to each other by labels, so that their inputs are read once and not for every world.

use std::sync::{Arc, LazyLock};

use jiff::Timestamp;
use quick_cache::sync::Cache;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{
    Problem,
    ops::{self, AnyOp},
    setup,
};
use crate::{
    fixtures,
    world::{CreationError, Definition, Step, World},
    worlds::Handle,
};

/// Fixtures that a world can start with; the first one of a name is its newest version.
pub(super) const FIXTURES: [&str; 2] = ["standard@1", "empty@1"];

/// An op with its input.
type OpStep = (&'static AnyOp, Value);

/// The steps of every fixture, in the order of [`FIXTURES`].
static STEPS: LazyLock<[Vec<OpStep>; FIXTURES.len()]> =
    LazyLock::new(|| FIXTURES.map(|name| read("products").chain(read(name)).collect()));

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    setup: Vec<Step>,
}

fn read(name: &str) -> impl Iterator<Item = OpStep> {
    let text = fixtures::text(&format!("worlds/{name}.toml"));
    let file: File = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}.toml: {error}"));
    file.setup.into_iter().map(|step| allowed(op_step(&step)))
}

fn op_step(step: &Step) -> Result<OpStep, Problem> {
    Ok((ops::named(&step.op)?, setup::input(step, &Map::new())?))
}

/// Result of a step of a fixture. Fixtures are part of the program and tested, so a step that
/// fails is a defect.
fn allowed<T>(step: Result<T, Problem>) -> T {
    step.unwrap_or_else(|problem| panic!("a fixture is made of allowed steps: {}", problem.body()))
}

/// Everything that the objects of a fixture follow from: the place of the fixture in [`FIXTURES`],
/// the seed, and the time of birth. Values that follow from the id of a world are made anew for each
/// ([`World::born_as`]).
type Origin = (usize, String, Timestamp);

/// Number of origins of which a world is kept.
const KEPT: usize = 16;

/// The last worlds at their birth, before the rules of their definitions. A suite makes thousands of
/// worlds of one origin.
static BORN: LazyLock<Cache<Origin, Arc<World>>> = LazyLock::new(|| Cache::new(KEPT));

/// Makes a world: the objects of its fixture under default rules, then the rules of its
/// definition. So the objects follow from the seed alone, whatever the rules.
pub fn create_world(definition: Definition) -> Result<World, CreationError> {
    let place = FIXTURES.iter().position(|fixture| *fixture == definition.fixture);
    let place = place.ok_or_else(|| CreationError::Fixture(definition.fixture.clone()))?;
    let origin = (place, definition.seed.clone(), definition.born_at);
    let born = || played(place, definition.clone()).map(Arc::new);
    let mut world = BORN.get_or_insert_with(&origin, born)?.born_as(definition);
    world.apply_definition_settings()?;
    Ok(world)
}

/// A world in which a fixture was played.
fn played(place: usize, definition: Definition) -> Result<World, CreationError> {
    let handle = Handle::at_birth(World::bare(definition)?);
    for (op, input) in &STEPS[place] {
        allowed(ops::play_at_birth(&handle, op, input));
    }
    handle.settle();
    let mut world = handle.into_world();
    world.history.leave_records_out();
    Ok(world)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::world::Clock;

    fn definition() -> impl Strategy<Value = Definition> {
        let ids = prop_oneof![Just("default".to_owned()), "[a-z0-9]{1,8}"];
        let parts = (ids, 0..2_usize, proptest::option::of("[a-z]{1,4}"), any::<bool>());
        parts.prop_map(|(id, fixture, named_after, is_frozen)| {
            let at = Timestamp::from_second(1_800_000_000).unwrap();
            let clock = if is_frozen { Clock::Frozen { at } } else { Clock::default() };
            let fixture = FIXTURES[fixture].to_owned();
            Definition { fixture, clock, named_after, ..Definition::new(id, "default", at) }
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        /// No difference to a world in which the fixture was played for itself.
        #[test]
        fn a_world_born_as_another_is_that_other(one in definition(), other in definition()) {
            let other = Definition { fixture: one.fixture.clone(), ..other };
            let place = FIXTURES.iter().position(|name| *name == one.fixture).unwrap();
            let expected = played(place, other.clone()).unwrap();
            let born = played(place, one).unwrap().born_as(other);
            prop_assert!(born == expected);
            prop_assert_eq!(
                serde_json::to_value(&born).unwrap(),
                serde_json::to_value(&expected).unwrap()
            );
        }
    }
}
