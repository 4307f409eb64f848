//! The account of a card user: the only place that moves money (PG 10.1, 10.2, AG 5.9, 9).

use imbl::OrdMap;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::token::TokenId;
use crate::{
    money::{Cents, MOST, Micros, Units, WideMicros, cents},
    rulebook::{self, SpendingPart},
};

/// The account of a card user: collateral, spending and debts, in cents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// The address at which collateral is paid in.
    pub deposit_address: String,
    /// Confirmed collateral.
    pub collateral: Cents,
    /// Authorized, not settled.
    pub pending: Cents,
    /// Settled, plus fees, less refunds.
    pub posted: Cents,
    /// The amount that the last closed statement made due.
    pub due: Cents,
    /// Transfers that will be credited when they are confirmed; there is room for them.
    #[serde(default)]
    pub incoming: Cents,
    /// The rest of the confirmed collateral below a cent, in millionths of a dollar: it counts with
    /// the next deposit.
    pub dust_micros: Micros,
    /// Confirmed collateral by token, in smallest units. A token that was withdrawn has zero.
    pub tokens: OrdMap<TokenId, Units>,
    /// The instant at which the latest deposit that is credited was received: a signature is active
    /// for some time after it (AG 5.14).
    pub received_at: Option<Timestamp>,
    /// The instant at which the row was made.
    pub created_at: Timestamp,
}

/// A way in which an account moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Collateral is paid in.
    Credit,
    /// An authorization is approved or grows.
    Hold,
    /// An amount is settled, or a fee is charged.
    Post,
    /// A merchant gives money back.
    Refund,
}

impl Account {
    /// An empty account.
    pub fn new(deposit_address: String, now: Timestamp) -> Self {
        Self {
            deposit_address,
            collateral: 0,
            pending: 0,
            posted: 0,
            due: 0,
            incoming: 0,
            dust_micros: 0,
            tokens: OrdMap::new(),
            received_at: None,
            created_at: now,
        }
    }

    /// The credit limit, in cents: the value of the confirmed collateral.
    pub fn credit_limit(&self, rules: &rulebook::Balance) -> Cents {
        self.collateral.max(rules.floor_cents)
    }

    /// The confirmed collateral in a token.
    pub fn token(&self, token: TokenId) -> Units {
        self.tokens.get(&token).copied().unwrap_or_default()
    }

    /// The amount that may still be spent, in cents; below zero after fees or tips.
    pub fn spending_power(&self, rules: &rulebook::Balance) -> Cents {
        let used = |part: &SpendingPart| match part {
            SpendingPart::Pending => self.pending,
            SpendingPart::Posted => self.posted,
        };
        let parts = rules.spending_power_uses.iter().map(used);
        parts.fold(self.credit_limit(rules), Cents::saturating_sub)
    }

    /// The largest amount, at most [`MOST`], by which the account can be moved so that no figure of
    /// it leaves the range of [`MOST`]; nothing below one cent when there is no room.
    pub fn room(&self, movement: Figure, rules: &rulebook::Balance) -> Cents {
        let up = |figure: Cents| MOST.saturating_sub(figure);
        let down = |figure: Cents| MOST.saturating_add(figure);
        let power = self.spending_power(rules);
        let room = match movement {
            Figure::Credit => up(self.collateral.saturating_add(self.incoming))
                .min(up(power.saturating_add(self.incoming))),
            Figure::Hold => {
                up(self.pending).min(up(self.due.saturating_add(self.pending))).min(down(power))
            }
            Figure::Post => up(self.posted).min(down(power)),
            Figure::Refund => down(self.posted).min(up(power.saturating_add(self.incoming))),
        };
        room.min(MOST)
    }

    /// The amount that is owed now, in cents.
    pub fn balance_due(&self, rules: &rulebook::Balance) -> Cents {
        if rules.due_includes_pending { self.due + self.pending } else { self.due }
    }

    /// A transfer is on its way.
    pub fn expect(&mut self, amount: Cents) {
        self.incoming += amount;
    }

    /// A transfer that was on its way was credited: `amount`, of which room was kept for `expected`
    /// cents.
    pub fn credit(&mut self, amount: WideMicros, expected: Cents) {
        self.incoming -= expected.min(self.incoming);
        self.add(amount);
    }

    /// Tokens have become collateral.
    pub fn hold_token(&mut self, token: TokenId, amount: Units) {
        self.tokens.insert(token, self.token(token).plus(amount));
    }

    /// Tokens go back to their owner, and with them the credit that they gave.
    pub fn withdraw(&mut self, token: TokenId, amount: Units, credit: WideMicros) {
        self.tokens.insert(token, self.token(token).less(amount));
        self.add(-credit);
    }

    /// Moves the collateral; what is below a cent is dust.
    fn add(&mut self, amount: WideMicros) {
        let (whole, dust_micros) = cents(amount + WideMicros::from(self.dust_micros));
        self.collateral += whole;
        self.dust_micros = dust_micros;
    }

    /// An authorization was approved or grew.
    pub fn hold(&mut self, amount: Cents) {
        self.pending += amount;
    }

    /// A hold was given back.
    pub fn release(&mut self, amount: Cents) {
        self.pending -= amount;
    }

    /// Adds an amount that was settled or charged; negative for a refund.
    pub fn post(&mut self, amount: Cents) {
        self.posted += amount;
    }

    /// A statement closes: what is posted becomes due.
    pub fn close_statement(&mut self) {
        self.due = self.posted;
    }

    /// A payment lowers what is due and what is posted.
    pub fn pay(&mut self, amount: Cents) {
        self.due -= amount;
        self.posted -= amount;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account() -> (Account, rulebook::Balance) {
        let rules = crate::rulebook::Rulebook::default().balance;
        (Account::new("0xdeposit".to_owned(), Timestamp::UNIX_EPOCH), rules)
    }

    /// Room is kept for transfers that are on their way, until they are credited.
    #[test]
    fn a_transfer_on_its_way_takes_the_room_of_credit_and_of_refunds() {
        let (mut account, rules) = account();
        assert_eq!(account.room(Figure::Credit, &rules), MOST);
        account.expect(300);
        assert_eq!(account.room(Figure::Credit, &rules), MOST - 300);
        assert_eq!(account.room(Figure::Refund, &rules), MOST - 300);
        account.credit(300 * 10_000, 300);
        assert_eq!((account.incoming, account.collateral), (0, 300));
        assert_eq!(account.room(Figure::Credit, &rules), MOST - 300);
    }

    /// Money that was spent leaves room in the spending power, and none in the collateral.
    #[test]
    fn room_for_credit_is_that_of_the_narrower_of_two_figures() {
        let (mut account, rules) = account();
        account.credit(1_000 * 10_000, 0);
        account.post(400);
        account.expect(30);
        assert_eq!(account.room(Figure::Credit, &rules), MOST - 1_030);
        account.post(-900);
        assert_eq!(account.spending_power(&rules), 1_500);
        assert_eq!(account.room(Figure::Credit, &rules), MOST - 1_530);
    }
}
