//! `createRainCardApplication` (AG 5.1).

use conformance::drivers::graphql::session_key::{PinCodec, Session};
use serde_json::{Value, json};

use super::{printed, user::User};
use crate::support::Sandbox;

const APPLY: &str = "mutation($input: CreateRainCardApplicationInput!) \
    { createRainCardApplication(input: $input) { success applicantId cardApplicationId \
    cardApplicationExternalId rainApplicationId applicationStatus applicationCompletionUrl \
    shareToken error } }";

/// The input of the contract's example, with these members instead.
fn input(other: Value) -> Value {
    let mut input = json!({"walletAddress": "0x1f9840a85d5af5bf1d1762f925bdaddc4201f984",
        "occupation": "Software Developers", "annualSalary": "100000_TO_150000",
        "accountPurpose": "PERSONAL_SPENDING", "expectedMonthlyVolume": "1000_TO_5000",
        "isTermsOfServiceAccepted": true});
    input.as_object_mut().unwrap().extend(other.as_object().unwrap().clone());
    input
}

async fn apply(user: &User<'_>, other: Value) -> Value {
    let data = user.ask(APPLY, &json!({ "input": input(other) })).await;
    data["createRainCardApplication"].clone()
}

/// A user who has not applied, by a first name.
async fn new_user<'a>(sandbox: &'a Sandbox, first: &str, last: &str) -> User<'a> {
    let name = format!("{first} {last}");
    let made = sandbox.op("make-user", &json!({"surface": "AG", "name": name})).await;
    assert_eq!(made.status, 200, "{}", made.text());
    sandbox.user(first.to_lowercase().as_str()).await
}

#[tokio::test]
async fn what_is_wrong_is_said_in_the_order_of_the_contract() {
    let sandbox = Sandbox::new().await;
    let lena = new_user(&sandbox, "Lena", "Approved").await;
    let long = "x".repeat(51);
    // Each has the mistakes of those after it too, where they can be made together.
    let mut mistakes = json!({"isTermsOfServiceAccepted": false, "occupation": "wizard",
        "walletAddress": "0x12", "annualSalary": "", "accountPurpose": long,
        "expectedMonthlyVolume": "", "requestedLimitAmount": 5, "cardNickname": "a_b"});
    for (member, right, error) in [
        ("isTermsOfServiceAccepted", json!(true), "Terms of service must be accepted"),
        ("occupation", json!("15-1252"), "Invalid occupation"),
        (
            "walletAddress",
            json!("7EcDhSYGxXyscszYEp35KHN8vvw3svAuLKTzXwCFLtV"),
            "Invalid wallet address",
        ),
        ("annualSalary", json!("1"), "Invalid annualSalary"),
        ("accountPurpose", json!("x".repeat(50)), "Invalid accountPurpose"),
        ("expectedMonthlyVolume", json!("1"), "Invalid expectedMonthlyVolume"),
        ("requestedLimitFrequency", json!("30 day"), "Invalid requested limit"),
        (
            "cardNickname",
            json!("Groceries - home."),
            "nickname may contain only letters, digits, spaces, periods and hyphens",
        ),
    ] {
        let refused = apply(&lena, mistakes.clone()).await;
        let mut wanted = refused.clone();
        for value in wanted.as_object_mut().unwrap().values_mut() {
            *value = Value::Null;
        }
        wanted["success"] = json!(false);
        wanted["error"] = json!(error);
        assert_eq!(refused, wanted, "{member}");
        mistakes[member] = right;
    }
    assert_eq!(lena.field("{ AgioCard_card_application { id } }").await, json!([]));
    assert_eq!(apply(&lena, mistakes.clone()).await["success"], true);
    let again = apply(&lena, mistakes).await;
    assert_eq!(again["error"], "Card application already exists");
}

#[tokio::test]
async fn further_inputs_that_are_refused() {
    let sandbox = Sandbox::new().await;
    let lena = new_user(&sandbox, "Lena", "Approved").await;
    let limit = |amount: i64, frequency: &str| json!({"requestedLimitAmount": amount, "requestedLimitFrequency": frequency});
    for (other, error) in [
        (limit(0, "30 day"), "Invalid requested limit"),
        (limit(-5, "30 day"), "Invalid requested limit"),
        (limit(5, "31 day"), "Invalid requested limit"),
        (json!({"requestedLimitFrequency": "7 day"}), "Invalid requested limit"),
        (json!({"occupation": "15-1259x"}), "Invalid occupation"),
        (json!({"walletAddress": ""}), "Invalid wallet address"),
        (json!({"cardNickname": "x".repeat(27)}), "nickname must be at most 26 characters"),
        (json!({"cardNickname": ""}), "nickname must not be empty"),
        (json!({"encryptedPin": "AAAA"}), "sessionId is required with encryptedPin"),
        (json!({"encryptedPin": "AAAA", "sessionId": "x"}), "session expired"),
    ] {
        assert_eq!(apply(&lena, other.clone()).await["error"], error, "{other}");
    }
    let missing = lena.send(APPLY, &json!({"input": {"occupation": "15-1252"}})).await;
    assert_eq!(missing.status, 400);
}

