//! Filters, orders, pages and aggregates beside a naive model of them over the same rows (PG 11.3).

use std::cmp::Ordering;

use serde_json::{Value, json};

use super::columns::filled;
use crate::support::Sandbox;

const TABLE: &str = "AgioCard_card_transaction";

/// Rows of the transactions with what the tests look at.
async fn rows(sandbox: &mut Sandbox, arguments: &str) -> Vec<Value> {
    let document = format!(
        "{{ rows: {TABLE}{arguments} {{ id amount local_amount merchant_name posted_at card_id \
         card {{ id nickname }} }} }}"
    );
    let reply = sandbox.ask(&document, &Value::Null).await;
    assert_eq!(reply.status, 200, "{arguments}: {}", reply.text());
    reply.json()["data"]["rows"].as_array().unwrap().clone()
}

async fn ids(sandbox: &mut Sandbox, arguments: &str) -> Vec<i64> {
    ids_of(&rows(sandbox, arguments).await)
}

fn ids_of(rows: &[Value]) -> Vec<i64> {
    rows.iter().map(|row| row["id"].as_i64().unwrap()).collect()
}

/// Order of two cells that are not null: of numbers by size, of texts by code point.
fn compared(left: &Value, right: &Value) -> Ordering {
    match (left.as_f64(), right.as_f64()) {
        (Some(left), Some(right)) => left.total_cmp(&right),
        _ => left.as_str().cmp(&right.as_str()),
    }
}

#[tokio::test]
async fn comparisons_find_what_a_model_finds() {
    let mut sandbox = filled().await;
    let all = rows(&mut sandbox, "").await;
    for column in ["id", "amount", "local_amount", "merchant_name", "posted_at"] {
        for operand in all.iter().map(|row| &row[column]).filter(|value| !value.is_null()) {
            for (operator, holds) in [
                ("_eq", Ordering::is_eq as fn(Ordering) -> bool),
                ("_neq", Ordering::is_ne),
                ("_gt", Ordering::is_gt),
                ("_gte", Ordering::is_ge),
                ("_lt", Ordering::is_lt),
                ("_lte", Ordering::is_le),
            ] {
                let filter = format!("(where: {{{column}: {{{operator}: {operand}}}}})");
                let model = all.iter().filter(|row| !row[column].is_null());
                let model: Vec<_> =
                    model.filter(|row| holds(compared(&row[column], operand))).cloned().collect();
                assert_eq!(ids(&mut sandbox, &filter).await, ids_of(&model), "{filter}");
            }
        }
    }
    for (filter, wanted) in [
        ("merchant_name: {_is_null: true}", &[5, 6][..]),
        ("merchant_name: {_is_null: false}", &[1, 2, 3, 4]),
        ("merchant_name: {_like: \"Corner%\"}", &[2, 3]),
        ("merchant_name: {_nlike: \"Corner%\"}", &[1, 4]),
        ("merchant_name: {_like: \"corner%\"}", &[]),
        ("merchant_name: {_ilike: \"%c_RNER shop\"}", &[2, 3]),
        ("merchant_name: {_nilike: \"%corner shop\"}", &[1, 4]),
        ("id: {_in: [6, 2, 2, 4]}", &[2, 4, 6]),
        ("id: {_nin: [6, 2, 2, 4]}", &[1, 3, 5]),
        ("_and: {id: {_gt: 2}}, id: {_lt: 5}", &[3, 4]),
        ("_or: [{id: {_eq: 3}}, {amount: {_lt: 0}}]", &[3, 4]),
        ("_or: null, id: {_eq: 3}", &[3]),
        ("_not: {card: {nickname: {_eq: \"groceries\"}}}", &[5, 6]),
        ("card_user: {user_id: {_eq: \"auth0|6cf8d98ba82128bdebf35464\"}}", &[6]),
        ("card_id: {_in: [1, 2]}", &[1, 2, 3, 4]),
    ] {
        let found = ids(&mut sandbox, &format!("(where: {{{filter}}})")).await;
        assert_eq!(found, wanted, "{filter}");
    }
}

