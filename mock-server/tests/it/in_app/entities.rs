//! Looking inside (SB 12): cards and wallets of the app, without what nobody may see.

use serde_json::{Value, json};

use crate::support::Sandbox;

async fn seen(sandbox: &Sandbox, path: &str) -> Value {
    let reply = sandbox.control("GET", &format!("/worlds/test/entities{path}"), &json!({})).await;
    assert_eq!(reply.status, 200, "{path}: {}", reply.text());
    reply.json()
}

#[tokio::test]
async fn a_card_shows_its_name_its_billing_address_and_its_shipment() {
    let sandbox = Sandbox::new().await;
    let jane = sandbox.user("jane").await;
    let made = jane.new_card("physical").await;
    let (id, issuer) = (made["id"].clone(), made["cardId"].as_str().unwrap());
    let card = seen(&sandbox, &format!("/card/{issuer}")).await;
    assert_eq!(card["id"], format!("card:{id}"));
    assert_eq!(card["ids"]["AG"], json!({"id": id, "card_id": issuer}));
    assert_eq!((&card["status"], &card["last4"]), (&json!("notActivated"), &made["last4"]));
    assert_eq!(card["billing"]["line1"], "123 Main St");
    let shipment = &card["shipments"][0];
    assert_eq!(
        (&shipment["status"], &shipment["method"]),
        (&json!("processing"), &json!("standard"))
    );
    assert_eq!(shipment["phone_number"], "+15555551234");
    assert_eq!(shipment["address"], card["billing"]);
    // The same by its label, and by the number that lists show.
    assert_eq!(seen(&sandbox, "/card/jane%2F3").await, card);
    assert_eq!(seen(&sandbox, &format!("/card/card:{id}")).await, card);
}

#[tokio::test]
async fn a_wallet_shows_its_balances_and_a_person_the_account() {
    let sandbox = Sandbox::new().await;
    let wallet = seen(&sandbox, "/wallet/cora%2F1").await;
    let held = |chain: i64| {
        let all = wallet["balances"].as_array().unwrap();
        all.iter().find(|one| one["chain_id"] == chain).map(|one| one["amount"].clone())
    };
    assert_eq!((held(1), held(8453)), (Some(json!("500")), Some(json!("500"))));
    let account = seen(&sandbox, "/user/cora").await["account"].clone();
    assert_eq!(
        (&account["credit_limit"], &account["spending_power"]),
        (&json!("250.00"), &json!("250.00"))
    );
    assert_eq!(
        account["collateral"],
        json!([{"asset": "USDC", "chain_id": 8453, "amount": "250"}])
    );
}

#[tokio::test]
async fn lists_have_pages_and_types_that_there_are() {
    let sandbox = Sandbox::new().await;
    let all = seen(&sandbox, "?limit=1000").await;
    let cards = seen(&sandbox, "?type=card&limit=1000").await;
    assert!(all["total"].as_u64() > cards["total"].as_u64() && cards["total"].as_u64() > Some(0));
    for card in cards["items"].as_array().unwrap() {
        let path = format!("/card/{}", card["id"].as_str().unwrap());
        assert_eq!(seen(&sandbox, &path).await, *card);
    }
    let second = seen(&sandbox, "?type=card&limit=1&after=1").await;
    assert_eq!(second["items"][0], cards["items"][1]);
    for (path, code) in [
        ("?type=cart", "invalid_value"),
        ("/cart/1", "invalid_value"),
        ("/card/jane%2F9", "entity_unknown"),
        ("/wallet/77", "entity_unknown"),
        ("/deposit/x", "entity_unknown"),
    ] {
        let path = format!("/worlds/test/entities{path}");
        let refused = sandbox.control("GET", &path, &json!({})).await.json();
        assert_eq!(refused["code"], code, "{path}: {refused}");
    }
}

/// No number, code or PIN is in any view, not even where a user has written it into a text.
#[tokio::test]
async fn secrets_show_nowhere() {
    let sandbox = Sandbox::new().await;
    let secrets: Vec<_> = {
        let world = sandbox.worlds.get("test").unwrap();
        world.read(|world| {
            let card = &world.issuer.collateral.cards.iter().next().unwrap().secrets;
            vec![card.pan.reveal().to_owned()]
        })
    };
    let input = json!({"card": "jane/1", "amount": "1.00",
                       "merchant": {"name": secrets[0], "mcc": "5411", "country": "US"}});
    sandbox.op("deposit", &json!({"card": "jane/1", "amount": "10.00"})).await;
    assert_eq!(sandbox.op("authorize", &input).await.status, 200);
    let everything = seen(&sandbox, "?limit=1000").await.to_string();
    assert!(everything.contains("transaction:1"), "{everything}");
    for secret in secrets {
        assert!(!everything.contains(&secret));
    }
    for member in ["pan", "cvc", "staged_pin", "secrets"] {
        assert!(!everything.contains(&format!("\"{member}\"")), "{member}");
    }
}

#[tokio::test]
async fn a_server_that_masks_what_is_personal_masks_it_here() {
    let sandbox = Sandbox::configured(&["--mask-personal"]).await;
    let shown = seen(&sandbox, "/user/jane").await;
    let name = shown["first_name"].as_str().unwrap();
    assert!(!name.contains("Jane"), "{name}");
}
