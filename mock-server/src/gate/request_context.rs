//! One request's stay in a world.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;

use super::{Done, fault::MetFault};
use crate::{
    register::Reason,
    rulebook::{AuthTime, Rulebook},
    surface::Surface,
    world::{
        Act, CommandContext, Denied, Part, Principal, World,
        access::{Claim, Seen},
        clock,
        journal::Unavailable,
    },
    worlds::Handle,
};

/// What a surface has of the world while it answers: commands and reads at one instant, as one
/// principal.
pub struct RequestContext {
    handle: Handle,
    surface: Surface,
    now: Timestamp,
    judged_by: Timestamp,
    rules: Arc<Rulebook>,
    identified: bool,
    principal: Mutex<Option<Principal>>,
    expected: Mutex<Vec<String>>,
    done: Mutex<Vec<Done>>,
    written: Mutex<Written>,
    /// The fault that acts on it, if one does.
    pub(super) met: Mutex<Option<MetFault>>,
}

/// What the request has to do with the journal of its world.
#[derive(Clone, Copy, Default)]
struct Written {
    /// What the request used up, until a record tells it.
    claim: Option<Claim>,
    /// Whether a command of the request is in it.
    begun: bool,
    /// Why it did not take one.
    refused: Option<Unavailable>,
}

impl RequestContext {
    pub(super) fn begin(handle: Handle, surface: Surface, identified: bool) -> Self {
        let now = handle.now();
        let rules = handle.read(|world| world.rules.clone());
        let judged_by = match rules.sandbox.auth_time {
            AuthTime::World => now,
            AuthTime::Real => clock::real_now(),
        };
        Self {
            handle,
            surface,
            now,
            judged_by,
            rules,
            identified,
            principal: Mutex::default(),
            expected: Mutex::default(),
            done: Mutex::default(),
            written: Mutex::default(),
            met: Mutex::default(),
        }
    }

    /// World time; one instant for the whole request.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The time by which timestamps and tokens are judged, which `Date` shows (SB 4.4).
    pub fn shown_time(&self) -> Timestamp {
        self.judged_by
    }

    /// The rules in force.
    pub fn rules(&self) -> &Rulebook {
        &self.rules
    }

    /// Whether the credential named this world; otherwise the request is only judged by its rules.
    pub fn is_identified(&self) -> bool {
        self.identified
    }

    /// From here on the request acts as somebody.
    pub fn act_as(&self, principal: Principal) {
        *self.principal.lock().unwrap_or_else(PoisonError::into_inner) = Some(principal);
    }

    /// As whom the request acts, if anybody.
    pub fn principal(&self) -> Option<Principal> {
        self.principal.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Who the request acts as; the back office's name stands for nobody until then, and no
    /// command runs before.
    pub fn context(&self, operation: &str) -> CommandContext {
        CommandContext {
            now: self.now,
            principal: self.principal().unwrap_or_else(Principal::nobody),
            surface: self.surface,
            operation: operation.to_owned(),
            request: Part::default(),
        }
    }

    /// Does something to the world. The first command of a request is refused when the journal is
    /// full, and then the request has used nothing up (SB 18); once it has begun it is finished.
    pub fn act<A: Act>(&self, operation: &str, command: &A) -> Result<A::Done, Denied<A::Refusal>> {
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        let request = Part { claim: written.claim, goes_on: written.begun };
        let done = self.handle.act(&CommandContext { request, ..self.context(operation) }, command);
        match &done {
            Ok(_) => {
                written.begun = true;
                written.claim = None;
            }
            Err(Denied::Refused(_)) => {}
            Err(Denied::Unavailable(why)) => {
                written.refused = Some(*why);
                if let Some(claim) = written.claim.take() {
                    self.handle.release(&claim);
                }
            }
        }
        done
    }

    /// Uses up what identifies the request, unless that is remembered already.
    pub fn claim(&self, claim: Claim) -> Result<(), Seen> {
        self.handle.claim(&claim)?;
        self.written.lock().unwrap_or_else(PoisonError::into_inner).claim = Some(claim);
        Ok(())
    }

    /// Whether what identifies the request is remembered already.
    pub fn would_claim(&self, claim: &Claim) -> Result<(), Seen> {
        self.handle.read(|world| world.access.claims.check(claim, &world.rules))
    }

    /// Why the journal did not take a command of the request.
    pub(super) fn unavailable(&self) -> Option<Unavailable> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner).refused
    }

    /// What a command would be refused for.
    pub fn would<A: Act>(&self, operation: &str, command: &A) -> Result<(), A::Refusal> {
        let context = self.context(operation);
        self.handle.read(|world| world.would(&context, command))
    }

    /// What a command would do, or be refused for.
    pub fn plan<A: Act>(&self, operation: &str, command: &A) -> Result<A::Plan, A::Refusal> {
        let context = self.context(operation);
        self.handle.read(|world| command.check(world, &world.as_somebody_else(&context)))
    }

    /// Looks at the world.
    pub fn read<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        self.handle.read(look)
    }

    /// Looks at the world as the operation's principal, which a deviation may have swapped.
    pub fn look<T>(&self, operation: &str, look: impl FnOnce(&World, &CommandContext) -> T) -> T {
        let context = self.context(operation);
        self.handle.read(|world| look(world, &world.as_somebody_else(&context)))
    }

    /// Names the operations that a request asks for, for answers that come before they run.
    pub fn expect(&self, operations: Vec<String>) {
        *self.expected.lock().unwrap_or_else(PoisonError::into_inner) = operations;
    }

    /// The operations that the request asks for, all answered for one reason.
    pub fn refused(&self, reason: Reason) -> Vec<Done> {
        let expected = self.expected.lock().unwrap_or_else(PoisonError::into_inner);
        let done = |operation: &String| Done { operation: operation.clone(), key: None, reason };
        expected.iter().map(done).collect()
    }

    /// Notes that an operation was answered, under which key and why so.
    pub fn note(&self, operation: &str, key: Option<&str>, reason: Reason) {
        let key = key.map(ToOwned::to_owned);
        let done = Done { operation: operation.to_owned(), key, reason };
        self.done.lock().unwrap_or_else(PoisonError::into_inner).push(done);
    }

    /// What was noted so far.
    pub fn done(&self) -> Vec<Done> {
        self.done.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
