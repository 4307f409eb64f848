//! Sockets whose subject is how they and their operations begin and end.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use crate::{
    Mismatch, StepResult, World,
    drivers::in_app::{
        socket::{Heard, Socket},
        subscription::PROTOCOL,
        token,
    },
    steps::graphql::Actor,
};

/// The id of the query, which may be used again.
const QUERY: &str = "query";

/// The id of the subscription.
const SUBSCRIPTION: &str = "subscription";

/// The time in which nothing has to come.
const QUIET: Duration = Duration::from_secs(1);

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
    let socket = socket(world)?;
    match socket.hear(socket.deadline()).await? {
        Heard::Closed(Some(seen)) if seen == code => Ok(()),
        other => Err(Mismatch::behaviour(format!("closed with {code}"), format!("{other:?}"))),
    }
}

when!("{actor} asks for its cards on the socket", asks_for_cards);
async fn asks_for_cards(world: &mut World, actor: Actor) -> StepResult {
    let generation = world.user(&actor.0)?.generation().await?;
    let document = generation.renamed("query { AgioCard_vw_card { id status } }");
    socket(world)?.operate(QUERY, &document, &Value::Null).await
}

then!("one result and the end of the operation come on the socket", result_and_end);
async fn result_and_end(world: &mut World) -> StepResult {
    let socket = socket(world)?;
    let until = socket.deadline();
    let result = heard(socket, until, "next", QUERY).await?;
    if !result["payload"]["data"]["AgioCard_vw_card"].is_array() {
        return Err(Mismatch::behaviour("the cards", excerpt(&result)));
    }
    heard(socket, until, "complete", QUERY).await.map(drop)
}

when!("{actor} follows its transactions on the socket, and ends that after the first result", ends);
async fn ends(world: &mut World, actor: Actor) -> StepResult {
    let generation = world.user(&actor.0)?.generation().await?;
    let document = generation.renamed("subscription { AgioCard_card_transaction { id status } }");
    let socket = socket(world)?;
    socket.operate(SUBSCRIPTION, &document, &Value::Null).await?;
    heard(socket, socket.deadline(), "next", SUBSCRIPTION).await?;
    socket.complete(SUBSCRIPTION).await?;
    // A result may have been on its way meanwhile. What is asked after the end is answered after it.
    let document = generation.renamed("query { AgioCard_vw_card { id } }");
    socket.operate(QUERY, &document, &Value::Null).await?;
    let until = socket.deadline();
    loop {
        match socket.hear(until).await? {
            Heard::Message(message) if message["id"] == SUBSCRIPTION => {}
            Heard::Message(message) if message["type"] == "next" => {}
            Heard::Message(message) if message["type"] == "complete" => return Ok(()),
            other => {
                return Err(Mismatch::behaviour("the end of the query", format!("{other:?}")));
            }
        }
    }
}

then!("nothing comes on the socket", nothing_comes);
async fn nothing_comes(world: &mut World) -> StepResult {
    match socket(world)?.hear(Instant::now() + QUIET).await? {
        Heard::Silence => Ok(()),
        other => Err(Mismatch::behaviour("nothing", format!("{other:?}"))),
    }
}

/// The next message, which has to be of this type and about this operation.
async fn heard(socket: &mut Socket, until: Instant, kind: &str, id: &str) -> StepResult<Value> {
    match socket.hear(until).await? {
        Heard::Message(message) if message["type"] == kind && message["id"] == id => Ok(message),
        other => {
            let wanted = json!({ "id": id, "type": kind }).to_string();
            let seen = match &other {
                Heard::Message(message) => excerpt(message),
                Heard::Closed(_) | Heard::Silence => format!("{other:?}"),
            };
            Err(Mismatch::behaviour(wanted, seen))
        }
    }
}

fn excerpt(message: &Value) -> String {
    crate::outlet::excerpt(&message.to_string(), 300)
}
