//! Columns: every column of every table is read from the one place that it names (PG 11).

use std::fmt::Write;

use conformance::drivers::graphql::session_key::{PinCodec, Session};
use serde_json::{Value, json};

use crate::support::Sandbox;

/// A table or view as introspection tells it.
struct Table {
    name: String,
    /// Columns, and whether the schema says that they are never null.
    columns: Vec<(String, bool)>,
    /// Relations, and the tables that they lead to.
    relations: Vec<(String, String)>,
}

impl Table {
    fn column_names(&self) -> String {
        self.columns.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// Every row with all its columns, and the ids of its related rows.
    async fn rows(&self, sandbox: &mut Sandbox) -> Vec<Value> {
        let relation = |(name, _): &(String, String)| format!("{name} {{ id }}");
        let relations: Vec<_> =
            self.relations.iter().filter(|(_, to)| to != BALANCE).map(relation).collect();
        let members = format!("{} {}", self.column_names(), relations.join(" "));
        // A balance has no field of its own: it is reached through a card.
        let document = match self.name == BALANCE {
            true => format!("{{ rows: AgioCard_vw_card {{ balance {{ {members} }} }} }}"),
            false => format!("{{ rows: {} {{ {members} }} }}", self.name),
        };
        let reply = sandbox.ask(&document, &Value::Null).await;
        assert_eq!(reply.status, 200, "{document}: {}", reply.text());
        let mut rows = reply.json()["data"]["rows"].as_array().unwrap().clone();
        if self.name == BALANCE {
            rows.iter_mut().for_each(|row| *row = row["balance"].take());
        }
        rows
    }
}

const BALANCE: &str = "AgioCard_card_balance";

/// The values of each column of each table after [`story`], in the order of their rows, each once,
/// and the ids that each relation leads to. Two columns that are swapped, one that is read from
/// another's place and one that is no longer read show here. A column without values says
/// `nothing`: the issuer has no source for it (`enriched_merchant_icon`: no merchant of the sandbox
/// has a picture), so it is null in every row.
#[tokio::test]
async fn every_column_reads_its_own_value() {
    let mut sandbox = filled().await;
    let mut text = String::new();
    for table in tables(&mut sandbox).await {
        let rows = table.rows(&mut sandbox).await;
        writeln!(text, "{}, {} rows", table.name, rows.len()).unwrap();
        for (column, never_null) in &table.columns {
            let mut values: Vec<String> = Vec::new();
            for row in &rows {
                let value = &row[column];
                assert!(!never_null || !value.is_null(), "{}.{column} is null", table.name);
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
        for (relation, _) in table.relations.iter().filter(|(_, to)| to != BALANCE) {
            let ids = |value: &Value| match value {
                Value::Array(rows) => {
                    let ids: Vec<_> = rows.iter().map(|row| row["id"].to_string()).collect();
                    format!("[{}]", ids.join(" "))
                }
                row => row["id"].to_string(),
            };
            let led: Vec<_> = rows.iter().map(|row| ids(&row[relation])).collect();
            writeln!(text, "  {relation} -> {}", led.join(", ")).unwrap();
        }
    }
    insta::assert_snapshot!(text);
}

/// Whether an index or a scan answers: the rows with a value are those that show it, and rows are
/// in the order of the values that they show.
#[tokio::test]
async fn every_column_filters_and_orders_by_what_it_shows() {
    let mut sandbox = filled().await;
    for table in tables(&mut sandbox).await.iter().filter(|table| table.name != BALANCE) {
        let name = &table.name;
        let columns = table.column_names();
        let rows = table.rows(&mut sandbox).await;
        for (column, _) in &table.columns {
            let mut values: Vec<&Value> = rows.iter().map(|row| &row[column]).collect();
            values.retain(|value| !value.is_null());
            let document =
                format!("query($w: {name}_bool_exp) {{ rows: {name}(where: $w) {{ {columns} }} }}");
            for value in &values {
                let filter = json!({"w": {column: {"_eq": value}}});
                let reply = sandbox.ask(&document, &filter).await;
                let found = reply.json()["data"]["rows"].as_array().unwrap().clone();
                let wanted = rows.iter().filter(|row| row[column] == **value);
                assert!(found.iter().map(|row| &row[column]).all(|one| one == *value));
                assert_eq!(found.len(), wanted.count(), "{name}.{column} = {value}");
            }
            if values.iter().any(|value| value.is_object()) {
                continue;
            }
            values.sort_by(|one, other| match (one.as_f64(), other.as_f64()) {
                (Some(one), Some(other)) => one.total_cmp(&other),
                _ => one.to_string().cmp(&other.to_string()),
            });
            let ordered = format!("{{ rows: {name}(order_by: {{{column}: asc}}) {{ {column} }} }}");
            let reply = sandbox.ask(&ordered, &Value::Null).await.json();
            let shown = reply["data"]["rows"].as_array().unwrap();
            let shown: Vec<_> =
                shown.iter().map(|row| &row[column]).filter(|value| !value.is_null()).collect();
            assert_eq!(shown, values, "{name}.{column}");
        }
    }
}

/// Every table, in the order of their names.
async fn tables(sandbox: &mut Sandbox) -> Vec<Table> {
    let schema = "{ __schema { types { name kind fields { name type { kind name ofType { kind name \
                  ofType { kind ofType { name } } } } } } } }";
    let types = sandbox.ask(schema, &Value::Null).await.json()["data"]["__schema"]["types"].clone();
    let is_table = |name: &str| {
        name.starts_with("AgioCard_") && !name.contains("_aggregate") && !name.ends_with("_fields")
    };
    let mut tables = Vec::new();
    for of in types.as_array().unwrap() {
        let name = of["name"].as_str().unwrap();
        if of["kind"] != "OBJECT" || !is_table(name) {
            continue;
        }
        let (mut columns, mut relations) = (Vec::new(), Vec::new());
        for field in of["fields"].as_array().unwrap() {
            let kind = &field["type"];
            let member = field["name"].as_str().unwrap().to_owned();
            let never_null = kind["kind"] == "NON_NULL" && kind["ofType"]["kind"] == "SCALAR";
            if never_null || kind["kind"] == "SCALAR" {
                columns.push((member, never_null));
            } else {
                let many = &kind["ofType"]["ofType"]["ofType"]["name"];
                let to = kind["name"].as_str().or(many.as_str()).unwrap();
                relations.push((member, to.to_owned()));
            }
        }
        tables.push(Table { name: name.to_owned(), columns, relations });
    }
    tables.sort_by(|one, other| one.name.cmp(&other.name));
    tables
}

/// A world after [`story`], in which a deposit is received later than it is sent.
pub(super) async fn filled() -> Sandbox {
    let mut sandbox = Sandbox::with(json!({"rules": {"fund.receive_delay_ms": 3000}})).await;
    story(&mut sandbox).await;
    sandbox
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
    // She has been charged, and has deposited nothing.
    let other = "AgioCard_card_user(where: {user_id: {_is_null: false}}) { card_user_id }";
    let rows = sandbox.ask(&format!("{{ {other} }}"), &Value::Null).await.json();
    let other = &rows["data"]["AgioCard_card_user"][0]["card_user_id"];
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
        format!(
            "chargeCard(input: {{cardUserId: {other}, feeCents: 41, feeDescription: \"courier\"}})"
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
