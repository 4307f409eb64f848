//! Cards as they are made, expire and are decided by the operator (MC 7).

use std::collections::BTreeMap;

use super::bench::{Bench, program};
use crate::{
    command::Caller,
    programs::managed::{
        CardId, Currency, Refusal, UserId,
        adapter::AdapterChoice,
        card::{CardFailure, CardStatus},
        commands::{
            ChangeUser, CreateCard, DecideCard, DefineProgram, Freeze, OpenUser, OpenWallet,
            TerminateCard, TerminationReason,
        },
    },
};

fn wish(program: &str) -> CreateCard {
    CreateCard {
        user: None,
        program: program.to_owned(),
        wallet: None,
        label: Some("Ads".to_owned()),
        cardholder_name: None,
        metadata: BTreeMap::new(),
        adapter: AdapterChoice::default(),
    }
}

fn decide(bench: &mut Bench, card: CardId, status: CardStatus) {
    bench.done(&DecideCard { card, status, reason: None, if_pending: false });
}

#[test]
fn an_instant_card_is_active_at_once_with_the_data_of_its_user() {
    let mut bench = Bench::new();
    let id = bench.run(&wish("prg_ke_usd_instant")).unwrap();
    assert_eq!(bench.told(), ["card.created", "card.activated"]);
    let card = &bench.managed.cards[id];
    assert_eq!((card.status, card.activated_at), (CardStatus::Active, Some(bench.now)));
    assert_eq!((card.cardholder_name.as_str(), card.wallet), ("AMARA VERIFIED", bench.wallet));
    let plastic = card.plastic.as_ref().unwrap();
    assert_eq!(plastic.card_id, "atlas-00000001");
    assert_eq!((plastic.expiry_month, plastic.expiry_year), (1, 2029));
    assert!(card.reference.starts_with("crd_") && card.reference.len() == 28);
}

#[test]
fn the_adapter_of_the_program_decides_how_a_card_begins() {
    for (program, status, told) in [
        ("prg_ke_usd_delayed", CardStatus::Pending, vec!["card.created"]),
        ("prg_ke_usd_failing", CardStatus::Failed, vec!["card.created", "card.failed"]),
        ("prg_ke_usd_review", CardStatus::UnderReview, vec!["card.created", "card.under_review"]),
    ] {
        let mut bench = Bench::new();
        let card = bench.run(&wish(program)).unwrap();
        assert_eq!(bench.managed.cards[card].status, status);
        assert_eq!(bench.managed.cards[card].plastic, None);
        assert_eq!(bench.told(), told);
    }
}

#[test]
fn a_delayed_card_is_active_after_thirty_seconds_and_not_before() {
    let mut bench = Bench::new();
    let card = bench.run(&wish("prg_ke_usd_delayed")).unwrap();
    bench.told();
    bench.wait(29);
    assert_eq!(bench.managed.cards[card].status, CardStatus::Pending);
    bench.wait(1);
    assert_eq!(bench.managed.cards[card].status, CardStatus::Active);
    assert_eq!(bench.told(), ["card.activated"]);
}

#[test]
fn a_delayed_card_that_was_terminated_meanwhile_stays_so() {
    let mut bench = Bench::new();
    let card = bench.run(&wish("prg_ke_usd_delayed")).unwrap();
    bench.run(&TerminateCard { card, reason: TerminationReason::Other }).unwrap();
    bench.wait(60);
    assert_eq!(bench.managed.cards[card].status, CardStatus::Terminated);
}

#[test]
fn a_card_is_refused_to_those_who_may_not_have_one() {
    let mut bench = Bench::new();
    for (reference, country, routed, enabled) in [
        ("prg_disabled", "KE", true, false),
        ("prg_unrouted", "KE", false, true),
        ("prg_foreign", "UG", true, true),
    ] {
        let country = country.to_owned();
        bench.done(&DefineProgram { country, routed, enabled, ..program(reference) });
        assert_eq!(bench.run(&wish(reference)), Err(Refusal::ProgramNotAvailable));
    }
    assert_eq!(bench.run(&wish("prg_unknown")), Err(Refusal::ProgramNotAvailable));
    let shilling = DefineProgram { currency: Currency::KES, ..program("prg_kes") };
    bench.done(&shilling);
    assert_eq!(bench.run(&wish("prg_kes")), Err(Refusal::WalletNotAvailable));
    let wallet = Some(bench.managed.wallets[bench.wallet].reference.clone());
    let expected = Currency::KES;
    let in_dollars = CreateCard { wallet, ..wish("prg_kes") };
    assert_eq!(bench.run(&in_dollars), Err(Refusal::CurrencyMismatch { expected }));
    let user = bench.user;
    bench.done(&ChangeUser { user, verified: Some(false), active: None, market: None });
    assert_eq!(bench.run(&wish("prg_ke_usd_instant")), Err(Refusal::VerificationRequired));
}

#[test]
fn the_sixth_live_card_of_a_program_is_refused() {
    let mut bench = Bench::new();
    let cards: Vec<_> = (0..5).map(|_| bench.run(&wish("prg_ke_usd_instant")).unwrap()).collect();
    let full = Err(Refusal::CardLimitReached { limit: 5 });
    assert_eq!(bench.run(&wish("prg_ke_usd_instant")), full);
    bench.run(&wish("prg_ke_usd_delayed")).unwrap();
    bench.run(&TerminateCard { card: cards[0], reason: TerminationReason::Other }).unwrap();
    bench.run(&wish("prg_ke_usd_instant")).unwrap();
}

