use serde_json::json;

use super::*;

#[test]
fn all_forms_are_read() {
    let pattern = |operation: &str, reason: Option<&str>| Pattern {
        operation: operation.to_owned(),
        reason: reason.map(ToOwned::to_owned),
    };
    let to = |text: &str| Step::To(text.to_owned());
    assert_eq!(
        Patch::parse("life.freeze_from = [\"active\", \"locked\"]").unwrap(),
        Patch::Rule {
            key: "life.freeze_from".into(),
            value: json!(["active", "locked"]),
            is_hidden: false,
            only: None,
        }
    );
    assert_eq!(
        Patch::parse("hidden auth.require_signature = false").unwrap(),
        Patch::Rule {
            key: "auth.require_signature".into(),
            value: json!(false),
            is_hidden: true,
            only: None,
        }
    );
    assert_eq!(
        Patch::parse("only freezeCard auth.require_signature = false").unwrap(),
        Patch::Rule {
            key: "auth.require_signature".into(),
            value: json!(false),
            is_hidden: false,
            only: Some(pattern("freezeCard", None)),
        }
    );
    assert_eq!(
        Patch::parse("answer freezeCard[forbidden] besides {\"data\": 1}").unwrap(),
        Patch::Answer {
            on: pattern("freezeCard", Some("forbidden")),
            change: Change::Besides(json!({"data": 1})),
        }
    );
    assert_eq!(
        Patch::parse("answer freezeCard[ok] /status = \"frozen\"").unwrap(),
        Patch::Answer {
            on: pattern("freezeCard", Some("ok")),
            change: Change::Set(vec![to("status")], json!("frozen")),
        }
    );
    assert_eq!(
        Patch::parse("answer introspection /__schema/types/[name=Query]/fields/- = {a = 1}")
            .unwrap(),
        Patch::Answer {
            on: pattern("introspection", None),
            change: Change::Set(
                vec![
                    to("__schema"),
                    to("types"),
                    Step::Where("name".into(), "Query".into()),
                    to("fields"),
                    Step::Append
                ],
                json!({"a": 1})
            ),
        }
    );
    assert_eq!(
        Patch::parse("answer AgioCard_vw_card /*/last4 drop").unwrap(),
        Patch::Answer {
            on: pattern("AgioCard_vw_card", None),
            change: Change::Drop(vec![Step::Each, to("last4")]),
        }
    );
    assert_eq!(
        Patch::parse("answer AgioCard_vw_card / reversed").unwrap(),
        Patch::Answer {
            on: pattern("AgioCard_vw_card", None),
            change: Change::Reversed(Vec::new()),
        }
    );
    assert_eq!(
        Patch::parse("answer cardBalance[ok] /balance/creditLimit times 100").unwrap(),
        Patch::Answer {
            on: pattern("cardBalance", Some("ok")),
            change: Change::Varied(vec![to("balance"), to("creditLimit")], Variation::Times(100)),
        }
    );
    assert_eq!(
        Patch::parse("answer lockCard told 409 {\"error\": null}").unwrap(),
        Patch::Answer {
            on: pattern("lockCard", None),
            change: Change::Told(409, json!({"error": null})),
        }
    );
    assert_eq!(
        Patch::parse("answer socket[forbidden] close = 4401").unwrap(),
        Patch::Answer { on: pattern("socket", Some("forbidden")), change: Change::Close(4401) }
    );
    assert_eq!(
        Patch::parse("effect lockCard lost").unwrap(),
        Patch::Effect { on: pattern("lockCard", None), repeat: Repeat::Lost }
    );
    assert_eq!(
        Patch::parse("principal AgioCard_* = ops").unwrap(),
        Patch::Principal { on: pattern("AgioCard_*", None), label: "ops".into() }
    );
    assert_eq!(
        Patch::parse("argument AgioCard_card limit plus 1").unwrap(),
        Patch::Argument {
            on: pattern("AgioCard_card", None),
            name: "limit".into(),
            reading: ArgumentReading::Plus(1),
        }
    );
    assert_eq!(
        Patch::parse("effect freezeCard elsewhere").unwrap(),
        Patch::Effect {
            on: pattern("freezeCard", None),
            repeat: Repeat::Elsewhere(Others::OfTheOwner)
        }
    );
    assert_eq!(
        Patch::parse("refuse replaceCard /input/reason = \"lost\"").unwrap(),
        Patch::Refusal {
            on: pattern("replaceCard", None),
            argument: vec![to("input"), to("reason")],
            form: Form::Is(json!("lost")),
        }
    );
    assert_eq!(
        Patch::parse("skip freezeCard[signature]").unwrap(),
        Patch::Skip { on: pattern("freezeCard", Some("signature")) }
    );
    assert_eq!(
        Patch::parse("document operation first").unwrap(),
        Patch::Document { misreading: Misreading::FirstOperation }
    );
    assert_eq!(
        Patch::parse("view AgioCard_vw_card before freezeCard").unwrap(),
        Patch::View { of: pattern("AgioCard_vw_card", None), before: pattern("freezeCard", None) }
    );
    for wrong in [
        "freeze",
        "skip freezeCard",
        "only freezeCard auth.require_signature",
        "only freezeCard[ok] auth.require_signature = false",
        "answer freezeCard besides {",
        "refuse freezeCard /cardId",
        "refuse freezeCard /cardId round",
        "document backwards",
        "view AgioCard_vw_card after freezeCard",
        "argument AgioCard_card where",
        "argument AgioCard_card limit plus some",
        "hidden effect freezeCard lost",
        "hidden hidden pin.allow_change = false",
        "hidden",
        "effect freezeCard gone",
        "answer x[No] status = 1",
        "answer x[] status = 1",
        "answer x close = 70000",
        "answer x close = 2000",
        "a.b 3",
        "answer x /a times many",
        "answer x told 200",
    ] {
        assert!(Patch::parse(wrong).is_err(), "{wrong}");
    }
}
