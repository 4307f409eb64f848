//! Disputes of settled authorizations.

use crate::{
    Mismatch, StepResult, World,
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
    let shown = world.shown_text(&answer.json, Pointer::DisputeReference).ok();
    let shown = shown.filter(|_| (200..300).contains(&answer.status));
    let name = if name.is_empty() { "the dispute".to_owned() } else { name };
    for name in [name.as_str(), "the dispute"] {
        match &shown {
            Some(reference) => {
                let (reference, owner) = (reference.clone(), actor.clone());
                let thing = Referenced { reference, owner, card: one.card.clone() };
                world.managed.disputes.name(name, thing);
            }
            None => world.managed.disputes.missed(name, answer.summary()),
        }
    }
    Ok(())
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
