//! A naive second reading of the contract (MC 7 to 12): what every call does to money, statuses and
//! events. It knows nothing of the server, keeps everything in plain lists and adds nothing up.

mod cards;
mod disputes;
mod funding;
mod spending;

use super::steps::Adapter;

/// Minor units of USD.
pub(crate) type Cents = i64;

/// HTTP status of a refusal, and its code.
pub(crate) type Refusal = (u16, &'static str);

/// Days in milliseconds.
pub(crate) const DAY: i64 = 86_400_000;

/// Delay of the delayed adapter, in milliseconds.
const DELAY: i64 = 30_000;

/// The money of a wallet or a card.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Purse {
    pub(crate) available: Cents,
    pub(crate) held: Cents,
}

#[derive(Debug)]
pub(crate) struct Card {
    pub(crate) program: usize,
    pub(crate) status: &'static str,
    pub(crate) purse: Purse,
    /// A decision of the operator or a forced settlement may have taken more than there was.
    pub(crate) may_owe: bool,
    was_active: bool,
    /// The instant at which it expires, once the partner has made it.
    ends: Option<i64>,
    set: Option<Adapter>,
}

#[derive(Debug)]
pub(crate) struct Authorization {
    pub(crate) card: usize,
    pub(crate) status: &'static str,
    pub(crate) reason: Option<&'static str>,
    pub(crate) amount: Cents,
    pub(crate) held: Cents,
    pub(crate) settled: Cents,
    pub(crate) released: Cents,
    pub(crate) over_settled: Cents,
    /// The purse of the card as of the last change.
    pub(crate) noted: Purse,
    refunded: Cents,
    mcc: &'static str,
    settled_at: Option<i64>,
}

#[derive(Debug)]
pub(crate) struct Dispute {
    pub(crate) authorization: usize,
    pub(crate) status: &'static str,
    pub(crate) amount: Cents,
    pub(crate) credit: &'static str,
}

#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) kind: &'static str,
    pub(crate) status: &'static str,
    pub(crate) amount: Cents,
    pub(crate) card: Option<usize>,
}

/// The thing that an event is about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum About {
    Wallet,
    Card(usize),
    Authorization(usize),
    Dispute(usize),
}

/// An event, with the purse that it shows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Told {
    pub(crate) at: i64,
    pub(crate) name: &'static str,
    pub(crate) about: About,
    pub(crate) purse: Purse,
}

/// An effect that comes by itself when time passes.
#[derive(Clone, Copy, Debug)]
enum Due {
    Activate(usize),
    ExpireCard(usize),
    Complete(usize),
    ExpireAuthorization(usize),
}

#[derive(Debug, Default)]
pub(crate) struct Model {
    /// Milliseconds since 1970.
    pub(crate) now: i64,
    pub(crate) wallet: Purse,
    pub(crate) cards: Vec<Card>,
    pub(crate) authorizations: Vec<Authorization>,
    pub(crate) disputes: Vec<Dispute>,
    pub(crate) operations: Vec<Operation>,
    pub(crate) told: Vec<Told>,
    /// Everything that came in from outside, and everything that merchants gave back.
    pub(crate) deposited: Cents,
    pub(crate) refunded: Cents,
    programs: [Option<Adapter>; 4],
    due: Vec<(i64, usize, Due)>,
    scheduled: usize,
}

impl Model {
    /// A user with an amount in the wallet and no cards.
    pub(crate) fn new(now: i64, available: Cents) -> Self {
        let wallet = Purse { available, held: 0 };
        Self { now, wallet, deposited: available, ..Self::default() }
    }

    /// Lets time pass, in milliseconds: what is due happens in order.
    pub(crate) fn pass(&mut self, by: i64) {
        let end = self.now + by;
        loop {
            let first = (0..self.due.len()).min_by_key(|at| (self.due[*at].0, self.due[*at].1));
            let Some(first) = first.filter(|at| self.due[*at].0 <= end) else { break };
            let (at, _, what) = self.due.remove(first);
            self.now = at;
            match what {
                Due::Activate(card) => self.made_by_partner(card),
                Due::ExpireCard(card) => self.expire_card(card),
                Due::Complete(operation) => {
                    if self.operations[operation].status == "processing" {
                        self.complete(operation);
                    }
                }
                Due::ExpireAuthorization(authorization) => self.expire(authorization),
            }
        }
        self.now = end;
    }

    /// Money reaches the wallet from outside.
    pub(crate) fn deposit(&mut self, amount: Cents) {
        self.deposited += amount;
        self.pay_in("deposit", amount, None);
        self.tell("wallet.credited", About::Wallet);
    }

    fn later(&mut self, at: i64, what: Due) {
        self.due.push((at, self.scheduled, what));
        self.scheduled += 1;
    }

    fn tell(&mut self, name: &'static str, about: About) {
        let card = |card: usize| self.cards[card].purse;
        let purse = match about {
            About::Wallet => self.wallet,
            About::Card(at) => card(at),
            About::Authorization(at) => card(self.authorizations[at].card),
            About::Dispute(at) => card(self.authorizations[self.disputes[at].authorization].card),
        };
        if let About::Authorization(at) = about {
            self.authorizations[at].noted = purse;
        }
        self.told.push(Told { at: self.now, name, about, purse });
    }

    /// Raises the available amount of the wallet by a completed operation.
    fn pay_in(&mut self, kind: &'static str, amount: Cents, card: Option<usize>) {
        self.wallet.available += amount;
        self.operations.push(Operation { kind, status: "completed", amount, card });
    }
}
