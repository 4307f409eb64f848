//! Authorizations and what becomes of them (MC 10, 19).

use super::{About, Authorization, Cents, DAY, Due, Model, Refusal};
use crate::managed_cards::money::steps::Adapter;

/// Largest authorization of the programs in cents of USD (MC 3).
const MOST: Cents = 200_000;

impl Model {
    pub(crate) fn authorize(
        &mut self,
        card: usize,
        amount: Cents,
        (mcc, forced): (&'static str, bool),
        call: Option<Adapter>,
    ) -> usize {
        let reason = self.declines(card, amount, (Some(mcc), forced), call);
        let at = self.authorizations.len();
        let held = if reason.is_some() { 0 } else { amount };
        let purse = &mut self.cards[card].purse;
        purse.available -= held;
        purse.held += held;
        self.authorizations.push(Authorization {
            card,
            status: if reason.is_some() { "declined" } else { "authorized" },
            reason,
            amount,
            held,
            settled: 0,
            released: 0,
            over_settled: 0,
            noted: *purse,
            refunded: 0,
            mcc,
            settled_at: None,
        });
        if reason.is_none() {
            self.later(self.now + 7 * DAY, Due::ExpireAuthorization(at));
        }
        self.tell("card.authorization.created", About::Authorization(at));
        at
    }

    fn declines(
        &self,
        card: usize,
        amount: Cents,
        (mcc, forced): (Option<&'static str>, bool),
        call: Option<Adapter>,
    ) -> Option<&'static str> {
        match self.cards[card].status {
            "active" => {}
            "pending" => return Some("card_not_active"),
            "frozen" => return Some("card_frozen"),
            "blocked" => return Some("card_blocked"),
            "expired" => return Some("card_expired"),
            "terminated" => return Some("card_terminated"),
            "failed" => return Some("card_failed"),
            _ => return Some("card_under_review"),
        }
        let short = amount > self.cards[card].purse.available;
        match () {
            () if forced => Some("do_not_honor"),
            () if self.adapter(card, call) == Adapter::Failing => Some("provider_unavailable"),
            () if mcc == Some("7995") => Some("merchant_blocked"),
            () if amount > MOST => Some("amount_limit_exceeded"),
            () => short.then_some("insufficient_funds"),
        }
    }

    fn is_open(&self, at: usize) -> bool {
        ["authorized", "partially_settled"].contains(&self.authorizations[at].status)
    }

    pub(crate) fn settle(
        &mut self,
        at: usize,
        amount: Option<Cents>,
        is_final: bool,
    ) -> Result<(), Refusal> {
        if !self.is_open(at) {
            return Err((409, "authorization_not_open"));
        }
        let row = &self.authorizations[at];
        let amount = amount.unwrap_or(row.held);
        let authorized = row.amount - row.released;
        let most = if row.mcc == "5812" { authorized * 120 / 100 } else { authorized };
        if row.settled + amount > most {
            return Err((422, "over_settlement"));
        }
        let excess = amount - row.held;
        if excess > 0 && excess > self.cards[row.card].purse.available {
            return Err((402, "insufficient_card_funds"));
        }
        self.take(at, amount, is_final);
        Ok(())
    }

    /// The network settles whatever it likes, after the end of the hold as well: true where there
    /// is something to settle.
    pub(crate) fn force(&mut self, at: usize, amount: Option<Cents>, is_final: bool) -> bool {
        let row = &self.authorizations[at];
        let is_late = ["reversed", "expired"].contains(&row.status);
        if !is_late && !self.is_open(at) {
            return false;
        }
        let amount = amount.unwrap_or(if is_late { row.amount } else { row.held });
        let card = row.card;
        self.cards[card].may_owe = true;
        self.take(at, amount, is_final);
        true
    }

    fn take(&mut self, at: usize, amount: Cents, is_final: bool) {
        let row = &mut self.authorizations[at];
        let taken = amount.min(row.held);
        row.held -= taken;
        row.settled += amount;
        row.over_settled += amount - taken;
        row.settled_at = Some(self.now);
        let (rest, card) = (row.held, row.card);
        row.status = if is_final || rest == 0 { "settled" } else { "partially_settled" };
        self.cards[card].purse.held -= taken;
        self.cards[card].purse.available -= amount - taken;
        let to_wallet = is_final && self.give_back(at, rest);
        self.tell("card.authorization.settled", About::Authorization(at));
        self.tell_release(to_wallet);
    }

    pub(crate) fn reverse(&mut self, at: usize, amount: Option<Cents>) -> Result<(), Refusal> {
        if !self.is_open(at) {
            return Err((409, "authorization_not_open"));
        }
        let amount = amount.unwrap_or(self.authorizations[at].held);
        if amount > self.authorizations[at].held {
            return Err((422, "amount_exceeds_hold"));
        }
        let to_wallet = self.give_back(at, amount);
        self.close_empty(at, "reversed");
        self.tell("card.authorization.reversed", About::Authorization(at));
        self.tell_release(to_wallet);
        Ok(())
    }

    pub(super) fn expire(&mut self, at: usize) {
        if self.is_open(at) {
            let to_wallet = self.give_back(at, self.authorizations[at].held);
            self.close_empty(at, "expired");
            self.tell("card.authorization.expired", About::Authorization(at));
            self.tell_release(to_wallet);
        }
    }

    fn close_empty(&mut self, at: usize, status: &'static str) {
        let row = &mut self.authorizations[at];
        if row.held == 0 {
            row.status = if row.settled > 0 { "settled" } else { status };
        }
    }

    /// Gives a part of a hold back: true where the wallet gets it.
    fn give_back(&mut self, at: usize, amount: Cents) -> bool {
        let row = &mut self.authorizations[at];
        let card = row.card;
        row.held -= amount;
        row.released += amount;
        self.cards[card].purse.held -= amount;
        if self.cards[card].status != "terminated" {
            self.cards[card].purse.available += amount;
            return false;
        }
        if amount > 0 {
            self.pay_in("authorization_release", amount, Some(card));
        }
        amount > 0
    }

    fn tell_release(&mut self, to_wallet: bool) {
        if to_wallet {
            self.tell("wallet.credited", About::Wallet);
        }
    }

    /// Raises a hold: true where it is open, raised or declined.
    pub(crate) fn increment(&mut self, at: usize, by: Cents) -> bool {
        if !self.is_open(at) {
            return false;
        }
        let card = self.authorizations[at].card;
        if self.declines(card, by, (None, false), None).is_none() {
            let row = &mut self.authorizations[at];
            row.amount += by;
            row.held += by;
            self.cards[card].purse.available -= by;
            self.cards[card].purse.held += by;
            self.tell("card.authorization.updated", About::Authorization(at));
        }
        true
    }

    /// The merchant gives settled money back: true where as much is neither refunded nor disputed.
    pub(crate) fn refund(&mut self, at: usize, amount: Option<Cents>) -> bool {
        let left = self.undisputed(at);
        let amount = amount.unwrap_or(left);
        if amount < 1 || amount > left {
            return false;
        }
        let row = &mut self.authorizations[at];
        row.refunded += amount;
        let card = row.card;
        self.refunded += amount;
        let ended = self.cards[card].status == "terminated";
        if ended {
            self.pay_in("card_refund", amount, Some(card));
        } else {
            self.cards[card].purse.available += amount;
        }
        self.authorizations[at].noted = self.cards[card].purse;
        self.tell("card.refunded", About::Card(card));
        self.tell_release(ended);
        true
    }

    /// The amount that is settled and neither refunded nor disputed with hope or success.
    pub(super) fn undisputed(&self, at: usize) -> Cents {
        let row = &self.authorizations[at];
        let counts = ["open", "under_review", "won"];
        let disputes = self.disputes.iter().filter(|one| one.authorization == at);
        let disputed = disputes.filter(|one| counts.contains(&one.status)).map(|one| one.amount);
        row.settled - row.refunded - disputed.sum::<Cents>()
    }
}
