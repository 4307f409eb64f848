//! Authorizations: every reason to decline, every way in which a hold ends (MC 10).

use strum::IntoEnumIterator;

use super::bench::{Bench, ask, ask_at};
use crate::{
    clearing::Decline,
    programs::managed::{
        AuthorizationId, Currency, LimitExceeded, LimitKind, Refusal,
        adapter::{Adapter, AdapterChoice},
        authorization::AuthorizationStatus,
        card::CardStatus,
        commands::{Authorize, ExpireAuthorization, Increment, RefundCard, Settle},
        decline_reason::DeclineReason,
    },
};

fn reason(bench: &Bench, id: AuthorizationId) -> Option<DeclineReason> {
    bench.managed.authorizations[id].decline_reason
}

#[test]
fn a_decline_is_an_object_that_moves_nothing() {
    let mut bench = Bench::new();
    let card = bench.card(CardStatus::Active, 14_000);
    bench.told();
    let id = bench.run(&ask(card, 14_001)).unwrap();
    let row = &bench.managed.authorizations[id];
    assert_eq!((row.status(), row.amount), (AuthorizationStatus::Declined, 14_001));
    assert_eq!((row.held(), row.settled(), row.released(), row.over_settled), (0, 0, 0, 0));
    assert_eq!((row.approval_code.as_ref(), row.expires_at), (None, None));
    assert_eq!(reason(&bench, id), Some(DeclineReason::InsufficientFunds));
    assert_eq!(bench.on_card(card), (14_000, 0));
    assert_eq!(bench.told(), ["card.authorization.created"]);
    let exact = bench.run(&ask(card, 14_000)).unwrap();
    let row = &bench.managed.authorizations[exact];
    assert_eq!(row.status(), AuthorizationStatus::Authorized);
    assert_eq!(row.approval_code.as_ref().unwrap().len(), 6);
    assert_eq!(row.expires_at.unwrap().as_second() - bench.now.as_second(), 604_800);
    assert_eq!(
        (row.merchant.name.as_str(), row.merchant.country.as_str()),
        ("Sandbox Merchant", "KE")
    );
}

/// Each request meets its reason and every one after it.
#[test]
fn the_first_reason_in_the_order_of_the_contract_declines() {
    let mut bench = Bench::new();
    let card = bench.card(CardStatus::Active, 1_000);
    let failing = AdapterChoice { adapter: Some(Adapter::Failing), delay_ms: None };
    let simulated = Some(DeclineReason::SuspectedFraud);
    let much = ask_at(card, 200_001, "7995");
    for (request, wanted) in [
        (Authorize { adapter: failing, simulated, ..much.clone() }, DeclineReason::SuspectedFraud),
        (Authorize { adapter: failing, ..much.clone() }, DeclineReason::ProviderUnavailable),
        (much, DeclineReason::MerchantBlocked),
        (ask(card, 200_001), DeclineReason::AmountLimitExceeded),
        (ask(card, 200_000), DeclineReason::InsufficientFunds),
    ] {
        let id = bench.run(&request).unwrap();
        assert_eq!(reason(&bench, id), Some(wanted));
    }
}

#[test]
fn the_back_office_comes_before_the_status_and_the_caller_after_it() {
    let mut bench = Bench::new();
    let frozen = bench.card(CardStatus::Frozen, 1_000);
    let (simulated, forced) = (Some(DeclineReason::DoNotHonor), Some(DeclineReason::InvalidPin));
    let by_caller = Authorize { simulated, ..ask(frozen, 100) };
    let by_office = Authorize { forced, ..by_caller.clone() };
    let id = bench.run(&by_caller).unwrap();
    assert_eq!(reason(&bench, id), Some(DeclineReason::CardFrozen));
    let id = bench.run(&by_office).unwrap();
    assert_eq!(reason(&bench, id), Some(DeclineReason::InvalidPin));
}

