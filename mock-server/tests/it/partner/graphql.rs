//! Rules of GraphQL itself (October 2021).

use serde_json::{Value, json};

use crate::support::Sandbox;

async fn told(document: &str) -> Vec<String> {
    let reply = Sandbox::new().await.ask(document, &Value::Null).await.json();
    let errors = reply["errors"].as_array().cloned().unwrap_or_default();
    errors.iter().map(|error| error["message"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn fields_of_one_response_key_run_once() {
    let mut sandbox = Sandbox::new().await;
    let document = "mutation { ...A ...B freezeCard(cardId: 1) { error } } \
        fragment A on Mutation { freezeCard(cardId: 1) { success status } } \
        fragment B on Mutation { ... on Mutation { freezeCard(cardId: 1) { success id } } }";
    let reply = sandbox.ask(document, &Value::Null).await;
    let wanted =
        r#"{"data":{"freezeCard":{"success":true,"status":"locked","id":1,"error":null}}}"#;
    assert_eq!(reply.text(), wanted);
    let document = "{ a: AgioCard_card(limit: 1) { id } ...F } fragment F on Query { a: \
        AgioCard_card(limit: 1) { card_user { id } card_user { first_name } } }";
    let row = sandbox.ask(document, &Value::Null).await.json()["data"]["a"][0].clone();
    assert_eq!(row["card_user"].as_object().unwrap().len(), 2, "{row}");
}

#[tokio::test]
async fn what_is_skipped_is_not_there() {
    let mut sandbox = Sandbox::new().await;
    let document = "query($no: Boolean = false) { AgioCard_card(limit: 1) { id @skip(if: true) ... \
        @include(if: $no) { last4 } status } }";
    let reply = sandbox.ask(document, &json!({})).await;
    assert_eq!(reply.text(), r#"{"data":{"AgioCard_card":[{"status":"active"}]}}"#);
    let document = "mutation { freezeCard(cardId: 1) @skip(if: true) { success } }";
    let reply = sandbox.ask(document, &Value::Null).await;
    assert_eq!(reply.text(), r#"{"data":{}}"#);
}

#[tokio::test]
async fn only_the_documented_names_begin_with_two_underscores() {
    for (document, wanted) in [
        ("{ __nope }", "Cannot query field \"__nope\" on type \"Query\"."),
        (
            "mutation { __schema { queryType { name } } }",
            "Cannot query field \"__schema\" on type \"Mutation\".",
        ),
        (
            "{ AgioCard_card { __schema { queryType { name } } } }",
            "Cannot query field \"__schema\" on type \"AgioCard_card\".",
        ),
        (
            "{ ...F } fragment F on Query { AgioCard_card { card_user { __id } } }",
            "Cannot query field \"__id\" on type \"AgioCard_card_user\".",
        ),
        ("{ __typename(x: 1) }", "Unknown argument \"x\" on field \"Query.__typename\"."),
        (
            "{ __typename { a } }",
            "Field \"__typename\" must not have a selection since type \"String!\" has no subfields.",
        ),
    ] {
        assert_eq!(told(document).await, [wanted], "{document}");
    }
}

#[tokio::test]
async fn nothing_is_subscribed_to() {
    let wanted = "Schema is not configured to execute subscription operation.";
    assert_eq!(told("subscription { a }").await, [wanted]);
}

#[tokio::test]
async fn emoji_may_be_escaped_as_json_escapes_them() {
    let mut sandbox = Sandbox::new().await;
    let document = r#"{ AgioCard_card(where: {nickname: {_eq: "\uD83D\uDE00"}}) { id } }"#;
    let reply = sandbox.ask(document, &Value::Null).await;
    assert_eq!(reply.text(), r#"{"data":{"AgioCard_card":[]}}"#);
}

#[tokio::test]
async fn every_wrong_variable_is_told() {
    let document = "mutation($input: UpdateCardLimitInput!, $id: Int!) { updateCardLimit(input: \
        $input) { success } freezeCard(cardId: $id) { success } }";
    let reply = Sandbox::new().await.ask(document, &json!({"input": {}})).await.json();
    let errors = reply["errors"].as_array().unwrap();
    let told: Vec<_> = errors.iter().map(|error| error["message"].as_str().unwrap()).collect();
    let missing = |field: &str, of: &str| {
        format!(
            "Variable \"$input\" got invalid value {{}}; Field \"{field}\" of required type \
             \"{of}\" was not provided."
        )
    };
    assert_eq!(
        told,
        [
            missing("cardId", "Int!"),
            missing("limitAmount", "Int!"),
            missing("limitFrequency", "CardLimitFrequency!"),
            "Variable \"$id\" of required type \"Int!\" was not provided.".to_owned(),
        ]
    );
}

#[tokio::test]
async fn typenames_are_right_inside_aggregates() {
    let mut sandbox = Sandbox::new().await;
    for filter in ["", "(where: {id: {_lt: 0}})"] {
        let document = format!(
            "{{ AgioCard_card_aggregate{filter} {{ __typename aggregate {{ __typename sum {{ \
             __typename }} min {{ __typename }} }} }} }}"
        );
        let reply = sandbox.ask(&document, &Value::Null).await.json();
        let aggregate = &reply["data"]["AgioCard_card_aggregate"];
        assert_eq!(aggregate["__typename"], "AgioCard_card_aggregate");
        let aggregate = &aggregate["aggregate"];
        assert_eq!(aggregate["__typename"], "AgioCard_card_aggregate_fields");
        assert_eq!(aggregate["sum"]["__typename"], "AgioCard_card_sum_fields");
        assert_eq!(aggregate["min"]["__typename"], "AgioCard_card_min_fields");
    }
}

#[tokio::test]
async fn errors_come_in_the_order_of_the_document() {
    let document = "query($a: Int, $b: Int, $c: Int, $d: Int, $e: Int, $f: Int) { __typename }";
    let wanted: Vec<_> = ["a", "b", "c", "d", "e", "f"]
        .map(|name| format!("Variable \"${name}\" is never used."))
        .into();
    assert_eq!(told(document).await, wanted);
}

#[tokio::test]
async fn whole_numbers_are_integers_however_they_are_written() {
    let mut sandbox = Sandbox::new().await;
    for number in ["1.0", "1e0", "1"] {
        let document = "query($x: Int!) { cardBalance(cardId: $x) { success } }";
        let body = format!("{{\"query\": \"{document}\", \"variables\": {{\"x\": {number}}}}}");
        let reply = sandbox.post(0, body.as_bytes()).await;
        assert_eq!(reply.text(), r#"{"data":{"cardBalance":{"success":true}}}"#, "{number}");
    }
}

#[tokio::test]
async fn accept_is_read_as_media_types() {
    for (accept, wanted) in [
        ("APPLICATION/GRAPHQL-RESPONSE+JSON", "application/graphql-response+json; charset=utf-8"),
        (
            "application/json, application/graphql-response+json;q=0.5",
            "application/graphql-response+json; charset=utf-8",
        ),
        ("application/graphql-response+jsonx", "application/json; charset=utf-8"),
        ("application/graphql-response+json;q=0", "application/json; charset=utf-8"),
    ] {
        let mut sandbox = Sandbox::new().await;
        let mut request = sandbox.signed(0, b"{\"query\":\"{ __typename }\"}");
        request.headers_mut().insert("accept", accept.parse().unwrap());
        assert_eq!(sandbox.send(request).await.headers["content-type"], wanted, "{accept}");
    }
    let mut sandbox = Sandbox::new().await;
    let mut request = sandbox.signed(0, b"{\"query\":\"{ __typename }\"}");
    for accept in ["text/html", "application/graphql-response+json"] {
        request.headers_mut().append("accept", accept.parse().unwrap());
    }
    let reply = sandbox.send(request).await;
    assert_eq!(reply.headers["content-type"], "application/graphql-response+json; charset=utf-8");
}
