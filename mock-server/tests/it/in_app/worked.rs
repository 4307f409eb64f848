//! Money, worked through: the examples of the contract with every number (AG 9).

use serde_json::{Value, json};

use super::user::User;
use crate::support::Sandbox;

const USDC: &str = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48";
const USDC_ON_BASE: &str = "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913";
const WETH: &str = "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2";

/// The result of an op that is done.
async fn op(sandbox: &Sandbox, name: &str, input: Value) -> Value {
    let reply = sandbox.op(name, &input).await;
    assert_eq!(reply.status, 200, "{name} {input}: {}", reply.text());
    reply.json()["result"].clone()
}

/// `creditLimit`, `pendingCharges`, `postedCharges`, `balanceDue`, `spendingPower` of a user.
async fn balance(user: &User<'_>) -> [f64; 5] {
    let card = user.cards().await[0];
    let document = format!(
        "{{ cardBalance(cardId: {card}) {{ balance {{ creditLimit pendingCharges postedCharges \
         balanceDue spendingPower }} }} }}"
    );
    let balance = user.field(&document).await["balance"].clone();
    ["creditLimit", "pendingCharges", "postedCharges", "balanceDue", "spendingPower"]
        .map(|name| balance[name].as_f64().unwrap())
}

async fn wallet_and_address(user: &User<'_>) -> (String, Value) {
    let wallet = user.field("{ AgioCrypto_digital_wallet { id } }").await[0]["id"].to_string();
    let cards = user.field("{ AgioCard_vw_card { deposit_address } }").await;
    (wallet, cards[0]["deposit_address"].clone())
}

/// A quote of an amount of a token on Ethereum into the collateral, as USDC.
async fn quote(user: &User<'_>, from: &str, amount: &str, providers: Option<&[&str]>) -> Value {
    let (wallet, address) = wallet_and_address(user).await;
    let input = json!({"digitalWalletId": wallet, "fromToken": from, "toToken": USDC,
                       "amount": amount, "recipient": address, "providers": providers});
    let document = "mutation($input: SmartWalletSwapInput!) { smartWalletSwapQuote(input: $input) \
        { success error quote { quoteId fromAmount minimumToAmount amountInUsd amountOutUsd \
        priceImpactPct networkFeeUsd estimatedFillSeconds platformFee { feeBps feeAmountWei } \
        feePayment { sponsored } route { provider providersQueried } } } }";
    let answer = user.ask(document, &json!({ "input": input })).await;
    assert_eq!(answer["smartWalletSwapQuote"]["success"], true, "{answer}");
    answer["smartWalletSwapQuote"]["quote"].clone()
}

/// Executes a quote; the amounts of USDC in the wallet afterwards, by chain.
async fn execute(user: &User<'_>, quote: &Value) -> Value {
    let document = format!(
        "mutation {{ smartWalletExecuteSwapQuote(input: {{quoteId: {}}}) {{ success error status \
         refreshedBalances {{ tokenSymbol networkName balance }} }} }}",
        quote["quoteId"]
    );
    let done = user.field(&document).await;
    assert_eq!(done["success"], true, "{done}");
    done
}

/// The amount of USDC on a chain, in smallest units: what a quote of too much is told.
async fn held(user: &User<'_>, contract: &str) -> Value {
    let (wallet, _) = wallet_and_address(user).await;
    let document = format!(
        "mutation {{ smartWalletSwapQuote(input: {{digitalWalletId: {wallet}, fromToken: \
         \"{contract}\", toToken: \"{contract}\", amount: \"900000000000\"}}) \
         {{ structuredError {{ code details }} }} }}"
    );
    let error = user.field(&document).await["structuredError"].clone();
    assert_eq!(error["code"], "INSUFFICIENT_BALANCE");
    let details: Value = serde_json::from_str(error["details"].as_str().unwrap()).unwrap();
    details["available"].clone()
}

#[tokio::test]
async fn a_transfer_of_100_usdc_into_the_collateral() {
    let rules = json!({"fund.confirm_delay_ms": 5_000});
    let mut sandbox = Sandbox::with(json!({ "rules": rules })).await;
    {
        let jane = sandbox.user("jane").await;
        assert_eq!(held(&jane, USDC).await, "500000000");
        let quote = quote(&jane, USDC, "100000000", None).await;
        for (name, wanted) in [
            ("fromAmount", json!("100000000")),
            ("minimumToAmount", json!("100000000")),
            ("amountInUsd", json!(100.0)),
            ("amountOutUsd", json!(100.0)),
            ("priceImpactPct", json!(0.0)),
            ("networkFeeUsd", json!(0.0)),
        ] {
            assert_eq!(quote[name], wanted, "{name}");
        }
        execute(&jane, &quote).await;
        assert_eq!(held(&jane, USDC).await, "400000000");
        // Received.
        assert_eq!(balance(&jane).await, [0.0; 5]);
    }
    sandbox.advance(5).await;
    let jane = sandbox.user("jane").await;
    assert_eq!(balance(&jane).await, [100.0, 0.0, 0.0, 0.0, 100.0]);
}

