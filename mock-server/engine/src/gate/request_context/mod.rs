//! One request inside a world.

mod claims;
mod repeat;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use jiff::Timestamp;
use serde_json::Value;

use super::{Done, request_fault::RequestFault};
use crate::{
    log::Reason,
    register::{self, Misreading, Step},
    rulebook::{AuthTime, Rulebook},
    surface::Surface,
    world::{
        Act, CommandContext, Denied, Principal, World, access::Claim, clock,
        faults::RequestedCalls, journal::Unavailable,
    },
    worlds::{Handle, Version},
};

pub(super) use repeat::Repeat;

/// A surface's access to the world while it answers one request: commands and reads at one instant,
/// as one principal.
pub struct RequestContext {
    handle: Handle,
    surface: Surface,
    now: Timestamp,
    auth_time: Timestamp,
    rules: Arc<Rulebook>,
    misreading: Option<Misreading>,
    identified: bool,
    /// The record of a request that is answered again.
    pub(super) repeat: Option<Repeat>,
    progress: Mutex<Progress>,
}

/// Everything that changes while a request is answered.
#[derive(Default)]
pub(super) struct Progress {
    /// Principal that the credential of the request stands for, once it was accepted.
    principal: Option<Principal>,
    /// Names of the operations that the request asks for.
    expected: Vec<String>,
    /// Operations that were answered, in order.
    done: Vec<Done>,
    /// Nonce or slot that the request has used up, and the last instant at which it is held.
    claim: Option<(Claim, Timestamp)>,
    /// True once authentication is over, so that the rest of the answer follows from the world.
    is_accepted: bool,
    /// Decrypted body, where the surface decrypts.
    plain: Option<Bytes>,
    /// Limit of the world that refused a command of the request.
    refused: Option<Unavailable>,
    /// Delivery of which the request has asked for an attempt.
    delivery: Option<u64>,
    /// Fault that acts on the request.
    pub(super) fault: Option<RequestFault>,
}

impl RequestContext {
    pub(super) fn begin(handle: Handle, surface: Surface, identified: bool) -> Self {
        let now = handle.now();
        let (rules, misreading) =
            handle.read(|world| (world.rules.clone(), world.deviations.misreading()));
        let auth_time = match rules.sandbox.auth_time {
            AuthTime::World => now,
            AuthTime::Real => clock::real_now(),
        };
        let progress = Mutex::default();
        let repeat = None;
        Self { handle, surface, now, auth_time, rules, misreading, identified, repeat, progress }
    }

    /// This request under the rules of the operations that it asks for, where a deviation gives
    /// those other rules than the rest.
    pub(super) fn under_rules_of(self, asked: impl FnOnce(&Self) -> RequestedCalls) -> Self {
        if !self.read(|world| world.deviations.has_rules_of_operations()) {
            return self;
        }
        let asked = asked(&self);
        let names: Vec<&str> = asked.calls.iter().map(|call| &*call.operation).collect();
        match self.read(|world| world.rules_of(&names)) {
            None => self,
            Some(rules) => {
                let handle = self.handle.under(rules);
                let rules = handle.read(|world| world.rules.clone());
                Self { handle, rules, ..self }
            }
        }
    }

    /// Shifts everything that is drawn later, where a deviation lets every request do so.
    pub(super) fn draw_all(&self) {
        if self.read(|world| world.deviations.repeat("dice.draw")) == Some(register::Repeat::Twice)
        {
            self.handle.draw_all();
        }
    }

    pub(super) fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// World time; one instant for the whole request.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Time that timestamps and tokens are checked against, and that the `Date` header shows (SB
    /// 4.4).
    pub fn auth_time(&self) -> Timestamp {
        self.auth_time
    }

    /// The surface to which the request came.
    pub fn surface(&self) -> Surface {
        self.surface
    }

    /// Rules in force.
    pub fn rules(&self) -> &Rulebook {
        &self.rules
    }

    /// True when the credential belongs to this world. Otherwise the request is only refused by its
    /// rules, and takes nothing from it.
    pub fn is_identified(&self) -> bool {
        self.identified
    }

    /// Sets the principal that the request acts as from here on.
    pub fn act_as(&self, principal: Principal) {
        self.progress().principal = Some(principal);
    }

    /// Principal that the request acts as; none before authentication.
    pub fn principal(&self) -> Option<Principal> {
        self.progress().principal.clone()
    }

    /// Context of a command of this request. Before authentication its principal is a placeholder;
    /// no command runs then.
    pub fn context(&self, operation: &str) -> CommandContext {
        CommandContext {
            now: self.now,
            principal: self.principal().unwrap_or_else(Principal::nobody),
            surface: self.surface,
            operation: operation.to_owned(),
            continues: false,
            joins: false,
            explanation: self.explanation(),
        }
    }

