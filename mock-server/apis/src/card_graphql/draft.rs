//! The request by which a client would call a mutation (SB 6.1).

use async_graphql::{ObjectType, SubscriptionType};
use serde_json::{Map, Value, json};

use super::executor::Executor;
use crate::{
    explained_api::{Draft, InputError, Wanted},
    graphql::CallShape,
    rulebook::Rulebook,
};

/// Argument that holds the input of most mutations; it may be left out of a call.
const INPUT: &str = "input";

/// Drafts the call of a mutation that the schema has.
pub(crate) fn draft<Q, M, S>(
    executor: &Executor<Q, M, S>,
    path: &str,
    rules: &Rulebook,
    wanted: Wanted,
) -> Result<Draft, InputError>
where
    Q: ObjectType + Default + 'static,
    M: ObjectType + Default + 'static,
    S: SubscriptionType + Default + 'static,
{
    let names = executor.renaming(rules);
    let told = |name: &str| names.map_or_else(|| name.to_owned(), |names| names.told(name));
    let name = told(wanted.operation);
    let shape = executor.judge(rules).checker.call_shape(&name);
    let unknown =
        |pointer, name: &str, known| InputError::Unknown { pointer, name: name.to_owned(), known };
    let Some(CallShape { arguments, members, outcome }) = shape else {
        return Err(unknown(String::new(), &name, Vec::new()));
    };
    let is_wrapped = arguments.len() == 1
        && arguments[0].0 == INPUT
        && !(wanted.input.len() == 1 && wanted.input.get(INPUT).is_some_and(Value::is_object));
    let variables = match is_wrapped {
        true => Map::from_iter([(INPUT.to_owned(), Value::Object(wanted.input))]),
        false => wanted.input,
    };
    for (name, value) in &variables {
        if !arguments.iter().any(|(known, _)| known == name) {
            let known = arguments.into_iter().map(|(name, _)| name).collect();
            return Err(unknown(format!("/{name}"), name, known));
        }
        let known = members.iter().find(|(argument, _)| argument == name);
        let Some(((_, known), given)) = known.zip(value.as_object()) else { continue };
        if let Some(stranger) = given.keys().find(|member| !known.contains(member)) {
            let place = if is_wrapped { String::new() } else { format!("/{name}") };
            return Err(unknown(format!("{place}/{stranger}"), stranger, known.clone()));
        }
    }
    let given = arguments.iter().filter(|(name, _)| variables.contains_key(name));
    let declared: Vec<_> = given.clone().map(|(name, of)| format!("${name}: {of}")).collect();
    let passed: Vec<_> = given.map(|(name, _)| format!("{name}: ${name}")).collect();
    let around = |list: Vec<String>| match list.is_empty() {
        true => String::new(),
        false => format!("({})", list.join(", ")),
    };
    let select = wanted.select.unwrap_or(outcome);
    let query = format!("mutation{} {{ {name}{} {select} }}", around(declared), around(passed));
    Ok(Draft::post(path, json!({ "query": query, "variables": variables })))
}
