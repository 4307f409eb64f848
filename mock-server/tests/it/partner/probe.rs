//! Existence is not revealed: for every operation and every id that it takes, an id of another
//! partner and one that nobody has get the same bytes, and nothing happens. The operations are read
//! from the schema, so that none is forgotten.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::introspected::{Place, Schema};
use crate::support::{Reply, Sandbox};

const NO_NUMBER: i64 = 2_147_483_000;
const NO_UUID: &str = "00000000-0000-4000-8000-000000000000";

/// Ids of a partner's objects, by the name and type of the argument.
struct Ids {
    of: BTreeMap<(&'static str, &'static str), Value>,
}

/// Arguments that look like ids but name nothing that belongs to a partner.
const NOBODYS: [&str; 5] = ["placeId", "chainId", "invoiceId", "taxId", "nationalId"];

impl Ids {
    /// Ids of the first card of a partner, of the objects it belongs to, and of a new session.
    async fn of(sandbox: &mut Sandbox, partner: usize) -> Self {
        let document = "{ AgioCard_card(limit: 1, where: {status: {_eq: \"active\"}}) { id \
            card_external_id card_application_id card_user_id } }";
        let card = ask(sandbox, partner, document, &Value::Null).await;
        let card = card.json()["data"]["AgioCard_card"][0].clone();
        let open = "mutation { generateEncryptionKeys { sessionId } }";
        let opened = ask(sandbox, partner, open, &Value::Null).await.json();
        Self {
            of: BTreeMap::from([
                (("cardId", "Int"), card["id"].clone()),
                (("cardId", "String"), card["card_external_id"].clone()),
                (("cardApplicationId", "Int"), card["card_application_id"].clone()),
                (("cardUserId", "String"), card["card_user_id"].clone()),
                (
                    ("sessionId", "String"),
                    opened["data"]["generateEncryptionKeys"]["sessionId"].clone(),
                ),
            ]),
        }
    }

    fn get(&self, place: &Place) -> Option<Value> {
        if NOBODYS.contains(&place.name()) {
            return None;
        }
        let found =
            self.of.iter().find(|((name, of), _)| (*name, *of) == (place.name(), &place.of));
        let looks = place.name() == "id" || place.name().ends_with("Id");
        assert!(found.is_some() || !looks, "what does {place:?} name?");
        found.map(|(_, id)| id.clone())
    }
}

async fn ask(sandbox: &mut Sandbox, partner: usize, document: &str, variables: &Value) -> Reply {
    let body = json!({"query": document, "variables": variables}).to_string();
    sandbox.post(partner, body.as_bytes()).await
}

fn nobodys(value: &Value) -> Value {
    if value.is_number() { json!(NO_NUMBER) } else { json!(NO_UUID) }
}

/// A sandbox in which both partners have something in every table.
async fn furnished() -> Sandbox {
    let mut sandbox = Sandbox::new().await;
    for partner in [0, 1] {
        let ids = Ids::of(&mut sandbox, partner).await;
        let card = ids.of[&("cardId", "Int")].clone();
        sandbox.op("deposit", &json!({"card": card, "amount": "100.00"})).await;
        let paid = sandbox.op("authorize", &json!({"card": card, "amount": "1.00"})).await.json();
        sandbox.op("clear", &json!({"transaction": paid["result"]["transaction"]})).await;
        let document = "mutation($card: Int!, $application: Int!, $user: String!) { \
            createCard(input: {cardApplicationId: $application, cardType: physical, shipping: \
            {line1: \"l\", city: \"c\", region: \"r\", postalCode: \"p\", countryCode: \"US\", \
            phoneNumber: \"1\"}}) { success } \
            updateCardLimit(input: {cardId: $card, limitAmount: 5, limitFrequency: allTime}) { \
            success } \
            chargeCard(input: {cardUserId: $user, feeCents: 1, feeDescription: \"f\"}) { success } }";
        let variables = json!({"card": card, "user": ids.of[&("cardUserId", "String")],
                               "application": ids.of[&("cardApplicationId", "Int")]});
        let reply = ask(&mut sandbox, partner, document, &variables).await;
        assert_eq!(reply.text().matches("\"success\":true").count(), 3, "{}", reply.text());
    }
    sandbox
}

/// Sends the same document with an id of another partner and with one of nobody, and demands equal
/// answers and no effect.
async fn alike(sandbox: &mut Sandbox, document: &str, foreign: &Value, none: &Value) -> Reply {
    let handle = sandbox.worlds.get("test").unwrap();
    let before = handle.read(Clone::clone);
    let mut foreign = ask(sandbox, 0, document, foreign).await;
    let mut none = ask(sandbox, 0, document, none).await;
    // Where each of them is explained.
    let places = [&mut foreign, &mut none].map(|reply| reply.headers.remove("sandbox-request"));
    assert!(places[0].is_some() && places[0] != places[1], "{places:?}");
    assert_eq!(foreign.text(), none.text(), "{document}");
    assert_eq!(foreign, none, "{document}");
    assert!(unchanged(sandbox, &before), "{document} changed something");
    foreign
}

