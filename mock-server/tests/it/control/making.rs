//! Ops that make what a client of a mocked API could make, and worlds that are made of them
//! (SB 3.8, 5.1).

use std::collections::HashSet;

use serde_json::{Value, json};

use super::{done, refused};
use crate::support::Sandbox;

/// The steps of a fixture of the program, as a setup writes them; those that TOML files have in
/// common with JSON.
fn built_in(name: &str) -> Vec<Value> {
    let path = format!("{}/../fixtures/worlds/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    let file: Value = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    file["setup"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_setup_goes_from_a_partner_to_a_card() {
    let sandbox = Sandbox::new().await;
    let shipping = json!({"phoneNumber": "+15555551234",
                          "address": {"line1": "1 Main St", "city": "Miami", "region": "FL",
                                      "postalCode": "33101", "countryCode": "US"}});
    let wanted = json!({"id": "made", "seed": "7", "fixture": "empty", "setup": [
        {"op": "make-organization", "input": {"partner": "acme", "name": "west", "company": true}},
        {"op": "make-card-user", "input": {"partner": "acme", "organization": "west",
                                           "name": "Lena Approved", "label": "lena"}},
        {"as": "asked", "op": "make-application", "input": {"card_user": "lena"}},
        {"as": "card", "op": "make-card", "input": {"application": "${asked.application}"}},
        {"as": "plastic", "op": "make-card",
         "input": {"application": "lena", "type": "physical", "shipping": shipping}},
        {"as": "paid", "op": "deposit",
         "input": {"card": "lena/1", "amount": "10.00", "confirm": "now"}},
    ]});
    let named = &done(&sandbox, "POST", "/worlds", &wanted).await["named"];
    assert_eq!(named["asked"]["status"], "PENDING");
    assert_eq!(named["card"], json!({"card": "1", "status": "active"}));
    assert_eq!(named["plastic"], json!({"card": "2", "status": "notActivated"}));
    assert_eq!(named["paid"]["card"], "1");
    let path = "/worlds/made/ops/make-card";
    let unknown = json!({"application": "lina"});
    refused(&sandbox, "POST", path, &unknown, ("entity_unknown", "none")).await;
    let unsent = json!({"application": "lena", "type": "physical"});
    refused(&sandbox, "POST", path, &unsent, ("invalid_value", "")).await;
}

#[tokio::test]
async fn a_setup_goes_from_a_product_to_an_order() {
    let sandbox = Sandbox::new().await;
    let wanted = json!({"id": "made", "seed": "7", "fixture": "empty", "setup": [
        {"op": "make-subprovider", "input": {"code": "gamma"}},
        {"op": "make-product", "input": {"product_code": "EUR-LIKE", "subprovider_code": "gamma",
                                         "name": "Like the Euro", "bin": "520099"}},
        {"op": "make-user", "input": {"surface": "ER", "external_user_id": "lena"}},
        {"as": "known", "op": "make-cardholder",
         "input": {"user": "lena", "subprovider_code": "gamma", "name": "Lena Approved"}},
        {"as": "ordered", "op": "order-card",
         "input": {"user": "lena", "product": "EUR-LIKE", "initial": "25.00"}},
    ]});
    let named = &done(&sandbox, "POST", "/worlds", &wanted).await["named"];
    assert_eq!(named["known"]["kyc_status"], "pending");
    let world = sandbox.worlds.get("made").unwrap();
    world.settle();
    let card = world.read(|world| world.issuer.prepaid.cards.iter().next().cloned().unwrap());
    assert_eq!(named["ordered"]["card"], card.external_id);
    let number = card.secrets.unwrap().pan.reveal().to_owned();
    assert!(number.starts_with("520099"), "the product says how its numbers begin");
    let path = "/worlds/made/ops/make-subprovider";
    let twice = json!({"code": "gamma"});
    refused(&sandbox, "POST", path, &twice, ("state_conflict", "none")).await;
    for bin in ["", "4", "40009", "400099000", "300099", "4000x9"] {
        let input = json!({"product_code": "new", "bin": bin});
        let path = "/worlds/made/ops/make-product";
        refused(&sandbox, "POST", path, &input, ("invalid_value", "/bin")).await;
    }
}

#[tokio::test]
async fn the_steps_of_a_built_in_fixture_are_steps_of_a_setup() {
    let sandbox = Sandbox::new().await;
    for name in ["products", "standard@1", "empty@1"] {
        // What the fixture has made already is refused as taken: the form is right.
        let wanted = json!({"id": "again", "setup": built_in(name)});
        let problem = sandbox.control("POST", "/worlds", &wanted).await.json();
        assert_eq!((&problem["code"], &problem["step"]), (&json!("setup_failed"), &json!(0)));
        assert_eq!(problem["error"]["code"], "state_conflict", "{name}: {problem}");
    }
    let mut steps = built_in("standard@1");
    steps.retain(|step| {
        let made = (step["op"].as_str().unwrap(), step["input"]["name"].as_str());
        !matches!(
            made,
            ("make-partner", Some("acme"))
                | ("make-organization", Some("acme-north"))
                | ("make-project", Some("main"))
        )
    });
    let wanted = json!({"id": "again", "seed": "7", "fixture": "empty", "setup": steps});
    let made = done(&sandbox, "POST", "/worlds", &wanted).await;
    let standard = json!({"id": "usual", "seed": "7"});
    let standard = done(&sandbox, "POST", "/worlds", &standard).await;
    let people = |world: &Value| {
        let mut all = world["people"].as_array().unwrap().clone();
        // Who is in the empty world too, and ids, which follow from who was there before.
        all.retain(|one| one["label"] != "uma");
        let ids: HashSet<_> = all.iter_mut().map(|one| one["card_user_id"].take()).collect();
        // A login has an id of the world.
        all.iter_mut().filter_map(|one| one.get_mut("user_id")).for_each(|id| drop(id.take()));
        assert_eq!((ids.len(), ids.contains(&Value::Null)), (all.len(), false));
        all
    };
    assert_eq!(people(&made), people(&standard));
    assert!(people(&made).len() > 15);
}
