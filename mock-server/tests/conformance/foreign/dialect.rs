//! A server that seals in another layout, under other keys, and has other names for everything that
//! a target file can rename.

use std::collections::BTreeMap;

use conformance::{
    drivers::envelope::sealer::{Sealer, fresh_nonce},
    surfaces::envelope::target::{BoxParts, End, EnvelopeCodec, KeyForm, SealedText, VersionByte},
};
use serde_json::{Map, Value, json};

use super::{CAPABILITIES, Foreign, REST, judged, passed};
use crate::proxy::{self, Answer, Behaviour, Memory, Request};

/// Members of the sandbox, and this server's names for them.
const MEMBERS: [(&str, &str); 12] = [
    ("order_id", "order"),
    ("card_id", "card"),
    ("external_user_id", "customer"),
    ("amount", "sum"),
    ("available", "free"),
    ("initial_topup_amount", "first_amount"),
    ("url", "callback"),
    ("subscription_id", "subscription"),
    ("total", "count"),
    ("card_number", "pan"),
    ("kyc_data", "person"),
    ("subprovider_code", "provider"),
];

/// States of the sandbox, and this server's words for them.
const STATES: [(&str, &str); 4] =
    [("completed", "done"), ("active", "usable"), ("frozen", "paused"), ("failed", "broken")];

/// Paths of the sandbox, and this server's paths.
const PATHS: [(&str, &str); 3] = [
    ("/cards/get", "/cards/read"),
    ("/orders/check", "/orders/status"),
    ("/project/balance", "/wallet/balance"),
];

const TABLES: &str = r#"
[surfaces.ER.envelope_codec]
version = "0x07"
nonce = "back"
box = "ciphertext+tag"
key = "hex"
value_text = "base64url"
[surfaces.ER.dialect]
initial_topup_amount = "first_amount"
label = "label"
url = "callback"
subscription_id = "subscription"
total = "count"
product_code = "VUSD-STD"
amounts = { initial = "12.00", topup = "25.00" }
extra = { "/cards/create" = { terms = true } }
paths = { "/cards/get" = "/cards/read", "/orders/check" = "/orders/status", "/project/balance" = "/wallet/balance" }
members = { order_id = "order", card_id = "card", external_user_id = "customer", amount = "sum", available = "free", card_number = "pan", kyc_data = "person", subprovider_code = "provider" }
states = { completed = "done", active = "usable", frozen = "paused", failed = "broken" }
"#;

/// Secrets of the sandbox behind the server, and the layout of the server's envelopes.
struct Other {
    /// API secrets of the sandbox, by key.
    secrets: BTreeMap<String, String>,
}

impl Other {
    fn sealer(&self, request: &Request) -> Option<Sealer> {
        let codec = EnvelopeCodec {
            version: VersionByte(Some(7)),
            nonce: End::Back,
            parts: BoxParts::CiphertextTag,
            key: KeyForm::Hex,
            value_text: SealedText::Base64url,
        };
        Sealer::new(codec, self.secrets.get(request.header("api-key")?)?).ok()
    }

    fn seal(&self, request: &Request, payload: &Value) -> Option<Vec<u8>> {
        let sealer = self.sealer(request)?;
        let sealed = sealer.seal(payload.to_string().as_bytes(), fresh_nonce());
        Some(json!({ "encrypted": sealer.write(&sealed) }).to_string().into_bytes())
    }
}

impl Behaviour for Other {
    fn request(&self, request: &mut Request, memory: &Memory) {
        for (ours, theirs) in PATHS {
            if let Some(query) = request.path.strip_prefix(&format!("/api/v1{theirs}")) {
                request.path = format!("/api/v1{ours}{query}");
            }
        }
        let Some(sealer) = self.sealer(request) else { return };
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let opened = body["encrypted"]
            .as_str()
            .and_then(|text| sealer.read(text).ok())
            .filter(|bytes| bytes.first() == Some(&7))
            .and_then(|bytes| sealer.open(&bytes).ok());
        let Some(plain) = opened else {
            // What this server cannot open, the one behind it must not open either.
            return;
        };
        match serde_json::from_slice::<Value>(&plain) {
            Ok(said) if request.calls("/cards/create") && said["terms"] != true => {
                memory.say(request, &json!({ "request_timestamp": "no terms" }));
            }
            Ok(said) => {
                let mut said = renamed(said, &|name| ours(&MEMBERS, name), &|state| state.into());
                if let Some(members) = said.as_object_mut() {
                    members.remove("terms");
                }
                memory.say(request, &said);
            }
            Err(_) => memory.say_bytes(request, &plain),
        }
    }

    fn answer(&self, request: &Request, answer: &mut Answer, memory: &Memory) {
        if let Some(told) = memory.told(request, answer)
            && let Some(body) = self.seal(request, &theirs_all(told))
        {
            answer.body = body;
        }
    }

    fn relays(&self) -> bool {
        true
    }

    fn delivery(&self, delivery: &mut Request, memory: &Memory) -> usize {
        if let Some(said) = memory.said(delivery)
            && let Some(body) = self.seal(delivery, &theirs_all(said))
        {
            delivery.body = body;
        }
        1
    }
}

fn theirs_all(told: Value) -> Value {
    renamed(told, &|name| theirs(&MEMBERS, name), &|state| theirs(&STATES, state))
}

fn theirs(table: &[(&str, &str)], word: &str) -> String {
    let found = table.iter().find(|(ours, _)| *ours == word);
    found.map_or(word, |(_, theirs)| theirs).to_owned()
}

fn ours(table: &[(&str, &str)], word: &str) -> String {
    let found = table.iter().find(|(_, theirs)| *theirs == word);
    found.map_or(word, |(ours, _)| ours).to_owned()
}

/// Renames members, and the words in members called `status`.
fn renamed(value: Value, member: &dyn Fn(&str) -> String, state: &dyn Fn(&str) -> String) -> Value {
    match value {
        Value::Object(members) => {
            let pairs = members.into_iter().map(|(name, value)| {
                let value = match value {
                    Value::String(word) if name == "status" => Value::from(state(&word)),
                    other => renamed(other, member, state),
                };
                (member(&name), value)
            });
            Value::Object(pairs.collect::<Map<_, _>>())
        }
        Value::Array(items) => {
            Value::Array(items.into_iter().map(|one| renamed(one, member, state)).collect())
        }
        other => other,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_with_another_codec_and_dialect_is_judged_all_the_same() {
    let foreign = Foreign::start("dialect").await;
    let office = foreign.office().await;
    let mut secrets = BTreeMap::new();
    for project in foreign.born["surfaces"]["ER"]["projects"].as_array().unwrap() {
        let label = project["label"].as_str().unwrap();
        let secret = hex::encode(format!("{label:*<32}"));
        std::fs::write(foreign.file_of(&format!("{label}.secret")), &secret).unwrap();
        secrets.insert(project["api_key"].as_str().unwrap().to_owned(), secret);
    }
    let url = proxy::start_knowing(&foreign.url, Other { secrets }, &foreign.born).await;
    let file =
        format!("{CAPABILITIES}{}{}{REST}", foreign.envelope(&url, TABLES), office.over_http());
    let report = judged(&file, &["ER"]).await;
    let envelope = passed(&report, "ER");
    assert!(envelope > 100, "{envelope}: {:?}", report.skips());
}
