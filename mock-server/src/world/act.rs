//! Changes of a world: commands, and effects that fall due.

use std::borrow::Cow;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    World,
    access::{Claim, Holder, Principal},
    clock,
    commands::AnyWorldCommand,
    faults::{Call, RequestedCalls},
    journal::{Journal, Kind, Unavailable},
};
use crate::{
    command::{Command, Program},
    issuer::{AnyCommand, ApplyContext, Caller, CheckContext, Effect, Issuer, IssuerProgram},
    programs::{
        collateral,
        prepaid::{self, OrderId, order::Terms},
    },
    register::Repeat,
    surface::Surface,
};

/// Circumstances of a command: world time, principal, surface and operation.
#[derive(Clone, Debug, PartialEq)]
pub struct CommandContext {
    /// World time; one instant from the start of a request to its end.
    pub now: Timestamp,
    /// Principal that the command runs as.
    pub principal: Principal,
    /// Surface that the command comes through.
    pub surface: Surface,
    /// Name of the operation, which deviations and faults refer to.
    pub operation: String,
    /// Part that the command has in its request; the journal needs it.
    pub request: RequestPart,
}

/// Part that a command has in its request.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RequestPart {
    /// Claim of the request, if no earlier record has it. The record of the first command of a
    /// request holds it; a request that changes nothing leaves no trace.
    pub claim: Option<Claim>,
    /// True when the request has changed the world already. Its further commands are then not
    /// refused by a full journal, so that no request is done by halves.
    pub continues: bool,
}

/// A command on a world.
pub trait Act: Clone + Into<AnyAct> {
    /// Findings of the check, which `apply` needs.
    type Plan;
    /// Result of the command.
    type Done;
    /// Reason for refusing the command.
    type Refusal;

    /// Checks every reason to refuse. Sees the world read-only.
    fn check(&self, world: &World, context: &CommandContext) -> Result<Self::Plan, Self::Refusal>;

    /// Applies the plan; cannot fail.
    fn apply(&self, plan: Self::Plan, world: &mut World, context: &CommandContext) -> Self::Done;
}

/// A command as a journal holds it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum AnyAct {
    /// A command to the issuer.
    Issuer(AnyCommand),
    /// A command to the world itself.
    World(AnyWorldCommand),
}

/// Reason why a command was not applied. The world is unchanged.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Denied<R> {
    /// The check refused it.
    #[error("refused: {0}")]
    Refused(R),
    /// The journal or the outbox is full.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// An effect that fired.
#[derive(Clone, Debug, PartialEq)]
pub struct Fired {
    /// Due time of the effect, which is also the time of everything it wrote.
    pub at: Timestamp,
    /// The effect.
    pub effect: Effect,
    /// State of its entity before.
    pub from: &'static str,
    /// State of its entity afterwards.
    pub to: &'static str,
}

impl<C> Act for C
where
    C: Command<Program: IssuerProgram> + Into<<C::Program as Program>::AnyCommand>,
{
    type Plan = C::Plan;
    type Done = C::Done;
    type Refusal = <C::Program as Program>::Refusal;

    fn check(&self, world: &World, context: &CommandContext) -> Result<C::Plan, Self::Refusal> {
        let caller = context.principal.caller;
        let context = CheckContext { now: context.now, rules: &world.rules, caller };
        world.issuer.check(self, &context)
    }

    fn apply(&self, plan: C::Plan, world: &mut World, context: &CommandContext) -> C::Done {
        world.with_issuer(context.now, context.principal.caller, |issuer, context| {
            issuer.apply(self, plan, context)
        })
    }
}

impl<C> From<C> for AnyAct
where
    C: Command<Program: IssuerProgram> + Into<<C::Program as Program>::AnyCommand>,
{
    fn from(command: C) -> Self {
        let command: <C::Program as Program>::AnyCommand = command.into();
        Self::Issuer(command.into())
    }
}

impl World {
    /// Checks a command, journals it and applies it, in this order: a refused command is not
    /// journalled, and a command that cannot be journalled is not applied.
    pub fn act<A: Act>(
        &mut self,
        journal: &mut Journal,
        context: &CommandContext,
        command: &A,
    ) -> Result<A::Done, Denied<A::Refusal>> {
        let context = &self.as_deviating_principal(context);
        let plan = command.check(self, context).map_err(Denied::Refused)?;
        let command_record = command.clone().into();
        if let AnyAct::Issuer(_) = &command_record
            && !context.request.continues
        {
            self.outbox.room()?;
        }
        let kind = if context.surface == Surface::SB { Kind::Control } else { Kind::Call };
        journal.append(kind, self, context, &command_record)?;
        match self.deviations.repeat(&context.operation) {
            None => Ok(command.apply(plan, self, context)),
            Some(Repeat::Lost) => Ok(command.apply(plan, &mut self.clone(), context)),
            Some(Repeat::Twice) => {
                let done = command.apply(plan, self, context);
                if let Ok(again) = command.check(self, context) {
                    command.apply(again, self, context);
                }
                Ok(done)
            }
        }
    }

    /// Refusal that a command would get, without running it.
    pub fn would<A: Act>(&self, context: &CommandContext, command: &A) -> Result<(), A::Refusal> {
        command.check(self, &self.as_deviating_principal(context)).map(|_| ())
    }

