//! Disputes and the credits of the time until their decision (MC 11).

use super::bench::{Bench, ask};
use crate::{
    command::Caller,
    programs::managed::{
        Currency, LimitExceeded, LimitKind, Refusal,
        authorization::AuthorizationStatus,
        card::CardStatus,
        commands::{
            CancelDispute, DecideDispute, RefundCard, TerminateCard, TerminationReason, Verdict,
        },
        decline_reason::DeclineReason,
        dispute::{CreditStatus, DisputeStatus},
        operation::OperationKind,
    },
};

fn decide(verdict: Verdict, dispute: crate::programs::managed::DisputeId) -> DecideDispute {
    DecideDispute { dispute, verdict, note: Some("seen".to_owned()) }
}

fn exceeds(limit: i64) -> Refusal {
    let kind = LimitKind::DisputeAmountExceedsSettled;
    Refusal::Limit(LimitExceeded { kind, limit, currency: Currency::USD })
}

#[test]
fn a_won_dispute_keeps_its_credit() {
    let mut bench = Bench::new();
    let card = bench.card(CardStatus::Active, 5_500);
    let id = bench.spend(card, 5_500);
    bench.told();
    let dispute = bench.dispute(id, None).unwrap();
    assert_eq!(bench.on_card(card), (5_500, 0));
    bench.done(&decide(Verdict::Won, dispute));
    assert_eq!(bench.on_card(card), (5_500, 0));
    let row = &bench.managed.disputes[dispute];
    assert_eq!((row.status, row.credit.status), (DisputeStatus::Won, CreditStatus::Final));
    assert_eq!(row.credit.ended_at, Some(bench.now));
    assert_eq!(row.resolution.as_ref().unwrap().note.as_deref(), Some("seen"));
    assert_eq!(
        bench.told(),
        ["card.dispute.created", "card.provisional_credit.granted", "card.dispute.won"]
    );
}

#[test]
fn a_lost_or_canceled_dispute_takes_the_credit_back_even_below_zero() {
    let mut bench = Bench::new();
    let card = bench.card(CardStatus::Active, 5_500);
    let id = bench.spend(card, 5_500);
    let dispute = bench.dispute(id, None).unwrap();
    bench.withdraw(card, 5_500).unwrap();
    bench.told();
    bench.run(&CancelDispute { dispute }).unwrap();
    assert_eq!(bench.on_card(card), (-5_500, 0));
    assert_eq!(bench.told(), ["card.dispute.canceled", "card.provisional_credit.reversed"]);
    let declined = bench.run(&ask(card, 1)).unwrap();
    let reason = bench.managed.authorizations[declined].decline_reason;
    assert_eq!(reason, Some(DeclineReason::InsufficientFunds));
    let (available, currency) = (-5_500, Currency::USD);
    let negative = Err(Refusal::NegativeBalance { available, currency });
    let reason = TerminationReason::default();
    assert_eq!(bench.run(&TerminateCard { card, reason }), negative);
    bench.fund(card, 6_000).unwrap();
    assert_eq!(bench.on_card(card), (500, 0));
    for closed in [Verdict::UnderReview, Verdict::Won, Verdict::Lost] {
        let again = bench.as_caller(Caller::Ops, &decide(closed, dispute));
        assert_eq!(again, Err(Refusal::DisputeClosed(DisputeStatus::Canceled)));
    }
    let again = bench.run(&CancelDispute { dispute });
    assert_eq!(again, Err(Refusal::DisputeClosed(DisputeStatus::Canceled)));
}

#[test]
fn a_dispute_is_refused_in_the_order_of_the_contract() {
    let mut bench = Bench::new();
    let card = bench.card(CardStatus::Active, 10_000);
    let open = bench.authorize(card, 1_000);
    let not_settled = Refusal::AuthorizationNotSettled(AuthorizationStatus::Authorized);
    assert_eq!(bench.dispute(open, None), Err(not_settled));
    let id = bench.spend(card, 5_000);
    assert_eq!(bench.dispute(id, Some(5_001)), Err(exceeds(5_000)));
    let dispute = bench.dispute(id, Some(2_000)).unwrap();
    let reference = bench.managed.disputes[dispute].reference.clone();
    assert_eq!(
        bench.dispute(id, Some(1_000)),
        Err(Refusal::DisputeExists { dispute: reference.clone() })
    );
    let reason = TerminationReason::default();
    let stopped = Err(Refusal::OpenDispute { dispute: reference });
    assert_eq!(bench.run(&TerminateCard { card, reason }), stopped);
    bench.done(&decide(Verdict::Won, dispute));
    let refund = RefundCard { card, authorization: Some(id), amount: Some(500) };
    bench.done(&refund);
    assert_eq!(bench.dispute(id, Some(2_501)), Err(exceeds(2_500)));
    let rest = bench.dispute(id, None).unwrap();
    assert_eq!(bench.managed.disputes[rest].amount, 2_500);
    bench.done(&decide(Verdict::Won, rest));
    assert_eq!(bench.dispute(id, None), Err(exceeds(0)));
}

#[test]
fn the_window_of_a_dispute_is_120_days_and_counts_from_the_last_settlement() {
    const WINDOW: i64 = 120 * 86_400;
    let mut bench = Bench::new();
    let card = bench.card(CardStatus::Active, 10_000);
    let id = bench.spend(card, 5_000);
    let closed_at = bench.now + jiff::SignedDuration::from_secs(WINDOW);
    bench.wait(WINDOW);
    let dispute = bench.dispute(id, None).unwrap();
    bench.run(&CancelDispute { dispute }).unwrap();
    bench.wait(1);
    assert_eq!(bench.dispute(id, None), Err(Refusal::DisputeWindowClosed { closed_at }));
}

#[test]
fn a_dispute_on_a_terminated_card_pays_the_wallet_when_it_is_won() {
    for (verdict, wallet, told) in [
        (Verdict::Won, 505_000, vec!["card.dispute.won", "wallet.credited"]),
        (Verdict::Lost, 500_000, vec!["card.dispute.lost"]),
    ] {
        let mut bench = Bench::new();
        let card = bench.card(CardStatus::Active, 5_000);
        let id = bench.spend(card, 5_000);
        let reason = TerminationReason::default();
        bench.run(&TerminateCard { card, reason }).unwrap();
        bench.told();
        let dispute = bench.dispute(id, None).unwrap();
        assert_eq!(bench.told(), ["card.dispute.created"]);
        let credit = bench.managed.disputes[dispute].credit;
        assert_eq!((credit.status, credit.amount), (CreditStatus::NotGranted, 0));
        bench.done(&decide(verdict, dispute));
        assert_eq!((bench.in_wallet(), bench.on_card(card)), ((wallet, 0), (0, 0)));
        assert_eq!(bench.told(), told);
        let credit = bench.managed.disputes[dispute].credit;
        assert_eq!(credit.status, CreditStatus::NotGranted);
    }
}

#[test]
fn a_payment_for_a_won_dispute_is_an_operation_that_names_it() {
    let mut bench = Bench::new();
    let card = bench.card(CardStatus::Active, 5_000);
    let id = bench.spend(card, 5_000);
    bench.run(&TerminateCard { card, reason: TerminationReason::default() }).unwrap();
    let dispute = bench.dispute(id, None).unwrap();
    bench.done(&decide(Verdict::Won, dispute));
    let paid = bench.managed.operations.iter().last().unwrap();
    assert_eq!((paid.kind, paid.amount), (OperationKind::DisputeCredit, 5_000));
    assert_eq!((paid.links.dispute, paid.links.authorization), (Some(dispute), Some(id)));
}
