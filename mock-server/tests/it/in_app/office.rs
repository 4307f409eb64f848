//! The back office's work for people in the app (SB 5, AG 12).

use serde_json::{Value, json};

use super::{
    printed,
    user::{User, post},
};
use crate::support::Sandbox;

const APPLY: &str = "mutation($input: CreateRainCardApplicationInput!) \
                     { createRainCardApplication(input: $input) \
                     { success cardApplicationId applicationStatus error } }";

/// The result of an op that is done.
async fn op(sandbox: &Sandbox, name: &str, input: Value) -> Value {
    let reply = sandbox.op(name, &input).await;
    assert_eq!(reply.status, 200, "{name} {input}: {}", reply.text());
    reply.json()["result"].clone()
}

/// The code and the place of an op's refusal.
async fn refused(sandbox: &Sandbox, name: &str, input: Value) -> (u16, Value, Value) {
    let reply = sandbox.op(name, &input).await;
    let body = reply.json();
    (reply.status.as_u16(), body["code"].clone(), body["pointer"].clone())
}

async fn apply(user: &User<'_>) -> Value {
    let input = json!({"walletAddress": "0x1f9840a85d5af5bf1d1762f925bdaddc4201f984",
        "occupation": "15-1252", "annualSalary": "100000_TO_150000",
        "accountPurpose": "PERSONAL_SPENDING", "expectedMonthlyVolume": "1000_TO_5000",
        "isTermsOfServiceAccepted": true});
    user.ask(APPLY, &json!({ "input": input })).await["createRainCardApplication"].clone()
}

#[tokio::test]
async fn the_last_name_of_a_user_chooses_the_outcome() {
    let sandbox = Sandbox::new().await;
    for (name, status) in [
        ("Una Approved", "approved"),
        ("Una Denied", "denied"),
        ("Una Needsverification", "needsVerification"),
        ("Una Needsinformation", "needsInformation"),
        ("Una Manualreview", "manualReview"),
        ("Una Pending", "pending"),
        ("Una Else", "approved"),
    ] {
        let made = op(&sandbox, "make-user", json!({"surface": "AG", "name": name})).await;
        let user = sandbox.user(made["user_id"].as_str().unwrap()).await;
        let applied = apply(&user).await;
        assert_eq!(applied["applicationStatus"], "pending", "{name}: {applied}");
        let rows = user.field("{ AgioCard_card_application { application_status user_id } }").await;
        let wanted = json!([{"application_status": status, "user_id": made["user_id"]}]);
        assert_eq!(rows, wanted, "{name}");
    }
    let words = sandbox.control("GET", "/catalog/magic", &Value::Null).await.json();
    let ours = words["items"].as_array().unwrap().iter().filter(|word| word["surface"] == "AG");
    assert_eq!(ours.count(), 6);
}

#[tokio::test]
async fn a_user_is_labelled_by_the_first_name_and_has_an_organization_alone() {
    let sandbox = Sandbox::new().await;
    let lena = op(&sandbox, "make-user", json!({"surface": "AG", "name": "Lena Approved"})).await;
    let other = op(&sandbox, "make-user", json!({"surface": "AG", "name": "Lena Approved"})).await;
    // A user of managed cards has this name.
    let amara = op(&sandbox, "make-user", json!({"surface": "AG", "name": "Amara X"})).await;
    let labels = [&lena["label"], &other["label"], &amara["label"]];
    assert_eq!(labels, ["lena", "lena-2", "amara-2"]);
    assert_ne!(lena["organization_id"], other["organization_id"]);
    let wanted = json!({"surface": "AG", "name": "Max M", "label": "max",
                        "organization": "acme-north"});
    let max = op(&sandbox, "make-user", wanted.clone()).await;
    let personas = sandbox.user("max").await.field("{ AgioCard_card_application { id } }").await;
    assert_eq!(personas, json!([]));
    assert_ne!(max["organization_id"], lena["organization_id"]);
    let taken = refused(&sandbox, "make-user", wanted).await;
    assert_eq!(taken, (409, json!("state_conflict"), json!("/label")));
    for (input, place) in [
        (json!({"surface": "AG"}), "/name"),
        (json!({"surface": "AG", "name": " "}), "/name"),
        (json!({"surface": "AG", "name": "A B", "market": "KE"}), "/market"),
        (json!({"surface": "AG", "name": "A B", "external_user_id": "x"}), "/external_user_id"),
        (json!({"surface": "AG", "name": "A B", "label": "a/b"}), "/label"),
    ] {
        let (status, _, pointer) = refused(&sandbox, "make-user", input.clone()).await;
        assert_eq!((status, pointer), (422, json!(place)), "{input}");
    }
}

