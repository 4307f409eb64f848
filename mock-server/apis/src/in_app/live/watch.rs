//! A connection that was acknowledged: operations of the client, answers of its live queries, and
//! the end of its token.

use std::{sync::Arc, time::Duration};

use axum::{
    body::{Body, Bytes},
    http::StatusCode,
};
use indexmap::IndexMap;
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use tokio::{
    sync::OwnedSemaphorePermit,
    time::{Instant, MissedTickBehavior, interval_at, sleep_until},
};

use super::{
    SocketStep,
    close::Close,
    connect::Passed,
    connection::{Connection, End, read},
    message::{self, Message},
    source::Turn,
    subscription::{Renewed, Slot, Subscription},
    token,
};
use crate::{
    register::Repeat,
    tables::Budget,
    world::{Principal, World},
    worlds::{Handle, Version, Versions, Worlds},
};

/// Pause between the pings of the server (AG 8.2), in real time.
const PING_EVERY: Duration = Duration::from_secs(30);

/// The end of a query or mutation, as an operation of deviations.
const COMPLETE: &str = "complete";

/// Most subscriptions of one connection at a time.
const SUBSCRIPTIONS: usize = 100;

/// Bytes that the requests of all subscriptions of a connection may have.
const SUBSCRIPTION_BYTES: usize = 1 << 20;

/// A connection that was acknowledged.
pub(super) struct Watch {
    handle: Handle,
    _permit: OwnedSemaphorePermit,
    versions: Versions,
    /// Number of the last version that was looked at.
    seen: u64,
    /// The user, as of that version.
    principal: Principal,
    /// Real time at which the token has to be judged again.
    token_ends: Option<Instant>,
    /// In the order in which they began, by their ids.
    subscriptions: IndexMap<String, Subscription>,
    work: Option<Work>,
}

/// A version that not all subscriptions have answered yet.
struct Work {
    version: Arc<Version>,
    /// Place of the next subscription.
    next: usize,
    /// The cost that one change may have: as much as one request.
    budget: Arc<Budget>,
}

impl Watch {
    /// Begins to watch the world of the caller.
    pub(super) fn begin(connection: &Connection) -> Result<Self, Close> {
        let handle = connection.caller.world(&connection.worlds).ok_or(Close::FORBIDDEN)?;
        let permit = handle.socket().ok_or(Close::TOO_MANY)?;
        let (version, versions) = handle.watch();
        let mut watch = Self {
            handle,
            _permit: permit,
            versions,
            seen: version.number,
            principal: Principal::nobody(),
            token_ends: None,
            subscriptions: IndexMap::new(),
            work: None,
        };
        watch.judge(connection, &version.world, version.at)?;
        Ok(watch)
    }

