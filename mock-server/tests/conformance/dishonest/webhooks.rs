//! Misbehaviour with subscriptions and deliveries of the envelope surface.

use serde_json::{Value, json};

use super::{Misbehaviour, Wrong};

pub(super) const WRONGS: &[Misbehaviour] = &[
    Misbehaviour {
        name: "delivers in clear",
        area: "ER-HOOK-03",
        wrong: Wrong::Delivery(|d, m| {
            if let Some(said) = m.said(d) {
                d.body = said.to_string().into_bytes();
            }
            1
        }),
    },
    Misbehaviour {
        name: "delivers without its API-KEY",
        area: "ER-HOOK-03",
        wrong: Wrong::Delivery(|d, _| {
            d.headers.retain(|(name, _)| name != "api-key");
            1
        }),
    },
    Misbehaviour {
        name: "breaks the lines of what it has sealed",
        area: "ER-HOOK-03",
        wrong: Wrong::Delivery(|d, _| {
            let mut json: Value = serde_json::from_slice(&d.body).unwrap_or_default();
            if let Some(sealed) = json["encrypted"].as_str() {
                let (first, rest) = sealed.split_at(sealed.len() / 2);
                json["encrypted"] = json!(format!("{first}\r\n{rest}"));
                d.body = json.to_string().into_bytes();
            }
            1
        }),
    },
    Misbehaviour {
        name: "delivers by PUT",
        area: "ER-HOOK-03",
        wrong: Wrong::Delivery(|d, _| {
            d.method = "PUT".to_owned();
            1
        }),
    },
    Misbehaviour {
        name: "delivers everything twice",
        area: "ER-HOOK-07",
        wrong: Wrong::Delivery(|_, _| 2),
    },
    Misbehaviour { name: "delivers nothing", area: "ER-HOOK-03", wrong: Wrong::Delivery(|_, _| 0) },
    Misbehaviour {
        name: "stamps each attempt anew",
        area: "ER-HOOK-10",
        wrong: Wrong::Delivery(|d, m| {
            if let Some(mut said) = m.said(d) {
                said["timestamp"] = json!(m.micros() + m.next());
                m.say(d, &said);
            }
            1
        }),
    },
    Misbehaviour {
        name: "only says that it subscribes",
        area: "ER-HOOK-01",
        wrong: Wrong::Pretended(
            "/wh/subscribe",
            r#"{"success":true,"subscription_id":"0123456789abcdef01234567"}"#,
        ),
    },
    Misbehaviour {
        name: "only says that it unsubscribes",
        area: "ER-HOOK-02",
        wrong: Wrong::Pretended("/wh/unsubscribe", r#"{"success":true}"#),
    },
];
