//! Cards that are marked as favourites.

use serde_json::{Value, json};

use crate::{
    Mismatch, StepResult, World,
    checks::json as at,
    steps::graphql::{Actor, cards::view_row},
};

async fn star(world: &mut World, actor: &Actor, id: i64, starred: bool) -> StepResult {
    let document = "mutation UpdateCardStarred($cardId: Int!, $isStarred: Boolean!) { \
        update_AgioCard_card_by_pk(pk_columns: { id: $cardId }, _set: { is_starred: $isStarred }) { \
        id is_starred } }";
    let variables = json!({ "cardId": id, "isStarred": starred });
    world.ask(&actor.0, document, &variables).await.map(drop)
}

when!("{actor} stars {string}", stars);
async fn stars(world: &mut World, actor: Actor, name: String) -> StepResult {
    let id = world.graphql.cards.get(&name)?.id;
    star(world, &actor, id, true).await
}

when!("{actor} unstars {string}", unstars);
async fn unstars(world: &mut World, actor: Actor, name: String) -> StepResult {
    let id = world.graphql.cards.get(&name)?.id;
    star(world, &actor, id, false).await
}

when!("{actor} stars a card that nobody has", stars_nobodys);
async fn stars_nobodys(world: &mut World, actor: Actor) -> StepResult {
    star(world, &actor, 2_147_483_000, true).await
}

then!(regex r#"^the star of "([^"]+)" is answered as (true|false)$"#, answered);
fn answered(world: &mut World, name: String, starred: bool) -> StepResult {
    let id = world.graphql.cards.get(&name)?.id;
    let row = world.result("update_AgioCard_card_by_pk")?;
    at::equals(row, "/id", &json!(id))?;
    at::equals(row, "/is_starred", &json!(starred))
}

then!("the star is answered with null", answered_null);
fn answered_null(world: &mut World) -> StepResult {
    let answer = world.answer()?;
    let row = answer.json.pointer("/data/update_AgioCard_card_by_pk");
    if answer.status == 200 && answer.errors().is_empty() && row == Some(&Value::Null) {
        return Ok(());
    }
    Err(Mismatch::behaviour("HTTP 200 and null", answer.summary()))
}

then!(regex r#"^(the(?: [a-z]+)? user) sees "([^"]+)" (starred|not starred)$"#, sees);
async fn sees(world: &mut World, actor: Actor, name: String, how: String) -> StepResult {
    world
        .until_settled(async |world| {
            let row = view_row(world, &actor.0, &name, "is_starred").await?;
            let starred = row["is_starred"] == true;
            if starred == (how == "starred") {
                return Ok(());
            }
            Err(Mismatch::behaviour(how.clone(), row.to_string()))
        })
        .await
}
