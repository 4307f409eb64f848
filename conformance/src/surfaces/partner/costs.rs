//! The costs of the mutations of the partner surface.

use crate::{
    budget::costs::{Amount, Kind, Row, row},
    target::{
        Cost::{CreatesCustomer, Irreversible, Money, Ships},
        Expense::{Cards, Customers},
    },
};

/// Every mutation of the schema, those that no partner can run among them.
pub(super) const ROWS: &[Row] = &[
    row(Kind::Mutation, "createPartnerCustomerOrganization", &[CreatesCustomer], Some(Customers)),
    row(Kind::Mutation, "createCardApplicationForPartnerUser", &[CreatesCustomer], Some(Customers)),
    row(Kind::Mutation, "createCard", &[CreatesCustomer], Some(Cards)),
    row(Kind::Form, "createCard physical", &[CreatesCustomer, Ships], Some(Cards)),
    row(Kind::Mutation, "freezeCard", &[], None),
    row(Kind::Mutation, "unfreezeCard", &[], None),
    row(Kind::Mutation, "lockCard", &[], None),
    row(Kind::Mutation, "unlockCard", &[], None),
    row(Kind::Mutation, "cancelCard", &[Irreversible], None),
    row(Kind::Mutation, "replaceCard", &[CreatesCustomer, Irreversible, Ships], Some(Cards)),
    row(Kind::Mutation, "replaceVirtualCard", &[CreatesCustomer, Irreversible], Some(Cards)),
    row(Kind::Mutation, "updateCardLimit", &[], None),
    row(Kind::Mutation, "updateCardNickname", &[], None),
    row(Kind::Mutation, "updateCardUserProfile", &[], None),
    row(Kind::Mutation, "updateCardCompanyAddress", &[], None),
    row(Kind::Mutation, "validateAddress", &[], None),
    row(Kind::Mutation, "validateCardShippingAddress", &[], None),
    row(Kind::Mutation, "autocompleteAddress", &[], None),
    row(Kind::Mutation, "resolvePlaceAddress", &[], None),
    row(Kind::Mutation, "chargeCard", &[Money], None).moving(Amount::Cents("feeCents")),
    row(Kind::Mutation, "generateEncryptionKeys", &[], None),
    row(Kind::Mutation, "setCardPin", &[], None),
    row(Kind::Mutation, "getCardPin", &[], None),
    row(Kind::Mutation, "revealCardSecrets", &[], None),
    row(Kind::Blocked, "createCardApplication", &[CreatesCustomer], Some(Customers)),
    row(Kind::Blocked, "createCardCorporateApplication", &[CreatesCustomer], Some(Customers)),
    row(Kind::Blocked, "cardWithdraw", &[Irreversible, Money], None),
    row(Kind::Blocked, "payInvoiceWithCardBalance", &[Irreversible, Money], None),
    row(Kind::Blocked, "freezeCardByCardId", &[], None),
    row(Kind::Blocked, "unfreezeCardByCardId", &[], None),
    row(Kind::Blocked, "cancelCardByCardId", &[Irreversible], None),
    row(Kind::Blocked, "updateCardLimitByCardId", &[], None),
    row(Kind::Blocked, "chargeCardByCardUserId", &[Irreversible, Money], None),
    row(Kind::Blocked, "createCardByCardUserId", &[CreatesCustomer], Some(Cards)),
];
