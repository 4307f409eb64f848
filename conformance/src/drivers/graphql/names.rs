//! The names that one operation has on the two GraphQL surfaces. Steps that serve both write the
//! names of the partner surface; a document is worded for its actor before it is sent.

use serde_json::Value;

use crate::drivers::Answer;

/// Names of the partner surface, with those of the in-app surface.
const RENAMED: [(&str, &str); 12] = [
    ("createCard", "createRainCard"),
    ("CreateCardInput", "CreateRainCardInput"),
    ("freezeCard", "freezeRainCard"),
    ("lockCard", "lockRainCard"),
    ("cancelCard", "cancelRainCard"),
    ("CancelCardInput", "CancelRainCardInput"),
    ("replaceCard", "replaceRainCard"),
    ("replaceVirtualCard", "replaceVirtualRainCard"),
    ("updateCardLimit", "updateRainCardLimit"),
    ("CardPin", "RainCardPin"),
    ("SetCardPinInput", "SetRainCardPinInput"),
    ("revealCardSecrets", "revealRainCardSecrets"),
];

/// Whether an actor is a person with a token, and not a partner with a signature.
pub fn is_user(actor: &str) -> bool {
    actor.ends_with(" user")
}

/// A document or the name of an operation, in the words of the actor's surface.
pub fn worded(actor: &str, text: &str) -> String {
    if !is_user(actor) {
        return text.to_owned();
    }
    RENAMED.iter().fold(text.to_owned(), |text, (partner, in_app)| {
        // What is worded already stays as it is.
        ended(&ended(&text, in_app, partner), partner, in_app)
    })
}

/// A text with `from` replaced where a name ends with it: `createCardDispute` is no `createCard`.
fn ended(text: &str, from: &str, to: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(from) {
        let ends = !after.starts_with(|letter: char| letter.is_ascii_alphanumeric());
        out.push_str(before);
        out.push_str(if ends { to } else { from });
        rest = after;
    }
    out + rest
}

/// `data.<field>` of an answer, under the name of whichever surface answered.
pub fn result<'a>(answer: &'a Answer, field: &str) -> Option<&'a Value> {
    answer.result(field).or_else(|| answer.result(&worded("the user", field)))
}

#[cfg(test)]
mod tests {
    use super::worded;

    #[test]
    fn operations_are_worded_for_users_and_stay_as_they_are_for_partners() {
        let document = "mutation($input: SetCardPinInput!) { setCardPin(input: $input) }";
        assert_eq!(worded("the partner", document), document);
        let in_app = "mutation($input: SetRainCardPinInput!) { setRainCardPin(input: $input) }";
        assert_eq!(worded("the user", document), in_app);
        assert_eq!(worded("the user", in_app), in_app);
        assert_eq!(worded("the second user", "unfreezeCard"), "unfreezeRainCard");
        assert_eq!(worded("the user", "updateCardNickname"), "updateCardNickname");
        assert_eq!(worded("the user", "createCardDispute"), "createCardDispute");
    }
}
