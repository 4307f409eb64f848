//! The make-believe card issuer: the sum of its programs, pure.
//!
//! The issuer knows nouns (organizations, people, applications, cards, money) and refusals. It
//! knows no HTTP, no GraphQL, no wording and no clock: a command gets the time, the rulebook and
//! the dice from its context. Wording, casing, codes and id styles belong to the surfaces.
//!
//! Everything below is one enum over the programs of what each program has; a further program is a
//! field of [`Issuer`], an [`IssuerProgram`] and one variant of each.

mod any_command;
mod caller;
mod context;
mod effect;
mod entity;
mod event;
mod program;
mod refusal;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    card_data::{CardSecrets, HoldsCardData},
    command::{self, Command, Program},
    programs::{collateral::Collateral, managed::Managed, prepaid::Prepaid},
};

pub use any_command::AnyCommand;
pub use caller::Caller;
pub use context::{ApplyContext, CheckContext};
pub use effect::Effect;
pub use entity::{Entity, Touched};
pub use event::{Event, EventKind};
pub use program::IssuerProgram;
pub use refusal::Refusal;

/// Everything the issuer knows. A plain value: cloning it is a snapshot, comparing two tells
/// whether anything happened.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Issuer {
    /// Cards that spend against collateral (PG, AG).
    pub collateral: Collateral,
    /// Managed cards (MC).
    pub managed: Managed,
    /// Prepaid cards (ER).
    pub prepaid: Prepaid,
}

impl HoldsCardData for Issuer {
    fn card_data(&self) -> Box<dyn Iterator<Item = &CardSecrets> + '_> {
        let Self { collateral, managed, prepaid } = self;
        Box::new(collateral.card_data().chain(managed.card_data()).chain(prepaid.card_data()))
    }

    fn bins(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        let Self { collateral, managed, prepaid } = self;
        Box::new(collateral.bins().chain(managed.bins()).chain(prepaid.bins()))
    }
}

impl Issuer {
    /// Checks a command of one of the programs; changes nothing.
    pub fn check<C: Command<Program: IssuerProgram>>(
        &self,
        command: &C,
        context: &CheckContext<'_>,
    ) -> Result<C::Plan, <C::Program as Program>::Refusal> {
        let caller = C::Program::caller(context.caller);
        let CheckContext { now, rules, log, .. } = *context;
        let context = command::CheckContext { now, rules, caller, log };
        command.check(C::Program::of(self), &context)
    }

    /// Applies what the check of a command has planned.
    pub fn apply<C: Command<Program: IssuerProgram>>(
        &mut self,
        command: &C,
        plan: C::Plan,
        context: &mut ApplyContext<'_>,
    ) -> C::Done {
        self.within(context, |program, context| command.apply(plan, program, context))
    }

    /// Runs something in one program, and passes on what it has raised and scheduled.
    fn within<P: IssuerProgram, T>(
        &mut self,
        context: &mut ApplyContext<'_>,
        run: impl FnOnce(&mut P, &mut command::ApplyContext<'_, P>) -> T,
    ) -> T {
        let mut inner = command::ApplyContext {
            now: context.now,
            rules: context.rules,
            caller: P::caller(context.caller),
            operation: context.operation,
            dice: &mut *context.dice,
            events: Vec::new(),
            later: Vec::new(),
        };
        let done = run(P::of_mut(self), &mut inner);
        let (events, later) = (inner.events, inner.later);
        P::of_mut(self).take_touched(context.touched);
        pass_on::<P>(context, events, later);
        done
    }
}

/// Passes on what a program has raised and scheduled.
fn pass_on<P: IssuerProgram>(
    context: &mut ApplyContext<'_>,
    events: Vec<command::Event<P::Event>>,
    later: Vec<(Timestamp, P::Effect)>,
) {
    for event in events {
        let command::Event { at, kind, entity, taken_back } = event;
        let kind = kind.into();
        context.events.push(Event { at, kind, entity, taken_back });
    }
    context.later.extend(later.into_iter().map(|(due, effect)| (due, effect.into())));
}
