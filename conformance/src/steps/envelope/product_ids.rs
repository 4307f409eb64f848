//! Ids of products and subproviders, which the list of products tells beside their codes.

use serde_json::Value;

use crate::{Mismatch, StepResult, World};

/// Names a `product` or `subprovider` by its id instead of its code, in the fields of a request.
pub(super) async fn name_by_id(
    world: &World,
    actor: &str,
    what: &str,
    fields: &mut Value,
) -> StepResult {
    let (id, code) = (format!("{what}_id"), format!("{what}_code"));
    let listed = world.look(actor, "/cards/products", &Value::Null).await?;
    let mut products = listed.payload["products"].as_array().into_iter().flatten();
    let found = products.find(|one| one[&code] == fields[&code]);
    let known = found.map(|one| one[&id].clone()).filter(|known| !known.is_null());
    fields[&id] = known.ok_or_else(|| Mismatch::missing(format!("a {id}"), "/cards/products"))?;
    fields.as_object_mut().and_then(|all| all.shift_remove(&code));
    Ok(())
}
