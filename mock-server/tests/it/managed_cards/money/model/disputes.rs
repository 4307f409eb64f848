//! Disputes and their credits (MC 11).

use super::{About, Cents, DAY, Dispute, Model, Refusal};

impl Model {
    pub(crate) fn dispute(&mut self, at: usize, amount: Option<Cents>) -> Result<usize, Refusal> {
        let row = &self.authorizations[at];
        let card = row.card;
        if ["pending", "failed"].contains(&self.cards[card].status) {
            return Err((409, "invalid_card_status"));
        }
        let settled_at = row.settled_at.ok_or((409, "authorization_not_settled"))?;
        let mut others = self.disputes.iter().filter(|one| one.authorization == at);
        if others.any(|one| ["open", "under_review"].contains(&one.status)) {
            return Err((409, "dispute_exists"));
        }
        if self.now > settled_at + 120 * DAY {
            return Err((422, "dispute_window_closed"));
        }
        let left = self.undisputed(at);
        let amount = amount.unwrap_or(left);
        if amount > left || amount < 1 {
            return Err((422, "dispute_amount_exceeds_settled"));
        }
        let ended = self.cards[card].status == "terminated";
        let credit = if ended { "not_granted" } else { "granted" };
        let made = self.disputes.len();
        self.disputes.push(Dispute { authorization: at, status: "open", amount, credit });
        if !ended {
            self.cards[card].purse.available += amount;
        }
        self.tell("card.dispute.created", About::Dispute(made));
        if !ended {
            self.tell("card.provisional_credit.granted", About::Dispute(made));
        }
        Ok(made)
    }

    pub(crate) fn cancel(&mut self, at: usize) -> Result<(), Refusal> {
        if !["open", "under_review"].contains(&self.disputes[at].status) {
            return Err((409, "dispute_closed"));
        }
        self.close(at, "canceled", "card.dispute.canceled");
        Ok(())
    }

    /// The operator takes a case up or decides it: true where the table of MC 11.3 has such a row.
    pub(crate) fn decide_dispute(&mut self, at: usize, verdict: &'static str) -> bool {
        let Dispute { authorization, status, amount, credit } = self.disputes[at];
        if !["open", "under_review"].contains(&status) || status == verdict {
            return false;
        }
        match verdict {
            "under_review" => {
                self.disputes[at].status = verdict;
                self.tell("card.dispute.updated", About::Dispute(at));
            }
            "won" => {
                self.disputes[at].status = verdict;
                let paid = credit == "not_granted";
                if paid {
                    let card = self.authorizations[authorization].card;
                    self.pay_in("dispute_credit", amount, Some(card));
                } else {
                    self.disputes[at].credit = "final";
                }
                self.tell("card.dispute.won", About::Dispute(at));
                if paid {
                    self.tell("wallet.credited", About::Wallet);
                }
            }
            _ => self.close(at, "lost", "card.dispute.lost"),
        }
        true
    }

    fn close(&mut self, at: usize, status: &'static str, event: &'static str) {
        let Dispute { authorization, amount, credit, .. } = self.disputes[at];
        self.disputes[at].status = status;
        let was_granted = credit == "granted";
        if was_granted {
            self.disputes[at].credit = "reversed";
            let card = &mut self.cards[self.authorizations[authorization].card];
            card.purse.available -= amount;
            card.may_owe = true;
        }
        self.tell(event, About::Dispute(at));
        if was_granted {
            self.tell("card.provisional_credit.reversed", About::Dispute(at));
        }
    }
}
