//! Money between the wallet and its cards (MC 8).

use super::{About, Cents, DELAY, Due, Model, Operation, Refusal};
use crate::managed_cards::money::steps::Adapter;

/// Limits of the programs in cents of USD (MC 3).
const LEAST: Cents = 1_00;
const MOST: Cents = 500_000;
const MOST_ON_CARD: Cents = 1_000_000;

impl Model {
    pub(crate) fn fund(
        &mut self,
        card: usize,
        amount: Cents,
        call: Option<Adapter>,
    ) -> Result<usize, Refusal> {
        let purse = self.cards[card].purse;
        // An expired card that owes money takes that much, so that it can be terminated.
        let repays = self.cards[card].status == "expired" && purse.available < 0;
        if self.cards[card].status != "active" && !repays {
            return Err((409, "invalid_card_status"));
        }
        if amount < LEAST && !repays {
            return Err((422, "amount_below_minimum"));
        }
        if amount > MOST && !repays {
            return Err((422, "amount_above_maximum"));
        }
        let fundings = self.operations.iter().filter(|one| {
            let under_way = ["processing", "under_review"].contains(&one.status);
            one.card == Some(card) && one.kind == "card_funding" && under_way
        });
        let coming: Cents = fundings.map(|one| one.amount).sum();
        let (there, most) = match repays {
            true => (purse.available, 0),
            false => (purse.available + purse.held, MOST_ON_CARD),
        };
        if there + coming + amount > most {
            return Err((422, "balance_limit_exceeded"));
        }
        if amount > self.wallet.available {
            return Err((402, "insufficient_wallet_funds"));
        }
        let adapter = self.adapter(card, call);
        let at = self.begin("card_funding", card, amount, adapter)?;
        self.wallet.available -= amount;
        if adapter == Adapter::Instant {
            self.cards[card].purse.available += amount;
            self.tell("wallet.debited", About::Wallet);
            self.tell("card.funded", About::Card(card));
        } else {
            self.wallet.held += amount;
        }
        Ok(at)
    }

    pub(crate) fn withdraw(
        &mut self,
        card: usize,
        amount: Cents,
        call: Option<Adapter>,
    ) -> Result<usize, Refusal> {
        if !["active", "frozen", "expired"].contains(&self.cards[card].status) {
            return Err((409, "invalid_card_status"));
        }
        if amount > self.cards[card].purse.available {
            return Err((402, "insufficient_card_funds"));
        }
        let adapter = self.adapter(card, call);
        let at = self.begin("card_withdrawal", card, amount, adapter)?;
        let purse = &mut self.cards[card].purse;
        purse.available -= amount;
        if adapter == Adapter::Instant {
            self.wallet.available += amount;
            self.tell("card.withdrawn", About::Card(card));
            self.tell("wallet.credited", About::Wallet);
        } else {
            purse.held += amount;
        }
        Ok(at)
    }

    fn begin(
        &mut self,
        kind: &'static str,
        card: usize,
        amount: Cents,
        adapter: Adapter,
    ) -> Result<usize, Refusal> {
        let at = self.operations.len();
        let status = match adapter {
            Adapter::Failing => return Err((502, "provider_error")),
            Adapter::Instant => "completed",
            Adapter::UnderReview => "under_review",
            Adapter::Delayed => {
                self.later(self.now + DELAY, Due::Complete(at));
                "processing"
            }
        };
        self.operations.push(Operation { kind, status, amount, card: Some(card) });
        Ok(at)
    }

    /// The operator decides: true where the operation was under way.
    pub(crate) fn decide_operation(&mut self, at: usize, approve: bool) -> bool {
        let under_way = ["processing", "under_review"].contains(&self.operations[at].status);
        match (under_way, approve) {
            (true, true) => self.complete(at),
            (true, false) => self.fail(at),
            (false, _) => {}
        }
        under_way
    }

    pub(super) fn complete(&mut self, at: usize) {
        let Operation { kind, amount, card, .. } = self.operations[at];
        let card = card.unwrap();
        if kind == "card_funding" {
            let one = &self.cards[card];
            let repays = one.status == "expired" && one.purse.available + amount <= 0;
            if !["active", "frozen", "blocked", "under_review"].contains(&one.status) && !repays {
                return self.fail(at);
            }
            self.operations[at].status = "completed";
            self.wallet.held -= amount;
            self.cards[card].purse.available += amount;
            self.tell("wallet.debited", About::Wallet);
            self.tell("card.funded", About::Card(card));
        } else {
            self.operations[at].status = "completed";
            self.cards[card].purse.held -= amount;
            self.wallet.available += amount;
            self.tell("card.withdrawn", About::Card(card));
            self.tell("wallet.credited", About::Wallet);
        }
    }

    pub(super) fn fail(&mut self, at: usize) {
        self.operations[at].status = "failed";
        let Operation { kind, amount, card, .. } = self.operations[at];
        let card = card.unwrap();
        if kind == "card_funding" {
            self.wallet.held -= amount;
            self.wallet.available += amount;
            return self.tell("card.funding.failed", About::Card(card));
        }
        self.cards[card].purse.held -= amount;
        if self.cards[card].status == "terminated" {
            self.pay_in("card_termination", amount, Some(card));
            self.tell("card.withdrawal.failed", About::Card(card));
            self.tell("wallet.credited", About::Wallet);
        } else {
            self.cards[card].purse.available += amount;
            self.tell("card.withdrawal.failed", About::Card(card));
        }
    }
}