#[test]
fn every_reason_can_be_forced_and_goes_through_the_words_of_the_control_plane() {
    let mut bench = Bench::new();
    let card = bench.card(CardStatus::Active, 1_000);
    for wanted in DeclineReason::iter() {
        let id = bench.run(&Authorize { forced: Some(wanted), ..ask(card, 100) }).unwrap();
        assert_eq!(reason(&bench, id), Some(wanted));
        let back = DeclineReason::from(Decline::from(wanted));
        let is_only_here =
            matches!(wanted, DeclineReason::CardFailed | DeclineReason::CardUnderReview);
        assert!(back == wanted || is_only_here, "{wanted:?} comes back as {back:?}");
    }
    assert_eq!(bench.on_card(card), (1_000, 0));
}

#[test]
fn held_settled_and_released_are_always_what_was_asked_for() {
    let mut bench = Bench::new();
    let card = bench.card(CardStatus::Active, 20_000);
    let id = bench.run(&ask_at(card, 4_000, "5812")).unwrap();
    let sums = |bench: &Bench| {
        let row = &bench.managed.authorizations[id];
        assert_eq!(row.held() + row.settled() + row.released(), row.amount + row.over_settled);
        (row.held(), row.settled(), row.released(), row.over_settled)
    };
    assert_eq!(sums(&bench), (4_000, 0, 0, 0));
    bench.settle_part(id, 1_000).unwrap();
    assert_eq!(sums(&bench), (3_000, 1_000, 0, 0));
    bench.reverse(id, Some(500)).unwrap();
    assert_eq!(sums(&bench), (2_500, 1_000, 500, 0));
    bench.settle(id, Some(3_200)).unwrap();
    assert_eq!(sums(&bench), (0, 4_200, 500, 700));
}

#[test]
fn a_restaurant_settles_up_to_a_fifth_more_rounded_down() {
    for (asked, most) in [(4_000, 4_800), (4_001, 4_801), (4_004, 4_804), (1, 1)] {
        let mut bench = Bench::new();
        let card = bench.card(CardStatus::Active, 20_000);
        let id = bench.run(&ask_at(card, asked, "4121")).unwrap();
        let limit =
            LimitExceeded { kind: LimitKind::OverSettlement, limit: most, currency: Currency::USD };
        assert_eq!(bench.settle(id, Some(most + 1)), Err(Refusal::Limit(limit)));
        bench.settle(id, Some(most)).unwrap();
        assert_eq!(bench.on_card(card), (20_000 - most, 0));
    }
}

#[test]
fn an_excess_that_the_card_cannot_pay_is_refused_unless_forced() {
    let mut bench = Bench::new();
    let card = bench.card(CardStatus::Active, 4_500);
    let id = bench.run(&ask_at(card, 4_000, "5812")).unwrap();
    let (available, currency) = (500, Currency::USD);
    let too_little = Err(Refusal::InsufficientCardFunds { available, currency });
    assert_eq!(bench.settle(id, Some(4_600)), too_little);
    let force = |amount| Settle {
        authorization: id,
        amount: Some(amount),
        currency: None,
        is_final: true,
        force: true,
    };
    bench.done(&force(9_000));
    assert_eq!(bench.on_card(card), (-4_500, 0));
    assert_eq!(bench.managed.authorizations[id].over_settled, 5_000);
    let next = bench.run(&ask(card, 1)).unwrap();
    assert_eq!(reason(&bench, next), Some(DeclineReason::InsufficientFunds));
}

#[test]
fn a_settlement_ends_as_the_table_says() {
    use AuthorizationStatus::{PartiallySettled, Settled};
    for (amount, is_final, status, on_card) in [
        (4_000, true, Settled, (16_000, 0)),
        (1_000, true, Settled, (19_000, 0)),
        (1_000, false, PartiallySettled, (16_000, 3_000)),
        (4_000, false, Settled, (16_000, 0)),
    ] {
        let mut bench = Bench::new();
        let card = bench.card(CardStatus::Active, 20_000);
        let id = bench.authorize(card, 4_000);
        let (amount, currency) = (Some(amount), None);
        bench.run(&Settle { authorization: id, amount, currency, is_final, force: false }).unwrap();
        let row = &bench.managed.authorizations[id];
        assert_eq!((row.status(), row.settlements[0].is_final), (status, is_final));
        assert_eq!(bench.on_card(card), on_card);
    }
}

