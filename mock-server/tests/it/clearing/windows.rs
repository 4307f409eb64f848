//! Spending limits and the periods in which spend counts (PG 7.5).

use jiff::{SignedDuration, Timestamp};
use mock_server::programs::collateral::{
    Frequency, Limit, commands::SetLimit, transaction::TransactionKind as Kind,
};
use proptest::prelude::*;
use serde_json::json;

use super::{Bank, Decline, LAST, collateral::Collateral};

/// The largest collateral, so that nothing is declined for want of money.
const PLENTY: i64 = 100_000_000;

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

impl Bank<Collateral> {
    fn limit(&mut self, amount: i64, frequency: Frequency) {
        let card = self.card;
        self.run(&SetLimit { card, limit: Limit { amount, frequency } }).unwrap();
    }

    fn exceeds(&self, amount: i64, seconds: i64) -> bool {
        let collateral = &self.world.issuer.collateral;
        let now = self.now + SignedDuration::from_secs(seconds);
        let card = &collateral.cards[self.card];
        collateral.exceeds_limit(card, amount, &self.world.rules.limit, now)
    }
}

#[tokio::test]
async fn a_purchase_counts_for_exactly_its_period() {
    for (frequency, seconds) in [
        (Frequency::Per24HourPeriod, DAY),
        (Frequency::Per7DayPeriod, 7 * DAY),
        (Frequency::Per30DayPeriod, 30 * DAY),
        (Frequency::PerYearPeriod, 365 * DAY),
    ] {
        let mut bank = Bank::<Collateral>::open().await;
        bank.limit(1_000, frequency);
        bank.buy(600);
        assert!(!bank.exceeds(400, 0), "a limit can be reached");
        assert!(bank.exceeds(401, 0));
        assert!(bank.exceeds(401, seconds - 1), "{frequency:?}");
        assert!(!bank.exceeds(1_000, seconds), "{frequency:?}");
    }
}

#[tokio::test]
async fn all_time_never_ends_and_an_authorization_stands_alone() {
    let mut bank = Bank::<Collateral>::under(json!({"limit.per_authorization": true})).await;
    bank.limit(1_000, Frequency::AllTime);
    bank.buy(600);
    assert!(bank.exceeds(401, 3_000 * DAY));
    bank.limit(1_000, Frequency::PerAuthorization);
    assert!(!bank.exceeds(1_000, 0) && bank.exceeds(1_001, 0));
}

#[tokio::test]
async fn only_what_was_approved_counts_and_refunds_give_nothing_back() {
    let mut bank = Bank::<Collateral>::open().await;
    bank.limit(1_000, Frequency::Per7DayPeriod);
    let over = bank.attempt(1_001, Kind::Purchase, None).unwrap();
    assert_eq!(over.declined, Some(Decline::SpendingLimitExceeded));
    assert!(!bank.exceeds(1_000, 0), "a decline counts nothing");
    let bought = bank.buy(600);
    bank.clear(bought, None, LAST).unwrap();
    bank.refund(Some(bought), None).unwrap();
    assert!(bank.exceeds(401, 0) && !bank.exceeds(400, 0));
    let given_back = bank.buy(400);
    bank.release(given_back, None).unwrap();
    assert!(!bank.exceeds(400, 0));
}

#[tokio::test]
async fn a_calendar_day_begins_at_midnight() {
    let mut bank = Bank::<Collateral>::under(json!({"limit.window": "calendar"})).await;
    bank.limit(1_000, Frequency::Per24HourPeriod);
    // The purchase is made at midnight: each step is a second later than the one before.
    bank.now = super::start() + SignedDuration::from_secs(DAY - 1);
    bank.buy(600);
    assert!(bank.exceeds(401, DAY - 1), "midnight belongs to the day that it begins");
    assert!(!bank.exceeds(1_000, DAY));
}

/// A step of somebody who spends: seconds pass before each.
#[derive(Clone, Debug)]
enum Step {
    Buy(i64),
    Increment(usize, i64),
    Clear(usize, i64),
    Release(usize),
    Refund(usize),
    Limit(i64, Frequency),
}

