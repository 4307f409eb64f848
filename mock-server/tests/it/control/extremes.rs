//! Amounts at the ends of every range: what does not fit is refused, nothing wraps, and a refusal
//! changes nothing.

use super::done;
use crate::{envelope::Project, story::wait, support::Sandbox};
use mock_server::{
    issuer::Issuer,
    money::MOST,
    programs::prepaid::{Account, ledger::CEILING},
};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Amounts that sums often get wrong, as decimal text.
const AMOUNTS: [&str; 14] = [
    "0.00",
    "0.01",
    "10.00",
    "21474836.47",
    "21474836.48",
    "999999999.99",
    "1000000000.00",
    "1000000000.01",
    "45035996273704.96",
    "90071992547409.91",
    "90071992547409.92",
    "922337203685477.58",
    "92233720368547758.07",
    "99999999999999999999.00",
];

fn amount() -> impl Strategy<Value = Value> {
    prop::sample::select(&AMOUNTS[..]).prop_map(Value::from)
}

/// A card of either program: partner cards by reference, prepaid ones by their position.
fn card() -> impl Strategy<Value = Value> {
    prop_oneof![Just(json!("carla/1")), Just(json!(1)), Just(json!(3)), Just(json!("prepaid"))]
}

/// A transaction of either program, by its position.
fn transaction() -> impl Strategy<Value = Value> {
    (any::<bool>(), 0..12_u8).prop_map(|(prepaid, at)| json!({"prepaid": prepaid, "at": at}))
}

/// An operation and its input; `card` and `transaction` are filled in when it runs.
fn op() -> impl Strategy<Value = (&'static str, Value)> {
    let confirm = prop::sample::select(&["now", "later", "auto"][..]);
    let asset = prop::sample::select(&["USDC", "USDT", "USD"][..]);
    prop_oneof![
        4 => (card(), amount(), asset.clone(), confirm.clone()).prop_map(|(card, amount, asset, confirm)| {
            ("deposit", json!({"card": card, "amount": amount, "asset": asset, "confirm": confirm}))
        }),
        2 => (amount(), asset, confirm).prop_map(|(amount, asset, confirm)| {
            ("deposit", json!({"project": "main", "amount": amount, "asset": asset, "confirm": confirm}))
        }),
        6 => (card(), amount(), any::<bool>()).prop_map(|(card, amount, forced)| {
            let reason = if forced { json!("insufficient_funds") } else { Value::Null };
            ("authorize", json!({"card": card, "amount": amount, "decline_reason": reason}))
        }),
        4 => (transaction(), amount(), any::<bool>()).prop_map(|(transaction, amount, to)| {
            let name = if to { "to" } else { "by" };
            ("increment", json!({"transaction": transaction, name: amount}))
        }),
        6 => (transaction(), amount(), any::<bool>()).prop_map(|(transaction, amount, last)| {
            ("clear", json!({"transaction": transaction, "amount": amount, "final": last, "force": true}))
        }),
        3 => (transaction(), amount()).prop_map(|(transaction, amount)| {
            ("reverse", json!({"transaction": transaction, "amount": amount}))
        }),
        6 => (card(), amount()).prop_map(|(card, amount)| {
            ("refund", json!({"card": card, "amount": amount}))
        }),
        3 => (transaction(), amount()).prop_map(|(transaction, amount)| {
            ("refund", json!({"transaction": transaction, "amount": amount}))
        }),
        2 => (card(), amount()).prop_map(|(card, amount)| {
            ("decline", json!({"card": card, "amount": amount, "reason": "declined_by_rules"}))
        }),
        2 => Just(("close-statement", json!({"card": 1}))),
        2 => amount().prop_map(|amount| ("pay-statement", json!({"card": 1, "amount": amount}))),
        1 => (0..9_u8, amount()).prop_map(|(number, amount)| {
            ("make-project", json!({"name": format!("p{number}"), "balance": amount}))
        }),
        1 => (0..9_u8, amount(), amount(), amount()).prop_map(|(number, fee, fixed, max)| {
            ("make-product", json!({"product_code": format!("X{number}"), "max_topup": max,
                                    "fees": {"issue_fee": fee, "topup_fee_fixed": fixed}}))
        }),
    ]
}

