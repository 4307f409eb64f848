//! Money that comes after the end of a card (MC 9, 10.4, 19).

use super::bench::Bench;
use crate::programs::managed::{
    card::CardStatus,
    commands::{RefundCard, TerminateCard, TerminationReason},
    entry::EntryKind,
    operation::OperationKind,
};

#[test]
fn what_a_hold_releases_after_the_end_of_its_card_reaches_the_wallet() {
    let mut bench = Bench::new();
    let card = bench.card(CardStatus::Active, 10_000);
    let settled = bench.authorize(card, 1_000);
    let reversed = bench.authorize(card, 2_000);
    let expired = bench.authorize(card, 3_000);
    bench.run(&TerminateCard { card, reason: TerminationReason::Lost }).unwrap();
    assert_eq!((bench.in_wallet(), bench.on_card(card)), ((504_000, 0), (0, 6_000)));
    assert_eq!(bench.managed.cards[card].status_reason.as_deref(), Some("lost"));
    bench.told();
    bench.settle(settled, Some(400)).unwrap();
    assert_eq!((bench.in_wallet(), bench.on_card(card)), ((504_600, 0), (0, 5_000)));
    bench.reverse(reversed, Some(500)).unwrap();
    assert_eq!((bench.in_wallet(), bench.on_card(card)), ((505_100, 0), (0, 4_500)));
    bench.wait(604_800);
    assert_eq!((bench.in_wallet(), bench.on_card(card)), ((509_600, 0), (0, 0)));
    assert_eq!(bench.managed.authorizations[expired].released(), 3_000);
    let releases = bench.managed.operations.iter();
    let releases = releases.filter(|one| one.kind == OperationKind::AuthorizationRelease);
    assert_eq!(releases.map(|one| one.amount).collect::<Vec<_>>(), [600, 500, 1_500, 3_000]);
}

#[test]
fn a_refund_after_the_end_of_its_card_reaches_the_wallet() {
    let mut bench = Bench::new();
    let card = bench.card(CardStatus::Active, 10_000);
    let id = bench.spend(card, 10_000);
    bench.run(&TerminateCard { card, reason: TerminationReason::Lost }).unwrap();
    bench.told();
    bench.done(&RefundCard { card, authorization: Some(id), amount: None });
    assert_eq!((bench.in_wallet(), bench.on_card(card)), ((510_000, 0), (0, 0)));
    assert_eq!(bench.told(), ["card.refunded", "wallet.credited"]);
    let entries = bench.managed.entries.iter();
    assert!(entries.into_iter().all(|entry| entry.posting.kind != EntryKind::Refund));
}

#[test]
fn a_settlement_with_a_rest_writes_two_entries() {
    let mut bench = Bench::new();
    let card = bench.card(CardStatus::Active, 10_000);
    let id = bench.authorize(card, 4_000);
    bench.settle(id, Some(1_000)).unwrap();
    let shown: Vec<_> = bench
        .managed
        .entries
        .iter()
        .map(|entry| {
            let posting = entry.posting;
            let after = (entry.after.available, entry.after.held);
            (posting.kind, (posting.available, posting.held), after)
        })
        .collect();
    assert_eq!(
        shown,
        [
            (EntryKind::Funding, (10_000, 0), (10_000, 0)),
            (EntryKind::Hold, (-4_000, 4_000), (6_000, 4_000)),
            (EntryKind::Settlement, (0, -1_000), (6_000, 3_000)),
            (EntryKind::Release, (3_000, -3_000), (9_000, 0)),
        ]
    );
}
