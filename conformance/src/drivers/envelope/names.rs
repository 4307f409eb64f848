//! The contract's names and the target's: members on their way out, members and states on their way
//! in.

use serde_json::{Map, Value};

use crate::{Mismatch, StepResult, surfaces::envelope::target::Dialect};

/// Members that no source names: a target that does not say what it calls them is not asked.
fn unnamed<'a>(dialect: &'a Dialect, member: &str) -> Option<&'a Option<String>> {
    Some(match member {
        "initial_topup_amount" => &dialect.initial_topup_amount,
        "label" => &dialect.label,
        "url" => &dialect.url,
        "subscription_id" => &dialect.subscription_id,
        "total" => &dialect.total,
        _ => return None,
    })
}

const UNNAMED: [&str; 5] = ["initial_topup_amount", "label", "url", "subscription_id", "total"];

/// The fields of a call as the target names them, with what it asks for besides.
pub(super) fn outgoing(
    dialect: &Dialect,
    path: &str,
    fields: &Map<String, Value>,
) -> StepResult<Map<String, Value>> {
    let mut named = Map::new();
    for (member, value) in fields {
        let name = match unnamed(dialect, member) {
            Some(Some(name)) => name,
            Some(None) => {
                let place = format!("surfaces.ER.dialect.{member}");
                return Err(Mismatch::missing(format!("the target's name for {member}"), place));
            }
            None => dialect.member(member),
        };
        named.insert(name.to_owned(), value.clone());
    }
    for (member, value) in dialect.extra.get(path).into_iter().flatten() {
        named.entry(member.clone()).or_insert_with(|| value.clone());
    }
    Ok(named)
}

/// The target's answer, by the contract's names.
pub(super) fn incoming(dialect: &Dialect, payload: Value) -> Value {
    match payload {
        Value::Object(members) => {
            let members = members.into_iter().map(|(name, value)| {
                let known = contract_name(dialect, &name);
                let value = match (&*known, value) {
                    ("status", Value::String(word)) => contract_state(dialect, word),
                    (_, value) => incoming(dialect, value),
                };
                (known, value)
            });
            Value::Object(members.collect())
        }
        Value::Array(items) => {
            Value::Array(items.into_iter().map(|item| incoming(dialect, item)).collect())
        }
        other => other,
    }
}

fn contract_name(dialect: &Dialect, name: &str) -> String {
    let unnamed = UNNAMED
        .into_iter()
        .find(|member| unnamed(dialect, member).is_some_and(|own| own.as_deref() == Some(name)));
    let renamed = || dialect.members.iter().find(|(_, own)| *own == name).map(|(known, _)| known);
    unnamed.map(str::to_owned).or_else(|| renamed().cloned()).unwrap_or_else(|| name.to_owned())
}

fn contract_state(dialect: &Dialect, word: String) -> Value {
    let known = dialect.states.iter().find(|(_, own)| **own == word).map(|(known, _)| known);
    Value::from(known.cloned().unwrap_or(word))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn dialect() -> Dialect {
        toml::from_str(
            r#"
            url = "callback"
            members = { order_id = "id" }
            states = { completed = "done" }
            extra = { "/cards/create" = { terms = true } }
            "#,
        )
        .unwrap()
    }

    #[test]
    fn names_are_translated_both_ways() {
        let fields = json!({"order_id": "o", "url": "u"});
        let sent = outgoing(&dialect(), "/x", fields.as_object().unwrap()).unwrap();
        assert_eq!(Value::Object(sent), json!({"id": "o", "callback": "u"}));
        let said = json!({"order": {"id": "o", "status": "done"}, "list": [{"callback": "u"}]});
        assert_eq!(
            incoming(&dialect(), said),
            json!({"order": {"order_id": "o", "status": "completed"}, "list": [{"url": "u"}]})
        );
    }

    #[test]
    fn what_the_target_asks_for_besides_is_added() {
        let sent = outgoing(&dialect(), "/cards/create", &Map::new()).unwrap();
        assert_eq!(Value::Object(sent), json!({"terms": true}));
    }

    #[test]
    fn a_name_that_the_target_does_not_say_is_missing() {
        let fields = json!({"label": "mine"});
        let refused = outgoing(&dialect(), "/x", fields.as_object().unwrap()).unwrap_err();
        assert_eq!(refused.class, crate::mismatch::Class::Missing);
    }
}
