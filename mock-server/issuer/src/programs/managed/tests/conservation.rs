//! Conservation of money: whatever happens in whatever order, no minor unit is made or lost.

use proptest::prelude::*;

use super::bench::{Bench, ask, ask_at, transfer};
use crate::{
    money::Cents,
    programs::managed::{
        Account, AuthorizationId, CardId, Currency, DisputeId, Managed, OperationId,
        adapter::Adapter,
        authorization::AuthorizationStatus,
        card::{Balance, CardStatus},
        commands::{
            CancelDispute, DecideCard, DecideDispute, DecideOperation, Deposit, Freeze, Fund,
            Increment, RefundCard, Settle, TerminateCard, TerminationReason, Unfreeze, Verdict,
            Withdraw,
        },
        operation::OperationKind,
    },
};

/// One random step.
#[derive(Clone, Debug)]
enum Step {
    Deposit(Cents),
    Fund(i32, Cents, Option<Adapter>),
    Withdraw(i32, Cents, Option<Adapter>),
    Decide(i32, bool),
    Authorize(i32, Cents, bool),
    Increment(i32, Cents),
    Settle(i32, Option<Cents>, bool, bool),
    Reverse(i32, Option<Cents>),
    Refund(i32, Option<Cents>),
    Dispute(i32, Option<Cents>),
    Verdict(i32, Verdict),
    Cancel(i32),
    Freeze(i32),
    Unfreeze(i32),
    Status(i32, CardStatus),
    Terminate(i32),
    Wait(i64),
}

fn step() -> impl Strategy<Value = Step> {
    let adapter = || {
        prop::option::of(prop::sample::select(vec![
            Adapter::Instant,
            Adapter::Delayed,
            Adapter::Failing,
            Adapter::UnderReview,
        ]))
    };
    let some = || prop::option::of(1..8_000_i64);
    let verdict = prop::sample::select(vec![Verdict::UnderReview, Verdict::Won, Verdict::Lost]);
    let status = prop::sample::select(vec![
        CardStatus::Active,
        CardStatus::Blocked,
        CardStatus::UnderReview,
        CardStatus::Expired,
    ]);
    prop_oneof![
        1 => (1..50_000_i64).prop_map(Step::Deposit),
        6 => (1..4, 50..90_000_i64, adapter()).prop_map(|(a, b, c)| Step::Fund(a, b, c)),
        3 => (1..4, 1..20_000_i64, adapter()).prop_map(|(a, b, c)| Step::Withdraw(a, b, c)),
        3 => (1..30, any::<bool>()).prop_map(|(a, b)| Step::Decide(a, b)),
        8 => (1..4, 1..9_000_i64, any::<bool>()).prop_map(|(a, b, c)| Step::Authorize(a, b, c)),
        2 => (1..20, 1..5_000_i64).prop_map(|(a, b)| Step::Increment(a, b)),
        8 => (1..20, some(), any::<bool>(), prop::bool::weighted(0.1))
            .prop_map(|(a, b, c, d)| Step::Settle(a, b, c, d)),
        3 => (1..20, some()).prop_map(|(a, b)| Step::Reverse(a, b)),
        2 => (1..20, some()).prop_map(|(a, b)| Step::Refund(a, b)),
        4 => (1..20, some()).prop_map(|(a, b)| Step::Dispute(a, b)),
        3 => (1..10, verdict).prop_map(|(a, b)| Step::Verdict(a, b)),
        1 => (1..10).prop_map(Step::Cancel),
        1 => (1..4).prop_map(Step::Freeze),
        2 => (1..4).prop_map(Step::Unfreeze),
        1 => (1..4, status).prop_map(|(a, b)| Step::Status(a, b)),
        1 => (1..4).prop_map(Step::Terminate),
        3 => prop::sample::select(vec![1, 30, 86_400, 604_800]).prop_map(Step::Wait),
    ]
}

