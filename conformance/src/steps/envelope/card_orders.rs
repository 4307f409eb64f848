//! Card orders, and cards in a given state to start from.

use serde_json::{Map, Value, json};

use super::{ProjectName, cardholders::make_cardholder, outcomes::served};
use crate::{
    Mismatch, StepResult, World,
    checks::money,
    drivers::envelope::{Call, Idempotency},
    surfaces::envelope::things::PrepaidCard,
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

when!(regex r#"^(the(?: second)? project) orders an? (\S+) card with (\d+\.\d\d) for "([^"]+)"$"#, orders_product_with);
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

given!("an active card {string} of {project}", active);
async fn active(world: &mut World, name: String, actor: ProjectName) -> StepResult {
    make_card(world, &name, &actor.0, None).await.map_err(Mismatch::while_preparing)
}

given!(regex r#"^an? ([A-Z]+-[A-Z]+) card "([^"]+)" of (the(?: second)? project)$"#, of_product);
async fn of_product(world: &mut World, product: String, name: String, actor: String) -> StepResult {
    make_card(world, &name, &actor, Some(product)).await.map_err(Mismatch::while_preparing)
}

given!("a frozen card {string} of {project}", frozen);
async fn frozen(world: &mut World, name: String, actor: ProjectName) -> StepResult {
    make_card(world, &name, &actor.0, None).await.map_err(Mismatch::while_preparing)?;
    put_into(world, &name, "frozen").await.map_err(Mismatch::while_preparing)
}

given!("a card {string} of {project} that is {string}", in_state);
async fn in_state(
    world: &mut World,
    name: String,
    actor: ProjectName,
    status: String,
) -> StepResult {
    make_card(world, &name, &actor.0, None).await.map_err(Mismatch::while_preparing)?;
    if status == "active" {
        return Ok(());
    }
    put_into(world, &name, &status).await.map_err(Mismatch::while_preparing)
}

/// A card called `name` that can be used, and money to top it up with: made, or else the one that
/// the target file names. Where nothing is said about the product, the card is active.
async fn make_card(
    world: &mut World,
    name: &str,
    actor: &str,
    product: Option<String>,
) -> StepResult {
    let _preparing = world.preparing();
    let usual = product.is_none();
    match new_card(world, name, actor, product).await {
        Err(why) if why.is_out_of_reach() && usual => known_card(world, name, actor, why).await,
        made => made,
    }
}

/// Money for a project that has none of its own on a sandbox, and perhaps none elsewhere.
async fn fund(world: &World, actor: &str) -> StepResult {
    if let Some(control) = &world.control {
        let input = json!({ "project": "poor", "asset": "USDT", "amount": "1000.00" });
        return control.op("deposit", &input).await.map(drop);
    }
    match super::amounts::send(world, actor, "1000.00").await {
        Err(why) if why.is_out_of_reach() => Ok(()),
        sent => sent,
    }
}

async fn new_card(
    world: &mut World,
    name: &str,
    actor: &str,
    product: Option<String>,
) -> StepResult {
    if actor == "the second project" {
        fund(world, actor).await?;
    }
    let user = format!("the holder of {name}");
    make_cardholder(world, &user, actor).await?;
    let wanted = Wanted { product: product.clone(), ..Wanted::default() };
    let fields = fields(world, actor, &user, &wanted).await?;
    let reply = world.look(actor, "/cards/create", &fields).await?;
    let shown = reply.order();
    let id = shown["card_id"].as_str().map(str::to_owned);
    let id = id.ok_or_else(|| Mismatch::precondition("an order with its card", reply.summary()))?;
    let card = PrepaidCard {
        id,
        user: world.envelope.users.get(&user)?.external_id,
        order: shown["order_id"].as_str().map(str::to_owned),
        owner: actor.to_owned(),
    };
    world.envelope.cards.name(name, card);
    // A sandbox has made the card before it answers the next request.
    if product.is_none() && !world.on_sandbox() {
        until_status(world, name, "active").await?;
    }
    Ok(())
}

/// The card that the target file names, active, where it names one that this scenario does not use
/// already; `why` says why none is made.
async fn known_card(world: &mut World, name: &str, actor: &str, why: Mismatch) -> StepResult {
    let known = world.target()?.surfaces.envelope.clone().unwrap_or_default().known;
    let Some(id) = known.card.filter(|_| actor == "the project") else { return Err(why) };
    if world.envelope.cards.all().any(|(_, card)| card.id == id) {
        return Err(why);
    }
    world.spare_what_is_known();
    let reply = world.look(actor, "/cards/get", &json!({ "card_id": id })).await?;
    let user = known.external_user_id.or_else(|| reply.text("external_user_id").map(str::to_owned));
    let card = PrepaidCard {
        id,
        user: user.unwrap_or_default(),
        order: reply.text("order_id").map(str::to_owned),
        owner: actor.to_owned(),
    };
    let status = reply.text("status").unwrap_or_default().to_owned();
    let fields = json!({ "card_id": card.id, "external_user_id": card.user });
    world.envelope.cards.name(name, card);
    match status.as_str() {
        "active" => Ok(()),
        "frozen" => {
            world.look(actor, "/cards/unfreeze", &fields).await?;
            until_status(world, name, "active").await
        }
        _ => Err(Mismatch::missing("an active card", format!("[known.ER] card is {status}"))),
    }
}

/// Brings a card into a status: by force where there is a back office that can, else as a client
/// would.
async fn put_into(world: &mut World, name: &str, status: &str) -> StepResult {
    let card = world.envelope.cards.get(name)?;
    let input = json!({ "card": card.id, "status": status });
    let path = match world.op("set-card-status", &input).await {
        Err(why) if why.is_out_of_reach() && status == "frozen" => "/cards/freeze",
        Err(why) => return Err(why),
        Ok(_) if world.on_sandbox() => return Ok(()),
        Ok(_) => return until_status(world, name, status).await,
    };
    let fields = json!({ "card_id": card.id, "external_user_id": card.user });
    world.look(&card.owner, path, &fields).await?;
    until_status(world, name, status).await
}

/// Waits until a card is in a state, by the contract's word for it.
pub(super) async fn until_status(world: &mut World, name: &str, status: &str) -> StepResult {
    world
        .until_settled(async |world| {
            let reply = world.look_at_card(name).await?;
            if reply.payload["status"] == *status {
                return Ok(());
            }
            Err(Mismatch::behaviour(format!("{name} is {status}"), reply.summary()))
        })
        .await
}

given!(
    "a card {string} of {project} with a maximum below the balance of the project",
    with_low_maximum
);
async fn with_low_maximum(world: &mut World, name: String, actor: ProjectName) -> StepResult {
    let product = world.on_sandbox().then(|| "VUSD-FREE".to_owned());
    make_card(world, &name, &actor.0, product).await.map_err(Mismatch::while_preparing)?;
    let card = world.look_at_card(&name).await.map_err(Mismatch::while_preparing)?;
    let list = world.look(&actor.0, "/cards/products", &Value::Null).await?;
    let products = list.payload["products"].as_array().cloned().unwrap_or_default();
    let product = products.iter().find(|one| one["product_code"] == card.payload["product_code"]);
    let maximum = product.and_then(|one| one["max_topup"].as_str()).and_then(money::millionths);
    let balance = super::amounts::balance(world, &actor.0).await?;
    match maximum {
        // The fees of such a top-up have to be covered too.
        Some(maximum) if maximum + maximum / 10 + 10 * money::UNIT < balance => {
            world.envelope.noted.insert("the maximum".to_owned(), maximum);
            Ok(())
        }
        _ => {
            Err(Mismatch::missing("a product with a maximum below the balance", "/cards/products"))
        }
    }
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
        && is("status", &super::orders::STATUSES)
        && is("issue_status", &super::orders::ISSUE_STATUSES)
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
