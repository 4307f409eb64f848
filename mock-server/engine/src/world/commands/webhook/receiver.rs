//! Receivers: they are added, removed, and paused.

use serde::{Deserialize, Serialize};

use super::ReceiverError;
use crate::{
    command::Dice,
    issuer::Caller,
    world::{
        Change, CommandContext, World,
        outbox::{Audience, FanOutContext, MOST_RECEIVERS, Receiver, ReleaseOrder},
    },
};

/// Adds a receiver (`/wh/subscribe`, `POST …/receivers`). If an active one with the same URL and the
/// same events exists, the answer is that one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Subscribe {
    /// Party whose events the receiver gets, when the back office adds it; the caller when none.
    pub audience: Option<Audience>,
    /// URL of the receiver.
    pub url: String,
    /// Types of the events that it gets, each with a trailing `*` for any ending; all when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<String>,
}

impl Subscribe {
    pub(in crate::world::commands) const NAME: &'static str = "webhook.subscribe";

    /// The party whose events the receiver gets: the caller, or the one that the back office names.
    fn audience(&self, world: &World, caller: Caller) -> Result<Audience, ReceiverError> {
        let audience = match caller {
            Caller::Ops => self.audience.ok_or(ReceiverError::NotYours)?,
            Caller::Project(project) => Audience::Project(project),
            Caller::Partner(_) | Caller::InAppUser(_) | Caller::User(_) => {
                return Err(ReceiverError::NotYours);
            }
        };
        if let Audience::Project(project) = audience {
            world.issuer.prepaid.projects.get(project).ok_or(ReceiverError::NotYours)?;
        }
        Ok(audience)
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
        let same = |one: &&Receiver| {
            one.active
                && one.audience == audience
                && one.url == self.url
                && one.events == self.events
        };
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
        let of = match audience {
            Audience::Project(_) => "er.subscription",
            Audience::InAppUsers => "ag.receiver",
            Audience::ManagedUsers => "mc.receiver",
        };
        let World { outbox, timeline, dice, rules, events, .. } = world;
        let external_id = (dice as &mut dyn Dice).object_id(of, context.now);
        let number = outbox.next_receiver();
        let receiver = Receiver::new(number, audience, self.url.clone(), context.now);
        let receiver = Receiver { external_id, events: self.events.clone(), ..receiver };
        outbox.add(receiver.clone());
        outbox.backfill(&mut FanOutContext { timeline, dice, rules }, events, &receiver);
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
        (Audience::Project(_) | Audience::InAppUsers | Audience::ManagedUsers, Caller::Ops) => true,
        (Audience::Project(project), Caller::Project(caller)) => project == caller,
        (Audience::Project(_), Caller::Partner(_) | Caller::InAppUser(_) | Caller::User(_))
        | (
            Audience::InAppUsers | Audience::ManagedUsers,
            Caller::Project(_) | Caller::Partner(_) | Caller::InAppUser(_) | Caller::User(_),
        ) => false,
    }
}

/// Changes how a receiver gets its deliveries (`PATCH …/receivers/{id}`). What is none stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ChangeReceiver {
    /// Number of the receiver.
    pub receiver: u64,
    /// URL that deliveries are posted to from now on, those that wait included.
    pub url: Option<String>,
    /// Types of the events that it gets; all when empty.
    pub events: Option<Vec<String>>,
    /// Order in which held deliveries are sent.
    pub order: Option<ReleaseOrder>,
    /// Number of times that each delivery is sent.
    pub duplicate: Option<u32>,
    /// Real time that it has to answer, in milliseconds.
    pub timeout_ms: Option<u64>,
}

impl ChangeReceiver {
    pub(in crate::world::commands) const NAME: &'static str = "webhook.change_receiver";
}

impl Change for ChangeReceiver {
    type Plan = ();
    type Done = ();
    type Refusal = ReceiverError;

    fn check(&self, world: &World, _: &CommandContext) -> Result<(), ReceiverError> {
        open(world, self.receiver)
    }

    fn apply(&self, (): (), world: &mut World, _: &CommandContext) {
        let Some(receiver) = world.outbox.change(self.receiver) else { return };
        if let Some(url) = &self.url {
            receiver.url.clone_from(url);
        }
        if let Some(events) = &self.events {
            receiver.events.clone_from(events);
        }
        receiver.order = self.order.unwrap_or(receiver.order);
        receiver.duplicate = self.duplicate.unwrap_or(receiver.duplicate);
        receiver.timeout_ms = self.timeout_ms.or(receiver.timeout_ms);
    }
}

/// Checks that a receiver exists and was not removed.
pub(super) fn open(world: &World, receiver: u64) -> Result<(), ReceiverError> {
    match world.outbox.receiver(receiver) {
        None => Err(ReceiverError::Unknown),
        Some(receiver) if !receiver.active => Err(ReceiverError::Removed),
        Some(_) => Ok(()),
    }
}
