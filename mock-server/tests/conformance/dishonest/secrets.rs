//! Misbehaviour with PINs, encryption sessions and card secrets.

use serde_json::{Value, json};

use super::{Misbehaviour, Wrong};

pub(super) const WRONGS: &[Misbehaviour] = &[
    Misbehaviour {
        name: "calls every refusal a success",
        area: "PG-PIN",
        wrong: Wrong::Answer(|_, a, _| {
            a.results(|v| {
                if v["success"] == false {
                    v["success"] = json!(true);
                    v["error"] = Value::Null;
                }
            });
        }),
    },
    Misbehaviour {
        name: "only says that it sets PINs",
        area: "PG-PIN",
        wrong: Wrong::Pretended("setCardPin", r#"{"success":true,"error":null}"#),
    },
    Misbehaviour {
        name: "has one encryption session for all",
        area: "PG-ENC",
        wrong: Wrong::Cached("generateEncryptionKeys"),
    },
    Misbehaviour {
        name: "hands out keys of half the length",
        area: "PG-ENC",
        wrong: Wrong::Answer(|_, a, _| {
            a.result("generateEncryptionKeys", |v| {
                v["key"] = json!("AAAAAAAAAAA=");
            });
        }),
    },
    Misbehaviour {
        name: "garbles what it encrypts",
        area: "PG-REVEAL",
        wrong: Wrong::Answer(|_, a, _| {
            a.result("revealCardSecrets", |v| {
                for s in v
                    .as_object_mut()
                    .into_iter()
                    .flat_map(|o| o.iter_mut())
                    .filter(|(n, _)| n.starts_with("encrypted"))
                    .map(|(_, v)| v)
                {
                    *s = json!("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
                }
            });
        }),
    },
];
