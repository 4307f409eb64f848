//! A server with managed cards that writes everything otherwise that no source gives: other paths and
//! methods, other names, amounts as numbers and in hundredths, objects in another order and deeper,
//! other statuses within their class.

use serde_json::{Map, Value, json};

use crate::proxy::{Answer, Behaviour, Memory, Request};

/// `[surfaces.MC.dialect]` of this server.
pub(super) const DIALECT: &str = r#"
[surfaces.MC.dialect]
approved = { pointer = "/result/state", values = ["ok", "fine"] }
delivery_id_header = "X-Delivery"
[surfaces.MC.dialect.operations]
"token.refresh" = { body = '{"renewal":"${token}"}' }
"token.verify" = { body = '{"jwt":"${token}"}' }
"cards.create" = { body = '{"product":"${program}","nickname":"${label}"}' }
"cards.list" = { path = "/cards/api/v1/my-cards/" }
"cards.get" = { path = "/cards/api/v1/my-cards/${reference}/" }
"cards.fund" = { body = '{"money":{"cents":${amount_minor},"unit":"${currency}"}}' }
"cards.withdraw" = { method = "PUT", path = "/cards/api/v1/my-cards/${reference}/payout/", body = '{"money":{"cents":${amount_minor}}}' }
"cards.freeze" = { method = "PATCH", path = "/cards/api/v1/my-cards/${reference}/", body = '{"locked":true}' }
"cards.unfreeze" = { method = "PATCH", path = "/cards/api/v1/my-cards/${reference}/", body = '{"locked":false}' }
"cards.terminate" = { method = "DELETE", path = "/cards/api/v1/my-cards/${reference}/" }
"cards.authorize" = { body = '{"total":${amount},"shop":{"name":"Coffee Hut","mcc":"5999"}}' }
"authorizations.settle" = { path = "/cards/api/v1/charges/${reference}/capture/", body = '{"total":"${amount}"}' }
"authorizations.reverse" = { path = "/cards/api/v1/charges/${reference}/void/", body = '{"total":"${amount}"}' }
"disputes.create" = { body = '{"charge":"${authorization}","why":"not_received","total":"${amount}"}' }
"wallets.list" = { path = "/accounting/api/v1/accounts/" }
"operations.list" = { path = "/accounting/api/v1/movements/" }
[surfaces.MC.dialect.pointers]
access = "/result/jwt"
refresh = "/result/renewal"
programs = "/result/items"
cards = "/result/items"
wallets = "/result/items"
operations = "/result/items"
program_reference = "/id"
card_reference = ["/result/id", "/id"]
card_status = ["/result/state", "/state"]
card_available = ["/result/funds/free", "/funds/free"]
card_held = ["/result/funds/reserved", "/funds/reserved"]
authorization_reference = "/result/id"
authorization_held = "/result/reserved"
dispute_reference = "/result/id"
dispute_authorization = "/result/charge"
wallet_currency = "/unit"
wallet_available = "/free"
wallet_held = "/reserved"
operation_reference = "/id"
operation_status = "/state"
operation_type = "/kind"
operation_currency = "/unit"
event_type = "/result/kind"
event_id = "/result/number"
event_card = ["/result/payload/card/id", "/result/payload/card", "/result/payload/charge/card"]
event_authorization = "/result/payload/charge/id"
event_amount = ["/result/payload/total", "/result/payload/operation/total", "/result/payload/charge/total"]
"#;

/// Members of the sandbox, and this server's names for them.
const MEMBERS: [(&str, &str); 14] = [
    ("reference", "id"),
    ("id", "number"),
    ("status", "state"),
    ("available", "free"),
    ("held", "reserved"),
    ("balance", "funds"),
    ("currency", "unit"),
    ("results", "items"),
    ("access", "jwt"),
    ("refresh", "renewal"),
    ("authorization", "charge"),
    ("type", "kind"),
    ("data", "payload"),
    ("amount", "total"),
];

/// Words of the sandbox, and this server's. Statuses of cards and names of events are documented.
const WORDS: [(&str, &str); 6] = [
    ("authorized", "fine"),
    ("declined", "refused"),
    ("completed", "done"),
    ("card_funding", "load"),
    ("card_withdrawal", "unload"),
    ("deposit", "gift"),
];

/// Paths that this server has in place of others: their ends and those of the sandbox.
const PLACES: [(&str, &str); 3] = [
    ("/my-cards/", "/managed-cards/"),
    ("/accounts/", "/wallets/"),
    ("/movements/", "/operations/"),
];

/// The server.
pub(super) struct Translation;

