//! The costs of the mutations of the in-app surface.

use crate::{
    budget::costs::{Amount, Kind, Row, row},
    target::{
        Cost::{CreatesCustomer, Irreversible, Money, Ships},
        Expense::{Cards, Customers},
    },
};

/// Every mutation of the schema.
pub(super) const ROWS: &[Row] = &[
    row(Kind::Mutation, "createRainCardApplication", &[CreatesCustomer], Some(Customers)),
    row(Kind::Mutation, "createRainCard", &[CreatesCustomer], Some(Cards)),
    row(Kind::Form, "createRainCard physical", &[CreatesCustomer, Ships], Some(Cards)),
    row(Kind::Mutation, "freezeRainCard", &[], None),
    row(Kind::Mutation, "unfreezeRainCard", &[], None),
    row(Kind::Mutation, "lockRainCard", &[], None),
    row(Kind::Mutation, "unlockRainCard", &[], None),
    row(Kind::Mutation, "cancelRainCard", &[Irreversible], None),
    row(Kind::Mutation, "replaceRainCard", &[CreatesCustomer, Irreversible, Ships], Some(Cards)),
    row(Kind::Mutation, "replaceVirtualRainCard", &[CreatesCustomer, Irreversible], Some(Cards)),
    row(Kind::Mutation, "updateRainCardLimit", &[], None),
    row(Kind::Mutation, "updateCardNickname", &[], None),
    row(Kind::Mutation, "update_AgioCard_card_by_pk", &[], None),
    row(Kind::Mutation, "generateEncryptionKeys", &[], None),
    row(Kind::Mutation, "setRainCardPin", &[], None),
    row(Kind::Mutation, "getRainCardPin", &[], None),
    row(Kind::Mutation, "revealRainCardSecrets", &[], None),
    row(Kind::Mutation, "smartWalletSwapQuote", &[], None).quoting(Amount::Millionths("amount")),
    row(Kind::Mutation, "smartWalletExecuteSwapQuote", &[Irreversible, Money], None)
        .executing("quoteId"),
    row(Kind::Mutation, "smartWalletSwap", &[Irreversible, Money], None)
        .moving(Amount::Millionths("amount")),
    row(Kind::Mutation, "cardWithdraw", &[Irreversible, Money], None)
        .moving(Amount::Dollars("amount")),
    row(Kind::Mutation, "createCardDispute", &[Irreversible], None),
];
