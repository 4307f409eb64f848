//! Wallets, quotes, swaps and withdrawals.

use serde_json::{Value, json};

use super::{printed, user::User};
use crate::support::Sandbox;

const USDC: &str = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48";
const USDC_ON_BASE: &str = "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913";

async fn wallet(user: &User<'_>) -> Value {
    let wallets = user.ask(printed::CHECK_CARD_FUNDING_WALLET_EXISTS, &json!({})).await;
    wallets["AgioCrypto_digital_wallet"][0]["id"].clone()
}

/// The variables of the guide's quote: 100 USDC into the own collateral.
async fn into_collateral(user: &User<'_>, token: &str) -> Value {
    let cards = user.field("{ AgioCard_vw_card { deposit_address } }").await;
    json!({"input": {"digitalWalletId": wallet(user).await, "fromToken": token, "toToken": token,
                     "amount": "100000000", "recipient": cards[0]["deposit_address"]}})
}

#[tokio::test]
async fn the_guide_to_funding_runs_from_top_to_bottom() {
    let mut sandbox = Sandbox::new().await;
    let quote_id = {
        let jane = sandbox.user("jane").await;
        let variables = into_collateral(&jane, USDC_ON_BASE).await;
        let answer = jane.ask(printed::SMART_WALLET_SWAP_QUOTE, &variables).await;
        let quote = &answer["smartWalletSwapQuote"]["quote"];
        let wanted = json!({"quoteId": quote["quoteId"], "fromAmount": "100000000",
            "minimumToAmount": "100000000", "expiry": "2030-01-01T00:01:00.000+00:00",
            "priceImpactPct": 0.0, "amountInUsd": 100.0, "amountOutUsd": 100.0,
            "networkFeeUsd": 0.0, "estimatedFillSeconds": 2,
            "route": {"provider": "RELAY",
                      "providersQueried": ["RELAY", "ALCHEMY", "SYMBIOSIS"]}});
        assert_eq!(*quote, wanted);
        let execute = json!({"input": {"quoteId": quote["quoteId"]}});
        let done = jane.ask(printed::SMART_WALLET_EXECUTE_SWAP_QUOTE, &execute).await;
        let done = &done["smartWalletExecuteSwapQuote"];
        assert_eq!((&done["success"], &done["status"]), (&json!(true), &json!("executed")));
        let again = jane.ask(printed::SMART_WALLET_EXECUTE_SWAP_QUOTE, &execute).await;
        let error = "Quote was already executed";
        assert_eq!(again["smartWalletExecuteSwapQuote"]["error"], error);
        quote["quoteId"].clone()
    };
    let withdraw = json!({"input": {"tokenAddress": USDC_ON_BASE, "amount": "50.5",
                                    "chainId": 8453}});
    {
        let jane = sandbox.user("jane").await;
        let refused = jane.ask(printed::CARD_WITHDRAW, &withdraw).await;
        assert_eq!(refused["cardWithdraw"]["retryAfterSec"], 30, "{refused}");
        let jon = sandbox.user("jon").await;
        let execute = json!({"input": {"quoteId": quote_id}});
        let reply = jon.send(printed::SMART_WALLET_EXECUTE_SWAP_QUOTE, &execute).await;
        assert_eq!(reply.status, 403);
    }
    sandbox.advance(30).await;
    let jane = sandbox.user("jane").await;
    let done = jane.ask(printed::CARD_WITHDRAW, &withdraw).await;
    let done = &done["cardWithdraw"];
    assert_eq!((&done["success"], &done["amount"]), (&json!(true), &json!("50.5")), "{done}");
    let card = jane.cards().await[0];
    let balance = jane.ask(printed::AGIO_CARD_BALANCE, &json!({ "cardId": card })).await;
    assert_eq!(balance["cardBalance"]["balance"]["creditLimit"], 49.5);
}

#[tokio::test]
async fn a_quote_expires() {
    let mut sandbox = Sandbox::new().await;
    let quote = {
        let jane = sandbox.user("jane").await;
        let variables = into_collateral(&jane, USDC).await;
        let answer = jane.ask(printed::SMART_WALLET_SWAP_QUOTE, &variables).await;
        answer["smartWalletSwapQuote"]["quote"]["quoteId"].clone()
    };
    sandbox.advance(60).await;
    let jane = sandbox.user("jane").await;
    let document = "mutation($id: Int!) { smartWalletExecuteSwapQuote(input: {quoteId: $id}) \
                    { success error structuredError { code } } }";
    let done = jane.ask(document, &json!({ "id": quote })).await;
    let wanted = json!({"success": false, "error": "Quote has expired, request a new one",
                        "structuredError": {"code": "QUOTE_EXPIRED"}});
    assert_eq!(done["smartWalletExecuteSwapQuote"], wanted);
}

