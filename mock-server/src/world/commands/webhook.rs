//! Commands on webhook receivers, and on the results of deliveries (ER 8.17 to 8.19, 11; SB 11).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Change, CommandContext, World};
use crate::{
    command::Dice,
    issuer::{Effect, EventKind},
    programs::prepaid::{ProjectId, Refusal, Scope},
    world::outbox::{Attempt, MOST_RECEIVERS, Receiver},
};

/// Adds a receiver (`/wh/subscribe`, `POST …/receivers`). If an active one with the same URL
/// exists, the answer is that one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Subscribe {
    /// Project of the receiver, when the back office adds it.
    pub project: Option<ProjectId>,
    /// URL of the receiver.
    pub url: String,
}

impl Subscribe {
    pub(super) const NAME: &'static str = "webhook.subscribe";
}

impl Change for Subscribe {
    /// The project, and the number of an active receiver with the same URL.
    type Plan = (ProjectId, Option<u64>);
    type Done = Receiver;
    type Refusal = Refusal;

    fn check(&self, world: &World, context: &CommandContext) -> Result<Self::Plan, Refusal> {
        let scope = Scope::from(context.principal.caller);
        let project = scope.project().or(self.project).ok_or(Refusal::NotYours)?;
        world.issuer.prepaid.projects.get(project).ok_or(Refusal::NotYours)?;
        let all = world.outbox.receivers();
        let same = |one: &&Receiver| one.active && one.project == project && one.url == self.url;
        let known = all.iter().find(same).map(|receiver| receiver.number);
        let active = all.iter().filter(|receiver| receiver.active).count();
        if known.is_none() && active >= MOST_RECEIVERS {
            return Err(Refusal::TooManyReceivers);
        }
        Ok((project, known))
    }

    fn apply(
        &self,
        (project, known): Self::Plan,
        world: &mut World,
        context: &CommandContext,
    ) -> Receiver {
        if let Some(known) = known.and_then(|number| world.outbox.receiver(number)) {
            return known.clone();
        }
        let dice: &mut dyn Dice = &mut world.dice;
        let id = dice.object_id("er.subscription", context.now);
        let receiver = Receiver {
            number: world.outbox.next_receiver(),
            external_id: id,
            project,
            url: self.url.clone(),
            active: true,
            paused: false,
            created_at: context.now,
        };
        world.outbox.add(receiver.clone());
        if world.rules.er.hook.backfill {
            world.backfill(&receiver, context.now);
        }
        receiver
    }
}

impl World {
    /// Delivers the events of the last hour to a new receiver.
    fn backfill(&mut self, receiver: &Receiver, now: Timestamp) {
        let since = now.checked_sub(SignedDuration::from_hours(1)).unwrap_or(now);
        for (number, event) in self.events.iter().enumerate() {
            let ours = matches!(&event.kind, EventKind::Prepaid(notice) if notice.project == receiver.project);
            if ours && event.at >= since {
                self.outbox.deliver(&mut self.timeline, receiver.number, number, now);
            }
        }
    }
}

/// Removes a receiver (`/wh/unsubscribe`, `DELETE …/receivers/{id}`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Unsubscribe {
    /// `subscription_id`.
    pub subscription: String,
}

impl Unsubscribe {
    pub(super) const NAME: &'static str = "webhook.unsubscribe";
}

impl Change for Unsubscribe {
    type Plan = u64;
    type Done = ();
    type Refusal = Refusal;

    fn check(&self, world: &World, context: &CommandContext) -> Result<u64, Refusal> {
        let scope = Scope::from(context.principal.caller);
        let mut all = world.outbox.receivers().iter();
        all.find(|one| one.external_id == self.subscription && scope.sees(one.project))
            .map(|receiver| receiver.number)
            .ok_or(Refusal::SubscriptionNotFound)
    }

    fn apply(&self, number: u64, world: &mut World, _: &CommandContext) {
        if let Some(receiver) = world.outbox.change(number) {
            receiver.active = false;
        }
        world.outbox.drop_waiting(&mut world.timeline, number);
    }
}