/// A copy of the issuer, for comparison.
fn issuer(sandbox: &Sandbox) -> Issuer {
    let handle = sandbox.worlds.get("test").unwrap();
    handle.settle();
    handle.read(|world| world.issuer.clone())
}

/// Replaces the placeholders in an input by ids.
fn pointed(issuer: &Issuer, mut input: Value) -> Value {
    if input["card"] == "prepaid" {
        let card = issuer.prepaid.cards.iter().next();
        input["card"] = card.map_or(json!("none"), |card| json!(card.external_id));
    }
    if let Some(at) = input["transaction"]["at"].as_u64() {
        let at = usize::try_from(at).unwrap();
        input["transaction"] = if input["transaction"]["prepaid"] == true {
            let row = issuer.prepaid.transactions.iter().nth(at);
            row.map_or(json!("none"), |row| json!(row.external_id))
        } else {
            let row = issuer.collateral.transactions.iter().nth(at);
            row.map_or(json!("none"), |row| json!(format!("t-{}", row.id)))
        };
    }
    input
}

/// Checks that every figure is in its range.
fn audit(issuer: &Issuer, what: &str) {
    for user in issuer.collateral.users.iter() {
        let Some(account) = &user.account else { continue };
        let power = account.collateral - account.pending - account.posted;
        for figure in [account.collateral, account.pending, account.posted, account.due, power] {
            assert!((-MOST..=MOST).contains(&figure), "{what}: {account:?}");
        }
        let held: i64 = issuer
            .collateral
            .transactions
            .iter()
            .filter(|t| t.user == user.id)
            .map(|t| t.spending.held)
            .sum();
        assert_eq!(account.pending, held, "{what}");
    }
    let total: i128 = issuer.prepaid.ledger.iter().map(|(_, micros)| i128::from(micros)).sum();
    assert_eq!(total, 0, "{what}: money was made or lost");
    for (account, micros) in issuer.prepaid.ledger.iter() {
        let bound = if matches!(account, Account::Fees) { 2 * CEILING } else { CEILING };
        assert!((-bound..=bound).contains(&micros), "{what}: {account:?} is {micros}");
    }
}

async fn prepared() -> Sandbox {
    let sandbox = Sandbox::new().await;
    let mut main = Project::named(&sandbox, "main").await;
    let card = json!({"external_user_id": "ext-ada", "product_code": "VUSD-STD",
                      "initial_topup_amount": "50.00"});
    let opened = main.post(&sandbox, "/cards/create", &card, Some("k")).await;
    assert!(opened.status.is_success(), "{}", opened.body);
    sandbox
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn nothing_wraps_and_a_refusal_changes_nothing(ops in prop::collection::vec(op(), 1..40)) {
        wait(async {
            let sandbox = prepared().await;
            for (name, input) in ops {
                let before = issuer(&sandbox);
                let input = pointed(&before, input);
                let reply = sandbox.op(name, &input).await;
                let what = format!("{name} {input}: {}", reply.text());
                let after = issuer(&sandbox);
                if reply.status.is_success() {
                    audit(&after, &what);
                } else {
                    assert!([404, 409, 422].contains(&reply.status.as_u16()), "{what}");
                    assert!(before == after, "{what}");
                }
            }
        });
    }
}

/// A refusal names the largest amount that would be accepted.
#[tokio::test]
async fn an_amount_that_does_not_fit_is_told_the_largest() {
    let sandbox = prepared().await;
    let prepaid = issuer(&sandbox).prepaid.cards.iter().next().unwrap().external_id.clone();
    for (op, input, most) in [
        ("refund", json!({"card": "carla/1"}), "90071992546409.91"),
        ("authorize", json!({"card": "carla/1"}), "90071992547409.91"),
        ("refund", json!({"card": prepaid}), "999999750.00"),
        ("authorize", json!({"card": prepaid}), "1000000000.00"),
    ] {
        let mut input = input;
        input["amount"] = json!("922337203685477.58");
        let reply = sandbox.op(op, &input).await;
        let problem = reply.json();
        assert_eq!(reply.status, 422, "{op} {input}: {problem}");
        assert_eq!(
            (&problem["code"], &problem["pointer"]),
            (&json!("invalid_value"), &json!("/amount"))
        );
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.ends_with(&format!("at most {most}")), "{op} {input}: {detail}");
    }
}

