//! Logins, refreshed and verified tokens (MC 5).

use super::{CallerName, answers::served};
use crate::{
    Mismatch, StepResult, World,
    drivers::{in_app::token::altered, managed::Tokens},
};

/// The texts of the tokens that an answer shows are called `the access token of <name>` and `the
/// refresh token of <name>`.
fn note(world: &mut World, name: &str) -> StepResult {
    let shown = Tokens::shown(&world.managed_dialect(), &world.heard()?.json);
    if let Some(tokens) = shown {
        let texts = &mut world.managed.texts;
        texts.insert(format!("the access token of {name}"), tokens.access);
        if let Some(refresh) = tokens.refresh {
            texts.insert(format!("the refresh token of {name}"), refresh);
        }
    }
    Ok(())
}

when!("{caller} logs in as {string}", logs_in);
async fn logs_in(world: &mut World, actor: CallerName, name: String) -> StepResult {
    let request = world.caller(&actor.0)?.login_request()?;
    world.request_exactly(&actor.0, &request).await?;
    note(world, &name)
}

given!("{caller} has logged in as {string}", logged_in);
async fn logged_in(world: &mut World, actor: CallerName, name: String) -> StepResult {
    logs_in(world, actor, name).await?;
    served(world.heard()?).map_err(Mismatch::while_preparing)
}

/// The noted token of that name.
fn token(world: &World, name: &str) -> StepResult<String> {
    let noted = world.managed.texts.get(name).cloned();
    noted.ok_or_else(|| Mismatch::behaviour(name.to_owned(), "no answer showed one"))
}

when!("{caller} refreshes with {string} as {string}", refreshes);
async fn refreshes(
    world: &mut World,
    actor: CallerName,
    refresh: String,
    name: String,
) -> StepResult {
    let token = token(world, &refresh)?;
    world.request(&actor.0, "token.refresh", &[("token", &token)]).await?;
    note(world, &name)
}

when!("{caller} verifies {string}", verifies);
async fn verifies(world: &mut World, actor: CallerName, name: String) -> StepResult {
    let token = token(world, &name)?;
    world.request(&actor.0, "token.verify", &[("token", &token)]).await.map(drop)
}

given!("{string} is {string} with a changed signature", changed);
fn changed(world: &mut World, name: String, original: String) -> StepResult {
    let spoilt = altered(&token(world, &original)?);
    world.managed.texts.insert(name, spoilt);
    Ok(())
}