#[test]
fn a_hold_ends_as_the_table_says() {
    use AuthorizationStatus::{Authorized, Expired, PartiallySettled, Reversed, Settled};
    for (settled, reversed, expires, status) in [
        (0, Some(100), false, Authorized),
        (100, Some(100), false, PartiallySettled),
        (0, None, false, Reversed),
        (100, None, false, Settled),
        (0, Some(100), true, Expired),
        (100, Some(100), true, Settled),
    ] {
        let mut bench = Bench::new();
        let card = bench.card(CardStatus::Active, 20_000);
        let id = bench.authorize(card, 4_000);
        if settled > 0 {
            bench.settle_part(id, settled).unwrap();
        }
        bench.reverse(id, reversed).unwrap();
        if expires {
            bench.wait(604_800);
        }
        assert_eq!(bench.managed.authorizations[id].status(), status);
        let (available, held) = bench.on_card(card);
        assert_eq!(available + held, 20_000 - settled);
    }
}

#[test]
fn what_is_closed_stays_closed() {
    let mut bench = Bench::new();
    let card = bench.card(CardStatus::Active, 20_000);
    let declined = bench.run(&ask(card, 30_000)).unwrap();
    let settled = bench.spend(card, 1_000);
    let reversed = bench.authorize(card, 1_100);
    bench.reverse(reversed, None).unwrap();
    let expired = bench.authorize(card, 1_200);
    bench.wait(604_800);
    for id in [declined, settled, reversed, expired] {
        let not_open =
            Err(Refusal::AuthorizationNotOpen(bench.managed.authorizations[id].status()));
        assert_eq!(bench.settle(id, None), not_open);
        assert_eq!(bench.reverse(id, None), not_open);
        assert_eq!(bench.run(&ExpireAuthorization { authorization: id }), not_open);
    }
    let open = bench.authorize(card, 500);
    let limit =
        LimitExceeded { kind: LimitKind::AmountExceedsHold, limit: 500, currency: Currency::USD };
    assert_eq!(bench.reverse(open, Some(501)), Err(Refusal::Limit(limit)));
}

#[test]
fn an_increment_raises_amount_and_hold_or_leaves_both() {
    let mut bench = Bench::new();
    let card = bench.card(CardStatus::Active, 1_000);
    let authorization = bench.authorize(card, 400);
    bench.told();
    assert_eq!(bench.done(&Increment { authorization, by: 600 }), None);
    let row = &bench.managed.authorizations[authorization];
    assert_eq!((row.amount, row.held()), (1_000, 1_000));
    assert_eq!(bench.told(), ["card.authorization.updated"]);
    let declined = bench.done(&Increment { authorization, by: 1 });
    assert_eq!(declined, Some(DeclineReason::InsufficientFunds));
    assert_eq!(bench.on_card(card), (0, 1_000));
    assert!(bench.told().is_empty());
}

#[test]
fn a_refund_is_limited_by_what_is_settled_and_not_disputed() {
    let mut bench = Bench::new();
    let card = bench.card(CardStatus::Active, 10_000);
    let id = bench.spend(card, 5_000);
    bench.told();
    let refund = |amount| RefundCard { card, authorization: Some(id), amount };
    bench.done(&refund(Some(1_000)));
    assert_eq!(bench.told(), ["card.refunded"]);
    bench.dispute(id, Some(3_000)).unwrap();
    let too_much = bench.run(&refund(Some(1_001)));
    assert!(matches!(too_much, Err(Refusal::AmountOutOfRange(no)) if no.max == 1_000));
    bench.done(&refund(None));
    assert_eq!(bench.on_card(card), (10_000, 0));
    let nothing = bench.run(&refund(None));
    assert!(matches!(nothing, Err(Refusal::AmountOutOfRange(no)) if no.max == 0));
    bench.done(&RefundCard { card, authorization: None, amount: Some(70) });
    assert_eq!(bench.on_card(card), (10_070, 0));
}
