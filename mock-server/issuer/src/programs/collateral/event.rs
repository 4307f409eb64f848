//! Events of the program.

use serde::{Deserialize, Serialize};

use super::{
    ApplyContext, Collateral,
    card::CardStatus,
    ids::{ApplicationId, CardId, CardUserId, DepositId, TransactionId},
};
use crate::money::Cents;

/// An event of the collateral program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Kind of the event, with its data.
    pub kind: EventKind,
    /// The in-app user who is told of it; none for people without a login in the app.
    pub addressee: Option<Addressee>,
}

/// An in-app user who is told of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addressee {
    /// The person.
    pub user: CardUserId,
    /// The number of the event among those of this person, from 1 without gaps (AG 7.2).
    pub seq: u64,
}

/// The kind of an event, named as in the public guides (PG 16, AG 7.1), with what the rows that it
/// speaks of do not keep.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// An application was approved.
    ApplicationApproved {
        /// The application.
        application: ApplicationId,
    },
    /// An application was denied.
    ApplicationDenied {
        /// The application.
        application: ApplicationId,
        /// The reason of the denial.
        reason: Option<String>,
    },
    /// A card changed its state.
    CardStatusChanged {
        /// The card.
        card: CardId,
        /// The state before.
        from: CardStatus,
        /// The state since.
        to: CardStatus,
    },
    /// A deposit was received.
    CollateralReceived {
        /// The deposit.
        deposit: DepositId,
    },
    /// A deposit was confirmed.
    CollateralConfirmed {
        /// The deposit.
        deposit: DepositId,
        /// The credit limit after it, in cents.
        credit_limit: Cents,
    },
    /// A purchase was settled.
    SpendCompleted {
        /// The transaction.
        transaction: TransactionId,
        /// The amount that was settled in all, in cents.
        amount: Cents,
    },
}

impl Event {
    /// The names of all kinds.
    pub const NAMES: [&str; 6] = [
        "CARD_APPLICATION_APPROVED",
        "CARD_APPLICATION_DENIED",
        "CARD_STATUS_CHANGED",
        "CARD_COLLATERAL_RECEIVED",
        "CARD_COLLATERAL_CONFIRMED",
        "CARD_SPEND_COMPLETED",
    ];

    /// The name of the kind in the field.
    pub fn name(&self) -> &'static str {
        self.kind.name()
    }
}

impl EventKind {
    /// The name of the kind in the field.
    pub fn name(&self) -> &'static str {
        match self {
            Self::ApplicationApproved { .. } => "CARD_APPLICATION_APPROVED",
            Self::ApplicationDenied { .. } => "CARD_APPLICATION_DENIED",
            Self::CardStatusChanged { .. } => "CARD_STATUS_CHANGED",
            Self::CollateralReceived { .. } => "CARD_COLLATERAL_RECEIVED",
            Self::CollateralConfirmed { .. } => "CARD_COLLATERAL_CONFIRMED",
            Self::SpendCompleted { .. } => "CARD_SPEND_COMPLETED",
        }
    }

    /// The entity that it happened to, `<type>:<id>`.
    fn entity(&self) -> String {
        match self {
            Self::ApplicationApproved { application }
            | Self::ApplicationDenied { application, .. } => format!("application:{application}"),
            Self::CardStatusChanged { card, .. } => format!("card:{card}"),
            Self::CollateralReceived { deposit } | Self::CollateralConfirmed { deposit, .. } => {
                format!("deposit:{deposit}")
            }
            Self::SpendCompleted { transaction, .. } => format!("transaction:{transaction}"),
        }
    }
}

/// Raises an event, and counts it for the person whom it concerns when that is an in-app user.
pub(super) fn raise(
    collateral: &mut Collateral,
    context: &mut ApplyContext<'_>,
    person: CardUserId,
    kind: EventKind,
) {
    if context.rules.events.skip == kind.name() {
        return;
    }
    let addressee = collateral.users[person].user_id.is_some().then(|| {
        let row = collateral.users.change(person);
        row.events_raised += 1;
        Addressee { user: person, seq: row.events_raised }
    });
    let entity = kind.entity();
    context.raise(Event { kind, addressee }, entity);
}

impl Collateral {
    /// Lets the number of the next event of a person follow the one of this event, which the program
    /// has gone back behind. Somebody who is not there any more has no next one.
    pub fn count_past(&mut self, event: &Event) {
        let Some(Addressee { user, seq }) = event.addressee else { return };
        if self.users.get(user).is_some_and(|row| row.events_raised < seq) {
            self.users.change(user).events_raised = seq;
        }
    }
}
