//! Columns: every column of every table is read from the one place that it names (PG 11).

use std::{collections::BTreeMap, fmt::Write};

use conformance::drivers::partner::session_key::{PinCodec, Session};
use serde_json::{Value, json};

use crate::support::Sandbox;

/// Columns of a type of the schema; true for those that the schema says are never null.
type Columns = Vec<(String, bool)>;

/// Values of each column of each table after [`story`], in the order of their rows, each once. Two
/// columns that are swapped, one that is read from another's place and one that is no longer read
/// show here. A column without values says `nothing`: the issuer has no source for it
/// (`enriched_merchant_icon`: no merchant of the sandbox has a picture), so it is null in every
/// row.
#[tokio::test]
async fn every_column_reads_its_own_value() {
    // A deposit is received later than it is sent.
    let mut sandbox = Sandbox::with(json!({"rules": {"fund.receive_delay_ms": 3000}})).await;
    story(&mut sandbox).await;
    let mut text = String::new();
    for (table, columns) in tables(&mut sandbox).await {
        let names = columns.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(" ");
        // A balance has no field of its own: it is reached through a card.
        let nested = table == "AgioCard_card_balance";
        let document = match nested {
            true => format!("{{ rows: AgioCard_vw_card {{ balance {{ {names} }} }} }}"),
            false => format!("{{ rows: {table} {{ {names} }} }}"),
        };
        let reply = sandbox.ask(&document, &Value::Null).await;
        assert_eq!(reply.status, 200, "{document}: {}", reply.text());
        let mut rows = reply.json()["data"]["rows"].as_array().unwrap().clone();
        if nested {
            rows.iter_mut().for_each(|row| *row = row["balance"].take());
        }
        writeln!(text, "{table}, {} rows", rows.len()).unwrap();
        for (column, never_null) in columns {
            let mut values: Vec<String> = Vec::new();
            for row in &rows {
                let value = &row[&column];
                assert!(!never_null || !value.is_null(), "{table}.{column} is null in {row}");
                let value = value.to_string();
                if value != "null" && values.last() != Some(&value) {
                    values.push(value);
                }
            }
            let values = match values.is_empty() {
                true => "nothing".to_owned(),
                false => values.join(", "),
            };
            writeln!(text, "  {column}: {values}").unwrap();
        }
    }
    insta::assert_snapshot!(text);
}

/// Columns of every table, from introspection.
async fn tables(sandbox: &mut Sandbox) -> BTreeMap<String, Columns> {
    let schema =
        "{ __schema { types { name kind fields { name type { kind ofType { kind } } } } } }";
    let types = sandbox.ask(schema, &Value::Null).await.json()["data"]["__schema"]["types"].clone();
    let is_table = |name: &str| {
        name.starts_with("AgioCard_") && !name.contains("_aggregate") && !name.ends_with("_fields")
    };
    let mut tables = BTreeMap::new();
    for of in types.as_array().unwrap() {
        let name = of["name"].as_str().unwrap();
        if of["kind"] != "OBJECT" || !is_table(name) {
            continue;
        }
        let column = |field: &Value| {
            let kind = &field["type"];
            let never_null = kind["kind"] == "NON_NULL" && kind["ofType"]["kind"] == "SCALAR";
            let is_column = never_null || kind["kind"] == "SCALAR";
            is_column.then(|| (field["name"].as_str().unwrap().to_owned(), never_null))
        };
        let columns = of["fields"].as_array().unwrap().iter().filter_map(column).collect();
        tables.insert(name.to_owned(), columns);
    }
    tables
}

