//! Misbehaviour with keys, envelopes, timestamps, and answers outside an envelope.

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

use super::{Misbehaviour, Wrong};
use crate::proxy::{Answer, Memory, Request};

/// Changes the plaintext bytes of a sealed answer.
fn reseal(answer: &mut Answer, change: impl FnOnce(Vec<u8>) -> Vec<u8>) {
    let mut json = answer.json();
    let sealed = json["encrypted"].as_str().and_then(|text| BASE64_STANDARD.decode(text).ok());
    if let Some(bytes) = sealed {
        json["encrypted"] = json!(BASE64_STANDARD.encode(change(bytes)));
        answer.set_json(&json);
    }
}

/// Changes the payload of a request and seals it again.
fn restate(request: &mut Request, memory: &Memory, change: impl FnOnce(&mut Value)) {
    if let Some(mut said) = memory.said(request) {
        change(&mut said);
        memory.say(request, &said);
    }
}

/// Timestamp of the same kind, `by` units later.
fn moved(stamp: &Value, by: i64) -> Option<Value> {
    match stamp {
        Value::Number(number) => Some(json!(number.as_i64()? + by)),
        Value::String(text) => Some(json!(text.parse::<i64>().ok()? + by)),
        _ => None,
    }
}

pub(super) const WRONGS: &[Misbehaviour] = &[
    Misbehaviour {
        name: "answers in clear",
        area: "ER-ENV",
        wrong: Wrong::Answer(|r, a, m| {
            if let Some(told) = m.told(r, a) {
                a.set_json(&told);
            }
        }),
    },
    Misbehaviour {
        name: "seals as version 1",
        area: "ER-ENV",
        wrong: Wrong::Answer(|_, a, _| {
            reseal(a, |mut bytes| {
                bytes[0] = 1;
                bytes
            });
        }),
    },
    Misbehaviour {
        name: "has nonces of 12 bytes",
        area: "ER-ENV",
        wrong: Wrong::Answer(|_, a, _| {
            reseal(a, |mut bytes| {
                bytes.drain(13..25);
                bytes
            });
        }),
    },
    Misbehaviour {
        name: "seals every answer under one nonce",
        area: "ER-ENV",
        wrong: Wrong::Answer(|r, a, m| {
            let sealer = r.header("api-key").and_then(|key| m.sealer(key));
            if let (Some(told), Some(sealer)) = (m.told(r, a), sealer) {
                let sealed = sealer.seal(told.to_string().as_bytes(), [7; 24]);
                a.set_json(&json!({ "encrypted": sealer.write(&sealed) }));
            }
        }),
    },
    Misbehaviour {
        name: "says beside the envelope what is in it",
        area: "ER-ENV",
        wrong: Wrong::Answer(|r, a, m| {
            if let Some(Value::Object(told)) = m.told(r, a) {
                let mut json = a.json();
                json.as_object_mut().unwrap().extend(told);
                a.set_json(&json);
            }
        }),
    },
    Misbehaviour {
        name: "reads what is not sealed",
        area: "ER-ENV",
        wrong: Wrong::Request(|r, m| {
            let said: Value = serde_json::from_slice(&r.body).unwrap_or(Value::Null);
            if said["request_timestamp"].is_number() {
                m.say(r, &said);
            }
        }),
    },
    Misbehaviour {
        name: "reads fields inside data",
        area: "ER-ENV",
        wrong: Wrong::Request(|r, m| {
            restate(r, m, |said| {
                if let Some(Value::Object(data)) = said.get("data").cloned() {
                    said.as_object_mut().unwrap().extend(data);
                }
            });
        }),
    },
    Misbehaviour {
        name: "refuses unknown keys with 401",
        area: "ER-KEY",
        wrong: Wrong::Answer(|_, a, _| {
            if a.status == 404 {
                a.status = 401;
            }
        }),
    },
    Misbehaviour {
        name: "takes used timestamps",
        area: "ER-REPLAY",
        wrong: Wrong::Request(|r, m| {
            let by = m.next();
            restate(r, m, |said| {
                if let Some(stamp) = moved(&said["request_timestamp"], by) {
                    said["request_timestamp"] = stamp;
                }
            });
        }),
    },
    Misbehaviour {
        name: "remembers timestamps without their url",
        area: "ER-REPLAY",
        wrong: Wrong::Answer(|r, a, m| {
            let stamp = m.said(r).unwrap_or_default()["request_timestamp"].to_string();
            let slot = format!("{} {stamp}", r.header("api-key").unwrap_or_default());
            let used = m.kept.lock().unwrap().insert(slot, Value::Null).is_some();
            if used && a.status == 200 {
                a.status = 400;
                a.set_json(&json!({ "error": "Duplicate request detected" }));
            }
        }),
    },
    Misbehaviour {
        name: "does not look how old a timestamp is",
        area: "ER-TS",
        wrong: Wrong::Request(|r, m| {
            let (now, by) = (m.micros(), m.next());
            restate(r, m, |said| {
                if moved(&said["request_timestamp"], 0).is_some() {
                    said["request_timestamp"] = json!(now + by);
                }
            });
        }),
    },
    Misbehaviour {
        name: "takes no text for a timestamp",
        area: "ER-TS",
        wrong: Wrong::Request(|r, m| {
            restate(r, m, |said| {
                if said["request_timestamp"].is_string() {
                    said["request_timestamp"] = json!("soon");
                }
            });
        }),
    },
    Misbehaviour {
        name: "takes milliseconds for a timestamp",
        area: "ER-TS",
        wrong: Wrong::Request(|r, m| {
            restate(r, m, |said| {
                let stamp = said["request_timestamp"].as_i64().unwrap_or_default();
                if stamp / 1_000_000_000_000 == 1 {
                    said["request_timestamp"] = json!(stamp * 1_000);
                }
            });
        }),
    },
    Misbehaviour {
        name: "serves a request without timestamp",
        area: "ER-TS",
        wrong: Wrong::Request(|r, m| {
            let (now, by) = (m.micros(), m.next());
            restate(r, m, |said| {
                if said.get("request_timestamp").is_none() {
                    said["request_timestamp"] = json!(now + by);
                }
            });
        }),
    },
    Misbehaviour {
        name: "tells refusals in clear",
        area: "ER-ERR",
        wrong: Wrong::Answer(|r, a, m| {
            if a.status != 200
                && let Some(told) = m.told(r, a)
            {
                a.set_json(&told);
            }
        }),
    },
    Misbehaviour {
        name: "seals what it cannot read as well",
        area: "ER-ERR",
        wrong: Wrong::Answer(|r, a, m| {
            if a.status == 400 && m.told(r, a).is_none() {
                let text = a.json();
                m.tell(r, a, &text);
            }
        }),
    },
    Misbehaviour {
        name: "has a slug for what it cannot read",
        area: "ER-ERR",
        wrong: Wrong::Answer(|r, a, m| {
            if a.status == 400 && m.told(r, a).is_none() {
                let mut json = a.json();
                json["error_slug"] = json!("bad_request");
                a.set_json(&json);
            }
        }),
    },
    Misbehaviour {
        name: "refuses with 200",
        area: "ER-ERR",
        wrong: Wrong::Answer(|_, a, _| {
            if a.status >= 400 {
                a.status = 200;
            }
        }),
    },
    Misbehaviour {
        name: "refuses everything with 400",
        area: "ER-ERR",
        wrong: Wrong::Answer(|_, a, _| {
            if a.status >= 400 {
                a.status = 400;
            }
        }),
    },
    Misbehaviour {
        name: "serves with 201",
        area: "ER-ERR",
        wrong: Wrong::Answer(|_, a, _| {
            if a.status == 200 {
                a.status = 201;
            }
        }),
    },
    Misbehaviour {
        name: "refuses without a slug",
        area: "ER-ERR",
        wrong: Wrong::Told(|_, told| {
            if let Some(members) = told.as_object_mut() {
                members.remove("error_slug");
            }
        }),
    },
    Misbehaviour {
        name: "has one slug for everything that is not found",
        area: "ER-ERR",
        wrong: Wrong::Told(|_, told| {
            if told["error_slug"].as_str().is_some_and(|slug| slug.ends_with("_not_found")) {
                told["error_slug"] = json!("not_found");
            }
        }),
    },
];
