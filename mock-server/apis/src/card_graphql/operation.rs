//! One root field while it runs: commands and reads on its behalf, and how it ends.

use std::sync::Arc;

use async_graphql::{Context, Error, ErrorExtensions, Result};

use super::{checks::ISSUER, operation_error::OperationError, wording::Words};
use crate::{
    command::Check,
    gate::RequestContext,
    graphql::Coded,
    log::Reason,
    world::{Act, CommandContext, Denied, World},
};

/// The outcome of a step of an operation.
pub(crate) type Outcome<T> = std::result::Result<T, OperationError>;

/// An answer type with `success` and `error` (PG 14.3, AG 5).
pub(crate) trait MutationResponse {
    /// An answer with `success: false`, this text in `error`, and nothing else.
    fn failed(error: String) -> Self;

    /// Answer to a refusal, with the members that tell more about this one.
    fn refused(said: &OperationError, error: String) -> Self
    where
        Self: Sized,
    {
        let _ = said;
        Self::failed(error)
    }
}

/// A root field that runs.
pub(crate) struct Operation {
    context: Arc<RequestContext>,
    words: &'static Words,
    name: &'static str,
    key: String,
}

impl Operation {
    /// The field that is being resolved, under its name.
    pub(crate) fn begin(ctx: &Context<'_>, name: &'static str) -> Self {
        let context = ctx.data_unchecked::<Arc<RequestContext>>().clone();
        let words = *ctx.data_unchecked::<&'static Words>();
        Self { context, words, name, key: ctx.item.node.response_key().node.to_string() }
    }

    /// The request.
    pub(crate) fn context(&self) -> &RequestContext {
        &self.context
    }

    /// Does something to the world.
    pub(crate) fn act<A: Act>(&self, command: &A) -> Outcome<A::Done>
    where
        OperationError: From<A::Refusal>,
    {
        self.context.act(self.name, command).map_err(|denied| match denied {
            Denied::Refused(refusal) => OperationError::from(refusal),
            Denied::Unavailable(_) => OperationError::Unavailable,
        })
    }

    /// Does something that the issuer has a part in, who may be out of reach.
    pub(crate) fn act_with_issuer<A: Act>(&self, command: &A) -> Outcome<A::Done>
    where
        OperationError: From<A::Refusal>,
    {
        self.would(command)?;
        self.reach_issuer()?;
        self.act(command)
    }

    /// The issuer answers, unless a fault keeps it from that. What the caller did wrong is said
    /// first.
    pub(crate) fn reach_issuer(&self) -> Outcome<()> {
        let reached = match self.context.strikes_operation("issuer-error", self.name) {
            true => Err(OperationError::IssuerError),
            false => Ok(()),
        };
        self.holds(ISSUER, reached)
    }

    /// Makes a check whose result is at hand.
    pub(crate) fn holds<T>(&self, check: Check, result: Outcome<T>) -> Outcome<T> {
        self.context.holds(check, result, |said| {
            said.envelope(self.words).unwrap_or_else(|| said.coded(self.words).message)
        })
    }

    /// Checks a command without running it; the error is the one that its client would get.
    pub(crate) fn would<A: Act>(&self, command: &A) -> Outcome<()>
    where
        OperationError: From<A::Refusal>,
    {
        self.context.would(self.name, command).map_err(OperationError::from)
    }

    /// Looks at the world as the operation's principal.
    pub(crate) fn look<T>(&self, look: impl FnOnce(&World, &CommandContext) -> T) -> T {
        self.context.look(self.name, look)
    }

    /// The field's value: the envelope, or a GraphQL error.
    pub(crate) fn finish<T: MutationResponse>(self, outcome: Outcome<T>) -> Result<T> {
        match outcome {
            Ok(answer) => {
                self.context.note(self.name, Some(&self.key), Reason::Ok);
                Ok(answer)
            }
            Err(said) => {
                self.context.note(self.name, Some(&self.key), said.reason());
                let text = said.envelope(self.words);
                text.map_or_else(
                    || Err(error(said.coded(self.words))),
                    |text| Ok(T::refused(&said, text)),
                )
            }
        }
    }

    /// Ends a field whose answer has no `success` and `error`.
    pub(crate) fn finish_bare<T>(self, outcome: Outcome<T>) -> Result<T> {
        let reason = outcome.as_ref().map_or_else(OperationError::reason, |_| Reason::Ok);
        self.context.note(self.name, Some(&self.key), reason);
        outcome.map_err(|said| error(said.coded(self.words)))
    }
}

fn error(coded: Coded) -> Error {
    Error::new(coded.message).extend_with(|_, extensions| extensions.set("code", coded.code))
}