#[test]
fn another_users_card_is_not_there() {
    let mut bench = Bench::new();
    let card = bench.card(CardStatus::Active, 0);
    let other = bench.done(&OpenUser {
        label: "baraka".to_owned(),
        name: "Baraka Second".to_owned(),
        market: "KE".to_owned(),
        verified: true,
        active: true,
    });
    for caller in [Caller::Tenant(other), Caller::Tenant(UserId(99)), Caller::Stranger] {
        assert_eq!(bench.as_caller(caller, &Freeze { card }), Err(Refusal::NotFound));
    }
    let wallet = OpenWallet { user: other, currency: Currency::USD, amount: 100 };
    let foreign = bench.done(&wallet);
    let wallet = Some(bench.managed.wallets[foreign].reference.clone());
    let wish = CreateCard { wallet, ..wish("prg_ke_usd_instant") };
    assert_eq!(bench.run(&wish), Err(Refusal::WalletNotAvailable));
}

#[test]
fn the_operator_decides_with_the_events_of_the_table() {
    use CardStatus::{Active, Blocked, Expired, Failed, Frozen, Pending, UnderReview};
    for (from, to, told) in [
        (Pending, Active, vec!["card.activated"]),
        (Pending, Failed, vec!["card.failed"]),
        (UnderReview, Active, vec!["card.activated"]),
        (UnderReview, Failed, vec!["card.failed"]),
        (Active, Blocked, vec!["card.blocked"]),
        (Frozen, Blocked, vec!["card.blocked"]),
        (Active, UnderReview, vec!["card.under_review"]),
        (Frozen, UnderReview, vec!["card.under_review"]),
        (Blocked, Active, vec!["card.unblocked"]),
        // Forced.
        (Active, Expired, vec![]),
        (Active, Pending, vec![]),
        (Failed, Active, vec![]),
    ] {
        let mut bench = Bench::new();
        let card = bench.card(from, 0);
        bench.told();
        decide(&mut bench, card, to);
        assert_eq!(bench.managed.cards[card].status, to, "{from:?}");
        assert_eq!(bench.told(), told, "{from:?} {to:?}");
    }
}

#[test]
fn a_card_that_was_active_comes_back_from_its_review() {
    let mut bench = Bench::new();
    let card = bench.card(CardStatus::Active, 0);
    decide(&mut bench, card, CardStatus::UnderReview);
    bench.told();
    decide(&mut bench, card, CardStatus::Active);
    assert_eq!(bench.told(), ["card.review_passed"]);
    decide(&mut bench, card, CardStatus::UnderReview);
    decide(&mut bench, card, CardStatus::Blocked);
    assert_eq!(bench.told(), ["card.under_review", "card.blocked"]);
}

#[test]
fn a_card_that_is_forced_out_of_a_final_status_has_not_ended() {
    let mut bench = Bench::new();
    let failed = bench.run(&wish("prg_ke_usd_failing")).unwrap();
    decide(&mut bench, failed, CardStatus::Active);
    assert_eq!(bench.managed.cards[failed].failure, None);
    decide(&mut bench, failed, CardStatus::Terminated);
    assert!(bench.managed.cards[failed].terminated_at.is_some());
    decide(&mut bench, failed, CardStatus::Failed);
    let card = &bench.managed.cards[failed];
    assert_eq!((card.terminated_at, card.failure), (None, Some(CardFailure::ProviderRejected)));
}

#[test]
fn a_card_bears_no_longer_name_than_a_caller_may_give() {
    let mut bench = Bench::new();
    let user = bench.managed.users.iter().next().unwrap().id;
    bench.managed.users.change(user).name = "Zoë Ångström-Verylongname Indeed".to_owned();
    let card = bench.run(&wish("prg_ke_usd_instant")).unwrap();
    assert_eq!(bench.managed.cards[card].cardholder_name, "ZOË ÅNGSTRÖM-VERYLONGNAME");
}

#[test]
fn a_rejected_card_says_why_it_failed() {
    let mut bench = Bench::new();
    let reviewed = bench.run(&wish("prg_ke_usd_review")).unwrap();
    decide(&mut bench, reviewed, CardStatus::Failed);
    assert_eq!(bench.managed.cards[reviewed].failure, Some(CardFailure::ReviewRejected));
    let failed = bench.run(&wish("prg_ke_usd_failing")).unwrap();
    assert_eq!(bench.managed.cards[failed].failure, Some(CardFailure::ProviderRejected));
}

#[test]
fn a_card_expires_with_the_month_after_its_last() {
    let mut bench = Bench::new();
    let card = bench.run(&wish("prg_ke_usd_instant")).unwrap();
    let reviewed = bench.run(&wish("prg_ke_usd_instant")).unwrap();
    decide(&mut bench, reviewed, CardStatus::UnderReview);
    bench.told();
    let end: jiff::Timestamp = "2029-02-01T00:00:00Z".parse().unwrap();
    let left = end.as_second() - bench.now.as_second();
    bench.wait(left - 1);
    assert_eq!(bench.managed.cards[card].status, CardStatus::Active);
    bench.wait(1);
    assert_eq!(bench.managed.cards[card].status, CardStatus::Expired);
    assert_eq!(bench.managed.cards[reviewed].status, CardStatus::UnderReview);
    decide(&mut bench, reviewed, CardStatus::Active);
    assert_eq!(bench.managed.cards[reviewed].status, CardStatus::Expired);
    assert_eq!(bench.told(), ["card.expired", "card.expired"]);
}
