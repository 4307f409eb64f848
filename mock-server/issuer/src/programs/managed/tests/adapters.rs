//! Fundings and withdrawals through the four adapters (MC 8, 13).

use super::bench::{Bench, transfer};
use crate::programs::managed::{
    Currency, LimitExceeded, LimitKind, OperationId, Refusal,
    adapter::{Adapter, AdapterChoice},
    card::CardStatus,
    commands::{
        AdapterTarget, ChooseAdapter, DecideCard, DecideOperation, Fund, TerminateCard,
        TerminationReason, TransferInput,
    },
    operation::{OperationFailure, OperationKind, OperationStatus},
};

fn operation(bench: &Bench, id: OperationId) -> (OperationStatus, Option<OperationFailure>) {
    let row = &bench.managed.operations[id];
    (row.status, row.failure)
}

#[test]
fn a_slow_funding_is_held_in_the_wallet_until_it_is_done() {
    let mut bench = Bench::new();
    let card = bench.card(CardStatus::Active, 0);
    bench.told();
    let id = bench.fund_by(card, 10_000, Adapter::Delayed).unwrap();
    assert_eq!((bench.in_wallet(), bench.on_card(card)), ((490_000, 10_000), (0, 0)));
    assert_eq!(operation(&bench, id), (OperationStatus::Processing, None));
    assert!(bench.told().is_empty());
    bench.wait(29);
    assert_eq!(bench.in_wallet(), (490_000, 10_000));
    bench.wait(1);
    assert_eq!((bench.in_wallet(), bench.on_card(card)), ((490_000, 0), (10_000, 0)));
    assert_eq!(operation(&bench, id), (OperationStatus::Completed, None));
    assert_eq!(bench.managed.operations[id].completed_at, Some(bench.now));
    assert_eq!(bench.told(), ["wallet.debited", "card.funded"]);
}

#[test]
fn a_funding_that_is_rejected_moves_nothing_in_the_end() {
    let mut bench = Bench::new();
    let card = bench.card(CardStatus::Active, 0);
    bench.told();
    let operation_id = bench.fund_by(card, 10_000, Adapter::UnderReview).unwrap();
    assert_eq!(operation(&bench, operation_id), (OperationStatus::UnderReview, None));
    bench.wait(1_000_000);
    assert_eq!(bench.in_wallet(), (490_000, 10_000));
    bench.done(&DecideOperation { operation: operation_id, approve: false });
    assert_eq!((bench.in_wallet(), bench.on_card(card)), ((500_000, 0), (0, 0)));
    let rejected = (OperationStatus::Failed, Some(OperationFailure::ReviewRejected));
    assert_eq!(operation(&bench, operation_id), rejected);
    assert_eq!(bench.told(), ["card.funding.failed"]);
    let again = bench.as_caller(
        crate::command::Caller::Ops,
        &DecideOperation { operation: operation_id, approve: true },
    );
    assert_eq!(again, Err(Refusal::OperationEnded(OperationStatus::Failed)));
}

#[test]
fn a_slow_withdrawal_is_held_on_the_card_until_it_is_done() {
    let mut bench = Bench::new();
    let card = bench.card(CardStatus::Active, 10_000);
    bench.told();
    bench.withdraw_by(card, 4_000, Adapter::Delayed).unwrap();
    assert_eq!((bench.in_wallet(), bench.on_card(card)), ((500_000, 0), (6_000, 4_000)));
    bench.wait(30);
    assert_eq!((bench.in_wallet(), bench.on_card(card)), ((504_000, 0), (6_000, 0)));
    assert_eq!(bench.told(), ["card.withdrawn", "wallet.credited"]);
    let operation = bench.withdraw_by(card, 1_000, Adapter::UnderReview).unwrap();
    bench.done(&DecideOperation { operation, approve: false });
    assert_eq!((bench.in_wallet(), bench.on_card(card)), ((504_000, 0), (6_000, 0)));
    assert_eq!(bench.told(), ["card.withdrawal.failed"]);
}

#[test]
fn the_failing_adapter_refuses_and_nothing_moves() {
    let mut bench = Bench::new();
    let card = bench.card(CardStatus::Active, 10_000);
    bench.told();
    assert_eq!(bench.fund_by(card, 1_000, Adapter::Failing), Err(Refusal::ProviderError));
    assert_eq!(bench.withdraw_by(card, 1_000, Adapter::Failing), Err(Refusal::ProviderError));
    assert!(bench.told().is_empty());
}

