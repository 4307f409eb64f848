//! Effects that fall due, and the steps in the issuer that schedule them.

use jiff::Timestamp;

use super::{
    CommandContext, Effect, Fired, Holder, Principal, World,
    clock::shift,
    faults::{Call, PROVIDER_ATTEMPT, RequestedCalls},
    outbox::FanOutContext,
};
use crate::{
    issuer::{self, AnyCommand, ApplyContext, Issuer},
    programs::{
        collateral, managed,
        prepaid::{self, OrderId, order::Terms},
    },
    register::{ArgumentReading, Repeat},
};

/// Most effects that one advance of time fires (SB 4.2).
pub const EFFECTS_A_SPAN: usize = 100_000;

impl World {
    /// Fires every effect that is due at `now`, in order, [`EFFECTS_A_SPAN`] at most. While an
    /// effect fires, world time is its due time; an effect that it schedules up to `now` fires too.
    pub fn settle(&mut self, now: Timestamp) -> Vec<Fired> {
        self.settle_each(now, |_, _| ())
    }

    /// Fires every effect that is due, as [`World::settle`] does, and shows the world after each of
    /// them, with the due time of the effect.
    pub fn settle_each(
        &mut self,
        now: Timestamp,
        mut seen: impl FnMut(&Self, Timestamp),
    ) -> Vec<Fired> {
        let mut fired = Vec::new();
        let (until, end) = (self.due_until(now), self.chain_end());
        let has_own_time = self.deviations.reading("timeline", "at").is_none();
        while let Some((due, effect)) = self.timeline.next_due(until, end) {
            let at = if has_own_time { due } else { now };
            let from = effect.state(&self.issuer);
            self.fire(at, &effect);
            seen(self, at);
            let to = effect.state(&self.issuer);
            fired.push(Fired { at, effect, from, to });
            if fired.len() >= EFFECTS_A_SPAN {
                break;
            }
        }
        fired
    }

    /// Instant up to which effects are due at `now`: itself, unless a deviation fires them before.
    fn due_until(&self, now: Timestamp) -> Timestamp {
        match self.deviations.reading("timeline", "until") {
            Some(ArgumentReading::Plus(millis)) => shift(now, millis.saturating_mul(1000)),
            Some(ArgumentReading::Ignored) | None => now,
        }
    }

    /// Number below which effects fire in one move: no limit, unless a deviation lets effects of
    /// effects wait for the next one.
    fn chain_end(&self) -> u64 {
        match self.deviations.repeat("timeline.chain") {
            Some(Repeat::Lost) => self.timeline.made(),
            Some(Repeat::Twice | Repeat::Elsewhere(_)) | None => u64::MAX,
        }
    }

    fn fire(&mut self, at: Timestamp, effect: &Effect) {
        let command: AnyCommand = match *effect {
            Effect::Issuer(issuer::Effect::Collateral(effect)) => {
                collateral::AnyCommand::from(effect).into()
            }
            Effect::Issuer(issuer::Effect::Managed(effect)) => {
                managed::AnyCommand::from(effect).into()
            }
            Effect::Issuer(issuer::Effect::Prepaid(effect)) => {
                let fails = match effect {
                    prepaid::Effect::StepOrder(order) => self.provider_fails(order),
                    prepaid::Effect::ReviewCardholder(_) | prepaid::Effect::ConfirmFunds(_) => {
                        false
                    }
                };
                prepaid::AnyCommand::due(effect, fails).into()
            }
            Effect::AttemptDelivery(number) => return self.outbox.start_attempt(number, at),
        };
        let scratch = &mut self.clone_if_lost(effect.name());
        let world = scratch.as_mut().unwrap_or(self);
        // An effect that no longer applies (the back office was faster) is refused and dropped.
        let context = CommandContext {
            principal: Principal::timeline(),
            ..CommandContext::ops(at, effect.name())
        };
        let _ = world.with_issuer(&context, |issuer, context| command.run(issuer, context));
    }

    /// True when a fault makes the provider fail in the next step of an order. The fault counts
    /// attempts here, not requests, under the operation that ordered (ER 10).
    fn provider_fails(&mut self, id: OrderId) -> bool {
        let prepaid = &self.issuer.prepaid;
        let Some(order) = prepaid.orders.get(id).filter(|order| order.waits_for_provider()) else {
            return false;
        };
        // Freezing is not tried again, so it has no attempts to count.
        if matches!(order.terms, Terms::Status { .. }) {
            return false;
        }
        let entities = vec![format!("card:{}", prepaid.cards[order.card].external_id)];
        let asked = RequestedCalls {
            surface: Holder::Project(order.project).surface(),
            by: Some(prepaid.projects[order.project].label.clone()),
            calls: vec![Call { operation: order.operation.clone(), entities, errors: Vec::new() }],
        };
        self.faults.strike_attempt(PROVIDER_ATTEMPT, &asked, &mut self.dice)
    }

    fn clone_if_lost(&self, operation: &str) -> Option<Self> {
        (self.deviations.repeat(operation) == Some(Repeat::Lost)).then(|| self.clone())
    }

    /// Runs a step in the issuer, then schedules the effects and the webhook deliveries that it
    /// caused.
    pub(super) fn with_issuer<T>(
        &mut self,
        context: &CommandContext,
        run: impl FnOnce(&mut Issuer, &mut ApplyContext<'_>) -> T,
    ) -> T {
        let mut later = Vec::new();
        let mut touched = Vec::new();
        let events_before = self.events.len();
        let mut inner = ApplyContext {
            now: context.now,
            rules: &self.rules,
            caller: context.principal.caller,
            operation: &context.operation,
            dice: &mut self.dice,
            events: &mut self.events,
            later: &mut later,
            touched: &mut touched,
        };
        let done = run(&mut self.issuer, &mut inner);
        self.history.note(context, touched);
        self.pass_on(later, events_before);
        done
    }

    /// Schedules effects, and the webhook deliveries of the events from a position on.
    fn pass_on(&mut self, later: Vec<(Timestamp, issuer::Effect)>, events_before: usize) {
        for (at, effect) in later {
            self.timeline.schedule(at, effect.into());
        }
        for (number, event) in (events_before..).zip(self.events.from_position(events_before)) {
            let times = match self.deviations.repeat(event.kind.name()) {
                None | Some(Repeat::Elsewhere(_)) => 1,
                Some(Repeat::Lost) => 0,
                Some(Repeat::Twice) => 2,
            };
            let Self { outbox, timeline, dice, rules, .. } = self;
            for _ in 0..times {
                outbox.enqueue(&mut FanOutContext { timeline, dice, rules }, (number, event));
            }
        }
    }
}
