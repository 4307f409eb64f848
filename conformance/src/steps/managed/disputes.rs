//! Disputes of settled authorizations.

use super::answers::served;
use crate::{
    Mismatch, StepResult, World,
    drivers::Answer,
    surfaces::managed::{target::Pointer, things::Referenced},
};

when!(regex r#"^(the(?: [A-Za-z]+)? caller) disputes (?:([\d.]+) of )?"([^"]+)"(?: as "([^"]+)")?$"#, disputes);
async fn disputes(
    world: &mut World,
    actor: String,
    amount: String,
    authorization: String,
    name: String,
) -> StepResult {
    let one = world.managed.authorizations.get(&authorization)?;
    let mut values = vec![("authorization", one.reference.as_str())];
    if !amount.is_empty() {
        values.push(("amount", amount.as_str()));
    }
    let answer = world.request(&actor, "disputes.create", &values).await?;
    let name = if name.is_empty() { "the dispute" } else { &name };
    take_dispute(world, name, &actor, one.card.as_deref(), &answer);
    Ok(())
}

given!(regex r#"^a dispute "([^"]+)" of ([\d.]+) by (the(?: [A-Za-z]+)? caller) about "([^"]+)"$"#, disputed);
async fn disputed(
    world: &mut World,
    name: String,
    amount: String,
    actor: String,
    authorization: String,
) -> StepResult {
    let _preparing = world.preparing();
    disputes(world, actor, amount, authorization, name).await?;
    served(world.heard()?).map_err(Mismatch::while_preparing)
}

/// The dispute that an answer shows is called `name` from then on, and `the dispute`.
pub(super) fn take_dispute(
    world: &mut World,
    name: &str,
    owner: &str,
    card: Option<&str>,
    answer: &Answer,
) {
    let shown = world.shown_text(&answer.json, Pointer::DisputeReference).ok();
    let shown = shown.filter(|_| (200..300).contains(&answer.status));
    for name in [name, "the dispute"] {
        match &shown {
            Some(reference) => {
                let (reference, owner) = (reference.clone(), owner.to_owned());
                let thing = Referenced { reference, owner, card: card.map(str::to_owned) };
                world.managed.disputes.name(name, thing);
            }
            None => world.managed.disputes.missed(name, answer.summary()),
        }
    }
}

given!(regex r#"^(the(?: [A-Za-z]+)? caller) has disputed "([^"]+)" as "([^"]+)"$"#, has_disputed);
async fn has_disputed(
    world: &mut World,
    actor: String,
    authorization: String,
    name: String,
) -> StepResult {
    disputes(world, actor, String::new(), authorization, name).await?;
    served(world.heard()?).map_err(Mismatch::while_preparing)
}

then!("the dispute names {string}", names);
fn names(world: &mut World, authorization: String) -> StepResult {
    let wanted = world.managed.authorizations.get(&authorization)?.reference;
    let shown = world.shown_text(&world.heard()?.json, Pointer::DisputeAuthorization)?;
    if shown == wanted {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("a dispute of {wanted}"), shown))
}

then!("{string} and {string} are different disputes", different);
fn different(world: &mut World, one: String, other: String) -> StepResult {
    let [one, other] = [world.managed.disputes.get(&one)?, world.managed.disputes.get(&other)?];
    if one.reference != other.reference {
        return Ok(());
    }
    Err(Mismatch::behaviour("two references", format!("{} twice", one.reference)))
}
