//! The schema under the target's generation of names (AMB-AG-01), against the operations and tables
//! of fields that the guides print.

use cucumber::gherkin::Step;
use serde_json::Value;

use crate::{
    Mismatch, StepResult, World,
    checks::schema::written,
    drivers::in_app::generation::{Generation, mutations},
    steps::graphql::{Actor, documents::spelled, introspection::schema},
};

then!("this operation of the in-app guides is valid for {actor}", is_valid);
async fn is_valid(world: &mut World, step: &Step, actor: Actor) -> StepResult {
    let document = spelled(world, step)?;
    let document = world.user(&actor.0)?.generation().await?.renamed(&document);
    let errors = schema(world)?.errors(&document)?;
    match errors.first() {
        None => Ok(()),
        Some(error) => Err(Mismatch::behaviour(format!("no error in {document}"), error)),
    }
}

then!("the input of {word} takes, besides what else it may take", takes);
fn takes(world: &mut World, step: &Step, mutation: String) -> StepResult {
    let generation = Generation::of(&mutations(world.result("__schema")?));
    let name = generation.map_or_else(|| mutation.clone(), |one| one.named(&mutation));
    let schema = schema(world)?;
    let field = schema.mutation(&name);
    let field = field.ok_or_else(|| Mismatch::behaviour(format!("a mutation {name}"), "none"))?;
    let input =
        field["args"].as_array().and_then(|all| all.iter().find(|one| one["name"] == "input"));
    let of =
        input.map(|input| crate::checks::schema::innermost(&input["type"])).unwrap_or_default();
    let members = schema.type_named(&of).map(|one| one["inputFields"].clone()).unwrap_or_default();
    for row in step.table.iter().flat_map(|table| &table.rows) {
        let member =
            members.as_array().and_then(|all| all.iter().find(|one| one["name"] == *row[0]));
        let seen = member.map(|member| written(&member["type"])).unwrap_or_default();
        // Names of types are those of one generation; scalars are printed.
        let scalar = ["Int", "String"].contains(&row[1].trim_end_matches('!'));
        let required = seen.ends_with('!') && !row[1].ends_with('!');
        if seen.is_empty() || required || (scalar && seen != row[1]) {
            return Err(Mismatch::behaviour(
                format!("{}: {} in {of}", row[0], row[1]),
                if seen.is_empty() { "no such member".to_owned() } else { seen },
            ));
        }
    }
    Ok(())
}

then!(
    "operations are named with Rain (reading {string}), with Agio (reading {string}) or without (reading {string})",
    generation
);
fn generation(world: &mut World, rain: String, agio: String, plain: String) -> StepResult {
    let schema = world.result("__schema")?.clone();
    let names = mutations(&schema);
    let reading = match Generation::of(&names) {
        Some(Generation::Rain) => rain,
        Some(Generation::Agio) => agio,
        Some(Generation::Plain) => plain,
        None => {
            let wanted = "createRainCard, createAgioCard or createCard";
            return Err(Mismatch::behaviour(wanted, Value::from(names).to_string()));
        }
    };
    world.found_reading(&reading);
    Ok(())
}