fn unchanged(sandbox: &Sandbox, before: &mock_server::world::World) -> bool {
    sandbox.worlds.get("test").unwrap().read(|world| {
        world.issuer == before.issuer
            && world.events == before.events
            && world.timeline == before.timeline
            && world.dice == before.dice
            && world.access.credentials == before.access.credentials
            && world.access.sessions == before.access.sessions
    })
}

#[tokio::test]
async fn card_operations() {
    let mut sandbox = furnished().await;
    let schema = Schema::of(&mut sandbox).await;
    let (own, foreign) = (Ids::of(&mut sandbox, 0).await, Ids::of(&mut sandbox, 1).await);
    let mut probed = 0;
    for field in schema.operations() {
        let arguments = schema.arguments(&field, &|place| own.get(place));
        for place in schema.places(&field) {
            let Some(theirs) = foreign.get(&place) else { continue };
            let document = schema.document(&field);
            let with = |id: &Value| place.replaced(&arguments, id);
            probed += 1;
            if place.name() == "sessionId" && !field.blocked {
                // A session is judged by whose it is: 400 for another partner's (PG 8.4).
                let before = sandbox.worlds.get("test").unwrap().read(Clone::clone);
                let reply = ask(&mut sandbox, 0, &document, &with(&theirs)).await;
                assert_eq!(reply.status, 400, "{document}: {}", reply.text());
                let reply = ask(&mut sandbox, 0, &document, &with(&json!(NO_UUID))).await;
                assert!(reply.text().contains("\"success\":false"), "{document}: {}", reply.text());
                assert!(unchanged(&sandbox, &before), "{document} changed something");
                continue;
            }
            let (theirs, none) = (with(&theirs), with(&nobodys(&theirs)));
            let reply = alike(&mut sandbox, &document, &theirs, &none).await;
            let refused = reply.status == 403 || reply.text().contains("\"success\":false");
            assert!(refused, "{document}: {}", reply.text());
        }
    }
    assert!(probed > 25, "only {probed} ids were tried");
}

#[tokio::test]
async fn rows_by_primary_key() {
    let mut sandbox = furnished().await;
    let schema = Schema::of(&mut sandbox).await;
    let mut probed = 0;
    for table in schema.tables() {
        let field = format!("{table}_by_pk");
        if !schema.has_root(&field) {
            continue;
        }
        let rows = format!("{{ {table} {{ id }} }}");
        let rows = ask(&mut sandbox, 1, &rows, &Value::Null).await.json();
        let theirs = rows["data"][&table][0]["id"].clone();
        assert!(theirs.is_number(), "the other partner has no {table}");
        let document = format!("query($id: Int!) {{ {field}(id: $id) {{ id }} }}");
        let (theirs, none) = (json!({"id": theirs}), json!({"id": NO_NUMBER}));
        let reply = alike(&mut sandbox, &document, &theirs, &none).await;
        assert_eq!(reply.text(), format!("{{\"data\":{{\"{field}\":null}}}}"));
        probed += 1;
    }
    assert_eq!(probed, 10);
}

#[tokio::test]
async fn rows_by_any_id_in_a_filter() {
    let mut sandbox = furnished().await;
    let schema = Schema::of(&mut sandbox).await;
    let mut probed = 0;
    for table in schema.tables() {
        for path in schema.id_filters(&table) {
            // The value that the other partner's rows have there.
            let (column, relations) = path.split_last().unwrap();
            let mut selection = column.clone();
            for relation in relations.iter().rev() {
                selection = format!("{relation} {{ {selection} }}");
            }
            let document = format!("{{ {table} {{ {selection} }} }}");
            let rows = ask(&mut sandbox, 1, &document, &Value::Null).await.json();
            let rows = rows["data"][&table].as_array().unwrap();
            let Some(theirs) = rows.iter().find_map(|row| leaf(row, &path)) else { continue };
            let filter = |id: &Value| {
                let mut filter = json!({"_eq": id});
                for name in path.iter().rev() {
                    filter = Value::Object(Map::from_iter([(name.clone(), filter)]));
                }
                json!({"where": filter})
            };
            let document = format!(
                "query($where: {table}_bool_exp) {{ {table}(where: $where) {{ __typename }} \
                 {table}_aggregate(where: $where) {{ aggregate {{ count }} }} }}"
            );
            let (theirs, none) = (filter(&theirs), filter(&nobodys(&theirs)));
            let reply = alike(&mut sandbox, &document, &theirs, &none).await;
            assert_eq!(reply.json()["data"][&table], json!([]), "{table} {path:?}");
            probed += 1;
        }
    }
    assert!(probed > 60, "only {probed} filters were tried");
}

fn leaf(row: &Value, path: &[String]) -> Option<Value> {
    match (row, path.split_first()) {
        (Value::Array(rows), _) => rows.iter().find_map(|row| leaf(row, path)),
        (_, Some((name, rest))) => leaf(&row[name], rest),
        (Value::Null, None) => None,
        (value, None) => Some(value.clone()),
    }
}
