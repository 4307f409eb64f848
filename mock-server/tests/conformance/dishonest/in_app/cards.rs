//! Misbehaviour with cards.

use serde_json::{Value, json};

use super::{Misbehaviour, Wrong};

pub(super) const WRONGS: &[Misbehaviour] = &[
    Misbehaviour {
        name: "writes ids of new cards as text",
        area: "AG-CARD",
        wrong: Wrong::Answer(|_, a, _| {
            a.result("createRainCard", |v| v["id"] = json!(v["id"].to_string()));
        }),
    },
    Misbehaviour {
        name: "shows three last digits of a card",
        area: "AG-CARD",
        wrong: Wrong::Answer(|_, a, _| a.result("createRainCard", |v| v["last4"] = json!("123"))),
    },
    Misbehaviour {
        name: "makes every card of the app virtual",
        area: "AG-CARD",
        wrong: Wrong::Answer(|_, a, _| {
            a.result("createRainCard", |v| v["cardType"] = json!("virtual"));
        }),
    },
    Misbehaviour {
        name: "makes cards of the app locked",
        area: "AG-CARD",
        wrong: Wrong::Answer(|_, a, _| {
            a.result("createRainCard", |v| v["status"] = json!("locked"));
        }),
    },
    Misbehaviour {
        name: "forgets the year in which a card expires",
        area: "AG-CARD",
        wrong: Wrong::Answer(|_, a, _| {
            a.result("createRainCard", |v| v["expirationYear"] = Value::Null);
        }),
    },
    Misbehaviour {
        name: "only says that it freezes a card of the app",
        area: "AG-LIFE",
        wrong: Wrong::Pretended("freezeRainCard", r#"{"success":true,"status":"locked"}"#),
    },
    Misbehaviour {
        name: "only says that it unfreezes a card of the app",
        area: "AG-LIFE",
        wrong: Wrong::Pretended("unfreezeRainCard", r#"{"success":true,"status":"active"}"#),
    },
    Misbehaviour {
        name: "only says that it cancels a card of the app",
        area: "AG-LIFE",
        wrong: Wrong::Pretended("cancelRainCard", r#"{"success":true,"status":"canceled"}"#),
    },
    Misbehaviour {
        name: "lists no canceled card",
        area: "AG-LIFE",
        wrong: Wrong::Answer(|_, a, _| {
            a.result("AgioCard_vw_card", |rows| {
                if let Some(rows) = rows.as_array_mut() {
                    rows.retain(|row| row["status"] != "canceled");
                }
            });
        }),
    },
    Misbehaviour {
        name: "only says that it limits a card of the app",
        area: "AG-LIMIT",
        wrong: Wrong::Pretended("updateRainCardLimit", r#"{"success":true,"error":null}"#),
    },
    Misbehaviour {
        name: "only says that it renames a card of the app",
        area: "AG-NICK",
        wrong: Wrong::Pretended("updateCardNickname", r#"{"success":true,"error":null}"#),
    },
    Misbehaviour {
        name: "only says that it stars a card",
        area: "AG-STAR",
        wrong: Wrong::Pretended("update_AgioCard_card_by_pk", r#"{"id":1,"is_starred":true}"#),
    },
    Misbehaviour {
        name: "only says that it replaces a card",
        area: "AG-REPL",
        wrong: Wrong::Pretended(
            "replaceVirtualRainCard",
            r#"{"success":true,"id":1,"oldCardId":"a","newCard":{"id":"b","type":"virtual","status":"active","last4":"1234","expirationMonth":"01","expirationYear":"2031"}}"#,
        ),
    },
    Misbehaviour {
        name: "only says that it sets a PIN of the app",
        area: "AG-PIN",
        wrong: Wrong::Pretended("setRainCardPin", r#"{"success":true,"error":null}"#),
    },
    Misbehaviour {
        name: "tells the card number to whoever listens",
        area: "AG-REVEAL",
        wrong: Wrong::Answer(|_, a, _| {
            a.result("revealRainCardSecrets", |v| {
                v["encryptedSecrets"] = json!(r#"{"pan":"4000001234567899","cvc":"804"}"#);
            });
        }),
    },
    Misbehaviour {
        name: "shows the first list of cards for ever",
        area: "AG-LIFE",
        wrong: Wrong::Cached("AgioCard_vw_card"),
    },
];
