//! The worked example of MC 13, every number of it.

use super::bench::{Bench, ask_at};
use crate::programs::managed::{
    Account, CardId, Currency, LimitExceeded, LimitKind, Refusal,
    authorization::AuthorizationStatus,
    card::CardStatus,
    commands::{DecideDispute, TerminateCard, TerminationReason, Verdict},
};

/// A row of the table: wallet available, card available, card held, settled so far.
fn row(bench: &Bench, card: CardId) -> (i64, i64, i64, i64) {
    let ((wallet, wallet_held), (available, held)) = (bench.in_wallet(), bench.on_card(card));
    assert_eq!(wallet_held, 0);
    (wallet, available, held, bench.managed.ledger.balance(Account::Merchants(Currency::USD)))
}

#[test]
fn the_worked_example_comes_out_to_the_cent() {
    let mut bench = Bench::new();
    let card = bench.card(CardStatus::Active, 0);
    assert_eq!(row(&bench, card), (500_000, 0, 0, 0));
    bench.fund(card, 20_000).unwrap();
    assert_eq!(row(&bench, card), (480_000, 20_000, 0, 0));
    let first = bench.authorize(card, 6_000);
    assert_eq!(row(&bench, card), (480_000, 14_000, 6_000, 0));
    let second = bench.authorize(card, 5_000);
    assert_eq!(row(&bench, card), (480_000, 9_000, 11_000, 0));
    bench.settle_part(first, 4_500).unwrap();
    assert_eq!(row(&bench, card), (480_000, 9_000, 6_500, 4_500));
    let seen = &bench.managed.authorizations[first];
    assert_eq!((seen.status(), seen.held()), (AuthorizationStatus::PartiallySettled, 1_500));
    bench.reverse(first, Some(500)).unwrap();
    assert_eq!(row(&bench, card), (480_000, 9_500, 6_000, 4_500));
    let seen = &bench.managed.authorizations[first];
    assert_eq!((seen.held(), seen.released()), (1_000, 500));
    bench.settle(first, None).unwrap();
    assert_eq!(row(&bench, card), (480_000, 9_500, 5_000, 5_500));
    let seen = &bench.managed.authorizations[first];
    assert_eq!((seen.status(), seen.settled()), (AuthorizationStatus::Settled, 5_500));
    bench.reverse(second, None).unwrap();
    assert_eq!(row(&bench, card), (480_000, 14_500, 0, 5_500));
    assert_eq!(bench.managed.authorizations[second].status(), AuthorizationStatus::Reversed);
    let third = bench.run(&ask_at(card, 4_000, "5812")).unwrap();
    assert_eq!(row(&bench, card), (480_000, 10_500, 4_000, 5_500));
    bench.settle(third, Some(4_600)).unwrap();
    assert_eq!(row(&bench, card), (480_000, 9_900, 0, 10_100));
    assert_eq!(bench.managed.authorizations[third].over_settled, 600);
    let fourth = bench.run(&ask_at(card, 3_000, "5999")).unwrap();
    assert_eq!(row(&bench, card), (480_000, 6_900, 3_000, 10_100));
    let limit =
        LimitExceeded { kind: LimitKind::OverSettlement, limit: 3_000, currency: Currency::USD };
    assert_eq!(bench.settle(fourth, Some(3_001)), Err(Refusal::Limit(limit)));
    assert_eq!(row(&bench, card), (480_000, 6_900, 3_000, 10_100));
    bench.wait(604_800);
    assert_eq!(row(&bench, card), (480_000, 9_900, 0, 10_100));
    let seen = &bench.managed.authorizations[fourth];
    assert_eq!((seen.status(), seen.released()), (AuthorizationStatus::Expired, 3_000));
    let dispute = bench.dispute(first, None).unwrap();
    assert_eq!(row(&bench, card), (480_000, 15_400, 0, 10_100));
    bench.done(&DecideDispute { dispute, verdict: Verdict::Lost, note: None });
    assert_eq!(row(&bench, card), (480_000, 9_900, 0, 10_100));
    bench.withdraw(card, 5_000).unwrap();
    assert_eq!(row(&bench, card), (485_000, 4_900, 0, 10_100));
    let fifth = bench.authorize(card, 2_000);
    assert_eq!(row(&bench, card), (485_000, 2_900, 2_000, 10_100));
    bench.run(&TerminateCard { card, reason: TerminationReason::default() }).unwrap();
    assert_eq!(row(&bench, card), (487_900, 0, 2_000, 10_100));
    bench.settle(fifth, Some(1_200)).unwrap();
    assert_eq!(row(&bench, card), (488_700, 0, 0, 11_300));
}

#[test]
fn the_worked_example_is_told_in_order() {
    let mut bench = Bench::new();
    let card = bench.card(CardStatus::Active, 0);
    bench.told();
    bench.fund(card, 20_000).unwrap();
    assert_eq!(bench.told(), ["wallet.debited", "card.funded"]);
    let first = bench.authorize(card, 6_000);
    bench.settle_part(first, 4_500).unwrap();
    bench.reverse(first, Some(500)).unwrap();
    assert_eq!(
        bench.told(),
        ["card.authorization.created", "card.authorization.settled", "card.authorization.reversed"]
    );
    let dispute = bench.dispute(first, None).unwrap();
    assert_eq!(bench.told(), ["card.dispute.created", "card.provisional_credit.granted"]);
    bench.done(&DecideDispute { dispute, verdict: Verdict::UnderReview, note: None });
    bench.done(&DecideDispute { dispute, verdict: Verdict::Lost, note: None });
    assert_eq!(
        bench.told(),
        ["card.dispute.updated", "card.dispute.lost", "card.provisional_credit.reversed"]
    );
    bench.withdraw(card, 5_000).unwrap();
    assert_eq!(bench.told(), ["card.withdrawn", "wallet.credited"]);
    let fifth = bench.authorize(card, 2_000);
    bench.run(&TerminateCard { card, reason: TerminationReason::Lost }).unwrap();
    bench.settle(fifth, Some(1_200)).unwrap();
    assert_eq!(
        bench.told(),
        [
            "card.authorization.created",
            "card.terminated",
            "wallet.credited",
            "card.authorization.settled",
            "wallet.credited"
        ]
    );
}

#[test]
fn events_are_numbered_without_gaps_and_carry_the_state_of_their_moment() {
    use crate::programs::managed::notice::What;
    let mut bench = Bench::new();
    let card = bench.card(CardStatus::Active, 0);
    bench.fund(card, 20_000).unwrap();
    bench.authorize(card, 6_000);
    bench.withdraw(card, 1_000).unwrap();
    let notices = bench.notices();
    let numbers: Vec<_> = notices.iter().map(|notice| notice.sequence).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5]);
    assert!(notices.iter().all(|notice| notice.id.starts_with("evt_") && notice.id.len() == 28));
    let What::Wallet { balance, operation, .. } = &notices[0].what else { panic!() };
    assert_eq!((balance.available, operation.amount), (480_000, 20_000));
    let What::Authorization { balance, authorization, .. } = &notices[2].what else { panic!() };
    assert_eq!((balance.available, balance.held, authorization.held()), (14_000, 6_000, 6_000));
}