    /// Runs a command on the world. If the journal is full, the first command of a request is
    /// refused and the request's claim is released (SB 18); once a first command has run, the
    /// request is finished.
    pub fn act<A: Act>(&self, operation: &str, command: &A) -> Result<A::Done, Denied<A::Refusal>> {
        let done = self.handle.act(&self.context(operation), command);
        if let Err(Denied::Unavailable(why)) = &done {
            self.refuse(*why);
        }
        done
    }

    /// Notes that a limit or the journal refuses the request, which then has used up nothing.
    pub(super) fn refuse(&self, why: Unavailable) {
        let mut progress = self.progress();
        progress.refused = Some(why);
        if let Some((claim, _)) = progress.claim.take() {
            self.handle.release(&claim);
        }
    }

    /// Notes that authentication is over: from here on the answer follows from the world and the
    /// request, so that it can be given again.
    pub fn accept(&self) {
        self.progress().is_accepted = true;
    }

    /// Notes that authentication is over, and the decrypted body.
    pub fn accept_plain(&self, plain: Bytes) {
        let mut progress = self.progress();
        progress.is_accepted = true;
        progress.plain = Some(plain);
    }

    /// Notes that the request cannot be answered again, because it only begins something.
    pub fn begin_something(&self) {
        self.progress().is_accepted = false;
    }

    /// The body as the surface read it; none for a request that cannot be answered again.
    pub(super) fn accepted(&self, received: Option<&Bytes>) -> Option<Bytes> {
        let progress = self.progress();
        let body = progress.plain.as_ref().or(received).filter(|_| progress.is_accepted);
        body.cloned()
    }

    /// Answers only when an attempt of this delivery has ended ([`Door::delivered`](super::Door)).
    pub fn await_delivery(&self, number: u64) {
        self.progress().delivery = Some(number);
    }

    /// Delivery of which the request has asked for an attempt.
    pub(super) fn delivery(&self) -> Option<u64> {
        self.progress().delivery
    }

    /// Limit of the world that refused a command of the request.
    pub(super) fn unavailable(&self) -> Option<Unavailable> {
        self.progress().refused
    }

    /// The refusal that a command would get, without running it.
    pub fn would<A: Act>(&self, operation: &str, command: &A) -> Result<(), A::Refusal> {
        let context = self.context(operation);
        self.handle.read(|world| world.would(&context, command))
    }

    /// Plan of a command, or its refusal, without running it.
    pub fn plan<A: Act>(&self, operation: &str, command: &A) -> Result<A::Plan, A::Refusal> {
        let context = self.context(operation);
        self.handle.read(|world| command.check(world, &world.as_deviating_principal(&context)))
    }

    /// True when one more client can follow the world.
    pub fn has_room_for_stream(&self) -> bool {
        self.handle.log().stream().is_some()
    }

    /// True when the world can have one more WebSocket.
    pub fn has_room_for_socket(&self) -> bool {
        self.handle.has_room_for_socket()
    }

    /// The present version of the world, numbered among those that are watched.
    pub fn version(&self) -> Arc<Version> {
        self.handle.version()
    }

    /// Reads the world.
    pub fn read<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        self.handle.read(look)
    }

    /// Reads the world as the principal of the operation, which a deviation may have swapped.
    pub fn look<T>(&self, operation: &str, look: impl FnOnce(&World, &CommandContext) -> T) -> T {
        let context = self.context(operation);
        self.handle.read(|world| {
            let context = world.as_deviating_principal(&context);
            look(world.deviations.before(operation).unwrap_or(world), &context)
        })
    }

    /// Misreading of the request's document, if a deviation makes one.
    pub fn misreading(&self) -> Option<Misreading> {
        self.misreading
    }

    /// Name of an argument for whose form a deviation refuses this operation: its place, with
    /// points. Only then are the arguments asked for.
    pub fn refuses_argument(
        &self,
        operation: &str,
        arguments: impl FnOnce() -> Value,
    ) -> Option<String> {
        self.read(|world| {
            let place = world.deviations.refuses(operation, arguments)?;
            let names = place.iter().filter_map(|step| match step {
                Step::To(name) => Some(name.as_str()),
                Step::Each | Step::Where(..) | Step::Append => None,
            });
            Some(names.collect::<Vec<_>>().join("."))
        })
    }

    /// Sets the operations that the request calls, for answers that are given before any of them
    /// runs.
    pub fn expect(&self, operations: Vec<String>) {
        self.progress().expected = operations;
    }

    /// The operations that the request calls, all answered for one reason.
    pub fn refused(&self, reason: Reason) -> Vec<Done> {
        let done = |operation: &String| Done { operation: operation.clone(), key: None, reason };
        self.progress().expected.iter().map(done).collect()
    }

    /// Records that an operation was answered, under which member of `data`, and for which reason.
    pub fn note(&self, operation: &str, key: Option<&str>, reason: Reason) {
        let key = key.map(ToOwned::to_owned);
        let done = Done { operation: operation.to_owned(), key, reason };
        self.progress().done.push(done);
    }

    /// Operations that were answered so far, in order.
    pub fn done(&self) -> Vec<Done> {
        self.progress().done.clone()
    }
}
