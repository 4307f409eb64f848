//! Partners, their customer organizations, and the companies that hold cards.

use imbl::{OrdMap, OrdSet};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    card::CardStatus,
    ids::{
        ApplicationId, CardId, CardUserId, ChargeId, CompanyId, DepositId, LimitChangeId,
        OrganizationId, PartnerId, ShipmentId, TransactionId, WalletId,
    },
};
use crate::{
    collections::{Ids, Row},
    people::PostalAddress,
};

/// A card-issuing partner: who calls the partner API.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Partner {
    /// Internal id.
    pub id: PartnerId,
    /// Short name in the control plane.
    pub label: String,
    /// Identity to which sessions and rows are bound (UUID text).
    pub organization_id: String,
    /// Everything that belongs to it.
    pub holdings: Holdings,
}

/// The things of a partner, each list in order of id. Reads start here, so their cost follows
/// from what the caller has, not from what the world has.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Holdings {
    /// Customer organizations.
    pub organizations: Ids<OrganizationId>,
    /// Companies.
    pub companies: Ids<CompanyId>,
    /// Card users.
    pub users: Ids<CardUserId>,
    /// Applications.
    pub applications: Ids<ApplicationId>,
    /// Cards.
    pub cards: Ids<CardId>,
    /// Cards by where they stand.
    pub cards_in: OrdMap<CardStatus, OrdSet<CardId>>,
    /// Transactions.
    pub transactions: Ids<TransactionId>,
    /// Charges.
    pub charges: Ids<ChargeId>,
    /// Deposits.
    pub deposits: Ids<DepositId>,
    /// Shipments.
    pub shipments: Ids<ShipmentId>,
    /// Limit changes.
    pub limit_changes: Ids<LimitChangeId>,
}

/// A customer organization of a partner (PG 6.1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Organization {
    /// Internal id.
    pub id: OrganizationId,
    /// The partner it is managed by; none for an organization that only in-app users belong to.
    pub partner: Option<PartnerId>,
    /// Short name in the control plane; none for one that came through the API.
    pub label: Option<String>,
    /// `organizationId` (UUID text).
    pub organization_id: String,
    /// The name.
    pub name: String,
    /// The company of its card users, once the back office has made it.
    pub company: Option<CompanyId>,
    /// Digital wallets that its members share, in order of id.
    pub wallets: Ids<WalletId>,
    /// The instant at which the row was made.
    pub created_at: Timestamp,
    /// The instant of the last change of the row.
    pub updated_at: Timestamp,
}

/// A company that holds cards, made by the back office for an organization.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Company {
    /// Internal id.
    pub id: CompanyId,
    /// The customer organization.
    pub organization: OrganizationId,
    /// Issuer-side id (UUID text).
    pub external_id: String,
    /// The name.
    pub name: String,
    /// The address, once set.
    pub address: Option<PostalAddress>,
    /// The card users.
    pub users: Ids<CardUserId>,
    /// The applications.
    pub applications: Ids<ApplicationId>,
    /// The cards.
    pub cards: Ids<CardId>,
    /// The instant at which the row was made.
    pub created_at: Timestamp,
    /// The instant of the last change of the row.
    pub updated_at: Timestamp,
}

impl Row for Partner {
    type Id = PartnerId;
}
impl Row for Organization {
    type Id = OrganizationId;
}
impl Row for Company {
    type Id = CompanyId;
}
