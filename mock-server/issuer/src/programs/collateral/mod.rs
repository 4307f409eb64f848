//! Cards that spend against collateral: partners, their organizations, card users, applications,
//! cards and money (PG, AG).
//!
//! Money is moved in [`ledger`] and nowhere else.

pub mod application;
mod book;
pub mod card;
mod card_numbers;
mod chain_address;
pub mod charge;
pub mod checks;
pub mod commands;
pub mod deposit;
pub mod dispute;
mod effect;
mod entity;
mod event;
pub mod ids;
pub mod ledger;
pub mod limit;
mod new_card;
pub mod organization;
pub mod person;
pub mod personas;
pub mod pin;
pub mod plastic;
mod pricing;
pub mod quote;
mod refusal;
mod shipping;
pub mod swap;
mod tenant;
pub mod token;
pub mod transaction;
mod transfer;
mod updated;
pub mod wallet;
pub mod withdrawal;

use serde::{Deserialize, Serialize};

use crate::{
    collections::Rows,
    command::{self, Program},
    money::Cents,
};

pub use application::{Application, ApplicationStatus};
pub use card::{Card, CardStatus, CardType};
pub use charge::Charge;
pub use commands::AnyCommand;
pub use deposit::Deposit;
pub use dispute::{Dispute, DisputeStatus};
pub use effect::Effect;
pub use entity::{ChangedEntity, Entity};
pub use event::{Addressee, Event, EventKind};
pub use ids::{
    ApplicationId, CardId, CardUserId, ChargeId, CompanyId, DepositId, DisputeId, LimitChangeId,
    OrganizationId, PartnerId, QuoteId, ShipmentId, SwapId, TransactionId, WalletId, WithdrawalId,
};
pub use ledger::{Account, Figure};
pub use limit::{Frequency, Limit, LimitChange};
pub use organization::{Company, Holdings, Organization, Partner};
pub use person::CardUser;
pub use plastic::Shipment;
pub use quote::Quote;
pub use refusal::Refusal;
pub use swap::Swap;
pub use tenant::Tenant;
pub use token::{Token, TokenId};
pub use transaction::Transaction;
pub use wallet::Wallet;
pub use withdrawal::Withdrawal;

/// The rows of the program.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Collateral {
    /// Partner accounts.
    pub partners: Rows<Partner>,
    /// Customer organizations of partners.
    pub organizations: Rows<Organization>,
    /// Companies, made by the back office for an organization.
    pub companies: Rows<Company>,
    /// People who may hold cards.
    pub users: Rows<CardUser>,
    /// Card applications.
    pub applications: Rows<Application>,
    /// Cards.
    pub cards: Rows<Card>,
    /// Card transactions and fees.
    pub transactions: Rows<Transaction>,
    /// Fees charged with `chargeCard`.
    pub charges: Rows<Charge>,
    /// Deposits of collateral.
    pub deposits: Rows<Deposit>,
    /// Shipments of physical cards.
    pub shipments: Rows<Shipment>,
    /// Changes of spending limits.
    pub limit_changes: Rows<LimitChange>,
    /// Digital wallets of in-app users.
    pub wallets: Rows<Wallet>,
    /// Swap quotes.
    pub quotes: Rows<Quote>,
    /// Executed swaps.
    pub swaps: Rows<Swap>,
    /// Withdrawals of collateral.
    pub withdrawals: Rows<Withdrawal>,
    /// Disputes of transactions.
    pub disputes: Rows<Dispute>,
    /// Prices of tokens by symbol, in cents, where they differ from the usual ones.
    pub prices: imbl::OrdMap<String, Cents>,
    /// Card users by their external ids.
    pub users_by_external_id: imbl::OrdMap<String, CardUserId>,
    /// Card users with a login in the app, by their user ids.
    pub users_by_user_id: imbl::OrdMap<String, CardUserId>,
}

impl Program for Collateral {
    type Tenant = Tenant;
    type AnyCommand = AnyCommand;
    type Effect = Effect;
    type Event = Event;
    type Refusal = Refusal;
}

