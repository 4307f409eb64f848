//! Are the things there that `[known.PG]` names?

use crate::{
    doctor::{Finding, graphql::row, known::stands},
    drivers::partner::Partner,
    surfaces::partner::target::Known,
};

/// The things of the first partner.
pub(super) async fn examine(known: &Known, partner: &Partner) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(id) = known.card_application {
        let row = row(partner, "AgioCard_card_application", id, "application_status").await;
        let good = ["APPROVED", "ACTIVE"];
        let repair = "name an application that is approved or active";
        findings.push(stands("[known.PG] card_application", row, &good, repair));
    }
    if let Some(id) = known.card {
        let row = row(partner, "AgioCard_card", id, "status").await;
        let repair = "name a card that is active; one that is frozen is unfrozen before it is used";
        findings.push(stands("[known.PG] card", row, &["active", "locked", "frozen"], repair));
    }
    if known.card_user.is_none() && (known.card.is_some() || known.card_application.is_some()) {
        findings.push(Finding::warning(
            "[known.PG] card_user",
            "it is not named",
            "name the card user of the application, so that charges can be judged",
        ));
    }
    findings
}
