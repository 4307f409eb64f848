//! The make-believe card issuer: data and rules, pure.
//!
//! The issuer knows nouns (organizations, people, applications, cards, money) and refusals. It
//! knows no HTTP, no GraphQL, no wording and no clock: a command gets the time, the rulebook and
//! the dice from its [`Turn`]. A command is checked before it is applied, and the check sees the
//! issuer read-only, so a refusal cannot change anything. Wording, casing, codes and id styles
//! belong to the surfaces.

pub mod address;
pub mod application;
pub mod authorization;
pub mod card;
pub mod charge;
pub mod commands;
pub mod deposit;
pub mod event;
pub mod gazetteer;
pub mod ledger;
pub mod limit;
pub mod list;
pub mod name;
pub mod occupation;
pub mod organization;
pub mod pairs;
pub mod person;
pub mod personas;
pub mod pin;
pub mod plastic;
pub mod prepaid;
pub mod refusal;
pub mod rows;
pub mod secrets;
pub mod turn;

use serde::{Deserialize, Serialize};

pub use address::PostalAddress;
pub use application::{Application, ApplicationId, ApplicationStatus};
pub use authorization::{Transaction, TransactionId};
pub use card::{Card, CardId, CardStatus, CardType};
pub use charge::{Charge, ChargeId};
pub use commands::Command;
pub use deposit::{Deposit, DepositId};
pub use event::{Event, EventKind};
pub use ledger::{Account, Cents, MOST, Movement};
pub use limit::{Frequency, Limit, LimitChange, LimitChangeId};
pub use list::List;
pub use organization::{Company, CompanyId, Organization, OrganizationId, Partner, PartnerId};
pub use person::{CardUser, CardUserId};
pub use plastic::{Shipment, ShipmentId};
pub use prepaid::Prepaid;
pub use refusal::Refusal;
pub use rows::Rows;
pub use turn::{Caller, CheckContext, Effect, Turn};

/// Everything the issuer knows. A plain value: cloning it is a snapshot, comparing two tells
/// whether anything happened.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Issuer {
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
    /// Everything prepaid.
    pub prepaid: Prepaid,
    /// Which person has an external card user id.
    pub users_by_external_id: imbl::OrdMap<String, CardUserId>,
}

impl Issuer {
    /// The person with this external id.
    pub fn user_named(&self, external_id: &str) -> Option<&CardUser> {
        self.users.get(*self.users_by_external_id.get(external_id)?)
    }

    /// The partner to whom a company belongs.
    pub fn partner_of(&self, company: CompanyId) -> PartnerId {
        self.organizations[self.companies[company].organization].partner
    }

    /// The person who holds a card.
    pub fn holder(&self, card: &Card) -> &CardUser {
        &self.users[card.user]
    }

    /// The card, when it exists and the caller may touch it. Missing and foreign look the same.
    pub fn own_card(&self, caller: Caller, id: CardId) -> Result<&Card, Refusal> {
        let card = self.cards.get(id).ok_or(Refusal::NotYours)?;
        self.allow(caller, card.company).map(|()| card)
    }

    /// The application, when it exists and the caller may touch it.
    pub fn own_application(
        &self,
        caller: Caller,
        id: ApplicationId,
    ) -> Result<&Application, Refusal> {
        let application = self.applications.get(id).ok_or(Refusal::NotYours)?;
        self.allow(caller, application.company).map(|()| application)
    }

    /// The person with this external id, when the caller may touch it.
    pub fn own_user(&self, caller: Caller, external_id: &str) -> Result<&CardUser, Refusal> {
        let user = self.user_named(external_id).ok_or(Refusal::NotYours)?;
        self.allow(caller, user.company).map(|()| user)
    }

    fn allow(&self, caller: Caller, company: CompanyId) -> Result<(), Refusal> {
        match caller {
            Caller::Ops => Ok(()),
            Caller::Partner(partner) if self.partner_of(company) == partner => Ok(()),
            Caller::Partner(_) | Caller::Project(_) => Err(Refusal::NotYours),
        }
    }
}
