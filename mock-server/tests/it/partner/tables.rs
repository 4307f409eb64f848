//! Tables like Hasura's on PostgreSQL (PG 11.3). `tests/interop/postgres` compares random queries
//! with a real PostgreSQL.

use serde_json::{Value, json};

use crate::support::Sandbox;

/// Ids of the rows of a table that a filter matches.
async fn ids(sandbox: &mut Sandbox, table: &str, filter: &Value) -> Vec<Value> {
    let document = format!("query($w: {table}_bool_exp) {{ {table}(where: $w) {{ id }} }}");
    let reply = sandbox.ask(&document, &json!({"w": filter})).await;
    assert_eq!(reply.status, 200, "{filter}: {}", reply.text());
    let rows = reply.json()["data"][table].as_array().unwrap().clone();
    rows.into_iter().map(|row| row["id"].clone()).collect()
}

/// Error of a filter that is refused.
async fn refused(sandbox: &mut Sandbox, table: &str, filter: &Value) -> String {
    let document = format!("query($w: {table}_bool_exp) {{ {table}(where: $w) {{ __typename }} }}");
    let reply = sandbox.ask(&document, &json!({"w": filter})).await;
    assert_eq!(reply.status, 400, "{filter}: {}", reply.text());
    let error = reply.json()["errors"][0].clone();
    assert_eq!(error["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED");
    error["message"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn nothing_is_true_of_null_but_that_it_is_null() {
    let mut sandbox = Sandbox::new().await;
    for (filter, all) in [
        (json!({"_not": {"nickname": {"_eq": "x"}}}), false),
        (json!({"_not": {"_or": [{"nickname": {"_eq": "x"}}, {"id": {"_lt": 0}}]}}), false),
        (json!({"_not": {"_and": [{"nickname": {"_eq": "x"}}, {"id": {"_lt": 0}}]}}), true),
        (json!({"_not": {"nickname": {"_is_null": false}}}), true),
        (json!({"_not": {"nickname": {"_like": "%"}}}), false),
        (json!({"nickname": {"_nin": []}}), true),
        (json!({"_not": {"nickname": {"_in": []}}}), true),
        (json!({"_not": {"_not": {"nickname": {"_in": []}}}}), false),
        (json!({"_not": {"nickname": {"_in": ["x"]}}}), false),
        (json!({"nickname": {"_eq": null}}), false),
        (json!({"_not": {"nickname": {"_eq": null}}}), false),
        (json!({"nickname": null}), true),
        (json!({"card_user": null}), true),
        (json!({"_and": []}), true),
        (json!({"_or": []}), false),
    ] {
        let rows = ids(&mut sandbox, "AgioCard_card", &filter).await;
        assert_eq!(!rows.is_empty(), all, "{filter}");
    }
}

/// An index and a scan read an operand in the same way; `_lte` beside `_gte` forces the scan.
#[tokio::test]
async fn an_operand_means_one_thing_whoever_answers() {
    let mut sandbox = Sandbox::new().await;
    let organizations = "AgioCard_partner_managed_organization";
    let document = format!("{{ {organizations}(limit: 1) {{ id organization_id created_at }} }}");
    let row = sandbox.ask(&document, &Value::Null).await.json()["data"][organizations][0].clone();
    let uuid = row["organization_id"].as_str().unwrap();
    let bare = uuid.replace('-', "");
    for spelling in [
        uuid.to_owned(),
        uuid.to_uppercase(),
        format!("{{{uuid}}}"),
        bare.clone(),
        format!("{{{bare}}}"),
    ] {
        for filter in [
            json!({"organization_id": {"_eq": spelling}}),
            json!({"organization_id": {"_in": [spelling, spelling]}}),
            json!({"organization_id": {"_lte": spelling, "_gte": spelling}}),
            json!({"_not": {"organization_id": {"_neq": spelling}}}),
        ] {
            assert_eq!(
                ids(&mut sandbox, organizations, &filter).await,
                [row["id"].clone()],
                "{filter}"
            );
        }
    }
    for spelling in ["x", "", "urn:uuid:00000000-0000-4000-8000-000000000000"] {
        for operator in ["_eq", "_gt"] {
            let told = refused(
                &mut sandbox,
                organizations,
                &json!({"organization_id": {operator: spelling}}),
            )
            .await;
            assert_eq!(told, format!("invalid input syntax for type uuid: {}", json!(spelling)));
        }
    }
    let at = row["created_at"].as_str().unwrap();
    assert_eq!(at, "2030-01-01T00:00:00.000+00:00");
    for spelling in
        [at, "2030-01-01", "January 1, 2030", "1/1/2030 00:00 UTC", "20300101T000000Z", "today"]
    {
        let filter = json!({"created_at": {"_eq": spelling}});
        assert!(!ids(&mut sandbox, organizations, &filter).await.is_empty(), "{spelling}");
    }
}

#[tokio::test]
async fn numbers_out_of_range_are_refused() {
    let mut sandbox = Sandbox::new().await;
    let table = "AgioCard_vw_card_user_monthly_spend";
    for operand in
        [json!(9_223_372_036_854_775_808_u64), json!("-9223372036854775809"), json!(1e20)]
    {
        for operator in ["_eq", "_lt"] {
            let told =
                refused(&mut sandbox, table, &json!({"amount_cents": {operator: operand}})).await;
            assert!(told.ends_with(" is out of range for type bigint"), "{told}");
        }
    }
    let told = refused(&mut sandbox, table, &json!({"amount_cents": {"_eq": 1.5}})).await;
    assert_eq!(told, "invalid input syntax for type bigint: 1.5");
    let told = refused(&mut sandbox, table, &json!({"month": {"_eq": "5874898-01-01"}})).await;
    assert!(told.ends_with(" is out of range for type date"), "{told}");
}

#[tokio::test]
async fn a_pattern_that_ends_in_a_lone_backslash_is_refused() {
    let mut sandbox = Sandbox::new().await;
    for operator in ["_like", "_nlike", "_ilike", "_nilike"] {
        for pattern in ["\\", "a\\", "\\\\\\"] {
            let filter = json!({"status": {operator: pattern}});
            let told = refused(&mut sandbox, "AgioCard_card", &filter).await;
            assert_eq!(told, "LIKE pattern must not end with escape character");
        }
    }
}

/// JSON values have an order in PostgreSQL, so rows can be sorted by them.
#[tokio::test]
async fn rows_are_ordered_by_json() {
    let mut sandbox = Sandbox::new().await;
    let document = "{ AgioCard_card(order_by: {billing_address: asc}) { id } \
        d: AgioCard_card(distinct_on: [billing_address]) { id } }";
    let reply = sandbox.ask(document, &Value::Null).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
}

/// Two refunds of which each is exact in a double, and their sum is not.
#[tokio::test]
async fn sums_are_exact_and_averages_the_nearest_doubles() {
    for (form, sum, first) in [
        ("number", "-180143985094819.79", "-90071992547409.91"),
        ("string", "\"-180143985094819.79\"", "\"-90071992547409.91\""),
    ] {
        let rules = json!({"rules": {"hasura.number_form": form}});
        let mut sandbox = Sandbox::with(rules).await;
        for amount in ["90071992547409.91", "90071992547409.88"] {
            let held = json!({"card": "carla/1", "amount": amount, "reason": "declined_by_rules"});
            assert!(sandbox.op("decline", &held).await.status.is_success());
        }
        let document = "{ AgioCard_vw_card_transaction_aggregate(where: {amount: {_gt: 1e10}}) { \
            aggregate { count sum { amount amount_cents } avg { amount } max { amount } } \
            nodes { amount amount_cents } } }";
        let reply = sandbox.ask(document, &Value::Null).await.text();
        let plain = |text: &str| text.replace('-', "");
        for wanted in [
            format!("\"sum\":{{\"amount\":{},", plain(sum)),
            format!("\"max\":{{\"amount\":{}}}", plain(first)),
            format!("{{\"amount\":{},", plain(first)),
            "\"avg\":{\"amount\":90071992547409.89}".to_owned(),
        ] {
            assert!(reply.contains(&wanted), "{wanted} in {reply}");
        }
        let cents = if form == "number" { "18014398509481979" } else { "\"18014398509481979\"" };
        assert!(reply.contains(&format!("\"amount_cents\":{cents}}}")), "{reply}");
    }
    let mut sandbox = Sandbox::new().await;
    for amount in ["12.34", "0.29", "25.50", "19.99", "4.35"] {
        sandbox.op("authorize", &json!({"card": "carla/1", "amount": amount})).await;
    }
    let document =
        "{ AgioCard_card_transaction_aggregate { aggregate { avg { amount } sum { amount } } } }";
    let reply = sandbox.ask(document, &Value::Null).await.text();
    assert!(reply.contains("{\"avg\":{\"amount\":12.494},\"sum\":{\"amount\":62.47}}"), "{reply}");
}

/// PostgreSQL counts a tuple of nulls, because a row is not null.
#[tokio::test]
async fn counts_of_several_columns_count_rows() {
    let mut sandbox = Sandbox::new().await;
    let document = "{ AgioCard_card_aggregate { aggregate { count \
        one: count(columns: [last_used_at]) \
        different: count(columns: [last_used_at], distinct: true) \
        two: count(columns: [last_used_at, cancel_reason]) \
        tuples: count(columns: [last_used_at, cancel_reason], distinct: true) \
        kinds: count(columns: [status, last_used_at], distinct: true) } \
        nodes { status last_used_at cancel_reason } } }";
    let reply = sandbox.ask(document, &Value::Null).await.json();
    let whole = &reply["data"]["AgioCard_card_aggregate"];
    let nodes = whole["nodes"].as_array().unwrap();
    let used = nodes.iter().filter(|row| !row["last_used_at"].is_null()).count();
    let different = |columns: &[&str]| {
        let tuple =
            |row: &Value| columns.iter().map(|name| row[name].to_string()).collect::<Vec<_>>();
        nodes.iter().map(tuple).collect::<std::collections::BTreeSet<_>>().len()
    };
    assert!(used < nodes.len());
    let wanted = json!({
        "count": nodes.len(), "one": used,
        "different": different(&["last_used_at"]) - 1,
        "two": nodes.len(),
        "tuples": different(&["last_used_at", "cancel_reason"]),
        "kinds": different(&["status", "last_used_at"]),
    });
    assert_eq!(whole["aggregate"], wanted);
}