#[tokio::test]
async fn a_swap_of_0_04_weth() {
    let sandbox = Sandbox::new().await;
    let jane = sandbox.user("jane").await;
    let (wallet, _) = wallet_and_address(&jane).await;
    let weth = json!({"wallet": wallet, "asset": "WETH", "chain_id": 1, "amount": "1"});
    op(&sandbox, "deposit", weth).await;
    let amount = "40000000000000000";
    let usual = quote(&jane, WETH, amount, None).await;
    assert_eq!(usual["amountInUsd"], 100.0);
    let fee = json!({"feeBps": 30, "feeAmountWei": "120000000000000"});
    assert_eq!(usual["platformFee"], fee);
    assert_eq!(
        (&usual["fromAmount"], &usual["minimumToAmount"]),
        (&json!(amount), &json!("99201500"))
    );
    assert_eq!((&usual["amountOutUsd"], &usual["priceImpactPct"]), (&json!(99.7), &json!(0.3)));
    assert_eq!((&usual["networkFeeUsd"], &usual["estimatedFillSeconds"]), (&json!(0.0), &json!(2)));
    assert_eq!(usual["feePayment"]["sponsored"], true);
    assert_eq!(usual["route"]["provider"], "RELAY");
    for (providers, winner, out) in [
        (["ALCHEMY"], "ALCHEMY", 99.68),
        (["SYMBIOSIS"], "SYMBIOSIS", 99.65),
        (["ALL"], "COW", 99.71),
    ] {
        let other = quote(&jane, WETH, amount, Some(&providers)).await;
        assert_eq!(
            (&other["route"]["provider"], &other["amountOutUsd"]),
            (&json!(winner), &json!(out))
        );
    }
    execute(&jane, &usual).await;
    assert_eq!(balance(&jane).await, [99.7, 0.0, 0.0, 0.0, 99.7]);
}

#[tokio::test]
async fn dust_counts_with_the_next_deposit() {
    let sandbox = Sandbox::new().await;
    let jane = sandbox.user("jane").await;
    op(&sandbox, "deposit", json!({"card": "jane/1", "amount": "100.129999"})).await;
    assert_eq!(balance(&jane).await[0], 100.12);
    op(&sandbox, "deposit", json!({"card": "jane/1", "amount": "0.000001"})).await;
    assert_eq!(balance(&jane).await[0], 100.13);
}

#[tokio::test]
async fn spending_line_by_line() {
    let sandbox = Sandbox::new().await;
    let jane = sandbox.user("jane").await;
    let card = "jane/1";
    op(&sandbox, "deposit", json!({"card": card, "amount": "1000.00"})).await;
    assert_eq!(balance(&jane).await, [1000.0, 0.0, 0.0, 0.0, 1000.0]);
    let bought = op(&sandbox, "authorize", json!({"card": card, "amount": "150.00"})).await;
    assert_eq!(balance(&jane).await, [1000.0, 150.0, 0.0, 0.0, 850.0]);
    op(&sandbox, "authorize", json!({"card": card, "amount": "850.01"})).await;
    assert_eq!(balance(&jane).await, [1000.0, 150.0, 0.0, 0.0, 850.0]);
    let document = "{ AgioCard_card_transaction(order_by: {id: desc}, limit: 1) \
                    { status declined_reason posted_at } }";
    let declined = json!([{"status": "declined", "posted_at": null,
                           "declined_reason": "account credit limit exceeded"}]);
    assert_eq!(jane.field(document).await, declined);
    let first = &bought["transaction"];
    let settled = json!({"transaction": first, "amount": "140.00", "final": true});
    op(&sandbox, "clear", settled).await;
    assert_eq!(balance(&jane).await, [1000.0, 0.0, 140.0, 0.0, 860.0]);
    let other = op(&sandbox, "authorize", json!({"card": card, "amount": "60.00"})).await;
    op(&sandbox, "reverse", json!({"transaction": other["transaction"]})).await;
    assert_eq!(balance(&jane).await, [1000.0, 0.0, 140.0, 0.0, 860.0]);
    op(&sandbox, "refund", json!({"transaction": first, "amount": "40.00"})).await;
    assert_eq!(balance(&jane).await, [1000.0, 0.0, 100.0, 0.0, 900.0]);
    op(&sandbox, "close-statement", json!({"card": card})).await;
    assert_eq!(balance(&jane).await, [1000.0, 0.0, 100.0, 100.0, 900.0]);
    op(&sandbox, "pay-statement", json!({"card": card})).await;
    assert_eq!(balance(&jane).await, [1000.0, 0.0, 0.0, 0.0, 1000.0]);
    // All cards of a user show the same numbers (AG 5.9).
    let rows = jane.field("{ AgioCard_vw_card { balance { credit_limit spending_power } } }").await;
    let numbers = json!({"credit_limit": 1000, "spending_power": 1000});
    assert_eq!(rows, json!([{ "balance": numbers }, { "balance": numbers }]));
}

