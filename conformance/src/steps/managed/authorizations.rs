//! Authorizations on a card: made, settled, reversed.

use super::answers::{refused, served};
use crate::{
    Mismatch, StepResult, World,
    drivers::Answer,
    surfaces::managed::{target::Pointer, things::Referenced},
};

/// The authorization that an answer shows is called `name` from then on, and `the authorization`.
pub(super) fn take_authorization(
    world: &mut World,
    name: &str,
    owner: &str,
    card: &str,
    answer: &Answer,
) {
    let shown = world.shown_text(&answer.json, Pointer::AuthorizationReference);
    for name in [name, "the authorization"] {
        match (&shown, (200..300).contains(&answer.status)) {
            (Ok(reference), true) => {
                let (reference, owner) = (reference.clone(), owner.to_owned());
                let one = Referenced { reference, owner, card: Some(card.to_owned()) };
                world.managed.authorizations.name(name, one);
            }
            (Ok(_) | Err(_), _) => world.managed.authorizations.missed(name, answer.summary()),
        }
    }
}

/// Authorizes a share of what the card has.
pub(super) async fn authorize(
    world: &mut World,
    actor: &str,
    amount: &str,
    card: &str,
    name: &str,
) -> StepResult {
    let thing = world.managed.cards.get(card)?;
    let amount = world.amount_on(&thing, amount)?;
    let values = [("reference", thing.reference.as_str()), ("amount", amount.as_str())];
    let answer = world.request(actor, "cards.authorize", &values).await?;
    take_authorization(world, name, actor, card, &answer);
    Ok(())
}

when!(regex r#"^(the(?: [A-Za-z]+)? caller) authorizes ([\d.]+) on "([^"]+)"(?: as "([^"]+)")?$"#, authorizes);
async fn authorizes(
    world: &mut World,
    actor: String,
    amount: String,
    card: String,
    name: String,
) -> StepResult {
    let name = if name.is_empty() { "the authorization" } else { &name };
    authorize(world, &actor, &amount, &card, name).await
}

given!(regex r#"^an authorization "([^"]+)" of ([\d.]+) by (the(?: [A-Za-z]+)? caller) on "([^"]+)"$"#, authorized);
async fn authorized(
    world: &mut World,
    name: String,
    amount: String,
    actor: String,
    card: String,
) -> StepResult {
    let _preparing = world.preparing();
    authorize(world, &actor, &amount, &card, &name).await?;
    approved(world.heard()?, world).map_err(Mismatch::while_preparing)
}

/// Settles or reverses an authorization, a share of what the card had or all that is held.
async fn ends(
    world: &mut World,
    actor: &str,
    operation: &str,
    name: &str,
    amount: &str,
) -> StepResult {
    let one = world.managed.authorizations.get(name)?;
    let mut values = vec![("reference", one.reference.as_str())];
    let share = match &one.card {
        Some(card) if !amount.is_empty() => {
            Some(world.amount_on(&world.managed.cards.get(card)?, amount)?)
        }
        Some(_) | None => None,
    };
    values.extend(share.as_deref().map(|amount| ("amount", amount)));
    world.request(actor, operation, &values).await.map(drop)
}

when!(regex r#"^(the(?: [A-Za-z]+)? caller) settles (?:([\d.]+) of )?"([^"]+)"$"#, settles);
async fn settles(world: &mut World, actor: String, amount: String, name: String) -> StepResult {
    ends(world, &actor, "authorizations.settle", &name, &amount).await
}

given!(regex r#"^a settled authorization "([^"]+)" of ([\d.]+) by (the(?: [A-Za-z]+)? caller) on "([^"]+)"$"#, settled);
async fn settled(
    world: &mut World,
    name: String,
    amount: String,
    actor: String,
    card: String,
) -> StepResult {
    let _preparing = world.preparing();
    authorize(world, &actor, &amount, &card, &name).await?;
    approved(world.heard()?, world).map_err(Mismatch::while_preparing)?;
    ends(world, &actor, "authorizations.settle", &name, &amount).await?;
    served(world.heard()?).map_err(Mismatch::while_preparing)
}

when!(regex r#"^(the(?: [A-Za-z]+)? caller) reverses (?:([\d.]+) of )?"([^"]+)"$"#, reverses);
async fn reverses(world: &mut World, actor: String, amount: String, name: String) -> StepResult {
    ends(world, &actor, "authorizations.reverse", &name, &amount).await
}

/// A 2xx that shows an approved authorization.
fn approved(answer: &Answer, world: &World) -> StepResult {
    served(answer)?;
    if world.managed_dialect().approves(&answer.json) {
        return Ok(());
    }
    Err(Mismatch::behaviour("an authorization that is approved", answer.summary()))
}

then!("the authorization is approved", is_approved);
fn is_approved(world: &mut World) -> StepResult {
    approved(world.heard()?, world)
}

then!("the authorization is not approved", is_not_approved);
/// A declined object or a refusal: no source says which.
fn is_not_approved(world: &mut World) -> StepResult {
    let answer = world.heard()?;
    if served(answer).is_err() {
        return refused(answer);
    }
    if world.managed_dialect().approves(&answer.json) {
        return Err(Mismatch::behaviour("an authorization that is not approved", answer.summary()));
    }
    Ok(())
}

then!("{string} and {string} are different authorizations", different);
fn different(world: &mut World, one: String, other: String) -> StepResult {
    let all = &world.managed.authorizations;
    let [one, other] = [all.get(&one)?, all.get(&other)?];
    if one.reference != other.reference {
        return Ok(());
    }
    Err(Mismatch::behaviour("two references", format!("{} twice", one.reference)))
}
