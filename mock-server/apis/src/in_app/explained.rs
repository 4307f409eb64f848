//! Mutations as they are explained in advance (SB 6.1), and the checks that each makes.

use jiff::Timestamp;

use super::{InApp, PATH, schema::EXECUTOR};
use crate::{
    card_graphql::{FITS_SCHEMA, LAST, OWN_SESSION, READ_PIN, REVEAL, SEALED_PIN, SET_PIN, draft},
    command::{Check, Command},
    explained_api::{
        Draft, ExplainedOperation, ExplainedOperations, InputError, Wanted, operation,
    },
    programs::collateral::{
        checks::{OWN_APPLICATION, before_pin},
        commands::{
            ApplyInApp, Cancel, ExecuteQuote, Freeze, IssueCard, OpenDispute, QuoteSwap, Rename,
            Replace, SetLimit, SetPin, SetStar, SwapNow, Unfreeze, Withdraw,
        },
    },
    world::World,
};

/// Checks that every mutation makes first.
const ENTRY: &[Check] = &[FITS_SCHEMA];

/// Every mutation.
static OPERATIONS: [ExplainedOperation; 21] = [
    operation(
        "createRainCardApplication",
        &[ENTRY, &[OWN_SESSION], before_pin(ApplyInApp::CHECKS), SEALED_PIN, LAST],
    ),
    operation(
        "createRainCard",
        &[ENTRY, &[OWN_APPLICATION, OWN_SESSION], before_pin(IssueCard::CHECKS), SEALED_PIN, LAST],
    ),
    operation("replaceRainCard", &[ENTRY, Replace::CHECKS, LAST]),
    operation("replaceVirtualRainCard", &[ENTRY, Replace::CHECKS, LAST]),
    operation("freezeRainCard", &[ENTRY, Freeze::CHECKS, LAST]),
    operation("unfreezeRainCard", &[ENTRY, Unfreeze::CHECKS, LAST]),
    operation("lockRainCard", &[ENTRY, Freeze::CHECKS, LAST]),
    operation("unlockRainCard", &[ENTRY, Unfreeze::CHECKS, LAST]),
    operation("cancelRainCard", &[ENTRY, Cancel::CHECKS, LAST]),
    operation("updateRainCardLimit", &[ENTRY, SetLimit::CHECKS, LAST]),
    operation("updateCardNickname", &[ENTRY, Rename::CHECKS]),
    operation("update_AgioCard_card_by_pk", &[ENTRY, SetStar::CHECKS]),
    operation("generateEncryptionKeys", &[ENTRY]),
    operation("setRainCardPin", &[ENTRY, SET_PIN, SetPin::CHECKS, LAST]),
    operation("getRainCardPin", &[ENTRY, READ_PIN]),
    operation("revealRainCardSecrets", &[ENTRY, REVEAL]),
    operation("smartWalletSwapQuote", &[ENTRY, QuoteSwap::CHECKS]),
    operation("smartWalletExecuteSwapQuote", &[ENTRY, ExecuteQuote::CHECKS]),
    operation("smartWalletSwap", &[ENTRY, SwapNow::CHECKS]),
    operation("cardWithdraw", &[ENTRY, Withdraw::CHECKS]),
    operation("createCardDispute", &[ENTRY, OpenDispute::CHECKS]),
];

impl ExplainedOperations for InApp {
    fn operations(&self) -> &'static [ExplainedOperation] {
        &OPERATIONS
    }

    fn callers(&self, world: &World, _: &ExplainedOperation) -> Vec<String> {
        let all = world.issuer.collateral.users.iter().filter(|user| user.user_id.is_some());
        all.flat_map(|user| user.label.iter().chain(&user.user_id).cloned()).collect()
    }

    fn draft(&self, world: &World, _: Timestamp, wanted: Wanted) -> Result<Draft, InputError> {
        draft(&EXECUTOR, PATH, &world.rules, wanted)
    }
}
