//! Receivers: they are added, removed, and paused.

use serde::{Deserialize, Serialize};

use super::ReceiverError;
use crate::{
    command::Dice,
    issuer::Caller,
    programs::prepaid::ProjectId,
    world::{
        Change, CommandContext, World,
        outbox::{Audience, MOST_RECEIVERS, Receiver},
    },
};

/// Adds a receiver (`/wh/subscribe`, `POST …/receivers`). If an active one with the same URL
/// exists, the answer is that one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Subscribe {
    /// Project of the receiver, when the back office adds it.
    pub project: Option<ProjectId>,
    /// URL of the receiver.
    pub url: String,
    /// True when the back office adds a receiver for the users of the app (AG 7.4).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub in_app: bool,
}

impl Subscribe {
    pub(in crate::world::commands) const NAME: &'static str = "webhook.subscribe";

    /// The party whose events the receiver gets: the caller, or the one that the back office names.
    fn audience(&self, world: &World, caller: Caller) -> Result<Audience, ReceiverError> {
        let project = match caller {
            Caller::Ops if self.in_app => return Ok(Audience::InAppUsers),
            Caller::Ops => self.project.ok_or(ReceiverError::NotYours)?,
            Caller::Project(project) => project,
            Caller::Partner(_) | Caller::InAppUser(_) | Caller::User(_) => {
                return Err(ReceiverError::NotYours);
            }
        };
        world.issuer.prepaid.projects.get(project).ok_or(ReceiverError::NotYours)?;
        Ok(Audience::Project(project))
    }
}

impl Change for Subscribe {
    /// The audience, and the number of an active receiver with the same URL.
    type Plan = (Audience, Option<u64>);
    type Done = Receiver;
    type Refusal = ReceiverError;

    fn check(&self, world: &World, context: &CommandContext) -> Result<Self::Plan, ReceiverError> {
        let audience = self.audience(world, context.principal.caller)?;
        let all = world.outbox.receivers();
        let same = |one: &&Receiver| one.active && one.audience == audience && one.url == self.url;
        let known = all.iter().find(same).map(|receiver| receiver.number);
        let active = all.iter().filter(|receiver| receiver.active).count();
        if known.is_none() && active >= MOST_RECEIVERS {
            return Err(ReceiverError::TooMany);
        }
        Ok((audience, known))
    }

    fn apply(
        &self,
        (audience, known): Self::Plan,
        world: &mut World,
        context: &CommandContext,
    ) -> Receiver {
        if let Some(known) = known.and_then(|number| world.outbox.receiver(number)) {
            return known.clone();
        }
        let dice: &mut dyn Dice = &mut world.dice;
        let of = match audience {
            Audience::Project(_) => "er.subscription",
            Audience::InAppUsers => "ag.receiver",
        };
        let receiver = Receiver {
            number: world.outbox.next_receiver(),
            external_id: dice.object_id(of, context.now),
            audience,
            url: self.url.clone(),
            active: true,
            paused: false,
            created_at: context.now,
        };
        let World { outbox, timeline, rules, events, .. } = world;
        outbox.add(receiver.clone());
        outbox.backfill(timeline, rules, events, &receiver);
        receiver
    }
}

/// Removes a receiver (`/wh/unsubscribe`, `DELETE …/receivers/{id}`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Unsubscribe {
    /// `subscription_id`.
    pub subscription: String,
}

impl Unsubscribe {
    pub(in crate::world::commands) const NAME: &'static str = "webhook.unsubscribe";
}

impl Change for Unsubscribe {
    type Plan = u64;
    type Done = ();
    type Refusal = ReceiverError;

    fn check(&self, world: &World, context: &CommandContext) -> Result<u64, ReceiverError> {
        let caller = context.principal.caller;
        let mut all = world.outbox.receivers().iter();
        all.find(|one| one.external_id == self.subscription && is_of(one.audience, caller))
            .map(|receiver| receiver.number)
            .ok_or(ReceiverError::Unknown)
    }

    fn apply(&self, number: u64, world: &mut World, _: &CommandContext) {
        if let Some(receiver) = world.outbox.change(number) {
            receiver.active = false;
        }
        world.outbox.drop_waiting(&mut world.timeline, number);
    }
}

/// True when a caller may remove the receivers of an audience: its own, or all of them as the back
/// office.
fn is_of(audience: Audience, caller: Caller) -> bool {
    match (audience, caller) {
        (Audience::Project(_) | Audience::InAppUsers, Caller::Ops) => true,
        (Audience::Project(project), Caller::Project(caller)) => project == caller,
        (Audience::Project(_), Caller::Partner(_) | Caller::InAppUser(_) | Caller::User(_))
        | (
            Audience::InAppUsers,
            Caller::Project(_) | Caller::Partner(_) | Caller::InAppUser(_) | Caller::User(_),
        ) => false,
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
    pub(in crate::world::commands) const NAME: &'static str = "webhook.pause";
}

impl Change for PauseReceiver {
    type Plan = ();
    type Done = ();
    type Refusal = ReceiverError;

    fn check(&self, world: &World, _: &CommandContext) -> Result<(), ReceiverError> {
        world.outbox.receiver(self.receiver).map(|_| ()).ok_or(ReceiverError::Unknown)
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
