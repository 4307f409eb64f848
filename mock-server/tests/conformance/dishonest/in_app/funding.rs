//! Misbehaviour with wallets, quotes, swaps and withdrawals.

use serde_json::{Value, json};

use super::{Misbehaviour, Wrong};

pub(super) const WRONGS: &[Misbehaviour] = &[
    Misbehaviour {
        name: "finds no wallet",
        area: "AG-WALLET",
        wrong: Wrong::Answer(|_, a, _| a.result("AgioCrypto_digital_wallet", |v| *v = json!([]))),
    },
    Misbehaviour {
        name: "finds a wallet for everybody",
        area: "AG-WALLET",
        wrong: Wrong::Answer(|_, a, _| {
            a.result("AgioCrypto_digital_wallet", |v| {
                *v = json!([{ "id": 1, "nickname": "w", "wallet_type_id": 3, "network_id": 60 }]);
            });
        }),
    },
    Misbehaviour {
        name: "finds wallets of another network",
        area: "AG-WALLET",
        wrong: Wrong::Answer(|_, a, _| {
            a.result("AgioCrypto_digital_wallet", |v| {
                for row in v.as_array_mut().into_iter().flatten() {
                    row["network_id"] = json!(1);
                }
            });
        }),
    },
    Misbehaviour {
        name: "quotes minima in whole tokens",
        area: "AG-SWAP",
        wrong: Wrong::Answer(|_, a, _| {
            a.result("smartWalletSwapQuote", |v| v["quote"]["minimumToAmount"] = json!("100"));
        }),
    },
    Misbehaviour {
        name: "asks a provider that nobody named",
        area: "AG-QUOTE",
        wrong: Wrong::Answer(|_, a, _| {
            a.result("smartWalletSwapQuote", |v| {
                let asked = v.pointer_mut("/quote/route/providersQueried");
                if let Some(asked) = asked.and_then(Value::as_array_mut) {
                    asked.push(json!("ONEINCH"));
                }
            });
        }),
    },
    Misbehaviour {
        name: "takes the route of a provider that was not asked",
        area: "AG-QUOTE",
        wrong: Wrong::Answer(|_, a, _| {
            a.result("smartWalletSwapQuote", |v| v["quote"]["route"]["provider"] = json!("COW"));
        }),
    },
    Misbehaviour {
        name: "gives quotes that have expired",
        area: "AG-QUOTE",
        wrong: Wrong::Answer(|_, a, _| {
            a.result("smartWalletSwapQuote", |v| v["quote"]["expiry"] = json!(1_000_000_000));
        }),
    },
    Misbehaviour {
        name: "gives the same quote again",
        area: "AG-SWAP",
        wrong: Wrong::Cached("smartWalletSwapQuote("),
    },
    Misbehaviour {
        name: "only says that it executes quotes",
        area: "AG-SWAP",
        wrong: Wrong::Pretended(
            "smartWalletExecuteSwapQuote",
            r#"{"success":true,"transactionHash":"0x1","quoteId":1,"status":"executed","error":null}"#,
        ),
    },
    Misbehaviour {
        name: "executes without a transaction",
        area: "AG-SWAP",
        wrong: Wrong::Answer(|_, a, _| {
            a.result("smartWalletExecuteSwapQuote", |v| v["transactionHash"] = Value::Null);
        }),
    },
    Misbehaviour {
        name: "swaps twice",
        area: "AG-SWAP",
        wrong: Wrong::Twice("smartWalletExecuteSwapQuote("),
    },
    Misbehaviour {
        name: "only says that it withdraws",
        area: "AG-WITHDRAW",
        wrong: Wrong::Pretended(
            "cardWithdraw",
            r#"{"success":true,"transactionHash":"0x1","chainId":8453,"tokenAddress":"0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913","amount":"25","error":null,"retryAfterSec":null}"#,
        ),
    },
    Misbehaviour {
        name: "withdraws twice",
        area: "AG-WITHDRAW",
        wrong: Wrong::Twice("cardWithdraw("),
    },
    Misbehaviour {
        name: "answers withdrawals in the smallest unit",
        area: "AG-WITHDRAW",
        wrong: Wrong::Answer(|_, a, _| {
            a.result("cardWithdraw", |v| v["amount"] = json!("25000000"));
        }),
    },
    Misbehaviour {
        name: "asks to wait after every failure",
        area: "AG-WITHDRAW",
        wrong: Wrong::Answer(|_, a, _| {
            a.result("cardWithdraw", |v| {
                if v["success"] == false {
                    v["retryAfterSec"] = json!(5);
                }
            });
        }),
    },
    Misbehaviour {
        name: "never tells how long to wait",
        area: "AG-WITHDRAW",
        wrong: Wrong::Answer(|_, a, _| {
            a.result("cardWithdraw", |v| v["retryAfterSec"] = Value::Null);
        }),
    },
];
