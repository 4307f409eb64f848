//! Ambiguities of the managed cards API: either way is fine, and is reported.

use super::{
    CallerName,
    answers::{refused, served},
    programs::program_of,
};
use crate::{
    Mismatch, StepResult, World,
    drivers::{Answer, managed::Request},
};

/// A path of the list and of new cards, without the last slash.
const PATHS: [&str; 2] = ["/cards/api/v1/programs", "/cards/api/v1/managed-cards"];

then!("the call is served (reading {string}) or refused (reading {string})", served_or_refused);
fn served_or_refused(world: &mut World, served_is: String, refused_is: String) -> StepResult {
    let is_served = served(world.heard()?).is_ok();
    if !is_served {
        refused(world.heard()?)?;
    }
    world.found_reading(if is_served { &served_is } else { &refused_is });
    Ok(())
}

when!(
    "{caller} asks for programs and for a new card at paths without their last slash",
    without_slash
);
/// A new card needs a body that the target understands: without a dialect only the list is asked
/// for.
async fn without_slash(world: &mut World, actor: CallerName) -> StepResult {
    let [list, create] = PATHS;
    world.request_exactly(&actor.0, &Request::exactly("GET", list, "")).await?;
    let caller = world.caller(&actor.0)?;
    if caller.endpoint.dialect.is_none() {
        return Ok(());
    }
    let program = program_of(world, &actor.0, None).await?;
    let mut request = caller.request("cards.create", &[("program", &program)])?;
    create.clone_into(&mut request.path);
    world.request_exactly(&actor.0, &request).await.map(drop)
}

/// A 3xx to the path with its slash.
fn is_redirected(answer: &Answer, path: &str) -> bool {
    let to = answer.header("location").unwrap_or_default();
    (300..400).contains(&answer.status)
        && to.split('?').next().unwrap_or_default().ends_with(&format!("{path}/"))
}

then!(
    "both are refused (reading {string}), sent to the path with it (reading {string}) or served (reading {string})",
    slash_reading
);
fn slash_reading(
    world: &mut World,
    strict: String,
    redirect: String,
    lenient: String,
) -> StepResult {
    let answers: Vec<_> = world.managed.answers.iter().zip(PATHS).collect();
    let all = |fits: &dyn Fn(&Answer, &str) -> bool| {
        !answers.is_empty() && answers.iter().all(|(answer, path)| fits(answer, path))
    };
    let found = if all(&|answer, _| refused(answer).is_ok()) {
        strict
    } else if all(&is_redirected) {
        redirect
    } else if all(&|answer, _| served(answer).is_ok()) {
        lenient
    } else {
        let told: Vec<_> = answers.iter().map(|(answer, _)| answer.summary()).collect();
        return Err(Mismatch::behaviour("one of the three readings for both", told.join("; ")));
    };
    world.found_reading(&found);
    Ok(())
}
