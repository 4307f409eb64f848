//! Users' apps that do one thing wrong.

use serde_json::{Value, json};

use crate::support::Sandbox;

const USDC: &str = "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913";

const EXECUTE: &str = "mutation($id: Int!) { smartWalletExecuteSwapQuote(input: {quoteId: $id}) { \
                       success error } }";

/// A quote of jane's for 100 USDC into her collateral.
async fn quote(sandbox: &Sandbox) -> Value {
    let jane = sandbox.user("jane").await;
    let wallets = jane.field("{ AgioCrypto_digital_wallet { id } }").await;
    let cards = jane.field("{ AgioCard_vw_card { deposit_address } }").await;
    let input = json!({"digitalWalletId": wallets[0]["id"], "fromToken": USDC, "toToken": USDC,
                       "amount": "100000000", "recipient": cards[0]["deposit_address"]});
    let document = "mutation($input: SmartWalletSwapInput!) { smartWalletSwapQuote(input: $input) \
                    { success error quote { quoteId } } }";
    let answer = jane.ask(document, &json!({ "input": input })).await;
    answer["smartWalletSwapQuote"]["quote"]["quoteId"].clone()
}

async fn withdraw(sandbox: &Sandbox) -> Value {
    let jane = sandbox.user("jane").await;
    let document = format!(
        "mutation {{ cardWithdraw(input: {{tokenAddress: \"{USDC}\", amount: \"50.5\", chainId: \
         8453}}) {{ success error wait: retryAfterSec }} }}"
    );
    jane.ask(&document, &json!({})).await["cardWithdraw"].clone()
}

#[tokio::test]
async fn ag_client_01_is_broken_by_withdraws_too_early() {
    let mut sandbox = Sandbox::new().await;
    let quote = quote(&sandbox).await;
    let done = sandbox.user("jane").await.ask(EXECUTE, &json!({ "id": quote })).await;
    assert_eq!(done["smartWalletExecuteSwapQuote"]["success"], true, "{done}");
    assert_eq!(withdraw(&sandbox).await["wait"], 30);
    assert_eq!(sandbox.duty("AG-CLIENT-01").await["verdict"], "unseen", "it may still wait");
    sandbox.advance(10).await;
    assert_eq!(withdraw(&sandbox).await["wait"], 20);
    sandbox.is_broken("AG-CLIENT-01", &[5, 6]).await;
    let says = "cardWithdraw was sent again after 10.0 s, where the answer said 30 s";
    assert_eq!(sandbox.duty("AG-CLIENT-01").await["says"], says);
}

#[tokio::test]
async fn ag_client_02_is_broken_by_executes_expired_quote() {
    let mut sandbox = Sandbox::new().await;
    let quote = quote(&sandbox).await;
    sandbox.advance(60).await;
    for verdict in ["kept", "broken"] {
        let done = sandbox.user("jane").await.ask(EXECUTE, &json!({ "id": quote })).await;
        assert_eq!(done["smartWalletExecuteSwapQuote"]["success"], false, "{done}");
        assert_eq!(sandbox.duty("AG-CLIENT-02").await["verdict"], verdict);
    }
    sandbox.is_broken("AG-CLIENT-02", &[4, 5]).await;
}

#[tokio::test]
async fn ag_client_03_is_broken_by_polls_every_second() {
    let mut sandbox = Sandbox::new().await;
    for reads in 1..=4 {
        let jane = sandbox.user("jane").await;
        jane.field("{ AgioCard_card_application { id application_status } }").await;
        let verdict = match reads {
            1 => "unseen",
            2 | 3 => "kept",
            _ => "broken",
        };
        assert_eq!(sandbox.duty("AG-CLIENT-03").await["verdict"], verdict, "{reads}");
        sandbox.advance(1).await;
    }
    sandbox.is_broken("AG-CLIENT-03", &[1, 2, 3, 4]).await;
}