fn steps() -> impl Strategy<Value = Vec<(i64, Step)>> {
    let frequency = prop_oneof![
        Just(Frequency::Per24HourPeriod),
        Just(Frequency::Per7DayPeriod),
        Just(Frequency::Per30DayPeriod),
        Just(Frequency::PerYearPeriod),
        Just(Frequency::PerAuthorization),
        Just(Frequency::AllTime),
    ];
    let at = || 0..6_usize;
    let step = prop_oneof![
        6 => (1..700_i64).prop_map(Step::Buy),
        1 => (at(), 1..400_i64).prop_map(|(at, by)| Step::Increment(at, by)),
        2 => (at(), 1..900_i64).prop_map(|(at, amount)| Step::Clear(at, amount)),
        1 => at().prop_map(Step::Release),
        1 => at().prop_map(Step::Refund),
        1 => (1..2_000_i64, frequency).prop_map(|(amount, frequency)| Step::Limit(amount, frequency)),
    ];
    // Often exactly as long as a period, or a second less.
    let wait = prop_oneof![
        1..600_i64,
        1..(20 * HOUR),
        Just(DAY),
        Just(DAY - 1),
        Just(7 * DAY - 2),
        Just(30 * DAY),
        Just(400 * DAY),
    ];
    prop::collection::vec((wait, step), 1..50)
}

/// The seconds for which a purchase counts; none: for ever.
fn period(frequency: Frequency) -> Option<i64> {
    Some(match frequency {
        Frequency::Per24HourPeriod => DAY,
        Frequency::Per7DayPeriod => 7 * DAY,
        Frequency::Per30DayPeriod => 30 * DAY,
        Frequency::PerYearPeriod => 365 * DAY,
        Frequency::PerAuthorization => 0,
        Frequency::AllTime => return None,
    })
}

/// True when `amount` more at this instant is more than a limit allows.
fn is_over(
    limit: Option<(i64, Frequency)>,
    bought: &[(Timestamp, i64)],
    now: Timestamp,
    amount: i64,
) -> bool {
    limit.is_some_and(|(most, frequency)| {
        let counts = |at: &Timestamp| {
            let age = now.duration_since(*at).as_secs();
            period(frequency).is_none_or(|period| age < period)
        };
        let all = bought.iter().filter(|(at, _)| counts(at));
        all.map(|(_, counted)| counted).sum::<i64>() + amount > most
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Against a model that adds up a list: a purchase made at t counts while now - t is less than
    /// the period, with its hold, then with what was settled; what was given back counts nothing.
    #[test]
    fn rolling_periods_agree_with_a_list(steps in steps()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let rules = json!({"limit.per_authorization": true});
        let mut bank = runtime.block_on(Bank::<Collateral>::under(rules));
        bank.fill(PLENTY);
        let mut limit: Option<(i64, Frequency)> = None;
        let mut bought: Vec<(Timestamp, i64)> = Vec::new();
        let mut ids = Vec::new();
        for (seconds, step) in steps {
            // The command itself comes a second later.
            bank.now += SignedDuration::from_secs(seconds - 1);
            let now = bank.now + SignedDuration::from_secs(1);
            match step {
                Step::Buy(amount) => {
                    let is_over = is_over(limit, &bought, now, amount);
                    let done = bank.attempt(amount, Kind::Purchase, None).unwrap();
                    let declined = is_over.then_some(Decline::SpendingLimitExceeded);
                    prop_assert_eq!(done.declined, declined, "{:?} {:?}", limit, bought);
                    if !is_over {
                        bought.push((now, amount));
                        ids.push(done.transaction);
                    }
                }
                Step::Increment(at, by) => {
                    let is_over = is_over(limit, &bought, now, by);
                    if let Some(at) = at.checked_rem(ids.len())
                        && let Ok(done) = bank.increment(ids[at], by)
                    {
                        let declined = is_over.then_some(Decline::SpendingLimitExceeded);
                        prop_assert_eq!(done.declined, declined, "{:?} {:?}", limit, bought);
                        bought[at].1 += if is_over { 0 } else { by };
                    }
                }
                Step::Clear(at, amount) => {
                    if let Some(at) = at.checked_rem(ids.len())
                        && bank.clear(ids[at], Some(amount), LAST).is_ok()
                    {
                        bought[at].1 = amount;
                    }
                }
                Step::Release(at) => {
                    if let Some(at) = at.checked_rem(ids.len())
                        && bank.release(ids[at], None).is_ok()
                    {
                        bought[at].1 = 0;
                    }
                }
                Step::Refund(at) => {
                    if let Some(at) = at.checked_rem(ids.len()) {
                        bank.refund(Some(ids[at]), None).ok();
                    }
                }
                Step::Limit(amount, frequency) => {
                    bank.limit(amount, frequency);
                    limit = Some((amount, frequency));
                }
            }
        }
    }
}