#[tokio::test]
async fn rows_come_in_the_order_of_a_model() {
    let mut sandbox = filled().await;
    let all = rows(&mut sandbox, "").await;
    assert_eq!(ids_of(&all), [1, 2, 3, 4, 5, 6]);
    for (order, descends, nulls_first) in [
        ("asc", false, false),
        ("asc_nulls_first", false, true),
        ("asc_nulls_last", false, false),
        ("desc", true, true),
        ("desc_nulls_first", true, true),
        ("desc_nulls_last", true, false),
    ] {
        for (path, pointer) in [
            (format!("merchant_name: {order}"), "/merchant_name"),
            (format!("amount: {order}"), "/amount"),
            (format!("card: {{nickname: {order}}}"), "/card/nickname"),
            (format!("card: {{id: {order}}}"), "/card/id"),
        ] {
            let cell = |row: &Value| row.pointer(pointer).cloned().unwrap_or_default();
            let mut model = all.clone();
            model.sort_by(|left, right| {
                let (left, right) = (cell(left), cell(right));
                match (left.is_null(), right.is_null()) {
                    (true, true) => Ordering::Equal,
                    (left_null, true | false) if left_null || right.is_null() => {
                        if left_null == nulls_first { Ordering::Less } else { Ordering::Greater }
                    }
                    _ if descends => compared(&right, &left),
                    _ => compared(&left, &right),
                }
            });
            let wanted = ids_of(&model);
            let query = format!("(order_by: {{{path}}})");
            assert_eq!(ids(&mut sandbox, &query).await, wanted, "{query}");
            for (limit, offset) in [(2, 1), (10, 4), (0, 0), (3, 9)] {
                let query = format!("(order_by: {{{path}}}, limit: {limit}, offset: {offset})");
                let page: Vec<_> = wanted.iter().copied().skip(offset).take(limit).collect();
                assert_eq!(ids(&mut sandbox, &query).await, page, "{query}");
            }
        }
    }
    for (query, wanted) in [
        ("(limit: 2, offset: 1)", &[2, 3][..]),
        ("(order_by: [{merchant_name: desc_nulls_last}, {id: desc}])", &[3, 2, 4, 1, 6, 5]),
        ("(distinct_on: [merchant_name])", &[1, 2, 5]),
        (
            "(distinct_on: [merchant_name], order_by: [{merchant_name: asc}, {id: desc}])",
            &[4, 3, 6],
        ),
    ] {
        assert_eq!(ids(&mut sandbox, query).await, wanted, "{query}");
    }
    for (query, error) in [
        ("(limit: -1)", "unexpected negative value"),
        ("(offset: -1)", "unexpected negative value"),
        (
            "(distinct_on: [amount], order_by: {id: asc})",
            "\"distinct_on\" columns must match initial \"order_by\" columns",
        ),
        (
            "(distinct_on: [id, amount], order_by: {id: asc})",
            "\"distinct_on\" columns must match initial \"order_by\" columns",
        ),
    ] {
        let reply = sandbox.ask(&format!("{{ {TABLE}{query} {{ id }} }}"), &Value::Null).await;
        assert_eq!(reply.json()["errors"][0]["message"], error, "{query}");
    }
}

