//! Replays under an `Idempotency-Key` (MC 15.1).

use crate::{Mismatch, StepResult, World};

when!("the answer is noted as {string}", noted);
then!("the answer is noted as {string}", noted);
fn noted(world: &mut World, name: String) -> StepResult {
    let answer = world.heard()?.clone();
    world.managed.answered.insert(name, answer);
    Ok(())
}

fn answered<'a>(world: &'a World, name: &str) -> StepResult<&'a crate::drivers::Answer> {
    let noted = world.managed.answered.get(name);
    noted.ok_or_else(|| Mismatch::suite("a noted answer", name.to_owned()))
}

then!("the answer is a replay of {string}", is_replay);
/// The first status and body, byte for byte, marked as a replay, which the first answer is not.
fn is_replay(world: &mut World, name: String) -> StepResult {
    const MARK: &str = "idempotent-replayed";
    let (first, second) = (answered(world, &name)?, world.heard()?);
    if first.header(MARK).is_some() {
        return Err(Mismatch::behaviour("a first answer that is no replay", first.summary()));
    }
    if second.status != first.status || second.body != first.body {
        return Err(Mismatch::behaviour(first.summary(), second.summary()));
    }
    match second.header(MARK) {
        Some("true") => Ok(()),
        other => Err(Mismatch::behaviour("Idempotent-Replayed: true", format!("{other:?}"))),
    }
}

then!("the reference is another than in {string}", other_reference);
fn other_reference(world: &mut World, name: String) -> StepResult {
    let (first, second) = (answered(world, &name)?, world.heard()?);
    let [before, now] = [first, second].map(|answer| answer.json["reference"].as_str());
    match now {
        Some(now) if Some(now) != before => Ok(()),
        other => Err(Mismatch::behaviour("another reference", format!("{other:?}"))),
    }
}
