//! Spending limits and their periods (PG 7.5).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{
    ApplyContext, Collateral, Refusal,
    card::Card,
    ids::{CardId, LimitChangeId},
    transaction::Transaction,
};
use crate::{
    collections::Row,
    money::Cents,
    rulebook::{self, LimitWindow},
};

/// A spending limit: an amount and the period for which spend counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// Cents, at least 1.
    pub amount: Cents,
    /// The period.
    pub frequency: Frequency,
}

/// The period for which spend counts against a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Frequency {
    /// 24 hours.
    Per24HourPeriod,
    /// 7 days.
    Per7DayPeriod,
    /// 30 days.
    Per30DayPeriod,
    /// 365 days.
    PerYearPeriod,
    /// All time.
    AllTime,
    /// Each authorization alone (AMB-PG-04).
    PerAuthorization,
}

impl Frequency {
    /// The name of the value in the field.
    pub fn name(self) -> &'static str {
        match self {
            Self::Per24HourPeriod => "per24HourPeriod",
            Self::Per7DayPeriod => "per7DayPeriod",
            Self::Per30DayPeriod => "per30DayPeriod",
            Self::PerYearPeriod => "perYearPeriod",
            Self::AllTime => "allTime",
            Self::PerAuthorization => "perAuthorization",
        }
    }

    /// The frequency with this name.
    pub fn named(name: &str) -> Option<Self> {
        let all = [
            Self::Per24HourPeriod,
            Self::Per7DayPeriod,
            Self::Per30DayPeriod,
            Self::PerYearPeriod,
            Self::AllTime,
            Self::PerAuthorization,
        ];
        all.into_iter().find(|frequency| frequency.name() == name)
    }
}

/// A row of `card_limit_change`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LimitChange {
    /// Internal id.
    pub id: LimitChangeId,
    /// The card.
    pub card: CardId,
    /// The limit before, if there was one.
    pub previous: Option<Limit>,
    /// The limit since.
    pub limit: Limit,
    /// The instant of the change.
    pub created_at: Timestamp,
}

impl Row for LimitChange {
    type Id = LimitChangeId;
}

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

impl Limit {
    /// Refuses what cannot be a limit.
    pub(super) fn check(self, rules: &rulebook::Limit) -> Result<(), Refusal> {
        if self.frequency == Frequency::PerAuthorization && !rules.per_authorization {
            return Err(Refusal::UnknownFrequency);
        }
        if self.amount < 1 { Err(Refusal::LimitNotPositive) } else { Ok(()) }
    }
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
        let Some(limit) = card.limit else { return false };
        let since = since(limit.frequency, rules, now);
        let spent: Cents = if limit.frequency == Frequency::PerAuthorization {
            0
        } else {
            card.transactions
                .iter()
                .map(|id| &self.transactions[*id])
                .filter(|t| t.authorized_at.is_some_and(|at| since.is_none_or(|since| at > since)))
                .map(Transaction::counted)
                .fold(0, Cents::saturating_add)
        };
        spent.saturating_add(amount) > limit.amount
    }
}

/// Sets a limit and remembers the change.
pub(super) fn set_limit(
    collateral: &mut Collateral,
    context: &mut ApplyContext<'_>,
    card: CardId,
    limit: Limit,
) {
    let id = collateral.limit_changes.next();
    let row = collateral.cards.change(card);
    let previous = row.limit.replace(limit);
    row.limit_changes.push(id);
    row.updated_at = context.now;
    let company = row.company;
    collateral.limit_changes.push(LimitChange {
        id,
        card,
        previous,
        limit,
        created_at: context.now,
    });
    let partner = collateral.partner_of(company);
    collateral.partners.change(partner).holdings.limit_changes.push(id);
}
