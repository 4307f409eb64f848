//! Names that another API or an older guide has, and operations that are offered elsewhere only.

use serde_json::json;

use crate::{
    card_graphql::read_body,
    log::{Diagnosis, Entry, Proof},
};

/// Names that the schema may have for what another generation of the API calls `name`: with `Rain`,
/// with `Agio` or with neither before `Card` (AMB-AG-01). Those that it has none of are passed over.
pub(super) fn renamed(name: &str) -> Vec<String> {
    let plain = name.replace("Agio", "").replace("Rain", "").replace("agioCard", "card");
    let plain = plain.replace("rainCard", "card");
    let with = |word: &str| {
        let at = plain.find("Card").filter(|at| *at > 0)?;
        Some(format!("{}{word}{}", &plain[..at], &plain[at..]))
    };
    let swapped = [name.replace("Agio", "Rain"), name.replace("Rain", "Agio")].map(Some);
    let first = ["rain", "agio"].map(|word| {
        let rest = plain.strip_prefix("card")?;
        Some(format!("{word}Card{rest}"))
    });
    let type_first =
        ["Rain", "Agio"].map(|word| plain.starts_with("Card").then(|| format!("{word}{plain}")));
    let found = [with("Rain"), with("Agio"), Some(plain.clone())];
    swapped.into_iter().chain(found).chain(first).chain(type_first).flatten().collect()
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
    let written = |name: &str| {
        let generations = [name.to_owned(), name.replace("Rain", "Agio"), name.replace("Rain", "")];
        words.iter().copied().find(|word| generations.iter().any(|name| name == word))
    };
    let named = ELSEWHERE.iter().filter_map(|(name, place)| Some((written(name)?, *place)));
    let one = |(name, place): (&str, Option<&'static str>)| {
        let what = match place {
            Some(place) => format!("it is on {place}"),
            None => "there is nothing in its place".to_owned(),
        };
        let says = format!("\"{name}\" is not offered to in-app users; {what}.");
        Diagnosis::proved("gql-blocked", says, Proof::of(words.contains(&name)))
            .shown_by(json!({"operation": name, "instead": place}))
    };
    named.map(one).collect()
}