#[tokio::test]
async fn more_than_the_wallet_holds_is_refused_with_both_amounts() {
    let sandbox = Sandbox::new().await;
    let jane = sandbox.user("jane").await;
    let mut variables = into_collateral(&jane, USDC).await;
    variables["input"]["amount"] = json!("500000001");
    let document = "mutation($input: SmartWalletSwapInput!) { smartWalletSwapQuote(input: $input) \
                    { success error structuredError { code details } } }";
    let answer = jane.ask(document, &variables).await;
    let refused = &answer["smartWalletSwapQuote"];
    assert_eq!(refused["error"], "Insufficient balance");
    let details: Value =
        serde_json::from_str(refused["structuredError"]["details"].as_str().unwrap()).unwrap();
    assert_eq!(details, json!({"required": "500000001", "available": "500000000"}));
    let jon = sandbox.user("jon").await;
    assert_eq!(jon.send(document, &variables).await.status, 403);
}

#[tokio::test]
async fn a_star_is_set_and_listed_and_is_nothing_for_others() {
    let sandbox = Sandbox::new().await;
    let jane = sandbox.user("jane").await;
    let card = jane.cards().await[0];
    let star = json!({"cardId": card, "isStarred": true});
    let row = jane.ask(printed::UPDATE_CARD_STARRED, &star).await;
    assert_eq!(row["update_AgioCard_card_by_pk"], json!({"id": card, "is_starred": true}));
    let listed = jane.field("{ AgioCard_vw_card { is_starred } }").await;
    assert_eq!(listed, json!([{"is_starred": true}, {"is_starred": false}]));
    let jon = sandbox.user("jon").await;
    let row = jon.ask(printed::UPDATE_CARD_STARRED, &star).await;
    assert_eq!(row["update_AgioCard_card_by_pk"], Value::Null);
}

const WETH: &str = "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2";

/// The market moves by op set-price: below the minimum of a quote it cannot be executed any more.
#[tokio::test]
async fn a_price_that_has_fallen_too_far_refuses_an_open_quote() {
    let sandbox = Sandbox::new().await;
    let jane = sandbox.user("jane").await;
    let wallet = wallet(&jane).await;
    let funded = json!({"wallet": format!("wallet:{wallet}"), "asset": "WETH", "amount": "1",
                        "chain_id": 1});
    assert_eq!(sandbox.op("deposit", &funded).await.status, 200);
    let input = json!({"input": {"digitalWalletId": wallet, "fromToken": WETH, "toToken": USDC,
                                 "amount": "40000000000000000"}});
    let quoted = jane.ask(printed::SMART_WALLET_SWAP_QUOTE, &input).await;
    let quote = &quoted["smartWalletSwapQuote"]["quote"];
    assert_eq!(quote["minimumToAmount"], "99201500");
    let execute = json!({"input": {"quoteId": quote["quoteId"]}});
    let document = "mutation($input: SmartWalletExecuteSwapQuoteInput!) \
                    { smartWalletExecuteSwapQuote(input: $input) { success error structuredError \
                    { code } } }";
    let priced = sandbox.op("set-price", &json!({"asset": "weth", "price": "2480.00"})).await;
    assert_eq!(priced.json()["result"], json!({"asset": "WETH", "price": "2480.00"}));
    let refused = jane.ask(document, &execute).await["smartWalletExecuteSwapQuote"].clone();
    let wanted = json!({"success": false, "error": "Price moved below the minimum of the quote",
                        "structuredError": {"code": "PRICE_MOVED"}});
    assert_eq!(refused, wanted);
    // The quote stays open, and is good again at a price that is near enough.
    sandbox.op("set-price", &json!({"asset": "WETH", "price": "2490.00"})).await;
    let done = jane.ask(document, &execute).await["smartWalletExecuteSwapQuote"].clone();
    assert_eq!(done["success"], true, "{done}");
    for (wrong, pointer) in [
        (json!({"asset": "DOGE", "price": "1.00"}), "/asset"),
        (json!({"asset": "WETH", "price": "0.00"}), "/price"),
        (json!({"asset": "WETH", "price": "-1.00"}), "/price"),
        (json!({"asset": "WETH", "price": "1.001"}), "/price"),
        (json!({"asset": "WETH", "price": "99999999999999999.00"}), "/price"),
    ] {
        let refused = sandbox.op("set-price", &wrong).await;
        let found = (refused.status.as_u16(), refused.json()["pointer"].clone());
        assert_eq!(found, (422, json!(pointer)), "{wrong}: {}", refused.text());
    }
}
