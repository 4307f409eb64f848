//! Random steps of a user of the app, merchants and the issuer.

use proptest::prelude::*;

/// A step; `usize` picks a purchase of those that were made.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// Millionths of a dollar come from outside.
    Deposit(i64),
    /// Millionths of a dollar go from the wallet into the collateral.
    Swap(u32),
    /// Millionths of a dollar go back into the wallet.
    Withdraw(u32),
    /// Cents are asked for.
    Buy(i64),
    Increment(usize, i64),
    /// The merchant settles, for the last time.
    Clear(usize, i64),
    ClearPart(usize, i64),
    /// The merchant gives back the hold, or a part of it.
    Release(usize, Option<i64>),
    Refund(usize, Option<i64>),
    /// A statement closes.
    Close,
    Pay(i64),
}

pub(super) fn steps() -> impl Strategy<Value = Vec<Step>> {
    let at = || 0..8_usize;
    let cents = || prop_oneof![1..400_i64, 1..60_000_i64];
    let step = prop_oneof![
        1 => (1..300_000_000_i64).prop_map(Step::Deposit),
        1 => (1..200_000_000_u32).prop_map(Step::Swap),
        1 => (1..400_000_000_u32).prop_map(Step::Withdraw),
        4 => cents().prop_map(Step::Buy),
        1 => (at(), cents()).prop_map(|(at, by)| Step::Increment(at, by)),
        3 => (at(), cents()).prop_map(|(at, amount)| Step::Clear(at, amount)),
        1 => (at(), cents()).prop_map(|(at, amount)| Step::ClearPart(at, amount)),
        1 => (at(), prop::option::of(cents())).prop_map(|(at, amount)| Step::Release(at, amount)),
        2 => (at(), prop::option::of(cents())).prop_map(|(at, amount)| Step::Refund(at, amount)),
        2 => Just(Step::Close),
        2 => cents().prop_map(Step::Pay),
    ];
    prop::collection::vec(step, 1..60)
}
