//! What a command may look at and touch.

use super::{
    Event, Issuer,
    collateral::ids::{ApplicationId, DepositId, PartnerId},
    prepaid::ids::{CardholderId, FundsId, OrderId, ProjectId},
};
use crate::{collections::List, command::Dice, rulebook::Rulebook};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// On whose behalf a command runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Caller {
    /// The back office: everything is in reach.
    Ops,
    /// A partner: its own organizations and what hangs on them.
    Partner(PartnerId),
    /// A project: its own users, cards and orders.
    Project(ProjectId),
}

/// What a check looks at. There is nothing in it to change.
#[derive(Clone, Copy, Debug)]
pub struct CheckContext<'a> {
    /// World time.
    pub now: Timestamp,
    /// The rules in force.
    pub rules: &'a Rulebook,
    /// On whose behalf.
    pub caller: Caller,
}

/// What an applied command may touch besides the issuer.
pub struct Turn<'a> {
    /// World time; what the command writes carries it.
    pub now: Timestamp,
    /// The rules in force.
    pub rules: &'a Rulebook,
    /// On whose behalf.
    pub caller: Caller,
    /// Random bytes.
    pub dice: &'a mut dyn Dice,
    /// What happened, in order.
    pub events: &'a mut List<Event>,
    /// What shall happen later, with its due time.
    pub later: &'a mut Vec<(Timestamp, Effect)>,
}

impl<'a> Turn<'a> {
    /// What a check of the same moment looks at.
    pub fn context(&self) -> CheckContext<'a> {
        CheckContext { now: self.now, rules: self.rules, caller: self.caller }
    }

    /// An issuer-side id: version 4 UUID text.
    pub fn uuid(&mut self, purpose: &'static str) -> String {
        let mut bytes = [0; 16];
        self.dice.draw(purpose, &mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
    }

    /// An id of prepaid things: the time in seconds and eight random bytes, as 24 hex digits.
    pub fn object_id(&mut self, purpose: &'static str) -> String {
        let mut bytes = [0; 8];
        self.dice.draw(purpose, &mut bytes);
        let seconds = u32::try_from(self.now.as_second()).unwrap_or(u32::MAX);
        format!("{seconds:08x}{}", hex::encode(bytes))
    }

    /// `0x` and the hex form of `N` bytes: an address or a transaction hash.
    pub fn hex<const N: usize>(&mut self, purpose: &'static str) -> String {
        let mut bytes = [0; N];
        self.dice.draw(purpose, &mut bytes);
        format!("0x{}", hex::encode(bytes))
    }

    /// A number below `bound`, evenly enough drawn from 64 bits.
    pub fn below(&mut self, purpose: &'static str, bound: u64) -> u64 {
        self.dice.below(purpose, bound)
    }

    /// Schedules an effect `delay_ms` from now.
    pub fn after(&mut self, delay_ms: i64, effect: Effect) {
        let due = self.now.checked_add(jiff::SignedDuration::from_millis(delay_ms));
        self.later.push((due.unwrap_or(Timestamp::MAX), effect));
    }

    /// Records that something happened now.
    pub fn raise(&mut self, event: Event) {
        self.events.push(event);
    }
}

/// Something the timeline does by itself when its time has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// An application is decided as its person's outcome says.
    ReviewApplication(ApplicationId),
    /// A transfer arrives.
    ReceiveDeposit(DepositId),
    /// A received deposit is confirmed.
    ConfirmDeposit(DepositId),
    /// A cardholder is decided as its last name says.
    ReviewCardholder(CardholderId),
    /// An order takes its next step.
    StepOrder(OrderId),
    /// A deposit for a project or its user is confirmed.
    ConfirmFunds(FundsId),
    /// A delivery is tried.
    AttemptDelivery(u64),
}

impl Effect {
    /// Its name in the control plane (SB 4.3).
    pub fn name(&self) -> &'static str {
        match self {
            Self::ReviewApplication(_) => "application.review",
            Self::ReceiveDeposit(_) => "deposit.receive",
            Self::ConfirmDeposit(_) | Self::ConfirmFunds(_) => "deposit.confirm",
            Self::ReviewCardholder(_) => "cardholder.review",
            Self::StepOrder(_) => "order.step",
            Self::AttemptDelivery(_) => "webhook.attempt",
        }
    }

    /// The state in which the entity is that it acts on.
    pub fn state(&self, issuer: &Issuer) -> &'static str {
        match self {
            Self::ReviewApplication(id) => issuer.collateral.applications[*id].status.name(),
            Self::ReceiveDeposit(id) | Self::ConfirmDeposit(id) => {
                issuer.collateral.deposits[*id].status.name()
            }
            Self::ReviewCardholder(id) => issuer.prepaid.holders[*id].kyc.word(),
            Self::StepOrder(id) => issuer.prepaid.orders[*id].status.word(),
            Self::ConfirmFunds(id) => issuer.prepaid.funds[*id].status.name(),
            // What comes of it is in the outbox, not here.
            Self::AttemptDelivery(_) => "due",
        }
    }

    /// The entity it acts on, `<type>:<id>`.
    pub fn entity(&self) -> String {
        match self {
            Self::ReviewApplication(id) => format!("application:{id}"),
            Self::ReceiveDeposit(id) | Self::ConfirmDeposit(id) => format!("deposit:{id}"),
            Self::ReviewCardholder(id) => format!("cardholder:{id}"),
            Self::StepOrder(id) => format!("order:{id}"),
            Self::AttemptDelivery(number) => format!("delivery:d-{number}"),
            Self::ConfirmFunds(id) => format!("deposit:er-{id}"),
        }
    }
}