/// The caller of a command of this program.
type Caller = command::Caller<Tenant>;
/// The context of a check of this program.
type CheckContext<'a> = command::CheckContext<'a, Collateral>;
/// The context of an applied command of this program.
type ApplyContext<'a> = command::ApplyContext<'a, Collateral>;

impl Collateral {
    /// The person with this external id.
    pub fn user_named(&self, external_id: &str) -> Option<&CardUser> {
        self.users.get(*self.users_by_external_id.get(external_id)?)
    }

    /// The person with this login in the app, by its user id (`sub` of a token, AG 2.1).
    pub fn in_app_user(&self, user_id: &str) -> Option<&CardUser> {
        self.users.get(*self.users_by_user_id.get(user_id)?)
    }

    /// The partner to whom a company belongs; none for a company of in-app users alone.
    pub fn partner_of(&self, company: CompanyId) -> Option<PartnerId> {
        self.organizations[self.companies[company].organization].partner
    }

    /// The holdings of the partner to whom a company belongs, to be changed.
    fn holdings(&mut self, company: CompanyId) -> Option<&mut Holdings> {
        let partner = self.partner_of(company)?;
        Some(&mut self.partners.change(partner).holdings)
    }

    /// The person who holds a card.
    pub fn holder(&self, card: &Card) -> &CardUser {
        &self.users[card.user]
    }

    /// The card, when it exists and the caller may touch it. Missing and foreign look the same.
    pub fn own_card(&self, caller: impl Into<Caller>, id: CardId) -> Result<&Card, Refusal> {
        let card = self.cards.get(id).ok_or(Refusal::NotYours)?;
        self.allow(caller.into(), card.company, card.user).map(|()| card)
    }

    /// The application, when it exists and the caller may touch it.
    pub fn own_application(
        &self,
        caller: impl Into<Caller>,
        id: ApplicationId,
    ) -> Result<&Application, Refusal> {
        let application = self.applications.get(id).ok_or(Refusal::NotYours)?;
        let Application { company, user, .. } = *application;
        self.allow(caller.into(), company, user).map(|()| application)
    }

    /// The transaction, when it exists and the caller may touch it.
    pub fn own_transaction(
        &self,
        caller: impl Into<Caller>,
        id: TransactionId,
    ) -> Result<&Transaction, Refusal> {
        let transaction = self.transactions.get(id).ok_or(Refusal::NotYours)?;
        let user = &self.users[transaction.user];
        self.allow(caller.into(), user.company, user.id).map(|()| transaction)
    }

    /// The person with this external id, when the caller may touch it.
    pub fn own_user(
        &self,
        caller: impl Into<Caller>,
        external_id: &str,
    ) -> Result<&CardUser, Refusal> {
        let user = self.user_named(external_id).ok_or(Refusal::NotYours)?;
        self.allow(caller.into(), user.company, user.id).map(|()| user)
    }

    /// The person with this id, when the caller is this person or the back office.
    pub fn acting_person(
        &self,
        caller: impl Into<Caller>,
        id: CardUserId,
    ) -> Result<&CardUser, Refusal> {
        let may_act = match caller.into() {
            Caller::Ops => true,
            Caller::Tenant(Tenant::User(user)) => user == id,
            Caller::Tenant(Tenant::Partner(_)) | Caller::Stranger => false,
        };
        self.users.get(id).filter(|_| may_act).ok_or(Refusal::NotYours)
    }

    /// Refuses what belongs to a person of this company, unless the caller may touch it.
    fn allow(&self, caller: Caller, company: CompanyId, user: CardUserId) -> Result<(), Refusal> {
        let owns = match caller {
            Caller::Ops => true,
            Caller::Tenant(Tenant::Partner(partner)) => self.partner_of(company) == Some(partner),
            Caller::Tenant(Tenant::User(caller)) => caller == user,
            Caller::Stranger => false,
        };
        if owns { Ok(()) } else { Err(Refusal::NotYours) }
    }
}
