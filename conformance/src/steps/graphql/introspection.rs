//! The schema as a whole, as introspection shows it.

use cucumber::gherkin::Step;
use serde_json::Value;

use super::{Actor, documents::spelled};
use crate::{
    Mismatch, StepResult, World,
    checks::schema::{ANSWERS, INTROSPECTION, Schema},
};

/// The schema that `actor` sees; its answer is not remembered as the last one.
pub(in crate::steps) async fn schema_of(world: &World, actor: &str) -> StepResult<Schema> {
    Schema::of(&world.query(actor, INTROSPECTION, &Value::Null).await?)
}

/// As [`schema_of`], with no more than what answers are made of.
pub(in crate::steps) async fn answers_of(world: &World, actor: &str) -> StepResult<Schema> {
    Schema::of(&world.query(actor, ANSWERS, &Value::Null).await?)
}

/// The schema that was introspected last.
pub(in crate::steps) fn schema(world: &World) -> StepResult<Schema> {
    Schema::of(world.answer()?)
}

when!("{actor} introspects", introspects);
async fn introspects(world: &mut World, actor: Actor) -> StepResult {
    world.ask(&actor.0, INTROSPECTION, &Value::Null).await.map(drop)
}

then!(
    "the query type has {int} fields that begin with {string}, and besides them only {string}",
    query_type
);
fn query_type(world: &mut World, count: usize, prefix: String, other: String) -> StepResult {
    let schema = schema(world)?;
    let (tables, others): (Vec<_>, Vec<_>) =
        schema.root("queryType").into_iter().partition(|name| name.starts_with(&prefix));
    if tables.len() == count && others == [other.as_str()] {
        return Ok(());
    }
    Err(Mismatch::behaviour(
        format!("{count} fields that begin with {prefix}, and {other}"),
        format!("{} such fields, and {}", tables.len(), others.join(", ")),
    ))
}

then!("the mutation type has", mutation_type);
fn mutation_type(world: &mut World, step: &Step) -> StepResult {
    let schema = schema(world)?;
    let there = schema.root("mutationType");
    let wanted: Vec<_> = step.table.iter().flat_map(|table| table.rows.concat()).collect();
    match wanted.iter().find(|name| !there.contains(&name.as_str())) {
        None => Ok(()),
        Some(name) => Err(Mismatch::behaviour(format!("a mutation {name}"), there.join(", "))),
    }
}

/// Names of another area of the platform's graph: `Agio`, another word than `Card`, an underscore;
/// or KYC data.
fn is_foreign(name: &str) -> bool {
    let area = name.strip_prefix("Agio").and_then(|rest| rest.split_once('_'));
    area.is_some_and(|(area, _)| area != "Card") || name.starts_with("KycData_")
}

then!("nothing in the schema belongs to another area of the graph", nothing_foreign);
fn nothing_foreign(world: &mut World) -> StepResult {
    let schema = schema(world)?;
    let roots = [schema.root("queryType"), schema.root("mutationType")].concat();
    match schema.types().chain(roots).find(|name| is_foreign(name)) {
        None => Ok(()),
        Some(name) => Err(Mismatch::behaviour("no name of another area", name)),
    }
}

then!("this operation of the guide is valid", is_valid);
fn is_valid(world: &mut World, step: &Step) -> StepResult {
    let document = spelled(world, step)?;
    let errors = schema(world)?.errors(&document)?;
    match errors.first() {
        None => Ok(()),
        Some(error) => Err(Mismatch::behaviour(format!("no error in {document}"), error)),
    }
}

then!("each of these mutations answers with success and error", answers_with_envelope);
fn answers_with_envelope(world: &mut World, step: &Step) -> StepResult {
    let schema = schema(world)?;
    for mutation in step.table.iter().flat_map(|table| table.rows.concat()) {
        let of = schema
            .answer_of(&mutation)
            .ok_or_else(|| Mismatch::behaviour(format!("a mutation {mutation}"), "none"))?;
        for (member, wanted) in [("success", "Boolean!"), ("error", "String")] {
            let field = schema.field(&of, member);
            let seen = field.map(|field| crate::checks::schema::written(&field["type"]));
            if seen.as_deref() != Some(wanted) {
                return Err(Mismatch::behaviour(
                    format!("{member}: {wanted} in {of}, the answer of {mutation}"),
                    seen.unwrap_or_else(|| "no such field".to_owned()),
                ));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::is_foreign;

    #[test]
    fn names_tell_their_area() {
        for own in ["AgioCard_card", "Query", "CardType", "AgioCard", "uuid"] {
            assert!(!is_foreign(own), "{own}");
        }
        for foreign in ["AgioAuth_user", "KycData_kyc_profile", "AgioPay_invoice"] {
            assert!(is_foreign(foreign), "{foreign}");
        }
    }
}