impl Behaviour for Translation {
    fn request(&self, request: &mut Request, _: &Memory) {
        if request.managed().is_none() {
            return;
        }
        let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        let (mut path, query) = (path.to_owned(), query.to_owned());
        if request.method == "PATCH" || request.method == "DELETE" {
            let said: Value = serde_json::from_slice(&request.body).unwrap_or_default();
            let verb = match said["locked"].as_bool() {
                None => "terminate",
                Some(true) => "freeze",
                Some(false) => "unfreeze",
            };
            path.push_str(verb);
            path.push('/');
            request.body.clear();
            request.headers.retain(|(name, _)| name != "content-type");
        }
        if matches!(request.method.as_str(), "PATCH" | "DELETE" | "PUT") {
            "POST".clone_into(&mut request.method);
        }
        for (theirs, ours) in PLACES.into_iter().chain([
            ("/payout/", "/withdraw/"),
            ("/charges/", "/authorizations/"),
            ("/capture/", "/settle/"),
            ("/void/", "/reverse/"),
        ]) {
            path = path.replace(theirs, ours);
        }
        request.path = if query.is_empty() {
            path
        } else {
            let words = query.split('&').map(|pair| match pair.split_once('=') {
                Some((name, word)) => format!("{name}={}", ours(&WORDS, word)),
                None => pair.to_owned(),
            });
            format!("{path}?{}", words.collect::<Vec<_>>().join("&"))
        };
        request.change(|body| *body = understood(std::mem::take(body)));
    }

    fn answer(&self, request: &Request, answer: &mut Answer, _: &Memory) {
        if request.managed().is_none() {
            return;
        }
        if answer.is_success() {
            answer.status = if answer.status == 201 { 200 } else { answer.status };
            answer.set_json(&json!({ "served_by": "another one", "result": told(answer.json()) }));
            return;
        }
        answer.status = match answer.status {
            401 => 403,
            402 | 409 | 422 => 400,
            other => other,
        };
        let text = answer.json()["code"].clone();
        answer.set_json(&json!({ "problem": { "text": text } }));
    }

    fn relays(&self) -> bool {
        true
    }

    fn delivery(&self, delivery: &mut Request, _: &Memory) -> usize {
        delivery.headers.retain(|(name, _)| name != "webhook-signature");
        if let Some(id) = delivery.header("webhook-id").map(str::to_owned) {
            delivery.headers.retain(|(name, _)| name != "webhook-id");
            delivery.set("x-delivery", &id);
        }
        delivery.change(|event| {
            *event = json!({ "result": told(std::mem::take(event)) });
        });
        1
    }
}

/// A request to this server, in the words of the sandbox.
fn understood(said: Value) -> Value {
    let Value::Object(members) = said else { return said };
    let mut out = Map::new();
    for (name, value) in members {
        match name.as_str() {
            "product" => out.insert("program".to_owned(), value),
            "nickname" => out.insert("label".to_owned(), value),
            "email" => out.insert("username".to_owned(), value),
            "pass_phrase" => out.insert("password".to_owned(), value),
            "renewal" => out.insert("refresh".to_owned(), value),
            "jwt" => out.insert("token".to_owned(), value),
            "charge" => out.insert("authorization".to_owned(), value),
            "why" => out.insert("reason".to_owned(), value),
            "shop" => out.insert("merchant".to_owned(), value),
            "money" => {
                if let Some(unit) = value.get("unit") {
                    out.insert("currency".to_owned(), unit.clone());
                }
                let cents = value["cents"].as_i64().unwrap_or_default();
                out.insert("amount".to_owned(), decimal(cents).into())
            }
            "total" => {
                let amount = match value.as_f64() {
                    Some(number) => json!(format!("{number:.2}")),
                    None => value,
                };
                out.insert("amount".to_owned(), amount)
            }
            _ => out.insert(name, value),
        };
    }
    out.into()
}

fn decimal(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// An answer of the sandbox, in the words and the order of this server.
fn told(said: Value) -> Value {
    match said {
        Value::Object(members) => {
            let pairs = members.into_iter().rev().map(|(name, value)| {
                let value = match value {
                    Value::String(word) if matches!(name.as_str(), "status" | "type") => {
                        theirs(&WORDS, &word).into()
                    }
                    Value::String(text) => number(&text).unwrap_or(text.into()),
                    other => told(other),
                };
                (theirs(&MEMBERS, &name), value)
            });
            Value::Object(pairs.collect())
        }
        Value::Array(items) => items.into_iter().map(told).collect(),
        other => other,
    }
}

/// An amount as a number; `None` for any other text.
fn number(text: &str) -> Option<Value> {
    let (whole, cents) = text.strip_prefix('-').unwrap_or(text).split_once('.')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (digits(whole) && digits(cents) && cents.len() == 2).then(|| json!(text.parse::<f64>().ok()))
}

fn theirs(table: &[(&str, &str)], word: &str) -> String {
    let found = table.iter().find(|(ours, _)| *ours == word);
    found.map_or(word, |(_, theirs)| theirs).to_owned()
}

fn ours(table: &[(&str, &str)], word: &str) -> String {
    let found = table.iter().find(|(_, theirs)| *theirs == word);
    found.map_or(word, |(ours, _)| ours).to_owned()
}
