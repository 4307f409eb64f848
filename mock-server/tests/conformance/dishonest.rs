//! Servers that are wrong in one way each, as a real one might be. None of these is a deviation of
//! the rulebook; the suite has to find them all, at level `public`.

use std::sync::atomic::{AtomicUsize, Ordering};

use conformance::{Plan, register::Level, run, target::Target};
use futures::{StreamExt, stream};
use serde_json::{Value, json};

use crate::proxy::{self, Answer, Behaviour, Memory, Request};

type Change = fn(&Request, &mut Answer, &Memory);
type Forge = fn(&mut Request, &Memory);

/// One way to be wrong.
#[derive(Clone, Copy)]
enum Wrong {
    /// The answer is.
    Answer(Change),
    /// The request is treated as another one.
    Request(Forge),
    /// The operation is answered well and never done.
    Pretended(&'static str, &'static str),
    /// The operation is done twice.
    Twice(&'static str),
    /// The first answer to a document that contains this is the answer to all.
    Cached(&'static str),
}

struct Misbehaving {
    wrong: Wrong,
    passed: AtomicUsize,
}

impl Behaviour for Misbehaving {
    fn request(&self, request: &mut Request, memory: &Memory) {
        if let Wrong::Request(forge) = self.wrong {
            forge(request, memory);
        }
    }

    fn instead(&self, request: &Request, memory: &Memory) -> Option<Answer> {
        let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        match self.wrong {
            Wrong::Pretended(operation, result) if request.asks(&format!("{operation}(")) => {
                let result: Value = serde_json::from_str(result).unwrap();
                let body = json!({ "data": { operation: result } }).to_string().into_bytes();
                Some(Answer { status: 200, headers, body })
            }
            Wrong::Cached(word) if request.asks(word) => {
                let key = request.header("x-agio-api-key").unwrap_or_default();
                let kept = memory.kept.lock().unwrap();
                let body = kept.get(&format!("{key} {word}"))?.to_string().into_bytes();
                Some(Answer { status: 200, headers, body })
            }
            _ => None,
        }
    }

    fn times(&self, request: &Request) -> usize {
        match self.wrong {
            Wrong::Twice(operation) if request.asks(operation) => 2,
            _ => 1,
        }
    }

    fn answer(&self, request: &Request, answer: &mut Answer, memory: &Memory) {
        self.passed.fetch_add(1, Ordering::Relaxed);
        match self.wrong {
            Wrong::Answer(change) => change(request, answer, memory),
            Wrong::Cached(word) if request.asks(word) && answer.status == 200 => {
                let key = request.header("x-agio-api-key").unwrap_or_default();
                memory.kept.lock().unwrap().insert(format!("{key} {word}"), answer.json());
            }
            _ => {}
        }
    }
}

/// What is wrong, and the requirements among which it has to be found.
const WRONGS: [(&str, &str, Wrong); 51] = [
    (
        "refuses credentials with 403",
        "PG-AUTH",
        Wrong::Answer(|_, a, _| {
            if a.status == 401 {
                a.status = 403;
            }
        }),
    ),
    (
        "refuses credentials with 200",
        "PG-AUTH",
        Wrong::Answer(|_, a, _| {
            if a.status == 401 {
                a.status = 200;
            }
        }),
    ),
    (
        "gives no description of a refusal",
        "PG-AUTH",
        Wrong::Answer(|_, a, _| {
            if a.status == 401 {
                a.set_json(&json!({ "error": "Unauthorized" }));
            }
        }),
    ),
    (
        "adds a code to refusals",
        "PG-AUTH",
        Wrong::Answer(|_, a, _| {
            if a.status == 401 {
                let mut j = a.json();
                j["code"] = json!(7);
                a.set_json(&j);
            }
        }),
    ),
    (
        "says unauthorized in small letters",
        "PG-AUTH",
        Wrong::Answer(|_, a, _| {
            if a.status == 401 {
                let mut j = a.json();
                j["error"] = json!("unauthorized");
                a.set_json(&j);
            }
        }),
    ),
    (
        "refuses in plain text",
        "PG-AUTH",
        Wrong::Answer(|_, a, _| {
            if a.status == 401 {
                a.body = b"Unauthorized".to_vec();
            }
        }),
    ),
    ("does not look at signatures", "PG-SIGN", Wrong::Request(|r, m| m.sign(r))),
    (
        "signs what it reads, not what was sent",
        "PG-SIGN",
        Wrong::Request(|r, m| {
            let json: Value = serde_json::from_slice(&r.body).unwrap_or(Value::Null);
            if m.is_signed(r) && !json.is_null() && json.to_string().as_bytes() != r.body {
                r.set("x-agio-signature", "00");
            }
        }),
    ),
    (
        "does not look at timestamps",
        "PG-AUTH",
        Wrong::Request(|r, m| {
            if m.is_signed(r) {
                m.stamp_anew(r);
                m.sign(r);
            }
        }),
    ),
    (
        "takes every request twice",
        "PG-REPLAY",
        Wrong::Request(|r, m| {
            if m.is_signed(r) {
                let n = m.next();
                let stamp: i64 =
                    r.header("x-agio-timestamp").unwrap_or_default().parse().unwrap_or(0);
                if stamp > 0 {
                    r.set("x-agio-timestamp", &(stamp + n).to_string());
                    m.sign(r);
                }
            }
        }),
    ),
    (
        "wants a signature for introspection",
        "PG-INTRO",
        Wrong::Answer(|r, a, _| {
            if r.asks("__") && r.header("x-agio-signature").is_none() {
                a.status = 401;
                a.set_json(&json!({ "error": "Unauthorized", "description": "Invalid signature" }));
            }
        }),
    ),
    (
        "shows no schema",
        "PG-INTRO",
        Wrong::Answer(|_, a, _| a.result("__schema", |v| *v = Value::Null)),
    ),
    (
        "answers everybody's introspection",
        "PG-INTRO-06",
        Wrong::Answer(|r, a, _| {
            if r.asks("__schema") && a.status == 401 {
                a.status = 200;
                a.set_json(
                    &json!({ "data": { "__schema": { "queryType": { "name": "query_root" } } } }),
                );
            }
        }),
    ),
    (
        "has lost an operation from its schema",
        "PG-ERR",
        Wrong::Answer(|_, a, _| {
            a.result("__schema", |v| {
                for list in ["/mutationType/fields", "/types"] {
                    if let Some(Value::Array(rows)) = v.pointer_mut(list) {
                        rows.clear();
                    }
                }
            });
        }),
    ),
    (
        "answers syntax errors with 200",
        "PG-ERR",
        Wrong::Answer(|_, a, _| {
            if a.status == 400 {
                a.status = 200;
            }
        }),
    ),
    (
        "gives errors without a code",
        "PG",
        Wrong::Answer(|_, a, _| {
            let mut j = a.json();
            for e in j["errors"].as_array_mut().into_iter().flatten() {
                e["extensions"] = json!({});
            }
            if !j.is_null() {
                a.set_json(&j);
            }
        }),
    ),
    (
        "refuses the foreign with 404",
        "PG-SCOPE",
        Wrong::Answer(|_, a, _| {
            if a.status == 403 {
                a.status = 404;
            }
        }),
    ),
    (
        "refuses the foreign with 200",
        "PG-SCOPE",
        Wrong::Answer(|_, a, _| {
            if a.status == 403 {
                a.status = 200;
            }
        }),
    ),
    (
        "takes every partner for the first",
        "PG-SCOPE",
        Wrong::Request(|r, m| {
            let first = m.first_of_world(r);
            if m.is_signed(r)
                && !r.asks("mutation")
                && let Some(first) = first
            {
                r.set("x-agio-api-key", &first);
                m.sign(r);
            }
        }),
    ),
    (
        "calls every refusal a success",
        "PG-PIN",
        Wrong::Answer(|_, a, _| {
            a.results(|v| {
                if v["success"] == false {
                    v["success"] = json!(true);
                    v["error"] = Value::Null;
                }
            });
        }),
    ),
    (
        "gives a reason with every success",
        "PG-ERR",
        Wrong::Answer(|_, a, _| {
            a.results(|v| {
                if v["success"] == true {
                    v["error"] = json!("none");
                }
            });
        }),
    ),
    (
        "gives no reason with a refusal",
        "PG-ERR",
        Wrong::Answer(|_, a, _| {
            a.results(|v| {
                if v["success"] == false {
                    v["error"] = Value::Null;
                }
            });
        }),
    ),
    (
        "writes card ids as text",
        "PG-CARD",
        Wrong::Answer(|_, a, _| a.result("createCard", |v| v["id"] = json!(v["id"].to_string()))),
    ),
    (
        "shows three last digits",
        "PG-CARD",
        Wrong::Answer(|_, a, _| a.result("createCard", |v| v["last4"] = json!("123"))),
    ),
    (
        "makes every card virtual",
        "PG-CARD",
        Wrong::Answer(|_, a, _| a.result("createCard", |v| v["cardType"] = json!("virtual"))),
    ),
    (
        "makes locked cards",
        "PG-CARD",
        Wrong::Answer(|_, a, _| a.result("createCard", |v| v["status"] = json!("locked"))),
    ),
    (
        "forgets when a card expires",
        "PG-CARD",
        Wrong::Answer(|_, a, _| {
            a.result("createCard", |v| {
                v["expirationMonth"] = Value::Null;
                v["expirationYear"] = Value::Null;
            });
        }),
    ),
    (
        "lets cards expire in a thirteenth month",
        "PG-CARD",
        Wrong::Answer(|_, a, _| a.result("createCard", |v| v["expirationMonth"] = json!("13"))),
    ),
    (
        "writes the success of a new card as text",
        "PG-CARD",
        Wrong::Answer(|_, a, _| {
            a.result("createCard", |v| v["success"] = json!(v["success"].to_string()));
        }),
    ),
    (
        "writes every success as text",
        "PG-APPL",
        Wrong::Answer(|_, a, _| {
            a.results(|v| {
                if v["success"].is_boolean() {
                    v["success"] = json!(v["success"].to_string());
                }
            });
        }),
    ),
    ("makes the same card again", "PG-CARD", Wrong::Cached("createCard(")),
    ("makes two cards for one", "PG-CARD", Wrong::Twice("createCard(")),
    (
        "only says that it freezes",
        "PG-LIFE",
        Wrong::Pretended("freezeCard", r#"{"success":true,"error":null}"#),
    ),
    (
        "only says that it unfreezes",
        "PG-LIFE",
        Wrong::Pretended("unfreezeCard", r#"{"success":true,"error":null}"#),
    ),
    (
        "only says that it cancels",
        "PG-LIFE",
        Wrong::Pretended("cancelCard", r#"{"success":true,"error":null}"#),
    ),
    (
        "only says that it sets limits",
        "PG-LIMIT",
        Wrong::Pretended("updateCardLimit", r#"{"success":true,"error":null}"#),
    ),
    (
        "only says that it renames",
        "PG-NICK",
        Wrong::Pretended("updateCardNickname", r#"{"success":true,"error":null}"#),
    ),
    (
        "only says that it sets PINs",
        "PG-PIN",
        Wrong::Pretended("setCardPin", r#"{"success":true,"error":null}"#),
    ),
    (
        "only says that it charges",
        "PG-FUND",
        Wrong::Pretended("chargeCard", r#"{"success":true,"chargeId":"c","error":null}"#),
    ),
    ("charges twice", "PG-FUND", Wrong::Twice("chargeCard(")),
    (
        "counts balances in cents",
        "PG-BAL",
        Wrong::Answer(|_, a, _| {
            a.result("cardBalance", |v| {
                for b in v["balance"].as_object_mut().into_iter().flat_map(|o| o.values_mut()) {
                    if let Some(n) = b.as_f64() {
                        *b = json!(n * 100.0);
                    }
                }
            });
        }),
    ),
    (
        "writes balances as text",
        "PG-BAL",
        Wrong::Answer(|_, a, _| {
            a.result("cardBalance", |v| {
                for b in v["balance"].as_object_mut().into_iter().flat_map(|o| o.values_mut()) {
                    if b.is_number() {
                        *b = json!(b.to_string());
                    }
                }
            });
        }),
    ),
    (
        "does not show what is pending",
        "PG-BAL",
        Wrong::Answer(|_, a, _| {
            a.result("cardBalance", |v| {
                if v["balance"]["pendingCharges"].is_number() {
                    v["balance"]["pendingCharges"] = json!(0);
                }
            });
        }),
    ),
    ("shows the first balance for ever", "PG-BAL", Wrong::Cached("cardBalance(")),
    ("has one encryption session for all", "PG-ENC", Wrong::Cached("generateEncryptionKeys")),
    (
        "hands out keys of half the length",
        "PG-ENC",
        Wrong::Answer(|_, a, _| {
            a.result("generateEncryptionKeys", |v| {
                v["key"] = json!("AAAAAAAAAAA=");
            });
        }),
    ),
    (
        "garbles what it encrypts",
        "PG-REVEAL",
        Wrong::Answer(|_, a, _| {
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
    ),
    (
        "ignores what order was asked for",
        "PG-HAS",
        Wrong::Answer(|r, a, _| {
            if r.asks("order_by") {
                let mut j = a.json();
                for v in j["data"].as_object_mut().into_iter().flat_map(|o| o.values_mut()) {
                    if let Some(rows) = v.as_array_mut() {
                        rows.reverse();
                    }
                }
                a.set_json(&j);
            }
        }),
    ),
    (
        "finds nothing in its tables",
        "PG-HAS",
        Wrong::Answer(|_, a, _| {
            a.results(|v| {
                if let Some(rows) = v.as_array_mut() {
                    rows.clear();
                }
            });
        }),
    ),
    (
        "repeats rows",
        "PG-HAS",
        Wrong::Answer(|_, a, _| {
            a.results(|v| {
                if let Some(rows) = v.as_array_mut() {
                    let again = rows.clone();
                    rows.extend(again);
                }
            });
        }),
    ),
    (
        "invents an application",
        "PG-APPL",
        Wrong::Pretended(
            "createCardApplicationForPartnerUser",
            r#"{"success":true,"applicantId":"a","cardApplicationId":1,"cardApplicationExternalId":"e","applicationStatus":"PENDING","applicationCompletionUrl":null,"error":null}"#,
        ),
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_misbehaviour_is_found() {
    let sandbox = crate::address().await;
    let missed: Vec<_> = stream::iter(WRONGS)
        .map(|(name, area, wrong)| {
            let sandbox = sandbox.clone();
            async move {
                let behaviour = Misbehaving { wrong, passed: AtomicUsize::new(0) };
                let url = proxy::start(&sandbox, behaviour).await;
                let plan = Plan {
                    level: Level::Public,
                    filter: vec![area.to_owned()],
                    seed: name.to_owned(),
                    ..Plan::of(Target::sandbox(&url, None))
                };
                let report = run(&plan).await.unwrap();
                (report.count("failed") == 0).then(|| format!("{name}: {}", report.summary()))
            }
        })
        .buffer_unordered(4)
        .filter_map(std::future::ready)
        .collect()
        .await;
    // Said here, because the engine keeps panics silent while several runs overlap.
    for one in &missed {
        eprintln!("the suite does not find that a server {one}");
    }
    assert!(missed.is_empty());
}
