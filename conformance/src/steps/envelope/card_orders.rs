//! Card orders: a wish, the fields that it becomes, and the order that is answered.

use serde_json::{Map, Value, json};

use super::{ProjectName, outcomes::served, product_ids::name_by_id};
use crate::{
    Mismatch, StepResult, World,
    drivers::envelope::{Call, Idempotency},
};

/// The wishes of a scenario for a card that it orders.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    /// The product; the target's own choice if not stated.
    pub(super) product: Option<String>,
    /// The initial amount.
    pub(super) initial: Option<String>,
    /// Whether the user is named.
    pub(super) for_nobody: bool,
}

/// The product that a word of a scenario means.
async fn product(world: &World, actor: &str, word: &str) -> StepResult<String> {
    let dialect = world.project(actor)?.dialect();
    let listed = |wanted: &'static str, value: bool| async move {
        let list = world.look(actor, "/cards/products", &Value::Null).await?;
        let products = list.payload["products"].as_array().cloned().unwrap_or_default();
        let found = products
            .iter()
            .find(|one| one[wanted] == value && (wanted == "is_active" || has_prices(one)));
        found.and_then(|one| one["product_code"].as_str()).map(str::to_owned).ok_or_else(|| {
            Mismatch::missing(format!("a product with {wanted} {value}"), "/cards/products")
        })
    };
    match word {
        "standard" => dialect.product_code.ok_or_else(|| {
            Mismatch::missing("a product to order", "surfaces.ER.dialect.product_code")
        }),
        "free" => listed("free_issue", true).await,
        "inactive" => listed("is_active", false).await,
        code => Ok(code.to_owned()),
    }
}

fn has_prices(product: &Value) -> bool {
    product["is_active"] == true && !product["topup_fee_percent"].is_null()
}

/// The fields of `/cards/create`.
pub(super) async fn fields(
    world: &World,
    actor: &str,
    user: &str,
    wanted: &Wanted,
) -> StepResult<Value> {
    let dialect = world.project(actor)?.dialect();
    let word = wanted.product.as_deref().unwrap_or("standard");
    let mut fields = Map::new();
    if !wanted.for_nobody {
        let user = world.envelope.users.get(user)?;
        fields.insert("external_user_id".to_owned(), Value::from(user.external_id));
    }
    fields.insert("product_code".to_owned(), Value::from(product(world, actor, word).await?));
    // An amount that nobody stated is left out where the product has one of its own.
    let own = dialect.amounts.initial.filter(|_| word == "standard");
    if let Some(amount) = wanted.initial.clone().or(own) {
        fields.insert("initial_topup_amount".to_owned(), Value::from(amount));
    }
    Ok(Value::Object(fields))
}

async fn order(
    world: &mut World,
    actor: &str,
    user: &str,
    wanted: Wanted,
    key: Idempotency,
) -> StepResult {
    let fields = fields(world, actor, user, &wanted).await?;
    world.make(actor, &Call::to("/cards/create", &fields).under(key)).await.map(drop)
}

/// The key that stands for a name of the scenario.
pub(super) fn key_called(world: &mut World, name: &str) -> Idempotency {
    let keys = &mut world.envelope.keys;
    let key = keys.entry(name.to_owned()).or_insert_with(|| uuid::Uuid::new_v4().to_string());
    Idempotency::Key(key.clone())
}

when!("{project} orders a card for {string}", orders);
async fn orders(world: &mut World, actor: ProjectName, user: String) -> StepResult {
    order(world, &actor.0, &user, Wanted::default(), Idempotency::Fresh).await
}

when!("{project} orders a card for {string} by the id of its product", orders_by_id);
async fn orders_by_id(world: &mut World, actor: ProjectName, user: String) -> StepResult {
    let mut fields = fields(world, &actor.0, &user, &Wanted::default()).await?;
    name_by_id(world, &actor.0, "product", &mut fields).await?;
    let call = Call::to("/cards/create", &fields).under(Idempotency::Fresh);
    world.make(&actor.0, &call).await.map(drop)
}

when!("{project} orders a card for {string} without an Idempotency-Key", orders_unkeyed);
async fn orders_unkeyed(world: &mut World, actor: ProjectName, user: String) -> StepResult {
    order(world, &actor.0, &user, Wanted::default(), Idempotency::Absent).await
}

when!("{project} orders a card for {string} under the Idempotency-Key {string}", orders_keyed);
async fn orders_keyed(
    world: &mut World,
    actor: ProjectName,
    user: String,
    key: String,
) -> StepResult {
    let key = key_called(world, &key);
    order(world, &actor.0, &user, Wanted::default(), key).await
}

when!("{project} orders a card for nobody", orders_for_nobody);
async fn orders_for_nobody(world: &mut World, actor: ProjectName) -> StepResult {
    let wanted = Wanted { for_nobody: true, ..Wanted::default() };
    order(world, &actor.0, "", wanted, Idempotency::Fresh).await
}

when!(regex r#"^(the(?: second)? project) orders an? (\S+) card for "([^"]+)"$"#, orders_product);
async fn orders_product(
    world: &mut World,
    actor: String,
    product: String,
    user: String,
) -> StepResult {
    let wanted = Wanted { product: Some(product), ..Wanted::default() };
    order(world, &actor, &user, wanted, Idempotency::Fresh).await
}

when!(regex r#"^(the(?: second)? project) orders an? (\S+) card with (-?\d+\.\d\d) for "([^"]+)"$"#, orders_product_with);
async fn orders_product_with(
    world: &mut World,
    actor: String,
    product: String,
    amount: String,
    user: String,
) -> StepResult {
    let wanted = Wanted { product: Some(product), initial: Some(amount), for_nobody: false };
    order(world, &actor, &user, wanted, Idempotency::Fresh).await
}

then!("the answer is an issue order", is_issue_order);
fn is_issue_order(world: &mut World) -> StepResult {
    let reply = world.reply()?;
    let order = reply.order();
    let is = |member: &str, list: &[&str]| {
        order[member].as_str().is_some_and(|word| list.contains(&word))
    };
    if order["order_id"].as_str().is_some_and(|id| !id.is_empty())
        && order["order_type"] == "card_issue"
        && is("status", &super::order_statuses::STATUSES)
        && is("issue_status", &super::order_statuses::ISSUE_STATUSES)
    {
        return Ok(());
    }
    Err(Mismatch::behaviour(
        "order_id, order_type card_issue, a status and an issue_status of their lists",
        reply.summary(),
    ))
}

then!("that card shows its data", shows_data);
async fn shows_data(world: &mut World) -> StepResult {
    let card = world.envelope.cards.get("that card")?;
    let reply = world.look(&card.owner, "/cards/details", &json!({ "card_id": card.id })).await?;
    served(&reply)?;
    super::cards::card_data(&reply)
}
