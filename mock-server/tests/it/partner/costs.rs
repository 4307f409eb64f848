//! Cost of documents: known before they run, signed or not; a document that costs too much is
//! refused with its cost.

use axum::{body::Body, http::Request};
use serde_json::{Value, json};

use crate::support::{Reply, Sandbox};

/// A request with a live key and no signature.
async fn unsigned(sandbox: &mut Sandbox, document: &str) -> Reply {
    let body = json!({"query": document}).to_string();
    let mut request: Request<Body> = sandbox.signed(0, body.as_bytes());
    request.headers_mut().remove("x-agio-signature");
    request.headers_mut().remove("x-agio-timestamp");
    sandbox.send(request).await
}

fn told(reply: &Reply) -> String {
    reply.json()["errors"][0]["message"].as_str().unwrap_or_default().to_owned()
}

/// `getIntrospectionQuery` of graphql-js with every option.
const FULL: &str = "query IntrospectionQuery { __schema { description queryType { name kind } \
    mutationType { name kind } subscriptionType { name kind } types { ...FullType } directives { name \
    description isRepeatable locations args(includeDeprecated: true) { ...InputValue } } } } fragment \
    FullType on __Type { kind name description specifiedByURL isOneOf fields(includeDeprecated: true) \
    { name description args(includeDeprecated: true) { ...InputValue } type { ...TypeRef } \
    isDeprecated deprecationReason } inputFields(includeDeprecated: true) { ...InputValue } interfaces \
    { ...TypeRef } enumValues(includeDeprecated: true) { name description isDeprecated \
    deprecationReason } possibleTypes { ...TypeRef } } fragment InputValue on __InputValue { name \
    description type { ...TypeRef } defaultValue isDeprecated deprecationReason } fragment TypeRef on \
    __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name \
    ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } \
    } } } } } } } } }";

#[tokio::test]
async fn what_code_generators_send_is_far_below_the_bounds() {
    let mut sandbox = Sandbox::new().await;
    let reply = unsigned(&mut sandbox, FULL).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert!((100_000..1_000_000).contains(&reply.body.len()), "{}", reply.body.len());
    // Tools that ask for names first, or for several things at once.
    let double =
        FULL.replace("{ __schema {", "{ __typename: __type(name: \"Query\") { name } __schema {");
    assert_eq!(unsigned(&mut sandbox, &double).await.status, 200);
}

#[tokio::test]
async fn introspection_that_multiplies_is_told_its_bytes() {
    let mut sandbox = Sandbox::new().await;
    let nested =
        "fields { type { fields { type { fields { type { fields { args { name } } } } } } } }";
    let mut document = String::from("{ __schema { ");
    for number in 0..300 {
        document += &format!("a{number}: types {{ name {nested} }} ");
    }
    document += "} }";
    for reply in [
        unsigned(&mut sandbox, &document).await,
        sandbox.ask(&document, &Value::Null).await,
        sandbox.ask(&document.replacen("{ ", "{ __typename ", 1), &Value::Null).await,
    ] {
        assert_eq!(reply.status, 400);
        let told = told(&reply);
        assert!(told.starts_with("Introspection would be answered with "), "{told}");
        assert!(told.ends_with(" bytes; at most 4194304 are written."), "{told}");
    }
    let mut deep = String::from("{ __schema { types { ...F5 } } } fragment F0 on __Type { name }");
    for level in 1..=5 {
        let below = level - 1;
        deep += &format!(
            " fragment F{level} on __Type {{ fields {{ type {{ ...F{below} a: ofType {{ ...F{below} \
             ofType {{ ofType {{ ...F{below} }} }} }} }} }} }}"
        );
    }
    let told = told(&unsigned(&mut sandbox, &deep).await);
    assert!(told.contains("bytes; at most 4194304 are written."), "{told}");
}

#[tokio::test]
async fn a_document_that_is_too_large_to_be_read_is_told_its_size() {
    let mut sandbox = Sandbox::new().await;
    let many: String = (0..8_000).map(|number| format!("a{number}: name ")).collect();
    let wide =
        format!("query A {{ ... @include(if: true) {{ __schema {{ types {{ {many} }} }} }} }}");
    let deep =
        format!("{{ __schema {{ types {}kind{} }} }}", "{ ofType ".repeat(70), "}".repeat(70));
    for (document, size) in [
        (wide, "Document has 24020 tokens; at most 15000 are read."),
        (deep, "Document is nested 72 levels deep; at most 60 are read."),
    ] {
        let reply = unsigned(&mut sandbox, &document).await;
        assert_eq!((reply.status.as_u16(), &*told(&reply)), (400, size));
        // The same of rows is nobody's business without a signature.
        let rows = document.replace("__schema", "AgioCard_card");
        assert_eq!(unsigned(&mut sandbox, &rows).await.status, 401);
        let reply = sandbox.ask(&rows, &Value::Null).await;
        assert_eq!((reply.status.as_u16(), &*told(&reply)), (400, size));
    }
}