#[tokio::test]
async fn kyc_is_completed_from_the_start_and_can_be_taken_back() {
    let sandbox = Sandbox::new().await;
    op(&sandbox, "make-user", json!({"surface": "AG", "name": "Kim Approved"})).await;
    let kim = sandbox.user("kim").await;
    for kyc in [json!("none"), json!({"level": null}), json!({"level": "basic-kyc-level"})] {
        let now = op(&sandbox, "set-kyc", json!({"user": "kim", "kyc": kyc})).await;
        let level = kyc.get("level").cloned().unwrap_or_default();
        assert_eq!((&now["level"], &now["kyc_profile"]), (&level, &json!(kyc.is_object())));
        assert_eq!(apply(&kim).await["error"], "KYC is not completed", "{kyc}");
    }
    // Completed, but without what the issuer asks for.
    let partly = json!({"user": "kim", "kyc": {"phone": null, "address": null}});
    op(&sandbox, "set-kyc", partly).await;
    op(&sandbox, "drop-applicant", json!({"card_user": "kim"})).await;
    let error = apply(&kim).await["error"].clone();
    assert!(error.as_str().unwrap().starts_with("CARD_API_ERROR: body must have"), "{error}");
    let now = op(&sandbox, "set-kyc", json!({"card_user": "kim", "kyc": "complete"})).await;
    assert_eq!(now["level"], "normal-kyc-level");
    op(&sandbox, "make-applicant", json!({"card_user": "kim"})).await;
    assert_eq!(apply(&kim).await["success"], true);
    // Who has no login in the app has no level.
    let no = refused(&sandbox, "set-kyc", json!({"card_user": "ada", "kyc": {"level": "x"}})).await;
    assert_eq!(no, (422, json!("invalid_value"), json!("/kyc/level")));
    let no = refused(&sandbox, "set-kyc", json!({"user": "ada", "kyc": "none"})).await;
    assert_eq!((no.0, no.1), (404, json!("entity_unknown")));
    let none = sandbox.op("set-kyc", &json!({"card_user": "ada", "kyc": "none"})).await.json();
    assert_eq!(none["result"].get("level"), None);
}

#[tokio::test]
async fn a_disabled_user_is_nobody_until_it_is_enabled() {
    let sandbox = Sandbox::new().await;
    let jon = sandbox.user("jon").await;
    let off = op(&sandbox, "set-user", json!({"user": "jon", "active": false})).await;
    assert_eq!(off["active"], false);
    assert_eq!(jon.send("{ AgioCard_vw_card { id } }", &json!({})).await.status, 401);
    op(&sandbox, "set-user", json!({"user": off["user_id"], "active": true})).await;
    assert_eq!(jon.cards().await, Vec::<i64>::new());
    let market = json!({"user": "jon", "market": "UG"});
    let no = refused(&sandbox, "set-user", market).await;
    assert_eq!(no, (422, json!("invalid_value"), json!("/market")));
    let gone = sandbox.op("set-user", &json!({"user": "jonn", "active": true})).await.json();
    assert_eq!(gone["did_you_mean"][0], "jon", "{gone}");
    let managed = op(&sandbox, "set-user", json!({"user": "amara", "verified": false})).await;
    assert_eq!((&managed["verified"], &managed["market"]), (&json!(false), &json!("KE")));
}

