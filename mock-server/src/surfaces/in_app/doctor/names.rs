//! Names that another API or an older guide has, and operations that are offered elsewhere only.

use serde_json::json;

use crate::{
    log::{Diagnosis, Entry, Proof},
    surfaces::card_graphql::read_body,
};

/// Names that this schema may have for what another generation of the API calls `name`:
/// `freezeCard` and `freezeAgioCard` are `freezeRainCard` here (AMB-AG-01).
pub(super) fn renamed(name: &str) -> Vec<String> {
    let card = |name: &str| {
        let at = name.find("Card").filter(|at| *at > 0)?;
        Some(format!("{}Rain{}", &name[..at], &name[at..]))
    };
    let plain = name.replace("Agio", "");
    [Some(name.replace("Agio", "Rain")), card(&plain), card(name)].into_iter().flatten().collect()
}

/// Operations of the public schema that are not offered in the app (AG 4), and what is in their
/// place.
const ELSEWHERE: [(&str, Option<&str>); 9] = [
    ("createRainCardCorporateApplication", Some("PG")),
    ("chargeCard", Some("PG")),
    ("payInvoiceWithCardBalance", None),
    ("updateCardUserProfile", Some("PG")),
    ("validateAddress", Some("PG")),
    ("autocompleteAddress", Some("PG")),
    ("createDigitalWallet", Some("the control plane, op make-wallet")),
    ("smartWalletSendTransaction", None),
    ("uploadCardDisputeEvidence", None),
];

/// Operations of the document that are offered elsewhere only.
pub(super) fn blocked(entry: &Entry) -> Vec<Diagnosis> {
    let posted = entry.request.body.bytes().and_then(|bytes| read_body(bytes).ok());
    let query = posted.map(|posted| posted.query).unwrap_or_default();
    let words: Vec<&str> = query.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').collect();
    let named = ELSEWHERE.iter().filter(|(name, _)| words.contains(name));
    let one = |(name, place): &(&'static str, Option<&str>)| {
        let what = match place {
            Some(place) => format!("it is on {place}"),
            None => "there is nothing in its place".to_owned(),
        };
        let says = format!("\"{name}\" is not offered to in-app users; {what}.");
        Diagnosis::proved("gql-blocked", says, Proof::of(words.contains(name)))
            .shown_by(json!({"operation": name, "instead": place}))
    };
    named.map(one).collect()
}
