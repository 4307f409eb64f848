//! Mutations as they are explained in advance (SB 6.1), and the checks that each makes.

use jiff::Timestamp;

use super::{
    PATH, Partner,
    mutations::{FILLED, PLACE},
    permissions::NOT_BLOCKED,
    schema::EXECUTOR,
};
use crate::{
    card_graphql::{FITS_SCHEMA, LAST, OWN_SESSION, READ_PIN, REVEAL, SEALED_PIN, SET_PIN, draft},
    command::{Check, Command},
    explained_api::{
        Draft, ExplainedOperation, ExplainedOperations, InputError, Wanted, credential_labels,
        operation,
    },
    gate::Door,
    programs::collateral::{
        checks::{OWN_APPLICATION, before_pin},
        commands::{
            Apply, Cancel, ChargeUser, CreateOrganization, Freeze, IssueCard, Rename, Replace,
            SetCompanyAddress, SetLimit, SetPersonAddress, SetPin, Unfreeze,
        },
    },
    world::World,
};

/// Checks that every mutation makes first.
const ENTRY: &[Check] = &[FITS_SCHEMA, NOT_BLOCKED];

/// A mutation that is blocked.
const fn blocked(name: &'static str) -> ExplainedOperation {
    operation(name, &[ENTRY])
}

/// Every mutation.
static OPERATIONS: [ExplainedOperation; 33] = [
    operation("createPartnerCustomerOrganization", &[ENTRY, CreateOrganization::CHECKS]),
    operation("createCardApplicationForPartnerUser", &[ENTRY, Apply::CHECKS, LAST]),
    operation(
        "createCard",
        &[ENTRY, &[OWN_APPLICATION, OWN_SESSION], before_pin(IssueCard::CHECKS), SEALED_PIN, LAST],
    ),
    operation("replaceCard", &[ENTRY, Replace::CHECKS, LAST]),
    operation("replaceVirtualCard", &[ENTRY, Replace::CHECKS, LAST]),
    operation("freezeCard", &[ENTRY, Freeze::CHECKS, LAST]),
    operation("unfreezeCard", &[ENTRY, Unfreeze::CHECKS, LAST]),
    operation("lockCard", &[ENTRY, Freeze::CHECKS, LAST]),
    operation("unlockCard", &[ENTRY, Unfreeze::CHECKS, LAST]),
    operation("cancelCard", &[ENTRY, Cancel::CHECKS, LAST]),
    operation("updateCardNickname", &[ENTRY, Rename::CHECKS]),
    operation("updateCardLimit", &[ENTRY, SetLimit::CHECKS, LAST]),
    operation("updateCardUserProfile", &[ENTRY, SetPersonAddress::CHECKS]),
    operation("updateCardCompanyAddress", &[ENTRY, SetCompanyAddress::CHECKS]),
    operation("generateEncryptionKeys", &[ENTRY]),
    operation("setCardPin", &[ENTRY, SET_PIN, SetPin::CHECKS, LAST]),
    operation("getCardPin", &[ENTRY, READ_PIN]),
    operation("revealCardSecrets", &[ENTRY, REVEAL]),
    operation("chargeCard", &[ENTRY, ChargeUser::CHECKS, LAST]),
    operation("validateAddress", &[ENTRY, &[FILLED]]),
    operation("validateCardShippingAddress", &[ENTRY, &[FILLED]]),
    operation("autocompleteAddress", &[ENTRY]),
    operation("resolvePlaceAddress", &[ENTRY, &[PLACE]]),
    blocked("createCardApplication"),
    blocked("createCardCorporateApplication"),
    blocked("cardWithdraw"),
    blocked("payInvoiceWithCardBalance"),
    blocked("freezeCardByCardId"),
    blocked("unfreezeCardByCardId"),
    blocked("cancelCardByCardId"),
    blocked("updateCardLimitByCardId"),
    blocked("chargeCardByCardUserId"),
    blocked("createCardByCardUserId"),
];

impl ExplainedOperations for Partner {
    fn operations(&self) -> &'static [ExplainedOperation] {
        &OPERATIONS
    }

    fn callers(&self, world: &World, _: &ExplainedOperation) -> Vec<String> {
        credential_labels(world, Self::SURFACE)
    }

    fn draft(&self, world: &World, _: Timestamp, wanted: Wanted) -> Result<Draft, InputError> {
        draft(&EXECUTOR, PATH, &world.rules, wanted)
    }
}
