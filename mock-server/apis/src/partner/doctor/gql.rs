//! Documents: names that the schema does not have, operations that are blocked, and introspection
//! that is none.

use serde_json::json;

use super::Case;
use crate::{
    graphql::{self, Unread},
    log::{Diagnosis, Proof, Reason},
    rulebook::Rulebook,
    {
        card_graphql::{Posted, read_body, unknown_names},
        partner::{auth, introspection, permissions, schema},
    },
};

/// Diagnoses of a document that does not fit the schema.
pub(super) fn causes(case: &Case<'_>) -> Vec<Diagnosis> {
    let (checker, documents) = schema::default_judge();
    let mut found = unknown_names(case.entry, case.redaction, (checker, documents), renamed);
    found.extend(elsewhere(case));
    found
}

/// Operations of the in-app API of which partners have none under any name (AG 4).
const IN_APP: [&str; 5] = [
    "AgioCrypto_digital_wallet",
    "smartWalletExecuteSwapQuote",
    "smartWalletSwap",
    "smartWalletSwapQuote",
    "update_AgioCard_card_by_pk",
];

/// Operations of the document that are offered to users of the app only.
fn elsewhere(case: &Case<'_>) -> Vec<Diagnosis> {
    let query = posted(case).map(|posted| posted.query).unwrap_or_default();
    let words: Vec<&str> = query.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').collect();
    let one = |name: &&str| {
        let says = format!(
            "\"{name}\" is not offered to partners; it is on AG, which users of the app call."
        );
        Diagnosis::proved("gql-blocked", says, Proof::of(words.contains(name)))
            .shown_by(json!({"operation": name, "instead": "AG"}))
    };
    IN_APP.iter().filter(|name| words.contains(name)).map(one).collect()
}

/// Names in this schema of what another generation of the API calls `name`: with `Rain` or `Agio`
/// before `Card`, and the older ones of tables (AMB-AG-01).
fn renamed(name: &str) -> Vec<String> {
    let first = ["rain", "agio"].into_iter().find_map(|word| {
        name.strip_prefix(word)
            .filter(|rest| rest.starts_with(|one: char| one.is_ascii_uppercase()))
    });
    let bare = match first {
        Some(rest) => rest[..1].to_ascii_lowercase() + &rest[1..],
        None => name.replace("Rain", "").replace("Agio", ""),
    };
    let of_cards = name.strip_prefix("Rain").map(|rest| format!("Card{rest}"));
    let snake = name.strip_prefix("rain_").unwrap_or(name);
    let id = snake.strip_suffix("_id").filter(|_| snake != name);
    let external = id.map(|thing| format!("card_{thing}_external_id"));
    let prefixed = [format!("AgioCard_{name}"), format!("AgioCard_{snake}")];
    [bare].into_iter().chain(of_cards).chain(external).chain(prefixed).collect()
}

/// An operation that shows in the schema and is refused to everybody.
pub(super) fn blocked(case: &Case<'_>) -> Vec<Diagnosis> {
    let blocked = case.entry.done.iter().filter(|(_, reason)| *reason == Reason::Blocked);
    let one = |(name, _): &(String, Reason)| {
        let instead = match name.as_str() {
            "createCardApplication" => Some("createCardApplicationForPartnerUser"),
            name => name.strip_suffix("ByCardId").or_else(|| name.strip_suffix("ByCardUserId")),
        };
        let what = match instead {
            Some(instead) => format!("; partners call \"{instead}\""),
            None => "; partners have none in its place".to_owned(),
        };
        let says =
            format!("\"{name}\" shows in the schema, but is refused to every partner{what}.");
        Diagnosis::proved("gql-blocked", says, Proof::of(permissions::is_blocked(name)))
            .shown_by(json!({"operation": name, "instead": instead}))
    };
    blocked.map(one).collect()
}

/// Why an unsigned request that looks like introspection is none.
pub(super) fn no_introspection(case: &Case<'_>) -> Option<Diagnosis> {
    const CAUSE: &str = "pg-not-introspection";
    let signs = |name| case.entry.request.head.header(name).is_some_and(|value| !value.is_empty());
    if signs(auth::TIMESTAMP) || signs(auth::SIGNATURE) {
        return None;
    }
    let Some(posted) = posted(case) else {
        let body = case.entry.request.body.bytes()?;
        let looks = contains(body, b"__schema") || contains(body, b"__type(");
        let says = "It asks for the schema, but its body cannot be read; only a request that asks \
                    for nothing else goes unsigned.";
        return looks.then(|| Diagnosis::proved(CAUSE, says, Proof::of(true)));
    };
    let (_, documents) = schema::default_judge();
    let rules: &Rulebook = case.redaction.rules();
    let why = match documents.read(&posted.query) {
        Ok(prepared) => {
            let others = graphql::besides_the_schema(
                &prepared.document,
                introspection::exemption(&rules.intro),
            )?;
            format!("it also selects {}", case.redaction.name(&others))
        }
        Err(_) if !posted.query.contains("__schema") && !posted.query.contains("__type(") => {
            return None;
        }
        Err(Unread::Syntax(said)) => {
            format!("it does not parse ({})", case.redaction.text(crate::log::Class::Echoed, &said))
        }
        Err(Unread::TooLarge) => "it is too large to be read, and asks for more".to_owned(),
        Err(Unread::Definitions(_)) => "its operations have no names, or the same name".to_owned(),
    };
    let says = format!(
        "It looks like introspection, but {why}; only a request whose operations are all queries for \
         __schema and __type goes unsigned."
    );
    Some(Diagnosis::proved(CAUSE, says, Proof::of(true)))
}

fn posted(case: &Case<'_>) -> Option<Posted> {
    read_body(case.entry.request.body.bytes()?).ok()
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}
