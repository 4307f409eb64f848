//! One root field while it runs: commands and reads on its behalf, and how it ends.

use std::sync::Arc;

use async_graphql::{Context, Error, ErrorExtensions, Result};

use super::refusal::OperationError;
use crate::{
    gate::RequestContext,
    log::Reason,
    world::{Act, CommandContext, Denied, World},
};

/// An answer type with `success` and `error` (PG 14.3).
pub(super) trait MutationResponse {
    /// An answer with `success: false`, this text in `error`, and nothing else.
    fn failed(error: String) -> Self;
}

/// A root field that runs.
pub(super) struct Operation {
    context: Arc<RequestContext>,
    name: &'static str,
    key: String,
}

impl Operation {
    /// The field that is being resolved, under its name.
    pub(super) fn begin(ctx: &Context<'_>, name: &'static str) -> Self {
        let context = ctx.data_unchecked::<Arc<RequestContext>>().clone();
        Self { context, name, key: ctx.item.node.response_key().node.to_string() }
    }

    /// The request.
    pub(super) fn context(&self) -> &RequestContext {
        &self.context
    }

    /// Does something to the world.
    pub(super) fn act<A: Act>(&self, command: &A) -> std::result::Result<A::Done, OperationError>
    where
        OperationError: From<A::Refusal>,
    {
        self.context.act(self.name, command).map_err(|denied| match denied {
            Denied::Refused(refusal) => OperationError::from(refusal),
            Denied::Unavailable(_) => OperationError::Unavailable,
        })
    }

    /// Does something that the issuer has a part in, who may be out of reach.
    pub(super) fn act_with_issuer<A: Act>(
        &self,
        command: &A,
    ) -> std::result::Result<A::Done, OperationError>
    where
        OperationError: From<A::Refusal>,
    {
        self.would(command)?;
        self.reach_issuer()?;
        self.act(command)
    }

    /// The issuer answers, unless a fault keeps it from that. What the caller did wrong is said
    /// first.
    pub(super) fn reach_issuer(&self) -> std::result::Result<(), OperationError> {
        if self.context.strikes_operation("issuer-error", self.name) {
            return Err(OperationError::IssuerError);
        }
        Ok(())
    }

    /// Checks a command without running it; the error is the one that its client would get.
    pub(super) fn would<A: Act>(&self, command: &A) -> std::result::Result<(), OperationError>
    where
        OperationError: From<A::Refusal>,
    {
        self.context.would(self.name, command).map_err(OperationError::from)
    }

    /// Looks at the world as the operation's principal.
    pub(super) fn look<T>(&self, look: impl FnOnce(&World, &CommandContext) -> T) -> T {
        self.context.look(self.name, look)
    }

    /// The field's value: the envelope, or a GraphQL error.
    pub(super) fn finish<T: MutationResponse>(
        self,
        outcome: std::result::Result<T, OperationError>,
    ) -> Result<T> {
        match outcome {
            Ok(answer) => {
                self.context.note(self.name, Some(&self.key), Reason::Ok);
                Ok(answer)
            }
            Err(said) => {
                self.context.note(self.name, Some(&self.key), said.reason());
                said.envelope().map_or_else(|| Err(error(&said)), |text| Ok(T::failed(text)))
            }
        }
    }

    /// Ends a field whose answer has no `success` and `error`.
    pub(super) fn finish_bare<T>(
        self,
        outcome: std::result::Result<T, OperationError>,
    ) -> Result<T> {
        let reason = outcome.as_ref().map_or_else(OperationError::reason, |_| Reason::Ok);
        self.context.note(self.name, Some(&self.key), reason);
        outcome.map_err(|said| error(&said))
    }
}

fn error(said: &OperationError) -> Error {
    let coded = said.coded();
    Error::new(coded.message).extend_with(|_, extensions| extensions.set("code", coded.code))
}
