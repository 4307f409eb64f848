//! Fixtures: what a world starts with, as steps of the back office (SB 3.7).
//!
//! `fixtures/worlds/<name>@<version>.toml` holds the steps of a fixture, in the form that `setup`
//! of `POST /_sandbox/worlds` takes; `products.toml` comes before each of them. Steps of a fixture
//! refer to each other by labels, so that their inputs are read once and not for every world.

use std::sync::LazyLock;

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

/// Makes a world: the objects of its fixture under default rules, then the rules of its
/// definition. So the objects follow from the seed alone, whatever the rules.
pub fn create_world(definition: Definition) -> Result<World, CreationError> {
    let name = definition.fixture.clone();
    let world = World::bare(definition)?;
    let position = FIXTURES.iter().position(|fixture| *fixture == name);
    let steps = &STEPS[position.ok_or(CreationError::Fixture(name))?];
    let handle = Handle::at_birth(world);
    for (op, input) in steps {
        allowed(ops::play_at_birth(&handle, op, input));
    }
    handle.settle();
    let mut world = handle.into_world();
    world.history.leave_records_out();
    world.apply_definition_settings()?;
    Ok(world)
}