/// Makes rows in which every column has a value of its own.
async fn story(sandbox: &mut Sandbox) {
    op(sandbox, "deposit", json!({"card": "carla/1", "amount": "500.00"})).await;
    sandbox.advance(7).await;
    op(sandbox, "deposit", json!({"card": "carla/1", "amount": "7.01", "confirm": "later", "asset": "USDT", "chain_id": 1})).await;
    let merchant =
        json!({"name": "  Corner Shop ", "mcc": "5411", "country": "DE", "city": "Berlin"});
    let spend = json!({"card": "carla/1", "amount": "12.34", "merchant": merchant});
    op(sandbox, "authorize", spend).await;
    sandbox.advance(11).await;
    op(sandbox, "clear", json!({"transaction": "t-1", "amount": "12.00"})).await;
    sandbox.advance(13).await;
    let declined = json!({"card": "carla/1", "amount": "1.00", "reason": "suspected_fraud"});
    op(sandbox, "decline", declined).await;
    op(sandbox, "authorize", json!({"card": "carla/1", "amount": "3.21"})).await;
    op(sandbox, "refund", json!({"transaction": "t-1", "amount": "2.00"})).await;
    sandbox.advance(17).await;

    let card = "AgioCard_card(where: {id: {_eq: 1}}) { card_application_id card_user_id }";
    let rows = sandbox.ask(&format!("{{ {card} }}"), &Value::Null).await.json();
    let first = &rows["data"]["AgioCard_card"][0];
    let (application, user) = (&first["card_application_id"], &first["card_user_id"]);
    let address = |line: u8| {
        format!(
            "line1: \"{line} First St\", line2: \"Floor {line}\", city: \"City {line}\", \
             region: \"R{line}\", postalCode: \"1000{line}\", countryCode: \"de\""
        )
    };
    for document in [
        format!(
            "chargeCard(input: {{cardUserId: {user}, feeCents: 37, feeDescription: \"replacement\"}})"
        ),
        "updateCardNickname(cardId: 1, nickname: \"groceries\")".to_owned(),
        "updateCardLimit(input: {cardId: 1, limitAmount: 500, limitFrequency: allTime})".to_owned(),
        "updateCardLimit(input: {cardId: 1, limitAmount: 600, limitFrequency: per30DayPeriod})"
            .to_owned(),
        format!(
            "createCard(input: {{cardApplicationId: {application}, cardType: physical, \
             displayName: \"C CARDED\", billing: {{{}, country: \"Germany\"}}, shipping: {{{}, \
             phoneNumber: \"+15550001111\", firstName: \"Carla\", lastName: \"Carded\", \
             method: express}}}})",
            address(1),
            address(2)
        ),
        "cancelCard(input: {cardId: 2, reason: \"no longer used\"})".to_owned(),
        format!(
            "updateCardUserProfile(input: {{cardApplicationId: {application}, address: {{{}}}}})",
            address(3)
        ),
        format!(
            "updateCardCompanyAddress(input: {{cardApplicationId: {application}, address: {{{}}}}})",
            address(4)
        ),
    ] {
        succeed(sandbox, &document).await;
        sandbox.advance(19).await;
    }
    pin(sandbox, 1).await;
    let shipped = "{ AgioCard_card(where: {display_name: {_is_null: false}}) { id } }";
    let rows = sandbox.ask(shipped, &Value::Null).await.json();
    let made = &rows["data"]["AgioCard_card"][0]["id"];
    op(sandbox, "ship-card", json!({"card": made, "to": "shipped"})).await;
    sandbox.advance(23).await;
    op(sandbox, "activate-card", json!({"card": made})).await;
    sandbox.advance(29).await;
    let replace = format!(
        "replaceCard(input: {{cardId: {made}, reason: damaged, shippingAddress: {{{}, phoneNumber: \
         \"+15550002222\"}}}})",
        address(5)
    );
    succeed(sandbox, &replace).await;

    for (name, decision) in [
        (
            "Ada Applied",
            json!({"status": "needsVerification",
                   "completion_url": "https://verify.sandbox.test/ada"}),
        ),
        ("Bea Applied", json!({"status": "denied", "reason": "a document is blurred"})),
    ] {
        let person = json!({"partner": "acme", "organization": "acme-south", "name": name,
                            "outcome": "pending"});
        let person = op(sandbox, "make-card-user", person).await;
        let apply = format!(
            "createCardApplicationForPartnerUser(input: {{cardUserId: {}, walletAddress: \
             \"0x27b1fdb04752bbc536007a920d24acb045561c26\", occupation: \"15-1252\", \
             annualSalary: \"90000\", accountPurpose: \"Travel\", expectedMonthlyVolume: \
             \"4000\", isTermsOfServiceAccepted: true}})",
            person["result"]["card_user_id"]
        );
        succeed(sandbox, &apply).await;
        sandbox.advance(31).await;
        let newest = "{ AgioCard_card_application(order_by: {id: desc}, limit: 1) { id } }";
        let rows = sandbox.ask(newest, &Value::Null).await.json();
        let mut decided = decision;
        decided["application"] = rows["data"]["AgioCard_card_application"][0]["id"].clone();
        op(sandbox, "decide-application", decided).await;
    }
    op(sandbox, "close-statement", json!({"card": "carla/1"})).await;
}

/// Runs an operation of the back office, which must succeed.
async fn op(sandbox: &mut Sandbox, name: &str, input: Value) -> Value {
    let reply = sandbox.op(name, &input).await;
    assert!(reply.status.is_success(), "{name} {input}: {}", reply.text());
    reply.json()
}

/// Runs a mutation that must succeed.
async fn succeed(sandbox: &mut Sandbox, call: &str) {
    let reply =
        sandbox.ask(&format!("mutation {{ {call} {{ success error }} }}"), &Value::Null).await;
    assert!(reply.text().contains("\"success\":true"), "{call}: {}", reply.text());
}

/// Sets the PIN of a card.
async fn pin(sandbox: &mut Sandbox, card: i64) {
    let open = "mutation { generateEncryptionKeys { sessionId key iv } }";
    let opened = sandbox.ask(open, &Value::Null).await.json();
    let session = Session::read(&opened["data"]["generateEncryptionKeys"]).unwrap();
    let pin = session.encrypt_pin(&PinCodec::default(), "907314").unwrap();
    let input = format!(
        "setCardPin(input: {{cardId: {card}, sessionId: {}, encryptedPin: {}}})",
        json!(session.id),
        json!(pin)
    );
    succeed(sandbox, &input).await;
}
