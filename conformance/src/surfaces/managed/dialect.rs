//! `[surfaces.MC.dialect]`: paths, bodies and places in answers, none of which a source gives
//! (MC 2). What a dialect leaves out is as in the contract.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::pointer::Pointer;
use crate::{checks::money, drivers::managed::operation};

/// The form in which a target writes the requests and answers of the surface.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dialect {
    /// Other methods, paths and bodies, by the contract's name of the operation.
    pub operations: Operations,
    /// Other places in answers and events.
    pub pointers: BTreeMap<Pointer, Places>,
    /// The form of amounts in answers and events.
    pub amounts: Amounts,
    /// The mark of an approved authorization; the contract's where none is written.
    pub approved: Option<Approved>,
    /// The header of a webhook with the id of the delivery; `webhook-id` where none is written.
    pub delivery_id_header: Option<String>,
    /// The session of the staff; absent where the target has no delivery log.
    pub staff: Option<Staff>,
}

/// Operations that a target writes otherwise.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(try_from = "BTreeMap<String, Form>")]
pub struct Operations(BTreeMap<String, Form>);

/// A request as a target wants it; what is absent is as in the contract.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// The HTTP method.
    pub method: Option<String>,
    /// The path, with `${reference}` where one belongs.
    pub path: Option<String>,
    /// The template of a JSON body, with `${amount}` and the like.
    pub body: Option<String>,
}

impl TryFrom<BTreeMap<String, Form>> for Operations {
    type Error = String;

    fn try_from(forms: BTreeMap<String, Form>) -> Result<Self, String> {
        for (name, form) in &forms {
            let known = operation::named(name).ok_or_else(|| {
                let all: Vec<_> = operation::ALL.iter().map(|one| one.name).collect();
                format!("{name:?} is no operation; there are {}", all.join(", "))
            })?;
            if known.documented && (form.path.is_some() || form.method.is_some()) {
                return Err(format!(
                    "method and path of {name} are documented: only its body varies"
                ));
            }
        }
        Ok(Self(forms))
    }
}

/// A place in an answer, or several of which the first counts that is there.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged, expecting = "a JSON pointer such as \"/data/id\", or a list of them")]
pub enum Places {
    /// One place.
    One(String),
    /// Several places.
    Several(Vec<String>),
}

/// The mark of an approved authorization.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approved {
    /// The place of its state in the answer.
    pub pointer: String,
    /// The values that mean approval.
    pub values: Vec<Value>,
}

/// The session of the staff, as a header.
#[derive(Clone, PartialEq, Eq)]
pub struct Staff {
    /// The name of the header.
    pub header: String,
    /// Its value.
    pub value: String,
}

impl std::fmt::Debug for Staff {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Staff").field("header", &self.header).finish_non_exhaustive()
    }
}

/// The form in which a target writes amounts in its answers and events, as texts or as numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Amounts {
    /// Decimals: `"12.50"`, `12.5`.
    #[default]
    Decimal,
    /// Whole hundredths: `1250`.
    Minor,
}

impl Amounts {
    /// The amount that a text stands for, in millionths; `None` where it has another form.
    pub fn millionths(self, text: &str) -> Option<i64> {
        let written = money::millionths(text)?;
        match self {
            Self::Decimal => Some(written),
            Self::Minor => (written % money::UNIT == 0).then_some(written / 100),
        }
    }
}

impl Dialect {
    /// The form of an operation as far as the target writes it otherwise.
    pub fn form(&self, operation: &str) -> Option<&Form> {
        self.operations.0.get(operation)
    }