#[tokio::test]
async fn a_variable_costs_as_often_as_it_is_used() {
    let mut sandbox = Sandbox::new().await;
    let used: String =
        (0..1_000).map(|number| format!("a{number}: AgioCard_card(where: $w) {{ id }} ")).collect();
    let document = format!("query($w: AgioCard_card_bool_exp) {{ {used} }}");
    let long = json!({"w": {"status": {"_in": vec!["x".repeat(1_000); 200]}}});
    let reply = sandbox.ask(&document, &long).await;
    assert_eq!(reply.status, 400);
    let told = told(&reply);
    assert!(told.starts_with("Arguments take 20"), "{told}");
    assert!(told.ends_with(" bytes once variables are written out; at most 8388608 are read."));
}

#[tokio::test]
async fn rows_are_written_up_to_a_bound() {
    let mut sandbox = Sandbox::new().await;
    let wide: String =
        (0..900).map(|number| format!("{}{number}: id ", "k".repeat(1_000))).collect();
    let many: String = (0..4)
        .map(|number| format!("a{number}: AgioCard_card {{ card_user {{ cards {{ ...F }} }} }} "))
        .collect();
    let document = format!("{{ {many} }} fragment F on AgioCard_card {{ {wide} }}");
    let reply = sandbox.ask(&document, &Value::Null).await;
    assert_eq!(reply.status, 400);
    assert!(told(&reply).starts_with("answer is longer than 33554432 bytes"), "{}", told(&reply));
    let few = document.replace(": AgioCard_card {", ": AgioCard_card(limit: 1) {");
    let few = few.replace("cards {", "cards(limit: 1) {");
    assert_eq!(sandbox.ask(&few, &Value::Null).await.status, 200);
}

#[tokio::test]
async fn every_comparison_of_every_row_is_paid_for() {
    let mut sandbox = Sandbox::new().await;
    let tests: Vec<_> = (0..20_000).map(|number| json!({"id": {"_neq": -1 - number}})).collect();
    let filter = json!({"w": {"_and": tests}});
    let asked = |fields: usize| {
        let field = |number| {
            format!("r{number}: AgioCard_card {{ card_user {{ cards(where: $w) {{ id }} }} }} ")
        };
        let fields: String = (0..fields).map(field).collect();
        format!("query($w: AgioCard_card_bool_exp) {{ {fields} }}")
    };
    let once = sandbox.ask(&asked(1), &filter).await;
    assert_eq!(once.status, 200, "{}", once.text());
    let often = sandbox.ask(&asked(10), &filter).await;
    assert_eq!(often.status, 400);
    assert!(told(&often).starts_with("query costs more than 3000000 steps"), "{}", told(&often));
}

#[tokio::test]
async fn an_error_is_no_copy_of_what_was_sent() {
    let mut sandbox = Sandbox::new().await;
    let long = "y".repeat(400_000);
    let literals: String =
        (0..200).map(|number| format!("a{number}: AgioCard_card(limit: $v) ")).collect();
    let document =
        format!("query($v: Int) {{ {literals} b: AgioCard_card(limit: \"{long}\") {{ id }} }}");
    let filter: serde_json::Map<String, Value> = (0..60)
        .map(|number| (format!("unknown{number}"), json!(1)))
        .chain([("z".to_owned(), json!(long))])
        .collect();
    for (document, variables) in [
        (document, json!({"v": 1})),
        (
            "query($w: AgioCard_card_bool_exp) { AgioCard_card(where: $w) { id } }".to_owned(),
            json!({"w": filter}),
        ),
        (format!("{{ {long} }}"), Value::Null),
        (format!("{{ AgioCard_card(where: {{id: {{_eq: {long}}}}}) {{ id }} }}"), Value::Null),
    ] {
        let reply = sandbox.ask(&document, &variables).await;
        assert_eq!(reply.status, 400);
        assert!(reply.body.len() < 120_000, "{}", reply.body.len());
        let errors = reply.json()["errors"].as_array().unwrap().len();
        assert!(errors <= 101, "{errors}");
    }
}
