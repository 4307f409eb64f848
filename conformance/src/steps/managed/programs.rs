//! Programs that cards are made of.

use super::CallerName;
use crate::{Mismatch, StepResult, World, surfaces::managed::target::Pointer};

/// The program of that name, or the caller's usual one where none is said: on a sandbox an instant
/// one of the caller's market, else the one that the target file names, else the first that is
/// listed.
pub(super) async fn program_of(
    world: &World,
    actor: &str,
    said: Option<&str>,
) -> StepResult<String> {
    if let Some(program) = said.filter(|text| !text.is_empty()) {
        return Ok(program.to_owned());
    }
    if world.on_sandbox() {
        let own =
            if actor == "the Ugandan caller" { "prg_ug_usd_instant" } else { "prg_ke_usd_instant" };
        return Ok(own.to_owned());
    }
    let surface = world.target()?.surfaces.managed.clone().unwrap_or_default();
    if let Some(program) = surface.known.program {
        return Ok(program);
    }
    let all = listed(world, actor).await?;
    let first = all.into_iter().next();
    first.ok_or_else(|| Mismatch::precondition("a program to make cards of", "none is listed"))
}

/// The references of the programs that a caller is shown.
pub(super) async fn listed(world: &World, actor: &str) -> StepResult<Vec<String>> {
    let answer = world.peek(actor, "programs.list", &[]).await?;
    let list = world.managed_dialect().list(&answer, Pointer::Programs).cloned();
    let list = list.ok_or_else(|| Mismatch::behaviour("a list of programs", answer.to_string()))?;
    list.iter().map(|one| world.shown_text(one, Pointer::ProgramReference)).collect()
}

when!("{caller} lists the programs", lists);
async fn lists(world: &mut World, actor: CallerName) -> StepResult {
    world.request(&actor.0, "programs.list", &[]).await.map(drop)
}

then!("there is at least one program", at_least_one);
fn at_least_one(world: &mut World) -> StepResult {
    let answer = world.heard()?;
    match world.managed_dialect().list(&answer.json, Pointer::Programs) {
        Some(list) if !list.is_empty() => Ok(()),
        Some(_) | None => Err(Mismatch::behaviour("a list with a program", answer.summary())),
    }
}