#[tokio::test]
async fn a_digital_wallet_is_topped_up_with_any_token_of_the_table() {
    let sandbox = Sandbox::new().await;
    let made = op(&sandbox, "make-wallet", json!({"user": "jon", "nickname": "w"})).await;
    let into = |more: Value| {
        let mut input = json!({"wallet": made["wallet"], "amount": "0.04"});
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    };
    let usdc = op(&sandbox, "deposit", into(json!({}))).await;
    assert_eq!(usdc, json!({"balance": "0.04", "credited": true, "status": null}));
    let weth = json!({"asset": "WETH", "chain_id": 1, "amount": "1.000000000000000001"});
    let weth = op(&sandbox, "deposit", into(weth)).await;
    assert_eq!(weth["balance"], "1.000000000000000001");
    for (more, place) in [
        (json!({"asset": "DOGE"}), "/asset"),
        (json!({"asset": "PYUSD", "chain_id": 8453}), "/asset"),
        (json!({"chain_id": 5}), "/chain_id"),
        (json!({"amount": "0.0000001"}), "/amount"),
        (json!({"amount": "-1"}), "/amount"),
        (json!({"amount": "0"}), "/amount"),
        (json!({"amount": 1}), "/amount"),
        (json!({"amount": {"amount": "1", "currency": "WETH"}}), "/amount/currency"),
        (json!({"amount": "340282366920938463463374607431768211456"}), "/amount"),
    ] {
        let (status, _, pointer) = refused(&sandbox, "deposit", into(more.clone())).await;
        assert_eq!((status, pointer), (422, json!(place)), "{more}");
    }
    let by_name = json!({"wallet": "jon/1", "amount": {"amount": "1", "currency": "USDC"}});
    assert_eq!(op(&sandbox, "deposit", by_name).await["balance"], "1.04");
    let managed = json!({"wallet": "bola/USD", "amount": "3.00"});
    assert_eq!(op(&sandbox, "deposit", managed).await["credited"], true);
    let gone = refused(&sandbox, "deposit", json!({"wallet": "99", "amount": "1.00"})).await;
    assert_eq!((gone.0, gone.1), (404, json!("entity_unknown")));
}

/// A purchase of jane that is settled, by the number of its row.
async fn settled(sandbox: &Sandbox, amount: &str) -> i64 {
    op(sandbox, "deposit", json!({"card": "jane/1", "amount": "1000.00"})).await;
    let made = op(sandbox, "authorize", json!({"card": "jane/1", "amount": amount})).await;
    op(sandbox, "clear", json!({"transaction": made["transaction"]})).await;
    made["transaction"].as_str().unwrap().trim_start_matches("t-").parse().unwrap()
}

#[tokio::test]
async fn a_dispute_is_won_once_and_refunds_what_is_left() {
    let sandbox = Sandbox::new().await;
    let jane = sandbox.user("jane").await;
    let open = |id: i64| {
        format!("mutation {{ createCardDispute(input: {{transactionId: {id}}}) {{ disputeId }} }}")
    };
    let spent = settled(&sandbox, "40.00").await;
    op(&sandbox, "refund", json!({"transaction": spent, "amount": "15.00"})).await;
    let dispute = jane.field(&open(spent)).await["disputeId"].clone();
    let review = json!({"dispute": dispute, "status": "under_review"});
    let no = refused(&sandbox, "decide-dispute", review).await;
    assert_eq!(no, (422, json!("invalid_value"), json!("/status")));
    let won = json!({"dispute": dispute, "status": "won", "note": "as proven"});
    let done = op(&sandbox, "decide-dispute", won.clone()).await;
    assert_eq!((&done["dispute"], &done["status"]), (&dispute, &json!("won")));
    let card = jane.cards().await[0];
    let balance = jane.ask(printed::AGIO_CARD_BALANCE, &json!({ "cardId": card })).await;
    let balance = &balance["cardBalance"]["balance"];
    assert_eq!(
        (&balance["postedCharges"], &balance["spendingPower"]),
        (&json!(0.0), &json!(1000.0))
    );
    let rows = "{ AgioCard_card_transaction(order_by: {id: desc}, limit: 1) \
                { event_type status amount } }";
    let refund = json!([{"event_type": "refund", "status": "posted", "amount": -25}]);
    assert_eq!(jane.field(rows).await, refund);
    let again = refused(&sandbox, "decide-dispute", won).await;
    assert_eq!((again.0, again.1), (409, json!("state_conflict")));
    // A lost one moves nothing.
    let spent = settled(&sandbox, "10.00").await;
    let dispute = jane.field(&open(spent)).await["disputeId"].clone();
    let done = op(&sandbox, "decide-dispute", json!({"dispute": dispute, "status": "lost"})).await;
    assert_eq!((&done["status"], done.get("refund")), (&json!("lost"), None));
    let gone = refused(&sandbox, "decide-dispute", json!({"dispute": "d", "status": "won"})).await;
    assert_eq!((gone.0, gone.1), (404, json!("entity_unknown")));
}

