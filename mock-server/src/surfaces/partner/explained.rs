//! The mutations as they are explained in advance (SB 6.1), and the checks that each makes.

use futures::future::BoxFuture;
use jiff::Timestamp;

use super::{PARTNER, PATH, Partner, permissions::NOT_BLOCKED, schema::EXECUTOR};
use crate::{
    command::{Check, Command},
    gate::{self, Door, Explained, RequestToExplain},
    programs::collateral::{
        checks::OWN_APPLICATION,
        commands::{
            Apply, Cancel, ChargeUser, CreateOrganization, Freeze, IssueCard, Rename, Replace,
            SetCompanyAddress, SetLimit, SetPersonAddress, SetPin, Unfreeze,
        },
    },
    surfaces::{
        Draft, ExplainedApi, ExplainedOperation, InputError, Wanted,
        card_graphql::{
            FITS_SCHEMA, ISSUER, OWN_SESSION, READ_PIN, REVEAL, SEALED_PIN, SET_PIN, draft,
        },
    },
    world::{Principal, World},
    worlds::Handle,
};

/// Checks that every mutation makes first.
const ENTRY: &[Check] = &[FITS_SCHEMA, NOT_BLOCKED];

/// The check of the issuer, which is the last one of those that have one.
const LAST: &[Check] = &[ISSUER];

const fn operation(name: &'static str, checks: &'static [&'static [Check]]) -> ExplainedOperation {
    ExplainedOperation { name, checks }
}

/// A mutation that is blocked.
const fn blocked(name: &'static str) -> ExplainedOperation {
    operation(name, &[ENTRY])
}

/// Every mutation that changes something, or would if it were not blocked.
static OPERATIONS: [ExplainedOperation; 29] = [
    operation("createPartnerCustomerOrganization", &[ENTRY, CreateOrganization::CHECKS]),
    operation("createCardApplicationForPartnerUser", &[ENTRY, Apply::CHECKS, LAST]),
    operation(
        "createCard",
        &[ENTRY, &[OWN_APPLICATION, OWN_SESSION], IssueCard::CHECKS, SEALED_PIN, LAST],
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

impl ExplainedApi for Partner {
    fn operations(&self) -> &'static [ExplainedOperation] {
        &OPERATIONS
    }

    fn callers(&self, world: &World) -> Vec<String> {
        let all = world.access.credentials.iter();
        let ours = all.filter(|one| one.holder.surface() == Self::SURFACE);
        ours.map(|one| one.label.clone()).collect()
    }

    fn draft(&self, world: &World, _: Timestamp, wanted: Wanted) -> Result<Draft, InputError> {
        draft(&EXECUTOR, PATH, &world.rules, wanted)
    }

    fn explain<'a>(
        &'a self,
        copy: &'a Handle,
        request: &'a RequestToExplain,
        principal: Option<Principal>,
    ) -> BoxFuture<'a, Explained> {
        Box::pin(gate::explain(&PARTNER, copy, request, principal))
    }
}