    /// The context, with the principal that a deviation puts in place of the real one.
    pub fn as_deviating_principal<'m>(
        &self,
        context: &'m CommandContext,
    ) -> Cow<'m, CommandContext> {
        let label = self.deviations.principal(&context.operation);
        match label.and_then(|label| self.principal(label)) {
            None => Cow::Borrowed(context),
            Some(principal) => Cow::Owned(CommandContext { principal, ..context.clone() }),
        }
    }

    /// Principal with this label: a credential, `ops`, or the empty label before authentication.
    pub fn principal(&self, label: &str) -> Option<Principal> {
        match label {
            "ops" => return Some(Principal::ops()),
            "" => return Some(Principal::nobody()),
            _ => {}
        }
        let credential = self.access.credentials.labelled(label)?;
        Some(self.acting_as(credential))
    }

    /// Principal that a request with this credential acts as.
    pub fn acting_as(&self, credential: &super::Credential) -> Principal {
        let organization = match credential.holder {
            Holder::Partner(id) => {
                Some(self.issuer.collateral.partners[id].organization_id.clone())
            }
            Holder::Project(_) => None,
        };
        let label = credential.label.clone();
        Principal { label, caller: credential.holder.caller(), organization }
    }

    /// Fires every effect that is due at `now`, in order, [`EFFECTS_A_SPAN`] at most. While an
    /// effect fires, world time is its due time; an effect that it schedules up to `now` fires too.
    pub fn settle(&mut self, now: Timestamp) -> Vec<Fired> {
        let mut fired = Vec::new();
        while let Some((at, effect)) = self.timeline.next_due(now) {
            let from = effect.state(&self.issuer);
            self.fire(at, &effect);
            let to = effect.state(&self.issuer);
            fired.push(Fired { at, effect, from, to });
            if fired.len() >= EFFECTS_A_SPAN {
                break;
            }
        }
        fired
    }

    fn fire(&mut self, at: Timestamp, effect: &Effect) {
        let command: AnyCommand = match *effect {
            Effect::Collateral(effect) => collateral::AnyCommand::from(effect).into(),
            Effect::Prepaid(effect) => {
                let fails = match effect {
                    prepaid::Effect::StepOrder(order) => self.provider_fails(order),
                    prepaid::Effect::ReviewCardholder(_) | prepaid::Effect::ConfirmFunds(_) => {
                        false
                    }
                };
                prepaid::AnyCommand::due(effect, fails).into()
            }
            Effect::AttemptDelivery(number) => return self.outbox.begin(number, at),
        };
        let scratch = &mut self.clone_if_lost(effect.name());
        let world = scratch.as_mut().unwrap_or(self);
        // An effect that no longer applies (the back office was faster) is refused and gone.
        let _ = world.with_issuer(at, Caller::Ops, |issuer, context| command.run(issuer, context));
    }

    /// True when a fault makes the provider fail in the next step of an order. The fault counts
    /// attempts here, not requests (ER 10).
    fn provider_fails(&mut self, id: OrderId) -> bool {
        let prepaid = &self.issuer.prepaid;
        let Some(order) = prepaid.orders.get(id).filter(|order| order.waits_for_provider()) else {
            return false;
        };
        let operation = match order.terms {
            Terms::Issue { .. } => "/cards/create",
            Terms::Topup { .. } => "/cards/topup",
            Terms::Status { .. } => return false,
        };
        let entities = vec![format!("card:{}", prepaid.cards[order.card].external_id)];
        let asked = RequestedCalls {
            surface: Surface::ER,
            by: Some(prepaid.projects[order.project].label.clone()),
            calls: vec![Call { operation: operation.to_owned(), entities, errors: Vec::new() }],
        };
        self.faults.strike_attempt("provider-attempt-fails", &asked, &mut self.dice)
    }

    fn clone_if_lost(&self, operation: &str) -> Option<Self> {
        (self.deviations.repeat(operation) == Some(Repeat::Lost)).then(|| self.clone())
    }

    /// Runs a step in the issuer, then schedules the effects and the webhook deliveries that it
    /// caused.
    pub(super) fn with_issuer<T>(
        &mut self,
        now: Timestamp,
        caller: Caller,
        run: impl FnOnce(&mut Issuer, &mut ApplyContext<'_>) -> T,
    ) -> T {
        let mut later = Vec::new();
        let told = self.events.len();
        let mut context = ApplyContext {
            now,
            rules: &self.rules,
            caller,
            dice: &mut self.dice,
            events: &mut self.events,
            later: &mut later,
        };
        let done = run(&mut self.issuer, &mut context);
        for (at, effect) in later {
            self.timeline.schedule(at, effect);
        }
        for (number, event) in self.events.iter().enumerate().skip(told) {
            self.outbox.post(&mut self.timeline, &self.rules.er.hook, (number, event));
        }
        done
    }
}

/// Most effects that one advance of time fires (SB 4.2).
pub const EFFECTS_A_SPAN: usize = 100_000;

impl CommandContext {
    /// A command of the back office.
    pub fn ops(now: Timestamp, operation: impl Into<String>) -> Self {
        let principal = Principal::ops();
        let (operation, request) = (operation.into(), RequestPart::default());
        Self { now, principal, surface: Surface::SB, operation, request }
    }

    /// The context of a request that has changed the world already.
    #[must_use]
    pub fn continuing(mut self) -> Self {
        self.request.continues = true;
        self
    }

    /// World time as the journal writes it.
    pub fn written(&self) -> String {
        clock::written(self.now)
    }
}
