//! The amounts and the state of a transaction.

use serde::{Deserialize, Serialize};

use super::{Decline, TransactionStatus as Status, WrongState};
use crate::money::Cents;

/// The amounts of a transaction, in cents, and its state. What a step may do to them is checked
/// before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spending {
    /// The state.
    pub status: Status,
    /// The amount that is still held.
    pub held: Cents,
    /// The amount that was settled; the amount of a fee, a refund or a top-up.
    pub cleared: Cents,
    /// The amount that was refunded of it.
    pub refunded: Cents,
    /// The reason of a decline.
    pub declined: Option<Decline>,
}

impl Spending {
    /// An authorization that was approved, or declined for a reason.
    pub fn authorized(amount: Cents, declined: Option<Decline>) -> Self {
        let (status, held) = match declined {
            None => (Status::Authorized, amount),
            Some(_) => (Status::Declined, 0),
        };
        Self { status, held, cleared: 0, refunded: 0, declined }
    }

    /// Money that moved at once: a fee, a refund, a top-up.
    pub fn posted(cleared: Cents) -> Self {
        Self { status: Status::Posted, held: 0, cleared, refunded: 0, declined: None }
    }

    /// Tells whether an amount may still be held.
    pub fn is_authorized(&self) -> bool {
        self.status == Status::Authorized
    }

    /// Tells whether the hold was given back unsettled.
    pub fn is_released(&self) -> bool {
        matches!(self.status, Status::Reversed | Status::Expired)
    }

    /// The amount that can still be refunded; nothing where the state does not allow it.
    pub(super) fn refundable(&self) -> Option<Cents> {
        let left = self.cleared - self.refunded;
        let posted = matches!(self.status, Status::Posted | Status::Authorized);
        (posted && left > 0).then_some(left)
    }

    /// The refusal of a step that the state does not allow; `is_debit` as in [`super::Book`].
    pub(super) fn wrong_state(&self, is_debit: bool) -> WrongState {
        let allowed = match self.status {
            Status::Authorized if self.cleared == 0 => {
                vec!["increment", "clear", "reverse", "expire", "decline"]
            }
            Status::Authorized => vec!["increment", "clear", "reverse", "expire", "refund"],
            Status::Posted if is_debit => vec!["refund"],
            Status::Reversed | Status::Expired => vec!["clear with force"],
            Status::Posted | Status::Declined | Status::Refunded => vec![],
        };
        WrongState { status: self.status, allowed }
    }

    /// Settles an amount; the rest of the hold is given back when it is the last. Returns what no
    /// longer is held.
    pub(super) fn clear(&mut self, amount: Cents, last: bool) -> Cents {
        let last = last || amount >= self.held;
        let released = if last { self.held } else { amount };
        self.held -= released;
        self.cleared += amount;
        if last {
            self.status = Status::Posted;
        }
        released
    }

    /// Gives back a part of the hold, or all of it.
    pub(super) fn release(&mut self, amount: Cents, expired: bool) {
        self.held -= amount;
        if self.held == 0 {
            self.status = match (self.cleared, expired) {
                (0, false) => Status::Reversed,
                (0, true) => Status::Expired,
                _ => Status::Posted,
            };
        }
    }

    /// Counts a refund.
    pub(super) fn refund(&mut self, amount: Cents) {
        self.refunded += amount;
        if self.refunded == self.cleared && self.status == Status::Posted {
            self.status = Status::Refunded;
        }
    }

    /// Declines what was only authorized. Returns what no longer is held.
    pub(super) fn decline(&mut self, reason: Decline) -> Cents {
        self.status = Status::Declined;
        self.declined = Some(reason);
        std::mem::take(&mut self.held)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hold_is_settled_in_parts_and_its_rest_given_back() {
        let mut spending = Spending::authorized(1_000, None);
        assert_eq!(spending.clear(300, false), 300);
        assert_eq!(
            (spending.status, spending.held, spending.cleared),
            (Status::Authorized, 700, 300)
        );
        assert_eq!(spending.clear(200, true), 700);
        assert_eq!((spending.status, spending.held, spending.cleared), (Status::Posted, 0, 500));
    }

    #[test]
    fn a_tip_settles_more_than_was_held() {
        let mut spending = Spending::authorized(1_000, None);
        assert_eq!(spending.clear(1_200, false), 1_000);
        assert_eq!((spending.status, spending.cleared), (Status::Posted, 1_200));
    }

    #[test]
    fn what_is_left_of_a_hold_decides_how_its_release_ends() {
        let end = |cleared: Cents, expired| {
            let mut spending = Spending::authorized(1_000, None);
            if cleared > 0 {
                spending.clear(cleared, false);
            }
            spending.release(1, expired);
            assert_eq!(spending.status, Status::Authorized);
            spending.release(spending.held, expired);
            spending.status
        };
        assert_eq!(end(0, false), Status::Reversed);
        assert_eq!(end(0, true), Status::Expired);
        assert_eq!(end(400, true), Status::Posted);
    }

    #[test]
    fn a_transaction_is_refunded_when_nothing_is_left_of_it() {
        let mut spending = Spending::authorized(1_000, None);
        assert_eq!(spending.refundable(), None);
        spending.clear(1_000, true);
        spending.refund(400);
        assert_eq!((spending.status, spending.refundable()), (Status::Posted, Some(600)));
        spending.refund(600);
        assert_eq!((spending.status, spending.refundable()), (Status::Refunded, None));
    }

    #[test]
    fn a_decline_gives_back_the_hold() {
        let mut spending = Spending::authorized(1_000, None);
        assert_eq!(spending.decline(Decline::SuspectedFraud), 1_000);
        assert_eq!(spending, Spending::authorized(1_000, Some(Decline::SuspectedFraud)));
    }
}