#[tokio::test]
async fn aggregates_are_those_of_a_model() {
    let mut sandbox = filled().await;
    let document = format!(
        "{{ all: {TABLE}_aggregate {{ __typename aggregate {{ count local: count(columns: \
         [local_amount]) names: count(columns: [merchant_name], distinct: true) both: \
         count(columns: [merchant_name, merchant_city], distinct: true) sum {{ id amount \
         local_amount }} avg {{ id amount local_amount }} min {{ id amount merchant_name posted_at \
         }} max {{ id amount merchant_name posted_at }} }} }} none: {TABLE}_aggregate(where: {{id: \
         {{_lt: 0}}}}) {{ aggregate {{ count sum {{ amount }} avg {{ amount }} min {{ amount }} }} \
         nodes {{ id }} }} some: {TABLE}_aggregate(limit: 2, order_by: {{id: desc}}) {{ aggregate \
         {{ count }} nodes {{ id }} }} }}"
    );
    let reply = sandbox.ask(&document, &Value::Null).await.json();
    let wanted = json!({
        "all": {"__typename": format!("{TABLE}_aggregate"), "aggregate": {
            "count": 6, "local": 4, "names": 2, "both": 3,
            "sum": {"id": 21, "amount": 14.99, "local_amount": 14.21},
            "avg": {"id": 3.5, "amount": 14.99 / 6.0, "local_amount": 14.21 / 4.0},
            "min": {"id": 1, "amount": -2, "merchant_name": "  Corner Shop ",
                    "posted_at": "2030-01-01T00:00:18.000+00:00"},
            "max": {"id": 6, "amount": 12, "merchant_name": "Corner Shop",
                    "posted_at": "2030-01-01T00:01:07.000+00:00"},
        }},
        "none": {"aggregate": {"count": 0, "sum": {"amount": null}, "avg": {"amount": null},
                               "min": {"amount": null}}, "nodes": []},
        "some": {"aggregate": {"count": 2}, "nodes": [{"id": 6}, {"id": 5}]},
    });
    assert_eq!(reply["data"], wanted);
}

/// An index that leads to the rows of one value after the other does not change their order.
#[tokio::test]
async fn rows_of_several_values_come_in_the_order_of_the_table() {
    let mut sandbox = filled().await;
    let document = "{ AgioCard_card(where: {status: {_in: [\"notActivated\", \"canceled\", \
        \"active\"]}}) { id } all: AgioCard_card { id } }";
    let reply = sandbox.ask(document, &Value::Null).await.json();
    assert_eq!(reply["data"]["AgioCard_card"], reply["data"]["all"]);
}

/// Card 5 is a card of another partner, deposit 2 one of a user of the app; a deposit that was sent and did not arrive has no row.
#[tokio::test]
async fn rows_of_others_and_transfers_under_way_do_not_exist() {
    let mut sandbox = filled().await;
    let sent = json!({"card": "carla/1", "amount": "3.00", "confirm": "later"});
    let sent = sandbox.op("deposit", &sent).await;
    assert!(sent.status.is_success(), "{}", sent.text());
    let document = "{ card: AgioCard_card_by_pk(id: 5) { id } \
        cards: AgioCard_card(where: {id: {_eq: 5}}) { id } \
        whole: AgioCard_card_aggregate { aggregate { count } } \
        sent: AgioCard_card_collateral_deposit_by_pk(id: 5) { id } \
        deposits: AgioCard_card_collateral_deposit { id } \
        user: AgioCard_card_user(where: {id: {_eq: 12}}) { collateral_deposits { id } } }";
    let reply = sandbox.ask(document, &Value::Null).await.json();
    let deposits = json!([{"id": 1}, {"id": 3}, {"id": 4}]);
    let wanted = json!({
        "card": null, "cards": [], "whole": {"aggregate": {"count": 8}}, "sent": null,
        "deposits": deposits, "user": [{"collateral_deposits": deposits}],
    });
    assert_eq!(reply["data"], wanted);
}

/// A null operand by each reading of `hasura.null_operand`.
#[tokio::test]
async fn a_null_operand_means_what_the_reading_says() {
    for (reading, wanted) in [
        ("no_match", json!({"data": {"rows": []}})),
        ("left_out", json!({"data": {"rows": [{"id": 1}]}})),
        ("error", json!("unexpected null value")),
    ] {
        let rules = json!({"rules": {"hasura.null_operand": reading}});
        let mut sandbox = Sandbox::with(rules).await;
        let document = "{ rows: AgioCard_card(where: {nickname: {_eq: null}}, limit: 1) { id } }";
        let reply = sandbox.ask(document, &Value::Null).await.json();
        let found = reply.pointer("/errors/0/message").unwrap_or(&reply);
        assert_eq!(*found, wanted, "{reading}");
    }
}
