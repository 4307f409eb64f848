//! JSON values by the classes of their members.

use serde_json::{Map, Value};

use super::RedactionContext;
use crate::log::{Class, List, masks::measured};

impl RedactionContext {
    /// A JSON value whose members are what the list says.
    pub fn value(&self, list: &List, class: Class, value: &Value) -> Value {
        match value {
            Value::Null => Value::Null,
            Value::Array(items) if class != Class::Unlisted => {
                items.iter().map(|item| self.value(list, class, item)).collect()
            }
            Value::Object(members) if class.opens() => {
                let member = |(name, value): (&String, &Value)| {
                    let value = self.value(list, list.class(name, class), value);
                    (self.name(name), value)
                };
                Value::Object(members.iter().map(member).collect::<Map<_, _>>())
            }
            Value::String(text) => Value::String(self.text(class, text)),
            Value::Bool(_) if matches!(class, Class::Plain | Class::Personal) => value.clone(),
            Value::Number(number)
                if matches!(class, Class::Plain | Class::Personal | Class::Stamp) =>
            {
                let text = number.to_string();
                match self.text(class, &text) {
                    shown if shown == text => value.clone(),
                    hidden => Value::String(hidden),
                }
            }
            Value::Number(number) if class != Class::Unlisted && class != Class::Within => {
                Value::String(self.text(class, &number.to_string()))
            }
            Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                Value::String(measured(value))
            }
        }
    }

    /// A value of which nothing may be shown but its form and the names that the list has.
    pub fn outline(&self, list: &List, value: &Value) -> Value {
        match value {
            Value::Null => Value::Null,
            Value::Array(items) => items.iter().map(|item| self.outline(list, item)).collect(),
            Value::Object(members) => {
                let member = |(name, value): (&String, &Value)| {
                    let shown = match list.has(name) {
                        true => self.outline(list, value),
                        false => Value::String(measured(value)),
                    };
                    (self.name(name), shown)
                };
                Value::Object(members.iter().map(member).collect())
            }
            scalar => Value::String(measured(scalar)),
        }
    }

    /// A value of ours in which something that was sent may be repeated.
    pub fn clean(&self, value: Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.scrubbed(&text).into_owned()),
            Value::Number(number) if self.betrays(&number.to_string()) => {
                Value::String(self.scrubbed(&number.to_string()).into_owned())
            }
            Value::Array(items) => items.into_iter().map(|item| self.clean(item)).collect(),
            Value::Object(members) => {
                members.into_iter().map(|(name, value)| (name, self.clean(value))).collect()
            }
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::log::scrub::Secrets;

    static LIST: List = List::new(&[
        (Class::Plain, &["id", "status"]),
        (Class::Personal, &["name"]),
        (Class::Pin, &["pin"]),
        (Class::Pan, &["number"]),
        (Class::Sealed, &["box"]),
        (Class::Token, &["token"]),
        (Class::Within, &["where", "input", "_eq", "_in"]),
    ]);

    #[test]
    fn a_value_is_shown_as_its_name_says_and_otherwise_by_its_length() {
        let redaction = RedactionContext::default();
        let sent = json!({
            "id": 7, "status": true, "name": "Ada", "pin": 1234, "number": "4000 0012 3456 7899",
            "box": "AAAA", "token": "ac3e0000-0000-0001", "memo": "secret", "more": {"id": 1},
            "some": [1, 2], "yes": true, "no": null, "what": -12.5,
            "where": {"name": {"_eq": "Ada"}, "memo": {"_eq": "x"}, "id": {"_in": [1, 2]}, "_eq": 5},
            "input": {"pin": ["1", "2"], "id": {"deep": "secret"}},
        });
        let shown = json!({
            "id": 7, "status": true, "name": "Ada", "pin": "[pin]", "number": "[pan ****7899]",
            "box": "[sealed 3 bytes]", "token": "[token ****0001]", "memo": "[text 6]",
            "more": "[object 1]", "some": "[list 2]", "yes": "[bool]", "no": null,
            "what": "[number 5]",
            "where": {"name": {"_eq": "Ada"}, "memo": "[object 1]", "id": {"_in": [1, 2]},
                      "_eq": "[number 1]"},
            "input": {"pin": ["[pin]", "[pin]"], "id": {"deep": "[text 6]"}},
        });
        assert_eq!(redaction.value(&LIST, Class::Within, &sent), shown);
        let masked = redaction.masking_personal(true).value(&LIST, Class::Within, &sent);
        assert_eq!(masked["name"], "[text 3]");
        assert_eq!(masked["where"]["name"]["_eq"], "[text 3]");
    }

    #[test]
    fn a_number_that_is_a_secret_is_hidden_and_an_outline_shows_no_value() {
        let mut secrets = Secrets::default();
        secrets.add_pan("4000001234567899");
        let redaction = RedactionContext { secrets, ..RedactionContext::default() };
        let number = json!(4_000_001_234_567_899_u64);
        let hidden = json!("[pan ****7899]");
        assert_eq!(redaction.value(&LIST, Class::Plain, &number), hidden);
        assert_eq!(redaction.clean(json!([number])), json!([hidden]));
        let sent = json!({"id": 7, "where": {"id": "x", "memo": {"id": 1}}, "memo": [true]});
        let outline = json!({"id": "[number 1]", "where": {"id": "[text 1]", "memo": "[object 1]"},
                             "memo": "[list 1]"});
        assert_eq!(redaction.outline(&LIST, &sent), outline);
    }
}
