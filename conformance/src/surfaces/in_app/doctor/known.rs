//! Are the things there that `[known.AG]` names?

use crate::{
    doctor::{
        Finding,
        graphql::row,
        known::{Lookup, stands},
    },
    drivers::in_app::User,
    surfaces::in_app::target::Known,
};

/// The things of the first user.
pub(super) async fn examine(known: &Known, user: &User) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(id) = known.card_application {
        let row = row(user, "AgioCard_card_application", id, "application_status").await;
        // Other targets write statuses in other cases (AMB-AG-04).
        let row = row.map(|state| state.as_str().map(str::to_uppercase).into());
        let good = ["APPROVED", "ACTIVE"];
        let repair = "name an application that is approved or active";
        findings.push(stands("[known.AG] card_application", row, &good, repair));
    }
    if let Some(id) = known.card {
        let row = row(user, "AgioCard_vw_card", id, "status").await;
        let row = row.map(|state| state.as_str().map(str::to_lowercase).into());
        let repair = "name a card that is active; one that is frozen is unfrozen before it is used";
        findings.push(stands("[known.AG] card", row, &["active", "locked", "frozen"], repair));
    }
    if let Some(id) = known.wallet {
        findings.push(wallet(row(user, "AgioCrypto_digital_wallet", id, "id").await));
    }
    if known.wallet.is_some() != known.collateral_address.is_some() {
        findings.push(Finding::warning(
            "[known.AG] wallet",
            "wallet and collateral_address go together, and only one of them is named",
            "name both, so that swaps into the cards' collateral can be judged",
        ));
    }
    findings
}

fn wallet(row: Result<serde_json::Value, Lookup>) -> Finding {
    const WHAT: &str = "[known.AG] wallet";
    match row {
        Ok(_) => Finding::ok(WHAT, "it is the user's; that it holds USDC cannot be told"),
        Err(Lookup::Nothing(id)) => Finding::problem(
            WHAT,
            format!("the first user has no {id}"),
            "name a wallet that the list of the user's wallets shows",
        ),
        Err(Lookup::Impossible(seen)) => Finding::warning(
            WHAT,
            format!("it cannot be looked up: {seen}"),
            "scenarios that start from it may be blocked",
        ),
    }
}
