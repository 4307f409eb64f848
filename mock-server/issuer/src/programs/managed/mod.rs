//! Managed cards: users, wallets, card programs, cards with a balance, authorizations, disputes (MC).
//!
//! A user moves money from a wallet to a card and back; the card spends what it has. An adapter
//! plays the issuing partner: what it does not do at once happens on the world's timeline, or when
//! the operator decides. Money is moved in [`ledger`] and nowhere else, spending goes through
//! [`clearing`](crate::clearing).

pub mod adapter;
pub mod authorization;
mod book;
pub mod card;
mod card_numbers;
pub mod card_program;
pub mod checks;
pub mod commands;
pub mod currency;
mod decline;
pub mod decline_reason;
pub mod dispute;
mod effect;
mod entity;
pub mod entry;
mod ids;
pub mod ledger;
mod lifecycle;
pub mod notice;
pub mod operation;
mod ownership;
mod posting;
mod references;
pub mod refund;
mod refusal;
mod release;
#[cfg(test)]
mod tests;
mod transfer;
pub mod user;
pub mod wallet;

use imbl::OrdMap;
use serde::{Deserialize, Serialize};

use crate::{
    card_data::CardSecrets,
    collections::{Rows, pairs},
    command::{self, Program},
};

pub use adapter::Adapter;
pub use authorization::Authorization;
pub use card::{Card, CardRecords, CardStatus};
pub use card_program::CardProgram;
pub use commands::AnyCommand;
pub use currency::Currency;
pub use dispute::Dispute;
pub use effect::Effect;
pub use entity::{ChangedEntity, Entity};
pub use entry::Entry;
pub use ids::{
    AuthorizationId, CardId, CardProgramId, DisputeId, EntryId, OperationId, RefundId, UserId,
    WalletId,
};
pub use ledger::{Account, Ledger};
pub use notice::Notice;
pub use operation::Operation;
pub use references::References;
pub use refund::Refund;
pub use refusal::{LimitExceeded, LimitKind, Refusal};
pub use user::User;
pub use wallet::Wallet;

/// Everything about managed cards.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Managed {
    /// Users.
    pub users: Rows<User>,
    /// Their wallets.
    pub wallets: Rows<Wallet>,
    /// Card programs, in the order in which they are listed.
    pub programs: Rows<CardProgram>,
    /// Cards.
    pub cards: Rows<Card>,
    /// Authorizations.
    pub authorizations: Rows<Authorization>,
    /// Operations.
    pub operations: Rows<Operation>,
    /// Disputes.
    pub disputes: Rows<Dispute>,
    /// Refunds.
    pub refunds: Rows<Refund>,
    /// Entries of the ledgers of cards.
    pub entries: Rows<Entry>,
    /// Balances.
    pub ledger: Ledger,
    /// Index of the rows that belong to each card.
    #[serde(with = "pairs")]
    records: OrdMap<CardId, CardRecords>,
    /// Numbers and security codes; they never leave the program.
    #[serde(with = "pairs")]
    numbers: OrdMap<CardId, CardSecrets>,
    /// Index by the references that callers use.
    references: References,
    /// Number of events so far.
    sequence: u64,
}

impl Program for Managed {
    type Tenant = UserId;
    type AnyCommand = AnyCommand;
    type Effect = Effect;
    type Event = Notice;
    type Refusal = Refusal;
}

/// The context of a check of this program.
type CheckContext<'a> = command::CheckContext<'a, Managed>;
/// The context of an applied command of this program.
type ApplyContext<'a> = command::ApplyContext<'a, Managed>;

impl Managed {
    /// Everything that belongs to a card.
    pub fn records(&self, card: CardId) -> &CardRecords {
        self.records.get(&card).expect("every card has its records")
    }

    fn records_mut(&mut self, card: CardId) -> &mut CardRecords {
        self.records.entry(card).or_default()
    }

    /// The program of a card.
    pub fn program_of(&self, card: &Card) -> &CardProgram {
        &self.programs[card.program]
    }

    /// The adapter that plays the issuing partner of a card, as cards show it.
    pub fn adapter_of(&self, card: &Card) -> Adapter {
        let program = self.program_of(card);
        let chosen = card.set.adapter.or(program.set.adapter).or(program.adapter);
        chosen.unwrap_or(Adapter::Instant)
    }

    /// The currency of a card.
    pub fn currency_of(&self, card: CardId) -> Currency {
        self.programs[self.cards[card].program].currency
    }
}
