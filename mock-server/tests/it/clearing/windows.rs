//! Spending limits and the periods in which spend counts (PG 7.5).

use jiff::SignedDuration;
use mock_server::programs::collateral::{
    Frequency, Limit, commands::SetLimit, transaction::TransactionKind as Kind,
};
use serde_json::json;

use super::{Bank, Decline, LAST, collateral::Collateral};

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
