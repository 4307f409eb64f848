//! Things of other users: what is done to them is refused, and they stay as they were.

use serde_json::{Value, json};

use crate::{
    Mismatch, StepResult, World,
    drivers::graphql::names::worded,
    steps::graphql::{Actor, cards::view_rows, lifecycle, sessions::open_session},
};

/// The columns of a card that somebody else might change.
const COLUMNS: &str = "id status nickname is_starred last4";

given!("{actor} notes the cards there are", notes_cards);
async fn notes_cards(world: &mut World, actor: Actor) -> StepResult {
    let rows = view_rows(world, &actor.0, COLUMNS).await.map_err(Mismatch::while_preparing)?;
    world.values.insert(format!("cards of {}", actor.0), json!(rows));
    Ok(())
}

then!("{actor} finds the cards as they were", finds_cards);
async fn finds_cards(world: &mut World, actor: Actor) -> StepResult {
    let before = world.value(&format!("cards of {}", actor.0))?.clone();
    world
        .until_settled(async |world| {
            let rows = json!(view_rows(world, &actor.0, COLUMNS).await?);
            if rows == before {
                return Ok(());
            }
            Err(Mismatch::behaviour(before.to_string(), rows.to_string()))
        })
        .await
}

when!("{actor} tries {word} on {string}", tries);
async fn tries(world: &mut World, actor: Actor, field: String, name: String) -> StepResult {
    let id = world.graphql.cards.get(&name)?.id;
    let session = match field.as_str() {
        "setRainCardPin" | "getRainCardPin" | "revealRainCardSecrets" => {
            open_session(world, &actor.0).await?.id
        }
        _ => String::new(),
    };
    let call = match field.as_str() {
        "update_AgioCard_card_by_pk" => format!(
            "update_AgioCard_card_by_pk(pk_columns: {{ id: {id} }}, _set: {{ is_starred: true }}) \
             {{ id is_starred }}"
        ),
        "getRainCardPin" => {
            format!(
                "{field}(cardId: {id}, sessionId: \"{session}\") {{ success encryptedPin error }}"
            )
        }
        "revealRainCardSecrets" => format!(
            "{field}(cardId: {id}, sessionId: \"{session}\") {{ success encryptedSecrets error }}"
        ),
        "setRainCardPin" => format!(
            "{field}(input: {{ cardId: {id}, sessionId: \"{session}\", encryptedPin: \
             \"nbcBiE68+NHC6viIEM7W2S973TemYA==\" }}) {{ success error }}"
        ),
        _ => {
            let actions = [
                ("freezeRainCard", "freezes"),
                ("unfreezeRainCard", "unfreezes"),
                ("lockRainCard", "locks"),
                ("unlockRainCard", "unlocks"),
                ("cancelRainCard", "cancels"),
                ("updateRainCardLimit", "limits"),
                ("updateCardNickname", "nicknames"),
                ("replaceRainCard", "replaces"),
                ("replaceVirtualRainCard", "replaces as virtual"),
            ];
            let action = actions.iter().find(|(name, _)| *name == field);
            let action =
                action.ok_or_else(|| Mismatch::suite("an operation on a card", field.clone()))?.1;
            let (document, _) = lifecycle::act(world, &actor.0, action, &name)?;
            return world.ask(&actor.0, &worded(&actor.0, &document), &Value::Null).await.map(drop);
        }
    };
    world.ask(&actor.0, &format!("mutation {{ {call} }}"), &Value::Null).await.map(drop)
}

then!("{word} is refused, or answers null", refused_or_null);
fn refused_or_null(world: &mut World, field: String) -> StepResult {
    let answer = world.answer()?;
    let null = answer.status == 200
        && answer.errors().is_empty()
        && answer.json.pointer(&format!("/data/{field}")) == Some(&Value::Null);
    if null { Ok(()) } else { world.refused(&field) }
}

then!("nothing encrypted comes back", nothing_encrypted);
fn nothing_encrypted(world: &mut World) -> StepResult {
    let answer = world.answer()?;
    let data = answer.json["data"].as_object().cloned().unwrap_or_default();
    let told = data.values().any(|result| {
        ["encryptedPin", "encryptedSecrets"].iter().any(|member| {
            result.get(*member).and_then(Value::as_str).is_some_and(|text| !text.is_empty())
        })
    });
    if told {
        return Err(Mismatch::behaviour("no encryptedPin and no encryptedSecrets", "there is one"));
    }
    Ok(())
}

then!("the number of {string} stands in none of the answers", number_nowhere);
fn number_nowhere(world: &mut World, name: String) -> StepResult {
    let index = world.value(&format!("revealed of {name}"))?.as_u64().unwrap_or_default();
    let index = usize::try_from(index).unwrap_or_default();
    let number = crate::steps::graphql::secrets::decrypted(world, index)?["pan"].take();
    let number = number.as_str().unwrap_or_default().to_owned();
    for answer in &world.graphql.answers {
        let body = answer.body.windows(number.len()).any(|part| part == number.as_bytes());
        let heads = answer.headers.iter().any(|(_, value)| value.contains(&number));
        if body || heads {
            return Err(Mismatch::behaviour("no card number in clear", "it stands in an answer"));
        }
    }
    Ok(())
}