fn take(bench: &mut Bench, step: Step) {
    match step {
        Step::Deposit(amount) => {
            bench.done(&Deposit { wallet: bench.wallet, amount });
        }
        Step::Fund(card, amount, adapter) => {
            let input = transfer(amount, adapter);
            let _ = bench.run(&Fund { card: CardId(card), input });
        }
        Step::Withdraw(card, amount, adapter) => {
            let input = transfer(amount, adapter);
            let _ = bench.run(&Withdraw { card: CardId(card), input });
        }
        Step::Decide(operation, approve) => {
            let _ = bench.run(&DecideOperation { operation: OperationId(operation), approve });
        }
        Step::Authorize(card, amount, dines) => {
            let card = CardId(card);
            let request = if dines { ask_at(card, amount, "5812") } else { ask(card, amount) };
            let _ = bench.run(&request);
        }
        Step::Increment(id, by) => {
            let _ = bench.run(&Increment { authorization: AuthorizationId(id), by });
        }
        Step::Settle(id, amount, is_final, force) => {
            let authorization = AuthorizationId(id);
            let _ = bench.run(&Settle { authorization, amount, currency: None, is_final, force });
        }
        Step::Reverse(id, amount) => {
            let _ = bench.reverse(AuthorizationId(id), amount);
        }
        Step::Refund(id, amount) => {
            let authorization = AuthorizationId(id);
            if let Some(row) = bench.managed.authorizations.get(authorization) {
                let (card, authorization) = (row.card, Some(authorization));
                let _ = bench.run(&RefundCard { card, authorization, amount });
            }
        }
        Step::Dispute(id, amount) => {
            let _ = bench.dispute(AuthorizationId(id), amount);
        }
        Step::Verdict(id, verdict) => {
            let _ = bench.run(&DecideDispute { dispute: DisputeId(id), verdict, note: None });
        }
        Step::Cancel(id) => {
            let _ = bench.run(&CancelDispute { dispute: DisputeId(id) });
        }
        Step::Freeze(card) => {
            let _ = bench.run(&Freeze { card: CardId(card) });
        }
        Step::Unfreeze(card) => {
            let _ = bench.run(&Unfreeze { card: CardId(card) });
        }
        Step::Status(card, status) => {
            let (card, reason) = (CardId(card), None);
            let _ = bench.run(&DecideCard { card, status, reason, if_pending: false });
        }
        Step::Terminate(card) => {
            let (card, reason) = (CardId(card), TerminationReason::default());
            let _ = bench.run(&TerminateCard { card, reason });
        }
        Step::Wait(seconds) => bench.wait(seconds),
    }
}

/// Everything that has to be true of the money at any moment.
fn audit(managed: &Managed) {
    let sum: Cents = managed.ledger.iter().map(|(_, amount)| amount).sum();
    assert_eq!(sum, 0, "money was made or lost");
    for wallet in managed.wallets.iter() {
        let Balance { available, held } = managed.ledger.wallet(wallet.id);
        assert!(available >= 0 && held >= 0, "a wallet owes money");
        let under_way = managed.operations.iter().filter(|one| {
            one.wallet == wallet.id && one.kind.is_debit() && one.status.is_under_way()
        });
        assert_eq!(held, under_way.map(|one| one.amount).sum::<Cents>());
    }
    for card in managed.cards.iter() {
        let balance = managed.ledger.card(card.id);
        let entries = managed.records(card.id).entries.iter().map(|id| &managed.entries[id]);
        let last = entries.clone().next_back().map_or_else(Balance::default, |entry| entry.after);
        assert_eq!(balance, last, "the entries of a card are not its balance");
        let sum: Cents = entries.map(|entry| entry.posting.available).sum();
        assert_eq!(balance.available, sum);
        let holds = managed.authorizations.iter().filter(|one| one.card == card.id);
        let holds: Cents = holds.map(|one| one.held()).sum();
        let withdrawals = managed.operations.iter().filter(|one| {
            one.links.card == Some(card.id)
                && one.kind == OperationKind::CardWithdrawal
                && one.status.is_under_way()
        });
        let withdrawals: Cents = withdrawals.map(|one| one.amount).sum();
        assert_eq!(balance.held, holds + withdrawals, "what is held is held for something");
    }
    let mut settled = 0;
    for row in managed.authorizations.iter() {
        settled += row.settled() - row.spending.refunded;
        assert!(row.held() >= 0 && row.released() >= 0 && row.over_settled >= 0);
        if row.status() != AuthorizationStatus::Declined {
            let parts = row.held() + row.settled() + row.released();
            assert_eq!(parts, row.amount + row.over_settled);
        }
        let settlements: Cents = row.settlements.iter().map(|one| one.amount).sum();
        assert_eq!(settlements, row.settled());
    }
    let merchants = managed.ledger.balance(Account::Merchants(Currency::USD));
    assert_eq!(merchants, settled, "merchants have what was settled and not refunded");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn money_is_neither_made_nor_lost(steps in prop::collection::vec(step(), 1..120)) {
        let mut bench = Bench::new();
        for _ in 0..3 {
            bench.card(CardStatus::Active, 10_000);
        }
        for step in steps {
            take(&mut bench, step);
            audit(&bench.managed);
        }
        bench.wait(700_000);
        audit(&bench.managed);
    }
}
