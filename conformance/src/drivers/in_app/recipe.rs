//! The arguments of `conformance send ag` that make a request anew, and the variable that a shell
//! takes the token from.

use serde_json::Value;

use super::{Bearer, Draft, token};
use crate::drivers::recipe::{positional, who};

/// The variable of the environment with an actor's token, as the target file that `init` writes
/// names it; `None` for an actor whom only a scenario has.
pub fn variable(actor: &str) -> Option<&'static str> {
    match actor {
        "the user" => Some("AGIO_USER_TOKEN"),
        "the second user" => Some("AGIO_USER2_TOKEN"),
        _ => None,
    }
}

/// For a request of a user whose token is `own`; empty where nobody else can make it. A token of
/// somebody else is not written down.
pub fn of_draft(actor: &str, own: &str, draft: &Draft) -> Vec<String> {
    let Draft { bearer, body, headers } = draft;
    let (Some(mut all), Some(_)) = (who(actor), variable(actor)) else { return Vec::new() };
    all.push("ag".to_owned());
    all.extend(match bearer {
        Bearer::Own => None,
        Bearer::Absent => Some("--token=none".to_owned()),
        Bearer::Token(other) if *other == token::altered(own) => Some("--token=altered".to_owned()),
        Bearer::Token(other) if *other == token::unsigned(own) => {
            Some("--token=unsigned".to_owned())
        }
        Bearer::Token(_) => return Vec::new(),
    });
    all.extend(headers.iter().map(|(name, value)| format!("--header={name}: {value}")));
    let read: Value = serde_json::from_slice(body).unwrap_or(Value::Null);
    let usual = read["query"].as_str().filter(|document| {
        Draft::query(document, read.get("variables").unwrap_or(&Value::Null)).body == *body
    });
    all.extend(match (usual, std::str::from_utf8(body)) {
        (Some(document), _) => {
            let variables = read.get("variables").map(|value| format!("--variables={value}"));
            variables.into_iter().chain(positional(document)).collect()
        }
        (None, Ok(text)) => vec![format!("--body={text}")],
        (None, Err(_)) => vec![format!("--hex={}", hex::encode(body))],
    });
    all
}