#[test]
fn the_adapter_of_the_call_comes_before_that_of_the_card_and_of_the_program() {
    let mut bench = Bench::new();
    let card = bench.card(CardStatus::Active, 0);
    let program = bench.managed.cards[card].program;
    let choose = |target, adapter, delay_ms| ChooseAdapter {
        target,
        choice: AdapterChoice { adapter, delay_ms },
    };
    bench.done(&choose(AdapterTarget::Program(program), Some(Adapter::Failing), None));
    assert_eq!(bench.fund(card, 1_000), Err(Refusal::ProviderError));
    bench.done(&choose(AdapterTarget::Card(card), Some(Adapter::Delayed), Some(5_000)));
    let slow = bench.fund(card, 1_000).unwrap();
    bench.wait(5);
    assert_eq!(operation(&bench, slow), (OperationStatus::Completed, None));
    let at_once = bench.fund_by(card, 1_000, Adapter::Instant).unwrap();
    assert_eq!(operation(&bench, at_once), (OperationStatus::Completed, None));
    bench.done(&choose(AdapterTarget::Card(card), None, None));
    bench.done(&choose(AdapterTarget::Program(program), None, None));
    bench.fund(card, 1_000).unwrap();
}

#[test]
fn a_funding_keeps_to_the_limits_of_the_program() {
    let mut bench = Bench::new();
    let card = bench.card(CardStatus::Active, 700_000);
    let limit =
        |kind, limit| Err(Refusal::Limit(LimitExceeded { kind, limit, currency: Currency::USD }));
    assert_eq!(bench.fund(card, 99), limit(LimitKind::AmountBelowMinimum, 100));
    assert_eq!(bench.fund(card, 500_001), limit(LimitKind::AmountAboveMaximum, 500_000));
    assert_eq!(bench.fund(card, 300_001), limit(LimitKind::BalanceLimitExceeded, 1_000_000));
    bench.fund_by(card, 100, Adapter::Delayed).unwrap();
    assert_eq!(bench.fund(card, 300_000), limit(LimitKind::BalanceLimitExceeded, 1_000_000));
    bench.fund(card, 299_900).unwrap();
    let other = bench.card(CardStatus::Active, 0);
    let (available, currency) = (200_000, Currency::USD);
    let too_little = Err(Refusal::InsufficientWalletFunds { available, currency });
    assert_eq!(bench.fund(other, 200_001), too_little);
    let input = TransferInput { currency: Some("KES".to_owned()), ..transfer(99, None) };
    let mismatch = Err(Refusal::CurrencyMismatch { expected: currency });
    assert_eq!(bench.run(&Fund { card: other, input }), mismatch);
    let available = 0;
    let too_little = Err(Refusal::InsufficientCardFunds { available, currency });
    assert_eq!(bench.withdraw(other, 1), too_little);
}

#[test]
fn a_slow_funding_fails_when_its_card_ends() {
    let mut bench = Bench::new();
    let card = bench.card(CardStatus::Active, 2_900);
    let id = bench.fund_by(card, 10_000, Adapter::Delayed).unwrap();
    bench.told();
    bench.run(&TerminateCard { card, reason: TerminationReason::Stolen }).unwrap();
    assert_eq!(bench.in_wallet(), (502_900, 0));
    let failed = (OperationStatus::Failed, Some(OperationFailure::CardTerminated));
    assert_eq!(operation(&bench, id), failed);
    assert_eq!(bench.told(), ["card.terminated", "card.funding.failed", "wallet.credited"]);
    bench.wait(60);
    assert_eq!(bench.in_wallet(), (502_900, 0));
}

#[test]
fn a_slow_funding_reaches_a_frozen_card_but_no_expired_one() {
    for (status, wanted) in [
        (CardStatus::Frozen, (OperationStatus::Completed, None)),
        (CardStatus::Blocked, (OperationStatus::Completed, None)),
        (CardStatus::UnderReview, (OperationStatus::Completed, None)),
        (CardStatus::Expired, (OperationStatus::Failed, Some(OperationFailure::CardExpired))),
    ] {
        let mut bench = Bench::new();
        let card = bench.card(CardStatus::Active, 0);
        let id = bench.fund_by(card, 10_000, Adapter::Delayed).unwrap();
        bench.done(&DecideCard { card, status, reason: None, if_pending: false });
        bench.wait(30);
        assert_eq!(operation(&bench, id), wanted, "{status:?}");
    }
}

#[test]
fn a_withdrawal_that_is_rejected_after_the_end_of_its_card_reaches_the_wallet_all_the_same() {
    let mut bench = Bench::new();
    let card = bench.card(CardStatus::Active, 10_000);
    let operation_id = bench.withdraw_by(card, 4_000, Adapter::UnderReview).unwrap();
    bench.run(&TerminateCard { card, reason: TerminationReason::Fraud }).unwrap();
    assert_eq!((bench.in_wallet(), bench.on_card(card)), ((506_000, 0), (0, 4_000)));
    bench.told();
    bench.done(&DecideOperation { operation: operation_id, approve: false });
    assert_eq!((bench.in_wallet(), bench.on_card(card)), ((510_000, 0), (0, 0)));
    assert_eq!(bench.told(), ["card.withdrawal.failed", "wallet.credited"]);
    let last = bench.managed.operations.iter().last().unwrap();
    assert_eq!((last.kind, last.amount), (OperationKind::CardTermination, 4_000));
}