#[tokio::test]
async fn the_answer_and_the_row_name_one_application() {
    let sandbox = Sandbox::new().await;
    let vera = new_user(&sandbox, "Verena", "Needsverification").await;
    // A title is trimmed, and compared without case.
    let done = apply(&vera, json!({"occupation": "  software developers "})).await;
    assert_eq!((&done["success"], &done["error"]), (&json!(true), &Value::Null), "{done}");
    assert_eq!(done["applicationStatus"], "pending");
    assert_eq!(done["applicationCompletionUrl"], Value::Null);
    assert_eq!(done["cardApplicationExternalId"], done["rainApplicationId"]);
    let text = |name: &str| done[name].as_str().unwrap();
    assert!(uuid::Uuid::parse_str(text("rainApplicationId")).is_ok());
    assert_eq!(text("applicantId").len(), 24);
    assert!(text("shareToken").starts_with("sst_") && text("shareToken").len() == 36);
    let document = "{ AgioCard_card_application { id card_application_external_id \
        rain_application_id application_status application_reason application_completion_url \
        wallet_address last_event } }";
    let rows = vera.field(document).await;
    let url = rows[0]["application_completion_url"].clone();
    assert!(url.as_str().unwrap().starts_with("https://verify.sandbox.test/"), "{url}");
    let row = json!({"id": done["cardApplicationId"],
        "card_application_external_id": done["rainApplicationId"],
        "rain_application_id": done["rainApplicationId"],
        "application_status": "needsVerification", "application_reason": null,
        "application_completion_url": url,
        "wallet_address": "0x1f9840a85d5af5bf1d1762f925bdaddc4201f984", "last_event": null});
    assert_eq!(rows, json!([row]));
    // The link is completed: reviewed again, and the link is gone.
    let decide = json!({"application": done["cardApplicationId"], "status": "approved"});
    assert_eq!(sandbox.op("decide-application", &decide).await.status, 200);
    let rows = vera.field(document).await;
    assert_eq!(rows[0]["application_status"], "approved");
    assert_eq!(rows[0]["application_completion_url"], Value::Null);
}

#[tokio::test]
async fn only_a_canceled_application_can_be_followed_by_another() {
    let sandbox = Sandbox::new().await;
    for (first, last, decided, allowed) in [
        ("Ana", "Approved", None, false),
        ("Ben", "Denied", None, false),
        ("Cid", "Pending", None, false),
        ("Dan", "Approved", Some("locked"), false),
        ("Eva", "Approved", Some("canceled"), true),
    ] {
        let user = new_user(&sandbox, first, last).await;
        let made = apply(&user, json!({})).await;
        if let Some(status) = decided {
            let decide = json!({"application": made["cardApplicationId"], "status": status});
            assert_eq!(sandbox.op("decide-application", &decide).await.status, 200);
        }
        let again = apply(&user, json!({})).await;
        assert_eq!(again["success"], allowed, "{first}: {again}");
    }
}

#[tokio::test]
async fn the_first_card_has_what_was_wished_for_and_the_second_has_not() {
    let sandbox = Sandbox::new().await;
    let lena = new_user(&sandbox, "Lena", "Approved").await;
    let codec = PinCodec::default();
    let keys = "mutation { generateEncryptionKeys { sessionId key iv } }";
    let session = Session::read(&lena.field(keys).await).unwrap();
    let wishes = json!({"cardNickname": "My Card", "requestedLimitAmount": 25000,
        "requestedLimitFrequency": "30 day", "sessionId": session.id,
        "encryptedPin": session.encrypt(&codec, "719305").unwrap()});
    let applied = apply(&lena, wishes).await;
    assert_eq!(applied["success"], true, "{applied}");
    let mut cards = Vec::new();
    for _ in 0..2 {
        let input = json!({"cardApplicationId": applied["cardApplicationId"],
                           "cardType": "virtual"});
        let made = lena.ask(printed::CREATE_RAIN_CARD, &json!({ "input": input })).await;
        cards.push(made["createRainCard"]["id"].clone());
    }
    let document = "{ AgioCard_vw_card { nickname limit_amount limit_frequency } }";
    let first = json!({"nickname": "My Card", "limit_amount": 2_500_000,
                       "limit_frequency": "per30DayPeriod"});
    let second = json!({"nickname": null, "limit_amount": null, "limit_frequency": null});
    assert_eq!(lena.field(document).await, json!([first, second]));
    for (card, has_pin) in cards.iter().zip([true, false]) {
        let session = Session::read(&lena.field(keys).await).unwrap();
        let under = json!({"cardId": card, "sessionId": session.id});
        let read = lena.ask(printed::GET_RAIN_CARD_PIN, &under).await["getRainCardPin"].clone();
        match has_pin {
            true => {
                let sealed = read["encryptedPin"].as_str().unwrap();
                assert_eq!(session.decrypt(&codec, sealed).unwrap(), "719305");
            }
            false => assert_eq!(read["error"], "Card does not have a PIN set"),
        }
    }
}
