//! Spend that counts against a limit in its period (PG 7.5).

use jiff::{SignedDuration, Timestamp};

use super::{Frequency, Limit};
use crate::{
    money::Cents,
    programs::collateral::{Card, Collateral, Transaction},
    rulebook::{self, LimitWindow},
};

/// The beginning of the period that `now` falls in: nothing = no beginning, `now` = looks at each
/// authorization alone.
fn since(frequency: Frequency, rules: &rulebook::Limit, now: Timestamp) -> Option<Timestamp> {
    let length = match frequency {
        Frequency::Per24HourPeriod => rules.per24hour_ms,
        Frequency::Per7DayPeriod => rules.per7day_ms,
        Frequency::Per30DayPeriod => rules.per30day_ms,
        Frequency::PerYearPeriod => rules.peryear_ms,
        Frequency::AllTime => return None,
        Frequency::PerAuthorization => return Some(now),
    };
    let back = match rules.window {
        LimitWindow::Rolling => length,
        LimitWindow::Calendar => now.as_millisecond().rem_euclid(length) + 1,
    };
    now.checked_sub(SignedDuration::from_millis(back)).ok()
}

impl Collateral {
    /// Tells whether another `amount`, in cents, on this card now would exceed its limit. The
    /// transaction that is being incremented counts with its old amount.
    pub fn exceeds_limit(
        &self,
        card: &Card,
        amount: Cents,
        rules: &rulebook::Limit,
        now: Timestamp,
    ) -> bool {
        let Some(limit) = self.deciding_limit(card, rules) else { return false };
        let alone = limit.frequency == Frequency::PerAuthorization;
        let accumulates = alone && rules.per_authorization_accumulates;
        let since = if accumulates { None } else { since(limit.frequency, rules, now) };
        let spent: Cents = if alone && !accumulates {
            0
        } else {
            card.transactions
                .iter()
                .map(|id| &self.transactions[id])
                .filter(|t| t.authorized_at.is_some_and(|at| since.is_none_or(|since| at > since)))
                .map(Transaction::counted)
                .fold(0, Cents::saturating_add)
        };
        spent.saturating_add(amount) > limit.amount
    }

    /// The limit that decides about purchases on a card: the latest, or the first one where the rules
    /// say so.
    fn deciding_limit(&self, card: &Card, rules: &rulebook::Limit) -> Option<Limit> {
        match card.limit_changes.first().filter(|_| !rules.update_applies) {
            Some(first) => Some(self.limit_changes[first].limit),
            None => card.limit,
        }
    }
}
