//! Diagnoses of GraphQL documents name the nearest valid spelling.

use axum::http::Request;
use serde_json::{Value, json};

use super::{causes, diagnosis};
use crate::support::Sandbox;

async fn told(document: &str, variables: &Value) -> Value {
    let mut sandbox = Sandbox::new().await;
    let reply = sandbox.ask(document, variables).await;
    assert!(reply.status == 400 || reply.status == 403, "{}", reply.text());
    diagnosis(&sandbox, &reply).await
}

#[tokio::test]
async fn a_name_that_is_not_there_has_a_nearest() {
    let filter = "query($w: AgioCard_card_bool_exp) { AgioCard_card(where: $w) { id } }";
    let change = "mutation($i: UpdateCardLimitInput!) { updateCardLimit(input: $i) { success } }";
    for (document, variables, place, nearest) in [
        ("{ AgioCard_card { statuss } }", json!({}), "AgioCard_card", "status"),
        ("{ AgioCard_cards { id } }", json!({}), "Query", "AgioCard_card"),
        ("{ AgioCard_card(limits: 1) { id } }", json!({}), "Query.AgioCard_card", "limit"),
        (
            "{ AgioCard_card(where: {state: {}}) { id } }",
            json!({}),
            "AgioCard_card_bool_exp",
            "status",
        ),
        ("query($a: Integer) { AgioCard_card(limit: $a) { id } }", json!({}), "", ""),
        (filter, json!({"w": {"statu": {}}}), "AgioCard_card_bool_exp", "status"),
        (
            change,
            json!({"i": {"cardId": 1, "limitAmount": 1, "limitFrequency": "per30Day"}}),
            "CardLimitFrequency",
            "per30DayPeriod",
        ),
    ] {
        let told = told(document, &variables).await;
        assert_eq!(causes(&told)[0], "gql-near", "{document}: {told:#}");
        assert_eq!(told[0]["evidence"]["place"], place, "{told:#}");
        if !nearest.is_empty() {
            assert_eq!(told[0]["evidence"]["nearest"], nearest, "{told:#}");
        }
    }
}

#[tokio::test]
async fn a_name_of_another_generation_has_its_own_here() {
    for (document, here) in [
        ("mutation { freezeRainCard(cardId: 42) { success } }", "freezeCard"),
        ("{ rainCardBalance(cardId: 42) { success } }", "cardBalance"),
        ("{ agioCardBalance(cardId: 42) { success } }", "cardBalance"),
        (
            "mutation { revealAgioCardSecrets(cardId: 42, sessionId: \"x\") { success } }",
            "revealCardSecrets",
        ),
        (
            "mutation($i: CreateAgioCardInput!) { createCard(input: $i) { success } }",
            "CreateCardInput",
        ),
        (
            "mutation($i: RainShippingInput!) { createCard(input: {shipping: $i}) { success } }",
            "CardShippingInput",
        ),
        ("{ card_user { id } }", "AgioCard_card_user"),
        ("{ AgioCard_card_transaction { rain_transaction_id } }", "card_transaction_external_id"),
        (
            "mutation($i: CreateRainCardInput!) { createCard(input: $i) { success } }",
            "CreateCardInput",
        ),
    ] {
        let told = told(document, &json!({})).await;
        assert_eq!(causes(&told)[0], "gql-other-generation", "{document}: {told:#}");
        assert_eq!(told[0]["certainty"], "proved");
        assert_eq!(told[0]["evidence"]["name"], here, "{told:#}");
    }
}

#[tokio::test]
async fn a_blocked_operation_has_another_in_its_place() {
    for (document, instead) in [
        ("mutation { freezeCardByCardId(cardId: \"x\") { success } }", json!("freezeCard")),
        (
            "mutation { a: cardWithdraw(input: {tokenAddress: \"x\", amount: \"1\"}) { success } }",
            Value::Null,
        ),
    ] {
        let told = told(document, &json!({})).await;
        assert_eq!(causes(&told), ["gql-blocked"], "{told:#}");
        assert_eq!(told[0]["evidence"]["instead"], instead);
    }
}

#[tokio::test]
async fn an_operation_of_the_app_is_said_to_be_there() {
    let swap = "mutation { smartWalletSwap(input: {amount: \"1\"}) { success } }";
    for (document, operation) in [
        (swap, "smartWalletSwap"),
        (
            "mutation A { smartWalletSwapQuote(input: {amount: \"1\"}) { success } }",
            "smartWalletSwapQuote",
        ),
        ("{ AgioCrypto_digital_wallet { id } }", "AgioCrypto_digital_wallet"),
    ] {
        let told = told(document, &json!({})).await;
        let first = &told[0];
        assert_eq!(first["cause"], "gql-blocked", "{document}: {told:#}");
        assert_eq!(first["certainty"], "proved");
        assert_eq!(first["evidence"], json!({"operation": operation, "instead": "AG"}));
        assert!(first["says"].as_str().unwrap().contains("it is on AG"), "{first}");
    }
}

#[tokio::test]
async fn a_wrong_value_is_told_in_a_sentence() {
    let change = "mutation($i: UpdateCardLimitInput!) { updateCardLimit(input: $i) { success } }";
    let limit = json!({"cardId": 1, "limitAmount": 1, "limitFrequency": "per30Day"});
    let told = told(change, &json!({ "i": limit })).await;
    let wanted =
        "What was sent is no value of CardLimitFrequency; the nearest is \"per30DayPeriod\".";
    assert_eq!(told[0]["says"], wanted);
}

#[tokio::test]
async fn introspection_that_is_none_is_told_why() {
    let long = format!("{{ __schema {{ types {{ {} }} }} ?", "name ".repeat(16_000));
    for (document, why) in [
        (
            "{ __schema { types { name } }",
            Some("it does not parse (Syntax Error: Expected Name, found <EOF>.)"),
        ),
        ("{ __typename __schema { types { name } } }", Some("it also selects \"__typename\"")),
        (
            "query A { __schema { types { name } } } mutation B { freezeCard(cardId: 1) { id } }",
            Some("it also selects a mutation"),
        ),
        (
            "{ __schema { types { name } } ...F }",
            Some("it also selects a fragment that is not there"),
        ),
        (&long, Some("it is too large to be read, and asks for more")),
        ("{ AgioCard_card { id } }", None),
    ] {
        let mut sandbox = Sandbox::new().await;
        let body = json!({"query": document}).to_string();
        let mut request: Request<_> = sandbox.signed(0, body.as_bytes());
        request.headers_mut().remove("x-agio-signature");
        request.headers_mut().remove("x-agio-timestamp");
        let reply = sandbox.send(request).await;
        assert_eq!(reply.json()["description"], "Timestamp outside allowed window");
        let told = diagnosis(&sandbox, &reply).await;
        match why {
            Some(why) => {
                assert_eq!(causes(&told)[0], "pg-not-introspection", "{document}: {told:#}");
                assert!(told[0]["says"].as_str().unwrap().contains(why), "{told:#}");
            }
            None => assert!(!causes(&told).contains(&"pg-not-introspection"), "{told:#}"),
        }
    }
}
