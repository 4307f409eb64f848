//! One WebSocket, from its first message to its close code (AG 8.1, 8.2).

use std::{pin::pin, time::Duration};

use axum::{body::Body, http::StatusCode};
use tokio::time::sleep;

use super::{
    SocketStep,
    close::Close,
    connect::Passed,
    connection::{Connection, End, read},
    message::{self, Message},
    watch::Watch,
};
use crate::rulebook::Rulebook;

/// The end of a WebSocket, as deviations name it.
const SOCKET: &str = "socket";

impl Connection {
    /// Serves the connection. `is_spoken` tells whether the client offered the subprotocol.
    pub(super) async fn run(mut self, is_spoken: bool) {
        let end = if is_spoken { self.talk().await } else { End::Close(Close::SUBPROTOCOL) };
        match end {
            End::Close(close) => {
                let close = self.falsified(close);
                self.wire.close(close).await;
            }
            End::Gone => self.wire.end().await,
            End::Cut => {}
        }
    }

    /// The code as the deviations of the world leave it.
    fn falsified(&self, close: Close) -> Close {
        let Some(handle) = self.caller.world(&self.worlds) else { return close };
        let found = handle.read(|world| {
            let found = world.deviations.closing(SOCKET, close.word);
            found.map(|(id, code)| (id.to_owned(), code))
        });
        let Some((id, code)) = found else { return close };
        handle.hit(&id);
        Close { code, ..close }
    }

    async fn talk(&mut self) -> End {
        if let Err(end) = self.initialise().await {
            return end;
        }
        match Watch::begin(self) {
            Ok(watch) => watch.serve(self).await,
            Err(close) => End::Close(close),
        }
    }

    /// Waits for `connection_init` with a good token, and acknowledges it.
    async fn initialise(&mut self) -> Result<(), End> {
        let world = self.caller.world(&self.worlds);
        let rules = world.map(|world| world.read(|world| world.rules.clone())).unwrap_or_default();
        let mut timeout = pin!(sleep(init_timeout(&rules)));
        loop {
            let step = tokio::select! {
                reason = self.caller.hung_up() => return Err(End::Close(Close::from(reason))),
                step = self.wire.step() => step,
                () = &mut timeout => return Err(End::Close(Close::TIMEOUT)),
            };
            match read(step)? {
                None | Some(Message::Complete(_) | Message::Pong) => {}
                Some(Message::Ping) => self.wire.send(message::PONG),
                Some(Message::Subscribe { .. }) => return Err(End::Close(Close::UNAUTHORIZED)),
                Some(Message::Init { payload }) => {
                    self.caller.take_token(&payload);
                    return self.acknowledge().await;
                }
            }
        }
    }

    async fn acknowledge(&mut self) -> Result<(), End> {
        match self.caller.pass(&self.worlds, SocketStep::Connect, Body::empty()).await {
            Passed::Cut => Err(End::Cut),
            Passed::Answer(StatusCode::OK, body) => {
                self.wire.send(String::from_utf8_lossy(&body));
                Ok(())
            }
            Passed::Answer(status, _) => Err(End::Close(Close::of_refusal(status.as_u16()))),
        }
    }
}

fn init_timeout(rules: &Rulebook) -> Duration {
    Duration::from_millis(u64::try_from(rules.ag.ws.init_timeout_ms).unwrap_or(0))
}