/// Pauses or resumes deliveries to a receiver (`…/pause`, `…/resume`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PauseReceiver {
    /// Number of the receiver.
    pub receiver: u64,
    /// True to hold deliveries back, false to send them again.
    pub pause: bool,
}

impl PauseReceiver {
    pub(super) const NAME: &'static str = "webhook.pause";
}

impl Change for PauseReceiver {
    type Plan = ();
    type Done = ();
    type Refusal = Refusal;

    fn check(&self, world: &World, _: &CommandContext) -> Result<(), Refusal> {
        world.outbox.receiver(self.receiver).map(|_| ()).ok_or(Refusal::SubscriptionNotFound)
    }

    fn apply(&self, (): (), world: &mut World, context: &CommandContext) {
        if let Some(receiver) = world.outbox.change(self.receiver) {
            receiver.paused = self.pause;
        }
        if !self.pause {
            world.outbox.release(&mut world.timeline, self.receiver, context.now);
        }
    }
}

/// Makes one more attempt now (`…/resend`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Resend {
    /// Number of the delivery.
    pub delivery: u64,
}

impl Resend {
    pub(super) const NAME: &'static str = "webhook.resend";
}

impl Change for Resend {
    type Plan = ();
    type Done = ();
    type Refusal = Refusal;

    fn check(&self, world: &World, _: &CommandContext) -> Result<(), Refusal> {
        let outbox = &world.outbox;
        let delivery = outbox.delivery(self.delivery).ok_or(Refusal::SubscriptionNotFound)?;
        let receiver = outbox.receiver(delivery.receiver).ok_or(Refusal::SubscriptionNotFound)?;
        if receiver.active { Ok(()) } else { Err(Refusal::ReceiverRemoved) }
    }

    fn apply(&self, (): (), world: &mut World, context: &CommandContext) {
        let effect = Effect::AttemptDelivery(self.delivery);
        world.timeline.cancel(&effect);
        world.timeline.schedule(context.now, effect);
    }
}

/// Records the result of an attempt.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RecordAttempt {
    /// Number of the delivery.
    pub delivery: u64,
    /// Number of the attempt, from 1 in the order in which attempts were started.
    pub no: u64,
    /// Result.
    pub attempt: Attempt,
}

impl RecordAttempt {
    pub(super) const NAME: &'static str = "webhook.attempt";
}

impl Change for RecordAttempt {
    type Plan = ();
    type Done = ();
    type Refusal = Refusal;

    fn check(&self, world: &World, _: &CommandContext) -> Result<(), Refusal> {
        let delivery = world.outbox.delivery(self.delivery);
        let under_way = delivery.is_some_and(|one| one.under_way.contains_key(&self.no));
        if under_way { Ok(()) } else { Err(Refusal::SubscriptionNotFound) }
    }

    fn apply(&self, (): (), world: &mut World, _: &CommandContext) {
        let rules = &world.rules.er.hook;
        let ticket = (self.delivery, self.no);
        world.outbox.record(&mut world.timeline, rules, ticket, &self.attempt);
    }
}

/// Records that the receiver acknowledged the last attempt.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AcknowledgeDelivery {
    /// Number of the delivery.
    pub delivery: u64,
}

impl AcknowledgeDelivery {
    pub(super) const NAME: &'static str = "webhook.acknowledge";
}

impl Change for AcknowledgeDelivery {
    type Plan = ();
    type Done = ();
    type Refusal = Refusal;

    fn check(&self, world: &World, _: &CommandContext) -> Result<(), Refusal> {
        world.outbox.delivery(self.delivery).map(|_| ()).ok_or(Refusal::SubscriptionNotFound)
    }

    fn apply(&self, (): (), world: &mut World, _: &CommandContext) {
        world.outbox.acknowledge(&mut world.timeline, self.delivery);
    }
}
