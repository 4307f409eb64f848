//! The generations of names of this API (AMB-AG-01).

use crate::{
    card_graphql::{Member, Renamed, Words},
    rulebook::{Rulebook, ag::NameGeneration},
};

/// The texts in which names stand, under each generation.
pub(super) static RAIN: Words = words("replaceVirtualRainCard", "RainLimitFrequency");
static AGIO: Words = words("replaceVirtualAgioCard", "RainLimitFrequency");
static PLAIN: Words = words("replaceVirtualCard", "CardLimitFrequency");

const fn words(replace_virtual: &'static str, limit_frequency: &'static str) -> Words {
    Words { replace_virtual, limit_frequency, amount_too_large: "Amount is too large" }
}

/// The words of refusals under these rules.
pub(super) fn words_under(rules: &Rulebook) -> &'static Words {
    match rules.ag.naming.names {
        NameGeneration::Rain => &RAIN,
        NameGeneration::Agio => &AGIO,
        NameGeneration::Plain => &PLAIN,
    }
}

/// The names in the place of those of the schema, and the number of their generation; none where it
/// has its own.
pub(super) fn renamed(rules: &Rulebook) -> Option<(usize, Renamed)> {
    match rules.ag.naming.names {
        NameGeneration::Rain => None,
        NameGeneration::Agio => Some((0, agio)),
        NameGeneration::Plain => Some((1, plain)),
    }
}

/// The members that not every generation has.
pub(super) fn optional(rules: &Rulebook) -> Vec<(Member, bool)> {
    let named = rules.ag.naming.names != NameGeneration::Plain;
    let members =
        [("Query", "rainCardBalance"), ("RainCardApplicationResponse", "rainApplicationId")];
    members.map(|member| (member, named)).to_vec()
}

/// `createAgioCard`, `CreateAgioCardInput`; what is not of a card keeps its name.
fn agio(name: &str) -> String {
    match name {
        "RainShippingInput" => "AgioCardShippingInput".to_owned(),
        "RainAddressInput" => "AgioCardAddressInput".to_owned(),
        other => other.replace("RainCard", "AgioCard").replace("rainCard", "agioCard"),
    }
}

/// `createCard`, `CreateCardInput`, `CardLimitFrequency`.
fn plain(name: &str) -> String {
    match name.strip_prefix("Rain") {
        Some(rest) if !rest.starts_with("Card") => format!("Card{rest}"),
        _ => name.replace("RainCard", "Card"),
    }
}
