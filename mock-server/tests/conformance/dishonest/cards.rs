//! Misbehaviour with cards and applications.

use serde_json::{Value, json};

use super::{Misbehaviour, Wrong};

pub(super) const WRONGS: &[Misbehaviour] = &[
    Misbehaviour {
        name: "writes card ids as text",
        area: "PG-CARD",
        wrong: Wrong::Answer(|_, a, _| {
            a.result("createCard", |v| v["id"] = json!(v["id"].to_string()));
        }),
    },
    Misbehaviour {
        name: "shows three last digits",
        area: "PG-CARD",
        wrong: Wrong::Answer(|_, a, _| a.result("createCard", |v| v["last4"] = json!("123"))),
    },
    Misbehaviour {
        name: "makes every card virtual",
        area: "PG-CARD",
        wrong: Wrong::Answer(|_, a, _| {
            a.result("createCard", |v| v["cardType"] = json!("virtual"));
        }),
    },
    Misbehaviour {
        name: "makes locked cards",
        area: "PG-CARD",
        wrong: Wrong::Answer(|_, a, _| a.result("createCard", |v| v["status"] = json!("locked"))),
    },
    Misbehaviour {
        name: "forgets when a card expires",
        area: "PG-CARD",
        wrong: Wrong::Answer(|_, a, _| {
            a.result("createCard", |v| {
                v["expirationMonth"] = Value::Null;
                v["expirationYear"] = Value::Null;
            });
        }),
    },
    Misbehaviour {
        name: "lets cards expire in a thirteenth month",
        area: "PG-CARD",
        wrong: Wrong::Answer(|_, a, _| {
            a.result("createCard", |v| v["expirationMonth"] = json!("13"));
        }),
    },
    Misbehaviour {
        name: "writes the success of a new card as text",
        area: "PG-CARD",
        wrong: Wrong::Answer(|_, a, _| {
            a.result("createCard", |v| v["success"] = json!(v["success"].to_string()));
        }),
    },
    Misbehaviour {
        name: "writes every success as text",
        area: "PG-APPL",
        wrong: Wrong::Answer(|_, a, _| {
            a.results(|v| {
                if v["success"].is_boolean() {
                    v["success"] = json!(v["success"].to_string());
                }
            });
        }),
    },
    Misbehaviour {
        name: "makes the same card again",
        area: "PG-CARD",
        wrong: Wrong::Cached("createCard("),
    },
    Misbehaviour {
        name: "makes two cards for one",
        area: "PG-CARD",
        wrong: Wrong::Twice("createCard("),
    },
    Misbehaviour {
        name: "only says that it freezes",
        area: "PG-LIFE",
        wrong: Wrong::Pretended("freezeCard", r#"{"success":true,"error":null}"#),
    },
    Misbehaviour {
        name: "only says that it unfreezes",
        area: "PG-LIFE",
        wrong: Wrong::Pretended("unfreezeCard", r#"{"success":true,"error":null}"#),
    },
    Misbehaviour {
        name: "only says that it cancels",
        area: "PG-LIFE",
        wrong: Wrong::Pretended("cancelCard", r#"{"success":true,"error":null}"#),
    },
    Misbehaviour {
        name: "only says that it sets limits",
        area: "PG-LIMIT",
        wrong: Wrong::Pretended("updateCardLimit", r#"{"success":true,"error":null}"#),
    },
    Misbehaviour {
        name: "only says that it renames",
        area: "PG-NICK",
        wrong: Wrong::Pretended("updateCardNickname", r#"{"success":true,"error":null}"#),
    },
    Misbehaviour {
        name: "invents an application",
        area: "PG-APPL",
        wrong: Wrong::Pretended(
            "createCardApplicationForPartnerUser",
            r#"{"success":true,"applicantId":"a","cardApplicationId":1,"cardApplicationExternalId":"e","applicationStatus":"PENDING","applicationCompletionUrl":null,"error":null}"#,
        ),
    },
];