/// A withdrawal of USDC on Base: `error` and `retryAfterSec`.
async fn withdraw(user: &User<'_>, amount: &str) -> (Value, Value) {
    let document = format!(
        "mutation {{ cardWithdraw(input: {{tokenAddress: \"{USDC_ON_BASE}\", amount: \"{amount}\"}}) \
         {{ success error retryAfterSec }} }}"
    );
    let done = user.field(&document).await;
    assert_eq!(done["success"] == true, done["error"].is_null());
    (done["error"].clone(), done["retryAfterSec"].clone())
}

#[tokio::test]
async fn a_withdrawal_to_the_last_cent_that_is_free() {
    let sandbox = Sandbox::new().await;
    let jane = sandbox.user("jane").await;
    let none = (Value::Null, Value::Null);
    let paid = json!({"card": "jane/1", "amount": "1000.00", "signature": false});
    op(&sandbox, "deposit", paid).await;
    op(&sandbox, "authorize", json!({"card": "jane/1", "amount": "150.00"})).await;
    assert_eq!(held(&jane, USDC_ON_BASE).await, "500000000");
    assert_eq!(withdraw(&jane, "100.5").await, none);
    assert_eq!(balance(&jane).await, [899.5, 150.0, 0.0, 0.0, 749.5]);
    assert_eq!(held(&jane, USDC_ON_BASE).await, "600500000");
    assert_eq!(withdraw(&jane, "749.51").await, (json!("Insufficient collateral"), Value::Null));
    assert_eq!(withdraw(&jane, "749.5").await, none);
    assert_eq!(balance(&jane).await, [150.0, 150.0, 0.0, 0.0, 0.0]);
    assert_eq!(held(&jane, USDC_ON_BASE).await, "1350000000");
}

/// Waits after a deposit, in milliseconds, and the seconds that a withdrawal is told to wait then.
async fn waits(second_deposit: bool, steps: &[(i64, Option<i64>)]) {
    let clock = json!({"mode": "frozen", "at": "2030-01-01T12:00:00Z"});
    let mut sandbox = Sandbox::with(json!({ "clock": clock })).await;
    let deposit = json!({"card": "jane/1", "amount": "100.00", "confirm": "now"});
    op(&sandbox, "deposit", deposit.clone()).await;
    let mut now = 0;
    if second_deposit {
        now = 20_000;
        sandbox.advance_ms(now).await;
        op(&sandbox, "deposit", deposit).await;
    }
    for (at, seconds) in steps {
        sandbox.advance_ms(at - now).await;
        now = *at;
        let jane = sandbox.user("jane").await;
        let wanted = match seconds {
            None => (Value::Null, Value::Null),
            Some(seconds) => {
                (json!("An active signature blocks this withdrawal, retry later"), json!(seconds))
            }
        };
        assert_eq!(withdraw(&jane, "1").await, wanted, "{at}");
    }
}

#[tokio::test]
async fn a_signature_is_waited_for() {
    waits(false, &[(10_400, Some(20)), (29_999, Some(1)), (30_000, None)]).await;
    waits(true, &[(30_000, Some(20)), (49_999, Some(1)), (50_000, None)]).await;
}

#[tokio::test]
async fn a_limit_of_thirty_days() {
    let clock = json!({"mode": "frozen", "at": "2030-05-10T12:00:00Z"});
    let mut sandbox = Sandbox::with(json!({ "clock": clock })).await;
    op(&sandbox, "deposit", json!({"card": "jane/1", "amount": "5000.00"})).await;
    {
        let jane = sandbox.user("jane").await;
        let card = jane.cards().await[0];
        let document = format!(
            "mutation {{ updateRainCardLimit(input: {{cardId: {card}, limitAmount: 50000, \
             limitFrequency: per30DayPeriod}}) {{ success }} }}"
        );
        assert_eq!(jane.field(&document).await["success"], true);
    }
    const DAY: i64 = 24 * 3_600;
    for (wait, amount, is_approved) in [
        // 10 May 12:00.
        (0, "300.00", true),
        // 20 May 12:00: exactly the rest, and no cent more.
        (10 * DAY, "200.00", true),
        (0, "0.01", false),
        // 9 June 11:59.
        (20 * DAY - 60, "300.00", false),
        // 9 June 12:00: the first purchase no longer counts.
        (60, "300.00", true),
    ] {
        sandbox.advance(wait).await;
        let input = json!({"card": "jane/1", "amount": amount});
        let done = op(&sandbox, "authorize", input).await;
        assert_eq!(done["decline_reason"].is_null(), is_approved, "{amount}: {done}");
        if !is_approved {
            let jane = sandbox.user("jane").await;
            let document = "{ AgioCard_card_transaction(order_by: {id: desc}, limit: 1) \
                            { declined_reason } }";
            let told = json!([{"declined_reason": "card spending limit exceeded"}]);
            assert_eq!(jane.field(document).await, told);
        }
    }
}