    /// Serves the connection to its end.
    pub(super) async fn serve(mut self, connection: &mut Connection) -> End {
        let mut ping = interval_at(Instant::now() + PING_EVERY, PING_EVERY);
        ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let has_room = connection.wire.has_room();
            if self.work.is_some() && has_room {
                self.work_on(connection).await;
                tokio::task::yield_now().await;
                continue;
            }
            let ends = self.token_ends;
            let token_ends = async {
                match ends {
                    Some(at) => sleep_until(at).await,
                    None => std::future::pending().await,
                }
            };
            let taken = tokio::select! {
                biased;
                reason = connection.caller.hung_up() => Err(End::Close(reason.into())),
                step = connection.wire.step() => match read(step) {
                    Ok(Some(message)) => self.take(connection, message).await,
                    Ok(None) => Ok(()),
                    Err(end) => Err(end),
                },
                version = self.versions.next(), if self.work.is_none() && has_room => {
                    match version {
                        Some(version) => self.turn_to(connection, version),
                        None => Err(End::Close(self.ended(&connection.worlds))),
                    }
                }
                () = token_ends => {
                    let (version, now) = (self.handle.version(), self.handle.now());
                    self.judge(connection, &version.world, now).map_err(End::Close)
                }
                _ = ping.tick(), if has_room => {
                    connection.wire.send(message::PING);
                    Ok(())
                }
            };
            if let Err(end) = taken {
                return end;
            }
        }
    }

    /// Takes a message of the client.
    async fn take(&mut self, connection: &mut Connection, message: Message) -> Result<(), End> {
        match message {
            Message::Init { .. } => return Err(End::Close(Close::INIT_AGAIN)),
            Message::Subscribe { id, payload } => {
                return self.operate(connection, id, payload).await;
            }
            Message::Complete(id) => self.forget(&id),
            Message::Ping => connection.wire.send(message::PONG),
            Message::Pong => {}
        }
        Ok(())
    }

    /// Runs an operation: a query and a mutation have one result, a subscription goes on.
    async fn operate(
        &mut self,
        connection: &mut Connection,
        id: String,
        payload: Map<String, Value>,
    ) -> Result<(), End> {
        if self.subscriptions.contains_key(&id) {
            return Err(End::Close(Close::ID_IN_USE));
        }
        let payload = Bytes::from(Value::Object(payload).to_string());
        let held: usize = self.subscriptions.values().map(Subscription::weight).sum();
        let is_full = self.subscriptions.len() >= SUBSCRIPTIONS
            || held + id.len() + payload.len() > SUBSCRIPTION_BYTES;
        let slot = Slot::new(is_full);
        let step = SocketStep::Operation(slot.clone());
        let passed =
            connection.caller.pass(&connection.worlds, step, Body::from(payload.clone())).await;
        let (status, body) = match passed {
            Passed::Cut => return Err(End::Cut),
            Passed::Answer(status, body) => (status, body),
        };
        match (status, slot.take()) {
            (StatusCode::OK, Some(cursor)) => {
                let result = message::next(&id, &String::from_utf8_lossy(&body));
                let operation = Turn::First.operation(cursor.field());
                self.push(connection, &operation, result);
                self.subscriptions.insert(id.clone(), Subscription { id, payload, cursor });
            }
            (StatusCode::OK, None) => {
                connection.wire.send(message::next(&id, &String::from_utf8_lossy(&body)));
                self.push(connection, COMPLETE, message::complete(&id));
            }
            (StatusCode::UNAUTHORIZED, _) => return Err(End::Close(Close::FORBIDDEN)),
            (status, _) => connection.wire.send(message::error(&id, &errors(status, &body))),
        }
        Ok(())
    }

    /// Ends a subscription; none with this id is no mistake.
    fn forget(&mut self, id: &str) {
        if let Some((place, ..)) = self.subscriptions.shift_remove_full(id)
            && let Some(work) = &mut self.work
            && place < work.next
        {
            work.next -= 1;
        }
    }

    /// Turns to a version: the token must still be good, and the subscriptions are answered again.
    fn turn_to(&mut self, connection: &Connection, version: Arc<Version>) -> Result<(), End> {
        // Of versions that were left out nobody knows what they changed.
        let has_gap = version.number > self.seen + 1;
        self.seen = version.number;
        self.judge(connection, &version.world, version.at).map_err(End::Close)?;
        if (version.has_new_rows || has_gap) && !self.subscriptions.is_empty() {
            self.work = Some(Work { version, next: 0, budget: Arc::default() });
        }
        Ok(())
    }

    /// Answers the next subscription from the version that is worked on.
    async fn work_on(&mut self, connection: &mut Connection) {
        let Some(work) = &mut self.work else { return };
        let Some((_, subscription)) = self.subscriptions.get_index_mut(work.next) else {
            self.work = None;
            return;
        };
        work.next += 1;
        let version = work.version.clone();
        // On the heap for as long as they run, for a connection that waits to be small.
        let renewing = Box::pin(subscription.renew(&version, &self.principal, &work.budget));
        match renewing.await {
            Renewed::Same => {}
            Renewed::Changed(body) => {
                let falsifying = subscription.falsifying(&version, &self.principal, &body);
                for id in Box::pin(falsifying).await {
                    self.handle.hit(&id);
                }
                let operation = Turn::Next.operation(subscription.cursor.field());
                let result = message::next(&subscription.id, &body);
                self.push(connection, &operation, result);
            }
            Renewed::Failed(errors) => {
                let id = subscription.id.clone();
                connection.wire.send(message::error(&id, &errors));
                self.forget(&id);
            }
        }
    }

    /// Sends a result or an end, unless a deviation loses or repeats it.
    fn push(&self, connection: &mut Connection, operation: &str, result: String) {
        let repeat = self.handle.read(|world| {
            let found = world.deviations.repeating(operation);
            found.map(|(id, repeat)| (id.to_owned(), repeat))
        });
        if let Some((id, repeat)) = repeat {
            self.handle.hit(&id);
            match repeat {
                Repeat::Lost => return,
                Repeat::Twice => connection.wire.send(result.clone()),
                Repeat::Elsewhere(_) => {}
            }
        }
        connection.wire.send(result);
    }

    /// Judges the token at an instant of world time.
    fn judge(
        &mut self,
        connection: &Connection,
        world: &World,
        at: Timestamp,
    ) -> Result<(), Close> {
        let token = token::judged(world, connection.caller.token(), at);
        let token = token.map_err(|()| Close::FORBIDDEN)?;
        if let Some(principal) = token.principal {
            self.principal = principal;
        }
        self.token_ends = token.ends;
        Ok(())
    }

    /// The code for a world that has ended.
    fn ended(&self, worlds: &Worlds) -> Close {
        match worlds.get(self.handle.id()) {
            Ok(_) => Close::RESET,
            Err(_) => Close::FORBIDDEN,
        }
    }
}

/// The errors of an answer: its own, or one with the words of a plain refusal.
fn errors(status: StatusCode, body: &[u8]) -> Value {
    let mut body: Value = serde_json::from_slice(body).unwrap_or_default();
    if body["errors"].is_array() {
        return body["errors"].take();
    }
    let code = if status.is_server_error() { "INTERNAL_SERVER_ERROR" } else { "BAD_REQUEST" };
    json!([{"message": body["description"], "extensions": {"code": code}}])
}