#[tokio::test]
async fn the_people_of_the_app_are_those_of_the_contract() {
    let sandbox = Sandbox::new().await;
    let world = sandbox.control("POST", "/worlds", &json!({"id": "usual"})).await.json();
    let users = world["surfaces"]["AG"]["users"].as_array().unwrap();
    let user = |label: &str| users.iter().find(|one| one["label"] == label).unwrap();
    let lists = json!({"query": "{ AgioCard_vw_card { status } AgioCrypto_digital_wallet { id } \
                                 AgioCard_card_application { application_status } }"});
    for (label, cards, wallets) in [("jane", 2, 1), ("jon", 0, 0), ("cora", 1, 1)] {
        let header = format!("Bearer {}", user(label)["token"].as_str().unwrap());
        let data = sandbox.send(post(Some(&header), &lists)).await.json()["data"].clone();
        let count = |name: &str| data[name].as_array().unwrap().len();
        let found = (count("AgioCard_vw_card"), count("AgioCrypto_digital_wallet"));
        assert_eq!(found, (cards, wallets), "{label}");
        let approved = json!([{"application_status": "approved"}]);
        assert_eq!(data["AgioCard_card_application"], approved, "{label}");
    }
    assert_eq!(user("jane")["org"], user("jon")["org"]);
    assert_ne!(user("jane")["org"], user("cora")["org"]);
    let alone: Vec<_> = world["people"].as_array().unwrap().iter().collect();
    assert!(alone.iter().any(|one| one["label"] == "cora" && one["partner"].is_null()));
    assert!(alone.iter().filter(|one| one["label"] == "jane").count() == 1);
    let empty = json!({"id": "bare", "fixture": "empty"});
    let world = sandbox.control("POST", "/worlds", &empty).await.json();
    let users = world["surfaces"]["AG"]["users"].as_array().unwrap();
    assert_eq!(users.len(), 1, "{world}");
    assert_eq!(users[0]["label"], "uma");
}

/// AG 11.9: the samples of the funding guide in printed order, with her ids.
#[tokio::test]
async fn cora_runs_the_samples_of_the_guide_to_funding_in_printed_order() {
    let mut sandbox = Sandbox::new().await;
    let withdraw = json!({"input": {"tokenAddress": "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913",
                                    "amount": "100.5", "chainId": 8453}});
    {
        let cora = sandbox.user("cora").await;
        let wallets = cora.ask(printed::CHECK_CARD_FUNDING_WALLET_EXISTS, &json!({})).await;
        let cards = cora.field("{ AgioCard_vw_card { id deposit_address } }").await;
        let usdc = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48";
        let swap = json!({"input": {
            "digitalWalletId": wallets["AgioCrypto_digital_wallet"][0]["id"].to_string(),
            "fromToken": usdc, "toToken": usdc, "amount": "100000000",
            "recipient": cards[0]["deposit_address"]}});
        let quote = cora.ask(printed::SMART_WALLET_SWAP_QUOTE, &swap).await;
        let id = &quote["smartWalletSwapQuote"]["quote"]["quoteId"];
        let execute = json!({"input": {"quoteId": id}});
        let done = cora.ask(printed::SMART_WALLET_EXECUTE_SWAP_QUOTE, &execute).await;
        assert_eq!(done["smartWalletExecuteSwapQuote"]["success"], true, "{quote} {done}");
    }
    for (wait_ms, answer) in [
        (
            10_400,
            json!({"success": false, "transactionHash": null, "chainId": null,
            "tokenAddress": null, "amount": null,
            "error": "An active signature blocks this withdrawal, retry later",
            "retryAfterSec": 20}),
        ),
        (
            20_000,
            json!({"success": true, "chainId": 8453,
            "tokenAddress": "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913", "amount": "100.5",
            "error": null, "retryAfterSec": null}),
        ),
    ] {
        sandbox.advance_ms(wait_ms).await;
        let cora = sandbox.user("cora").await;
        let mut found = cora.ask(printed::CARD_WITHDRAW, &withdraw).await["cardWithdraw"].clone();
        if found["success"] == true {
            let hash = found.as_object_mut().unwrap().remove("transactionHash").unwrap();
            assert!(hash.as_str().unwrap().starts_with("0x"));
        }
        assert_eq!(found, answer);
    }
}

#[tokio::test]
async fn cora_has_collateral_without_an_active_signature() {
    let sandbox = Sandbox::new().await;
    let cora = sandbox.user("cora").await;
    let input = json!({"input": {"tokenAddress": "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913",
                                 "amount": "250"}});
    let done = cora.ask(printed::CARD_WITHDRAW, &input).await;
    assert_eq!(done["cardWithdraw"]["success"], true, "{done}");
}
