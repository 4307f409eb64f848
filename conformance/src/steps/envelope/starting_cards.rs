//! Cards in a given state to start from: made for a scenario, or named by the target file.

use serde_json::{Value, json};

use super::{
    ProjectName,
    card_orders::{Wanted, fields},
    cardholders::make_cardholder,
};
use crate::{Mismatch, StepResult, World, checks::money, surfaces::envelope::things::PrepaidCard};

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
