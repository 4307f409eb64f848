//! Random steps of the caller, the network, the operator and time.

use proptest::prelude::*;

use super::model::{Cents, DAY};

/// The way in which the issuing partner answers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Adapter {
    Instant,
    Delayed,
    Failing,
    UnderReview,
}

impl Adapter {
    /// The word of the contract.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Instant => "instant",
            Self::Delayed => "delayed",
            Self::Failing => "failing",
            Self::UnderReview => "under_review",
        }
    }
}

/// The way of a call to the server and of its answer back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Way {
    /// Without a key, and nothing is lost.
    Bare,
    /// With a key.
    Keyed,
    /// With a key; the connection is lost before the effect, and the caller tries again.
    LostBefore,
    /// With a key; the connection is lost after the effect, and the caller tries again.
    LostAfter,
    /// With a key whose 24 hours are over; with a new one while there is none.
    Spent,
    /// Two times at once with one key.
    AtOnce,
}

/// An amount that is asked of an authorization.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Part {
    /// The amount that the server takes by itself.
    Unsaid,
    /// This many minor units.
    Cents(Cents),
    /// A part of what was authorized.
    Percent(i64),
}

impl Part {
    /// The amount, for an authorization of an amount.
    pub(crate) fn of(self, authorized: Cents) -> Option<Cents> {
        match self {
            Self::Unsaid => None,
            Self::Cents(cents) => Some(cents),
            Self::Percent(percent) => Some((authorized * percent / 100).max(1)),
        }
    }
}

/// A call of the API. Numbers of things count back from the newest.
#[derive(Clone, Debug)]
pub(crate) enum Call {
    Create(usize, Option<Adapter>),
    Fund(usize, Cents, Option<Adapter>),
    Withdraw(usize, Cents, Option<Adapter>),
    Freeze(usize),
    Unfreeze(usize),
    Terminate(usize),
    /// A card, an amount, a merchant category and whether a decline is ordered.
    Authorize(usize, Cents, (&'static str, bool), Option<Adapter>),
    Settle(usize, Part, bool),
    Reverse(usize, Part),
    Dispute(usize, Part),
    Cancel(usize),
}

/// One random step.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// The caller calls.
    Call(Call, Way),
    /// The caller sends an earlier call again, perhaps with another body.
    Replay {
        call: usize,
        other_body: bool,
    },
    /// Another user sends an earlier call again, key and all.
    Borrow(usize),
    /// Money reaches the wallet.
    Deposit(Cents),
    /// The operator decides about a card, an operation or a dispute.
    DecideCard(usize, &'static str),
    DecideOperation(usize, bool),
    DecideDispute(usize, &'static str),
    /// The partner of a card or of a program answers in another way from now on.
    SetAdapter(Result<usize, usize>, Option<Adapter>),
    /// The network does what the API cannot.
    Force(usize, Part, bool),
    Increment(usize, Cents),
    Refund(usize, Part),
    /// Time passes, in milliseconds.
    Wait(i64),
}

fn adapter() -> impl Strategy<Value = Option<Adapter>> {
    prop_oneof![
        6 => Just(None),
        1 => Just(Some(Adapter::Instant)),
        2 => Just(Some(Adapter::Delayed)),
        1 => Just(Some(Adapter::Failing)),
        2 => Just(Some(Adapter::UnderReview)),
    ]
}

fn part() -> impl Strategy<Value = Part> {
    let percent = prop::sample::select(vec![1, 30, 50, 100, 101, 110, 120, 121]);
    prop_oneof![
        2 => Just(Part::Unsaid),
        5 => percent.prop_map(Part::Percent),
        1 => (1..9_000_i64).prop_map(Part::Cents),
    ]
}

fn call() -> impl Strategy<Value = Call> {
    let card = || 0..8_usize;
    let recent = || 0..6_usize;
    let spent = prop_oneof![
        4 => (1..9_i64).prop_map(|tens| tens * 1_000),
        3 => 1..9_000_i64,
        1 => 150_000..250_000_i64,
    ];
    let mcc = prop_oneof![3 => Just("5999"), 3 => Just("5812"), 1 => Just("7995")];
    let forced = prop::bool::weighted(0.05);
    let funded = prop_oneof![8 => 90..30_000_i64, 1 => 400_000..600_000_i64, 1 => 98..101_i64];
    prop_oneof![
        2 => (0..4_usize, adapter()).prop_map(|(a, b)| Call::Create(a, b)),
        8 => (card(), funded, adapter()).prop_map(|(a, b, c)| Call::Fund(a, b, c)),
        4 => (card(), 1..9_000_i64, adapter()).prop_map(|(a, b, c)| Call::Withdraw(a, b, c)),
        1 => card().prop_map(Call::Freeze),
        2 => card().prop_map(Call::Unfreeze),
        2 => card().prop_map(Call::Terminate),
        14 => (card(), spent, mcc, forced, adapter())
            .prop_map(|(a, b, c, d, e)| Call::Authorize(a, b, (c, d), e)),
        12 => (recent(), part(), any::<bool>()).prop_map(|(a, b, c)| Call::Settle(a, b, c)),
        4 => (recent(), part()).prop_map(|(a, b)| Call::Reverse(a, b)),
        9 => (recent(), part()).prop_map(|(a, b)| Call::Dispute(a, b)),
        2 => recent().prop_map(Call::Cancel),
    ]
}

pub(crate) fn step() -> impl Strategy<Value = Step> {
    let recent = || 0..6_usize;
    let way = prop_oneof![
        4 => Just(Way::Bare),
        6 => Just(Way::Keyed),
        1 => Just(Way::LostBefore),
        2 => Just(Way::LostAfter),
        3 => Just(Way::Spent),
        2 => Just(Way::AtOnce),
    ];
    let status = prop::sample::select(vec![
        "active",
        "active",
        "active",
        "blocked",
        "under_review",
        "failed",
    ]);
    let verdict = prop::sample::select(vec!["under_review", "won", "lost"]);
    let target = prop_oneof![(0..8_usize).prop_map(Ok), (0..4_usize).prop_map(Err)];
    let wait = prop_oneof![
        9 => Just(1_000),
        9 => Just(30_000),
        5 => Just(DAY),
        3 => Just(7 * DAY),
        1 => Just(120 * DAY),
        1 => Just(1_150 * DAY),
    ];
    prop_oneof![
        48 => (call(), way).prop_map(|(a, b)| Step::Call(a, b)),
        6 => (0..40_usize, prop::bool::weighted(0.2))
            .prop_map(|(call, other_body)| Step::Replay { call, other_body }),
        2 => (0..40_usize).prop_map(Step::Borrow),
        1 => (1..50_000_i64).prop_map(Step::Deposit),
        4 => (0..8_usize, status).prop_map(|(a, b)| Step::DecideCard(a, b)),
        4 => (recent(), any::<bool>()).prop_map(|(a, b)| Step::DecideOperation(a, b)),
        5 => (recent(), verdict).prop_map(|(a, b)| Step::DecideDispute(a, b)),
        1 => (target, adapter()).prop_map(|(a, b)| Step::SetAdapter(a, b)),
        3 => (recent(), part(), any::<bool>()).prop_map(|(a, b, c)| Step::Force(a, b, c)),
        2 => (recent(), 1..6_000_i64).prop_map(|(a, b)| Step::Increment(a, b)),
        4 => (recent(), part()).prop_map(|(a, b)| Step::Refund(a, b)),
        5 => wait.prop_map(Step::Wait),
    ]
}
