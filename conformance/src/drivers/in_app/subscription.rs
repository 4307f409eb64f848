//! Subscriptions over a WebSocket, by the protocol `graphql-transport-ws`.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use super::{
    User,
    socket::{Heard, Socket},
};
use crate::{Mismatch, StepResult, drivers::graphql};

/// The subprotocol.
pub const PROTOCOL: &str = "graphql-transport-ws";

/// The id of the only operation of a socket.
const ID: &str = "1";

/// A subscription, with the results that have come so far.
#[derive(Debug)]
pub struct Subscription {
    socket: Socket,
    /// `data` of each result, in order.
    pub results: Vec<Value>,
}

impl Socket {
    /// Begins a connection with a token; its answer is heard later.
    pub async fn begin(&mut self, token: &str) -> StepResult {
        let init = |bearer: &str| json!({ "type": "connection_init", "payload": { "Authorization": bearer } });
        self.say(&init(&format!("Bearer {token}")), &init("…")).await
    }

    /// Subscribes to a document, as the only operation of the socket.
    pub async fn subscribe(&mut self, document: &str, variables: &Value) -> StepResult {
        self.operate(ID, document, variables).await
    }

    /// Begins an operation with an id of its own.
    pub async fn operate(&mut self, id: &str, document: &str, variables: &Value) -> StepResult {
        let payload = graphql::body(document, variables);
        let message = json!({ "id": id, "type": "subscribe", "payload": payload });
        self.say(&message, &message).await
    }

    /// Ends an operation.
    pub async fn complete(&mut self, id: &str) -> StepResult {
        let message = json!({ "id": id, "type": "complete" });
        self.say(&message, &message).await
    }

    /// The acknowledgement of a connection that was begun.
    pub async fn acknowledged(&mut self) -> StepResult {
        match self.hear(self.deadline()).await? {
            Heard::Message(message) if message["type"] == "connection_ack" => Ok(()),
            other => Err(Mismatch::behaviour("connection_ack", format!("{other:?}"))),
        }
    }
}

impl User {
    /// Subscribes to a document, under the target's names.
    pub async fn subscribe(&self, document: &str, variables: &Value) -> StepResult<Subscription> {
        let document = self.generation().await?.renamed(document);
        let mut socket = self.socket(PROTOCOL).await?;
        socket.begin(&self.token).await?;
        socket.acknowledged().await?;
        socket.subscribe(&document, variables).await?;
        Ok(Subscription { socket, results: Vec::new() })
    }
}

impl Subscription {
    /// Takes what comes until `holds` is true of the results; false where it never was in that
    /// time.
    pub async fn wait(
        &mut self,
        patience: Duration,
        holds: impl Fn(&[Value]) -> bool,
    ) -> StepResult<bool> {
        let until = Instant::now() + patience;
        while !holds(&self.results) {
            // A server that always has a message ready would outlast the timeout.
            if Instant::now() >= until {
                return Ok(false);
            }
            match self.socket.hear(until).await? {
                Heard::Silence => return Ok(false),
                Heard::Message(message) => self.take(message)?,
                Heard::Closed(code) => {
                    let said = format!("closed with {code:?}");
                    return Err(Mismatch::behaviour("a subscription that goes on", said));
                }
            }
        }
        Ok(true)
    }

    fn take(&mut self, mut message: Value) -> StepResult {
        let payload = message["payload"].take();
        let failed = payload.get("errors").is_some_and(|errors| !errors.is_null());
        if message["type"] == "next"
            && message["id"] == ID
            && payload["data"].is_object()
            && !failed
        {
            self.results.push(payload["data"].clone());
            return Ok(());
        }
        message["payload"] = payload;
        Err(Mismatch::behaviour("a result", crate::outlet::excerpt(&message.to_string(), 300)))
    }
}