    /// The thing that an answer or event shows at one of the places for it; `None` where there is
    /// nothing, or null.
    pub fn find<'a>(&self, json: &'a Value, pointer: Pointer) -> Option<&'a Value> {
        let at = |place: &str| json.pointer(place).filter(|value| !value.is_null());
        // A place for a text may hold an object in another event.
        let is_whole = |value: &&Value| {
            matches!(
                pointer,
                Pointer::Programs | Pointer::Cards | Pointer::Wallets | Pointer::Operations
            ) || !value.is_object()
        };
        match self.pointers.get(&pointer) {
            Some(Places::One(place)) => at(place).filter(is_whole),
            Some(Places::Several(places)) => {
                places.iter().filter_map(|place| at(place)).find(is_whole)
            }
            None => pointer.of_the_contract().iter().filter_map(|place| at(place)).find(is_whole),
        }
    }

    /// The list that an answer shows: at its place, at the root, or in the only member that is one.
    pub fn list<'a>(&self, json: &'a Value, pointer: Pointer) -> Option<&'a Vec<Value>> {
        if let Some(list) = self.find(json, pointer).and_then(Value::as_array) {
            return Some(list);
        }
        if self.pointers.contains_key(&pointer) {
            return None;
        }
        if let Some(list) = json.as_array() {
            return Some(list);
        }
        let mut lists = json.as_object()?.values().filter_map(Value::as_array);
        let only = lists.next()?;
        lists.next().is_none().then_some(only)
    }

    /// True when an answer shows an authorization that is approved.
    pub fn approves(&self, json: &Value) -> bool {
        match &self.approved {
            Some(approved) => {
                json.pointer(&approved.pointer).is_some_and(|value| approved.values.contains(value))
            }
            None => json["status"] == "authorized",
        }
    }

    /// The header of a webhook with the id of the delivery, in lower case.
    pub fn delivery_id_header(&self) -> String {
        self.delivery_id_header.as_deref().unwrap_or("webhook-id").to_ascii_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_a_dialect_leaves_out_is_as_in_the_contract() {
        let dialect = Dialect::default();
        let card = json!({ "reference": "crd_1", "balance": { "available": "1.00" } });
        assert_eq!(dialect.find(&card, Pointer::CardAvailable), Some(&json!("1.00")));
        assert_eq!(dialect.find(&card, Pointer::CardStatus), None);
        assert!(dialect.approves(&json!({ "status": "authorized" })));
        assert_eq!(dialect.delivery_id_header(), "webhook-id");
    }

    #[test]
    fn amounts_may_be_whole_hundredths() {
        assert_eq!(Amounts::Minor.millionths("1250"), Some(12_500_000));
        assert_eq!(Amounts::Minor.millionths("12.50"), None);
        assert_eq!(Amounts::Decimal.millionths("12.50"), Some(12_500_000));
    }

    #[test]
    fn an_event_shows_its_card_as_a_text_or_in_an_object() {
        let find = |data: Value| {
            let event = json!({ "data": data });
            Dialect::default().find(&event, Pointer::EventCard).cloned()
        };
        assert_eq!(find(json!({ "card": "crd_1" })), Some(json!("crd_1")));
        assert_eq!(find(json!({ "card": { "reference": "crd_2" } })), Some(json!("crd_2")));
        assert_eq!(find(json!({ "authorization": { "card": "crd_3" } })), Some(json!("crd_3")));
        assert_eq!(find(json!({ "card": {} })), None);
    }

    #[test]
    fn a_list_is_found_wherever_it_is_the_only_one() {
        let list = |json: Value| Dialect::default().list(&json, Pointer::Programs).map(Vec::len);
        assert_eq!(list(json!([1, 2])), Some(2));
        assert_eq!(list(json!({ "items": [1], "next": null })), Some(1));
        assert_eq!(list(json!({ "items": [1], "other": [] })), None);
        assert_eq!(list(json!({ "detail": "no" })), None);
    }

    #[test]
    fn documented_paths_are_fixed_and_unknown_names_are_refused() {
        let read = |text: &str| toml::from_str::<Operations>(text).map_err(|why| why.to_string());
        assert!(read("\"cards.freeze\" = { path = \"/c/${reference}/lock/\" }").is_ok());
        assert!(read("\"cards.fund\" = { body = '{\"sum\":\"${amount}\"}' }").is_ok());
        let said = read("\"cards.fund\" = { path = \"/fund\" }").unwrap_err();
        assert!(said.contains("are documented"), "{said}");
        let said = read("\"cards.lock\" = {}").unwrap_err();
        assert!(said.contains("cards.freeze"), "{said}");
    }
}
