//! Conservation of money: whatever happens in whatever order, no cent is made or lost, and equal
//! idempotency keys never charge twice.

use std::collections::BTreeMap;

use super::Project;
use crate::{story::wait, support::Sandbox};
use mock_server::programs::prepaid::Account;
use proptest::prelude::*;
use serde_json::{Value, json};

/// One random step.
#[derive(Debug, Clone)]
enum Step {
    Card { key: u8, initial: i64 },
    Topup { key: u8, card: usize, amount: i64 },
    Freeze { card: usize, freeze: bool },
    Deposit { cents: i64 },
    Fault { name: &'static str, operation: &'static str, next: u8 },
    Finish { order: usize, completed: bool },
    Close { card: usize },
    Spend { card: usize, cents: i64 },
    Settle { transaction: usize, op: &'static str },
    Pass { seconds: i64 },
}

fn step() -> impl Strategy<Value = Step> {
    let fault = prop_oneof![
        Just("provider-error"),
        Just("provider-error-later"),
        Just("provider-attempt-fails"),
        Just("internal-error"),
    ];
    let operation = prop_oneof![Just("/cards/create"), Just("/cards/topup")];
    prop_oneof![
        4 => (0..4_u8, 1000..40_000_i64).prop_map(|(key, initial)| Step::Card { key, initial }),
        6 => (0..4_u8, 0..5_usize, 900..30_000_i64)
            .prop_map(|(key, card, amount)| Step::Topup { key, card, amount }),
        1 => (0..5_usize, any::<bool>()).prop_map(|(card, freeze)| Step::Freeze { card, freeze }),
        1 => (1..100_000_i64).prop_map(|cents| Step::Deposit { cents }),
        2 => (fault, operation, 1..4_u8)
            .prop_map(|(name, operation, next)| Step::Fault { name, operation, next }),
        1 => (0..8_usize, any::<bool>()).prop_map(|(order, completed)| Step::Finish { order, completed }),
        1 => (0..6_usize).prop_map(|card| Step::Close { card }),
        3 => (0..5_usize, 1..30_000_i64).prop_map(|(card, cents)| Step::Spend { card, cents }),
        3 => (0..20_usize, prop_oneof![Just("clear"), Just("reverse"), Just("refund")])
            .prop_map(|(transaction, op)| Step::Settle { transaction, op }),
        4 => (0..4_i64).prop_map(|seconds| Step::Pass { seconds }),
    ]
}

fn amount(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// First request with each idempotency key, and the order that it made.
type Known = BTreeMap<(&'static str, u8), (Value, String)>;

struct Bank {
    sandbox: Sandbox,
    main: Project,
    known: Known,
}

impl Bank {
    async fn new() -> Self {
        let sandbox = Sandbox::with(json!({"rules": {"er.order.step_ms": 1000}})).await;
        let main = Project::named(&sandbox, "main").await;
        Self { sandbox, main, known: Known::new() }
    }

    fn look<T>(&self, look: impl FnOnce(&mock_server::programs::prepaid::Prepaid) -> T) -> T {
        let handle = self.sandbox.worlds.get("test").unwrap();
        handle.settle();
        handle.read(|world| look(&world.issuer.prepaid))
    }

    fn card(&self, at: usize) -> String {
        self.look(|prepaid| {
            let card = prepaid.cards.iter().nth(at);
            card.map_or_else(|| "0".repeat(24), |card| card.external_id.clone())
        })
    }

    fn master(&self) -> i64 {
        self.look(|prepaid| {
            let main = prepaid.projects.iter().next().unwrap().id;
            prepaid.ledger.micros(Account::Master(main))
        })
    }

    /// Orders under an idempotency key; a known key returns its order and charges nothing.
    async fn order(&mut self, path: &'static str, key: u8, fields: &Value) {
        let before = self.master();
        let name = format!("key-{key}");
        let opened = self.main.post(&self.sandbox, path, fields, Some(&name)).await;
        let order = opened.text("/order_id").to_owned();
        match self.known.get(&(path, key)) {
            Some((first, known)) if first == fields && opened.slug() != "internal_error" => {
                assert_eq!(order, *known, "{}", opened.body);
                assert_eq!(self.master(), before, "a retry moved money");
            }
            Some((first, _)) if first != fields => {
                assert!(["idempotency_key_conflict", "internal_error"].contains(&opened.slug()));
                assert_eq!(self.master(), before);
            }
            Some(_) => assert_eq!(self.master(), before),
            None if opened.status.is_success() => {
                self.known.insert((path, key), (fields.clone(), order));
            }
            None => assert_eq!(self.master(), before, "a refusal moved money: {}", opened.body),
        }
    }

    async fn take(&mut self, step: &Step) {
        match step {
            Step::Card { key, initial } => {
                let fields = json!({"external_user_id": "ext-ada", "product_code": "VUSD-STD",
                                    "initial_topup_amount": amount(*initial)});
                self.order("/cards/create", *key, &fields).await;
            }
            Step::Topup { key, card, amount: cents } => {
                let fields = json!({"card_id": self.card(*card), "amount": amount(*cents)});
                self.order("/cards/topup", *key, &fields).await;
            }
            Step::Freeze { card, freeze } => {
                let fields = json!({"external_user_id": "ext-ada", "card_id": self.card(*card)});
                let path = if *freeze { "/cards/freeze" } else { "/cards/unfreeze" };
                self.main.post(&self.sandbox, path, &fields, None).await;
            }
            Step::Deposit { cents } => {
                let before = self.master();
                let input = json!({"project": "main", "amount": amount(*cents), "asset": "USDT"});
                assert!(self.sandbox.op("deposit", &input).await.status.is_success());
                assert_eq!(self.master(), before + cents * 10_000);
            }
            Step::Fault { name, operation, next } => {
                let fault = json!({"match": {"surface": "ER", "operation": operation},
                                   "when": {"next": next}, "then": {"error": name}});
                self.sandbox.control("POST", "/worlds/test/faults", &fault).await;
            }
            Step::Finish { order, completed } => {
                let id = self.look(|prepaid| {
                    prepaid.orders.iter().nth(*order).map(|order| order.external_id.clone())
                });
                let outcome = if *completed { "completed" } else { "failed" };
                let input = json!({"order": id.unwrap_or_default(), "outcome": outcome});
                self.sandbox.op("finish-order", &input).await;
            }
            Step::Close { card } => {
                let input = json!({"card": self.card(*card), "status": "closed"});
                self.sandbox.op("set-card-status", &input).await;
            }
            Step::Spend { card, cents } => {
                let input = json!({"card": self.card(*card), "amount": amount(*cents)});
                self.sandbox.op("authorize", &input).await;
            }
            Step::Settle { transaction, op } => {
                let id = self.look(|prepaid| {
                    let row = prepaid.transactions.iter().nth(*transaction);
                    row.map(|row| row.external_id.clone())
                });
                self.sandbox.op(op, &json!({"transaction": id.unwrap_or_default()})).await;
            }
            Step::Pass { seconds } => {
                self.sandbox.advance(*seconds).await;
            }
        }
    }

    /// Checks that every cent is somewhere, and only once.
    fn audit(&self) {
        self.look(|prepaid| {
            let total: i64 = prepaid.ledger.iter().map(|(_, micros)| micros).sum();
            assert_eq!(total, 0, "money was made or lost");
            for order in prepaid.orders.iter() {
                let held = prepaid.ledger.cents(Account::Order(order.id));
                if order.has_ended() {
                    assert_eq!(held, 0, "{} holds money after its end", order.external_id);
                    assert!(order.refunded == 0 || order.refunded == order.terms.total());
                } else {
                    let reached: i64 = prepaid.cards[order.card]
                        .transactions
                        .iter()
                        .map(|row| &prepaid.transactions[row])
                        .filter(|row| row.order == Some(order.id))
                        .map(|row| row.amount)
                        .sum();
                    assert_eq!(held + reached, order.charged);
                }
            }
            for (account, micros) in prepaid.ledger.iter() {
                if matches!(account, Account::Master(_) | Account::Hold(_) | Account::Order(_)) {
                    assert!(micros >= 0, "{account:?} is {micros}");
                }
            }
        });
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn no_cent_is_lost_and_no_key_charges_twice(steps in prop::collection::vec(step(), 1..60)) {
        wait(async {
            let mut bank = Bank::new().await;
            bank.audit();
            for step in &steps {
                bank.take(step).await;
                bank.audit();
            }
            bank.sandbox.advance(3600).await;
            bank.audit();
        });
    }
}
