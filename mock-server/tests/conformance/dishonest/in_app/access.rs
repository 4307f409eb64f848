//! Misbehaviour with tokens, ownership and applications.

use serde_json::{Value, json};

use super::{Misbehaviour, Wrong};
use crate::proxy::Request;

/// Changes the input of a mutation.
fn with_input(request: &mut Request, operation: &str, change: impl FnOnce(&mut Value)) {
    if request.asks(&format!("{operation}(")) {
        let mut body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        change(&mut body["variables"]["input"]);
        request.body = body.to_string().into_bytes();
    }
}

pub(super) const WRONGS: &[Misbehaviour] = &[
    Misbehaviour {
        name: "takes every user for the first",
        area: "AG-AUTH",
        wrong: Wrong::Request(|r, m| {
            if let Some(first) = m.first_user(r).filter(|_| r.header("authorization").is_some()) {
                r.set("authorization", &first);
            }
        }),
    },
    Misbehaviour {
        name: "shows every user the rows of the first",
        area: "AG-TX",
        wrong: Wrong::Request(|r, m| {
            if let Some(first) = m.first_user(r).filter(|_| r.document().starts_with("query")) {
                r.set("authorization", &first);
            }
        }),
    },
    Misbehaviour {
        name: "serves whoever has no token",
        area: "AG-AUTH",
        wrong: Wrong::Request(|r, m| {
            if let Some(first) = m.first_user(r).filter(|_| r.header("authorization").is_none()) {
                r.set("authorization", &first);
            }
        }),
    },
    Misbehaviour {
        name: "does not look at the signatures of tokens",
        area: "AG-AUTH",
        wrong: Wrong::Request(|r, m| {
            if let Some(signed) = m.signed_token(r) {
                r.set("authorization", &signed);
            }
        }),
    },
    Misbehaviour {
        name: "refuses tokens with 403",
        area: "AG-AUTH",
        wrong: Wrong::Answer(|_, a, _| {
            if a.status == 401 {
                a.status = 403;
            }
        }),
    },
    Misbehaviour {
        name: "refuses tokens with 200",
        area: "AG-AUTH",
        wrong: Wrong::Answer(|_, a, _| {
            if a.status == 401 {
                a.status = 200;
            }
        }),
    },
    Misbehaviour {
        name: "calls a bad token a bad request",
        area: "AG-AUTH",
        wrong: Wrong::Answer(|_, a, _| {
            if a.status == 401 {
                let error = json!({ "message": "No", "extensions": { "code": "BAD_REQUEST" } });
                a.set_json(&json!({ "errors": [error] }));
            }
        }),
    },
    Misbehaviour {
        name: "makes a success of what is forbidden",
        area: "AG-AUTH",
        wrong: Wrong::Answer(|r, a, _| {
            if a.status == 403 && r.asks("freezeRainCard") {
                a.status = 200;
                let done = json!({ "success": true, "status": "locked" });
                a.set_json(&json!({ "data": { "freezeRainCard": done } }));
            }
        }),
    },
    Misbehaviour {
        name: "hides a mutation of the guides",
        area: "AG-GQL",
        wrong: Wrong::Answer(|_, a, _| {
            a.result("__schema", |schema| {
                for one in schema["types"].as_array_mut().into_iter().flatten() {
                    if let Some(fields) = one["fields"].as_array_mut() {
                        fields.retain(|field| field["name"] != "cardWithdraw");
                    }
                }
            });
        }),
    },
    Misbehaviour {
        name: "approves applications in the first answer",
        area: "AG-APPL",
        wrong: Wrong::Answer(|_, a, _| {
            a.result("createRainCardApplication", |v| {
                if v["success"] == true {
                    v["applicationStatus"] = json!("approved");
                }
            });
        }),
    },
    Misbehaviour {
        name: "forgets the applicant",
        area: "AG-APPL",
        wrong: Wrong::Answer(|_, a, _| {
            a.result("createRainCardApplication", |v| v["applicantId"] = Value::Null);
        }),
    },
    Misbehaviour {
        name: "takes the terms for accepted",
        area: "AG-APPL",
        wrong: Wrong::Request(|r, _| {
            with_input(r, "createRainCardApplication", |input| {
                input["isTermsOfServiceAccepted"] = json!(true);
            });
        }),
    },
    Misbehaviour {
        name: "takes any occupation",
        area: "AG-APPL",
        wrong: Wrong::Request(|r, _| {
            with_input(r, "createRainCardApplication", |input| {
                input["occupation"] = json!("15-1252");
            });
        }),
    },
    Misbehaviour {
        name: "takes no occupation by its title",
        area: "AG-APPL",
        wrong: Wrong::Request(|r, _| {
            with_input(r, "createRainCardApplication", |input| {
                if input["occupation"] == "Software Developers" {
                    input["occupation"] = json!("Nothing of the kind");
                }
            });
        }),
    },
    Misbehaviour {
        name: "never tells how a review ended",
        area: "AG-APPL",
        wrong: Wrong::Answer(|_, a, _| {
            a.result("AgioCard_card_application", |rows| {
                for row in rows.as_array_mut().into_iter().flatten() {
                    row["application_status"] = json!("pending");
                }
            });
        }),
    },
];