/// Unconfirmed deposits count towards the limit.
#[tokio::test]
async fn deposits_on_their_way_count() {
    let sandbox = Sandbox::new().await;
    let deposit = async |asset: &str| {
        let input = json!({"card": "carla/1", "asset": asset, "amount": "9000000000000.00",
                           "confirm": "later"});
        sandbox.op("deposit", &input).await
    };
    // USDT is no asset of the address: it is recorded, and never credited.
    assert_eq!(deposit("USDT").await.json()["result"]["credited"], false);
    for _ in 0..10 {
        assert!(deposit("USDC").await.status.is_success());
    }
    let refused = deposit("USDC").await;
    assert_eq!(refused.status, 422, "{}", refused.text());
    let before = issuer(&sandbox).collateral.deposits.iter().filter(|row| row.credited).count();
    let confirmed = async |deposit: usize| {
        sandbox.op("confirm-deposit", &json!({"deposit": deposit.to_string()})).await.status
    };
    for number in 1..=before + 1 {
        confirmed(number).await;
    }
    audit(&issuer(&sandbox), "confirmed");
    assert_eq!(deposit("USDC").await.status, 422);
}

/// A deposit counts once, also where the rule that says when is switched meanwhile.
#[tokio::test]
async fn a_deposit_is_credited_once_whatever_the_rules_are_meanwhile() {
    for at_receipt in [true, false] {
        let sandbox = Sandbox::new().await;
        let collateral = || -> i64 {
            let accounts = issuer(&sandbox).collateral.users;
            accounts.iter().filter_map(|user| user.account.as_ref()).map(|one| one.collateral).sum()
        };
        let switch = async |to: bool| {
            let rules = json!({"fund.credit_on_received": to});
            done(&sandbox, "PATCH", "/worlds/test/rules", &rules).await;
        };
        let before = collateral();
        switch(at_receipt).await;
        let input = json!({"card": "carla/1", "amount": "100.00", "confirm": "later"});
        let deposit = sandbox.op("deposit", &input).await.json()["result"]["deposit"].clone();
        assert_eq!(collateral() - before, if at_receipt { 10_000 } else { 0 });
        switch(!at_receipt).await;
        let confirmed = sandbox.op("confirm-deposit", &json!({"deposit": deposit})).await;
        assert!(confirmed.status.is_success(), "{}", confirmed.text());
        assert_eq!(collateral() - before, 10_000, "credited at receipt: {at_receipt}");
    }
}

/// A fee that the account cannot take is refused in the surface's own words.
#[tokio::test]
async fn a_charge_that_does_not_fit_is_refused() {
    let mut sandbox = Sandbox::new().await;
    let input = json!({"card": "carla/1", "amount": "1.00"});
    let held = sandbox.op("authorize", &input).await.json()["result"]["transaction"].clone();
    let input = json!({"transaction": held, "amount": "90071992547000.00"});
    let cleared = sandbox.op("clear", &input).await;
    assert!(cleared.status.is_success(), "{}", cleared.text());
    let world = issuer(&sandbox);
    let rich = |account: &mock_server::programs::collateral::Account| account.posted > 1_000_000;
    let user =
        world.collateral.users.iter().find(|user| user.account.as_ref().is_some_and(rich)).unwrap();
    let document = format!(
        "mutation {{ chargeCard(input: {{cardUserId: \"{}\", feeCents: 2147483647, \
         feeDescription: \"x\"}}) {{ success error }} }}",
        user.external_id
    );
    let reply = sandbox.ask(&document, &Value::Null).await;
    let wanted = r#"{"data":{"chargeCard":{"success":false,"error":"feeCents is too large"}}}"#;
    assert_eq!((reply.status.as_u16(), reply.text().as_str()), (200, wanted));
    assert!(issuer(&sandbox) == world);
}
