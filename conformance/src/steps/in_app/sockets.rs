//! Sockets whose subject is how they begin and end.

use serde_json::Value;
use tokio::time::Instant;

use crate::{
    Mismatch, StepResult, World,
    drivers::in_app::{
        socket::{Heard, PATIENCE, Socket},
        subscription::PROTOCOL,
        token,
    },
    steps::graphql::Actor,
};

fn socket(world: &mut World) -> StepResult<&mut Socket> {
    world.in_app.socket.as_mut().ok_or_else(|| Mismatch::suite("a socket", "none was opened"))
}

when!("{actor} opens a socket that offers {string}", opens);
async fn opens(world: &mut World, actor: Actor, protocol: String) -> StepResult {
    let user = world.user(&actor.0)?;
    world.in_app.socket = Some(user.socket(&protocol).await?);
    Ok(())
}

when!("{actor} opens a socket with a token whose signature was altered", opens_altered);
async fn opens_altered(world: &mut World, actor: Actor) -> StepResult {
    let user = world.user(&actor.0)?;
    let mut socket = user.socket(PROTOCOL).await?;
    socket.begin(&token::altered(&user.token)).await?;
    world.in_app.socket = Some(socket);
    Ok(())
}

when!("{actor} opens a socket and subscribes before anything else", subscribes_first);
async fn subscribes_first(world: &mut World, actor: Actor) -> StepResult {
    let mut socket = world.user(&actor.0)?.socket(PROTOCOL).await?;
    let document = "subscription { AgioCard_card_application { id } }";
    socket.subscribe(document, &Value::Null).await?;
    world.in_app.socket = Some(socket);
    Ok(())
}

then!("the socket speaks {string}, and takes the token of {actor}", speaks);
async fn speaks(world: &mut World, protocol: String, actor: Actor) -> StepResult {
    let token = world.user(&actor.0)?.token;
    let socket = socket(world)?;
    if socket.subprotocol.as_deref() != Some(protocol.as_str()) {
        return Err(Mismatch::behaviour(protocol, format!("{:?}", socket.subprotocol)));
    }
    socket.begin(&token).await?;
    socket.acknowledged().await
}

then!("the socket is closed with {int}, and nothing is sent on it", closed);
async fn closed(world: &mut World, code: u16) -> StepResult {
    match socket(world)?.hear(Instant::now() + PATIENCE).await? {
        Heard::Closed(Some(seen)) if seen == code => Ok(()),
        other => Err(Mismatch::behaviour(format!("closed with {code}"), format!("{other:?}"))),
    }
}
