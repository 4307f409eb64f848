//! Event streams of users, and what they are told on them.

use std::time::Duration;

use crate::{
    Mismatch, StepResult, World,
    drivers::in_app::event_stream::{EventStream, StreamEvent},
    steps::graphql::Actor,
};

/// The longest time for an event after what raises it.
const PATIENCE: Duration = Duration::from_secs(10);

/// The time in which nothing has to come.
const QUIET: Duration = Duration::from_secs(1);

given!("{actor} reads the event stream", reads);
async fn reads(world: &mut World, actor: Actor) -> StepResult {
    let stream = world.user(&actor.0)?.event_stream(None).await?;
    world.in_app.streams.insert(actor.0, stream);
    Ok(())
}

when!("{actor} asks for the event stream without a token", asks_without_token);
async fn asks_without_token(world: &mut World, actor: Actor) -> StepResult {
    let answer = world.user(&actor.0)?.events_without_token().await?;
    world.graphql.answers.push(answer);
    world.graphql.answered_user = true;
    Ok(())
}

fn stream<'a>(world: &'a mut World, actor: &Actor) -> StepResult<&'a mut EventStream> {
    let stream = world.in_app.streams.get_mut(&actor.0);
    stream.ok_or_else(|| Mismatch::suite(format!("an event stream of {}", actor.0), "none"))
}

fn shown(events: &[StreamEvent]) -> String {
    let all: Vec<_> = events.iter().map(|event| format!("{} {}", event.id, event.name)).collect();
    crate::outlet::excerpt(&format!("{all:?}"), 300)
}

then!("{actor} is told of {word} on the stream", told_of);
async fn told_of(world: &mut World, actor: Actor, event: String) -> StepResult {
    let stream = stream(world, &actor)?;
    let fits = |one: &StreamEvent| one.name == event && one.data["type"] == event.as_str();
    if stream.wait(PATIENCE, |all| all.iter().any(fits)).await? {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("{event}, with its payload"), shown(&stream.events)))
}

then!("{actor} is told nothing on the stream", told_nothing);
async fn told_nothing(world: &mut World, actor: Actor) -> StepResult {
    let stream = stream(world, &actor)?;
    stream.wait(QUIET, |all| !all.is_empty()).await?;
    if stream.events.is_empty() {
        return Ok(());
    }
    Err(Mismatch::behaviour("no event", shown(&stream.events)))
}

when!("{actor} goes on with the stream behind the first of {int} events", goes_on);
async fn goes_on(world: &mut World, actor: Actor, count: usize) -> StepResult {
    let stream = stream(world, &actor)?;
    if !stream.wait(PATIENCE, |all| all.len() >= count).await? {
        return Err(Mismatch::behaviour(format!("{count} events"), shown(&stream.events)));
    }
    let seen = std::mem::take(&mut stream.events);
    let first = seen.first().map(|event| event.id.clone()).unwrap_or_default();
    let opened = world.user(&actor.0)?.event_stream(Some(&first)).await?;
    world.in_app.streams.insert(actor.0.clone(), opened);
    world.in_app.seen_events = seen;
    Ok(())
}

then!("{actor} is told the events behind the first again, in order, and nothing else", told_again);
async fn told_again(world: &mut World, actor: Actor) -> StepResult {
    let wanted = world.in_app.seen_events.get(1..).unwrap_or_default().to_vec();
    let stream = stream(world, &actor)?;
    stream.wait(PATIENCE, |all| all.len() >= wanted.len()).await?;
    stream.wait(QUIET, |all| all.len() > wanted.len()).await?;
    if stream.events == wanted {
        return Ok(());
    }
    Err(Mismatch::behaviour(shown(&wanted), shown(&stream.events)))
}
