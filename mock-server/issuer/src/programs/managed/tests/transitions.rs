//! The tables of MC 7.3 and 7.4, whole.

use strum::IntoEnumIterator;

use super::bench::{Bench, ask, transfer};
use crate::programs::managed::{
    CardId, Refusal,
    card::{Action, CardStanding, CardStatus, Cause},
    commands::{Freeze, Fund, TerminateCard, TerminationReason, Unfreeze, Withdraw},
};

/// Actions that each status allows: fund, withdraw, freeze, unfreeze, terminate, authorize, dispute.
const ALLOWED: [(CardStatus, &str); 8] = [
    (CardStatus::Pending, "no no no no yes no no"),
    (CardStatus::Active, "yes yes yes no yes yes yes"),
    (CardStatus::Frozen, "no yes no yes yes no yes"),
    (CardStatus::Blocked, "no no no no no no yes"),
    (CardStatus::Expired, "no yes no no yes no yes"),
    (CardStatus::Terminated, "no no no no no no yes"),
    (CardStatus::Failed, "no no no no no no no"),
    (CardStatus::UnderReview, "no no no no no no yes"),
];

/// The decline of each status.
const DECLINES: [(CardStatus, Option<&str>); 8] = [
    (CardStatus::Pending, Some("card_not_active")),
    (CardStatus::Active, None),
    (CardStatus::Frozen, Some("card_frozen")),
    (CardStatus::Blocked, Some("card_blocked")),
    (CardStatus::Expired, Some("card_expired")),
    (CardStatus::Terminated, Some("card_terminated")),
    (CardStatus::Failed, Some("card_failed")),
    (CardStatus::UnderReview, Some("card_under_review")),
];

/// Does what an action names. Spending and disputes have answers of their own.
fn act(bench: &mut Bench, card: CardId, action: Action) -> Option<Result<(), Refusal>> {
    Some(match action {
        Action::Fund => bench.run(&Fund { card, input: transfer(500, None) }).map(|_| ()),
        Action::Withdraw => bench.run(&Withdraw { card, input: transfer(500, None) }).map(|_| ()),
        Action::Freeze => bench.run(&Freeze { card }),
        Action::Unfreeze => bench.run(&Unfreeze { card }),
        Action::Terminate => {
            bench.run(&TerminateCard { card, reason: TerminationReason::default() })
        }
        Action::Authorize | Action::Dispute => return None,
    })
}

#[test]
fn every_status_allows_what_the_table_says() {
    for (status, words) in ALLOWED {
        for (action, word) in Action::iter().zip(words.split(' ')) {
            assert_eq!(status.allows(action), word == "yes", "{status:?} {action:?}");
            let mut bench = Bench::new();
            let card = bench.card(status, 1_000);
            bench.told();
            let Some(done) = act(&mut bench, card, action) else { continue };
            if word == "yes" {
                assert_eq!(done, Ok(()), "{status:?} {action:?}");
            } else {
                assert_eq!(
                    done,
                    Err(Refusal::CardStatus(CardStanding { status, owes: false })),
                    "{status:?} {action:?}"
                );
                assert!(bench.told().is_empty(), "{status:?} {action:?} was told");
            }
        }
    }
}

#[test]
fn every_status_declines_with_its_own_reason() {
    for (status, reason) in DECLINES {
        let mut bench = Bench::new();
        let card = bench.card(status, 1_000);
        let id = bench.run(&ask(card, 100)).unwrap();
        let declined = bench.managed.authorizations[id].decline_reason;
        assert_eq!(declined.map(|reason| reason.word()), reason, "{status:?}");
        let held = if reason.is_none() { 100 } else { 0 };
        assert_eq!(bench.on_card(card), (1_000 - held, held), "{status:?}");
    }
}

/// Every status and every cause, for cards that were active and cards that never were.
#[test]
fn every_transition_is_that_of_the_table() {
    use CardStatus::{Active, Blocked, Expired, Failed, Frozen, Pending, Terminated, UnderReview};
    let wanted = |from, cause, was_active| match (from, cause) {
        (Pending | UnderReview, Cause::Approve) => Some(Active),
        (Pending, Cause::Reject) => Some(Failed),
        (UnderReview, Cause::Reject) => Some(if was_active { Blocked } else { Failed }),
        (Active, Cause::Freeze) => Some(Frozen),
        (Frozen, Cause::Unfreeze) | (Blocked, Cause::Unblock) => Some(Active),
        (Active | Frozen, Cause::Block) => Some(Blocked),
        (Active | Frozen, Cause::Review) => Some(UnderReview),
        (Active | Frozen | Blocked, Cause::Expire) => Some(Expired),
        (Pending | Active | Frozen | Expired, Cause::Terminate) => Some(Terminated),
        _ => None,
    };
    for from in CardStatus::iter() {
        for cause in Cause::iter() {
            for was_active in [false, true] {
                let to = from.after(cause, was_active);
                assert_eq!(to, wanted(from, cause, was_active), "{from:?} {cause:?} {was_active}");
            }
        }
    }
}
