//! Cards from status to status (MC 7, 9).

use jiff::{Timestamp, ToSpan, tz::TimeZone};

use super::{About, Card, DELAY, Due, Model, Purse, Refusal};
use crate::managed_cards::money::steps::Adapter;

/// The adapters of the four programs.
const OWN: [Adapter; 4] =
    [Adapter::Instant, Adapter::Delayed, Adapter::Failing, Adapter::UnderReview];

/// The first instant after the month in which a card that is made now, in milliseconds, ends.
fn end_of_validity(now: i64) -> i64 {
    let made = Timestamp::from_millisecond(now).unwrap().to_zoned(TimeZone::UTC).date();
    let first = made.first_of_month().checked_add(37.months()).unwrap();
    first.to_zoned(TimeZone::UTC).unwrap().timestamp().as_millisecond()
}

impl Model {
    pub(crate) fn create(
        &mut self,
        program: usize,
        call: Option<Adapter>,
    ) -> Result<usize, Refusal> {
        let ended = ["terminated", "failed", "expired"];
        let live = self.cards.iter().filter(|card| !ended.contains(&card.status));
        if live.filter(|card| card.program == program).count() >= 5 {
            return Err((422, "card_limit_reached"));
        }
        let at = self.cards.len();
        self.cards.push(Card {
            program,
            status: "pending",
            purse: Purse::default(),
            may_owe: false,
            was_active: false,
            ends: None,
            set: None,
        });
        self.tell("card.created", About::Card(at));
        match call.or(self.programs[program]).unwrap_or(OWN[program]) {
            Adapter::Instant => self.made_by_partner(at),
            Adapter::Delayed => self.later(self.now + DELAY, Due::Activate(at)),
            Adapter::Failing => self.become_status(at, "failed", "card.failed"),
            Adapter::UnderReview => self.become_status(at, "under_review", "card.under_review"),
        }
        Ok(at)
    }

    /// Sets the adapter of a card, or of a program.
    pub(crate) fn set_adapter(&mut self, card: Result<usize, usize>, adapter: Option<Adapter>) {
        match card {
            Ok(card) => self.cards[card].set = adapter,
            Err(program) => self.programs[program] = adapter,
        }
    }

    /// The adapter that acts on a card (MC 8.1).
    pub(super) fn adapter(&self, card: usize, call: Option<Adapter>) -> Adapter {
        let card = &self.cards[card];
        call.or(card.set).or(self.programs[card.program]).unwrap_or(OWN[card.program])
    }

    fn become_status(&mut self, card: usize, status: &'static str, event: &'static str) {
        self.cards[card].status = status;
        self.tell(event, About::Card(card));
    }

    pub(super) fn made_by_partner(&mut self, card: usize) {
        if self.cards[card].status == "pending" {
            self.first_activation(card);
        }
    }

    fn first_activation(&mut self, card: usize) {
        let ends = end_of_validity(self.now);
        self.cards[card].ends = Some(ends);
        self.cards[card].was_active = true;
        self.later(ends, Due::ExpireCard(card));
        self.become_status(card, "active", "card.activated");
    }

    pub(super) fn expire_card(&mut self, card: usize) {
        if ["active", "frozen", "blocked"].contains(&self.cards[card].status) {
            self.become_status(card, "expired", "card.expired");
        }
    }

    pub(crate) fn freeze(&mut self, card: usize) -> Result<(), Refusal> {
        if self.cards[card].status != "active" {
            return Err((409, "invalid_card_status"));
        }
        self.become_status(card, "frozen", "card.frozen");
        Ok(())
    }

    pub(crate) fn unfreeze(&mut self, card: usize) -> Result<(), Refusal> {
        if self.cards[card].status != "frozen" {
            return Err((409, "invalid_card_status"));
        }
        self.become_status(card, "active", "card.unfrozen");
        Ok(())
    }

    /// The operator wants another status: true where the table of MC 7.3 has such a row.
    pub(crate) fn decide_card(&mut self, card: usize, wanted: &'static str) -> bool {
        let Card { status, was_active, ends, .. } = self.cards[card];
        match (status, wanted) {
            ("pending" | "under_review", "active") if !was_active => self.first_activation(card),
            ("under_review", "active") if ends.is_some_and(|end| self.now >= end) => {
                self.become_status(card, "expired", "card.expired");
            }
            ("under_review", "active") => self.become_status(card, "active", "card.review_passed"),
            ("pending" | "under_review", "failed") if !was_active => {
                self.become_status(card, "failed", "card.failed");
            }
            ("under_review", "blocked") if was_active => {
                self.become_status(card, "blocked", "card.blocked");
            }
            ("active" | "frozen", "blocked") => {
                self.become_status(card, "blocked", "card.blocked");
            }
            ("active" | "frozen", "under_review") => {
                self.become_status(card, "under_review", "card.under_review");
            }
            ("blocked", "active") => self.become_status(card, "active", "card.unblocked"),
            _ => return false,
        }
        true
    }

    pub(crate) fn terminate(&mut self, card: usize) -> Result<(), Refusal> {
        if !["pending", "active", "frozen", "expired"].contains(&self.cards[card].status) {
            return Err((409, "invalid_card_status"));
        }
        let credited = self.disputes.iter().any(|one| {
            self.authorizations[one.authorization].card == card
                && ["open", "under_review"].contains(&one.status)
                && one.credit == "granted"
        });
        if credited {
            return Err((409, "open_dispute"));
        }
        let available = self.cards[card].purse.available;
        if available < 0 {
            return Err((409, "negative_balance"));
        }
        if available > 0 {
            self.cards[card].purse.available = 0;
            self.pay_in("card_termination", available, Some(card));
        }
        self.become_status(card, "terminated", "card.terminated");
        for at in 0..self.operations.len() {
            let one = &self.operations[at];
            let under_way = ["processing", "under_review"].contains(&one.status);
            if one.card == Some(card) && one.kind == "card_funding" && under_way {
                self.fail(at);
            }
        }
        if available > 0 {
            self.tell("wallet.credited", About::Wallet);
        }
        Ok(())
    }
}
