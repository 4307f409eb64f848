//! Books of the issuer: programs, cards, purses of users, spending events and dispute cases. Amounts
//! are cents of one currency.

use std::collections::BTreeMap;

use axum::http::StatusCode;

/// Currency of every card.
pub(super) const UNIT: &str = "USD";

/// Currency of the second purse of each user, which no card is linked to.
pub(super) const OTHER_UNIT: &str = "EUR";

/// Fee of every funding and withdrawal, taken from the purse.
const FEE: i64 = 10;

/// Share of a funding that does not reach the card.
const EXCHANGE_PERCENT: i64 = 1;

/// Money that a user has at the start.
const START: i64 = 10_000_000;

/// A program that cards can be made of.
#[derive(Debug, Clone)]
pub(super) struct Scheme {
    pub(super) code: u64,
    pub(super) listed: bool,
}

/// A card.
#[derive(Debug, Clone)]
pub(super) struct Card {
    pub(super) no: String,
    pub(super) owner: String,
    pub(super) state: &'static str,
    pub(super) free: i64,
    pub(super) blocked: i64,
}

/// An authorization.
#[derive(Debug, Clone)]
pub(super) struct Spending {
    pub(super) nr: u64,
    pub(super) card: String,
    pub(super) approved: bool,
    pub(super) blocked: i64,
    pub(super) taken: i64,
}

/// Money that has moved between purse and card.
pub(super) struct Moved {
    pub(super) paid: i64,
    pub(super) received: i64,
}

pub(super) type Outcome<T> = Result<T, StatusCode>;

/// The books.
pub(super) struct Books {
    pub(super) schemes: Vec<Scheme>,
    pub(super) cards: BTreeMap<String, Card>,
    /// Money of users in [`UNIT`].
    pub(super) purses: BTreeMap<String, i64>,
    pub(super) spendings: BTreeMap<u64, Spending>,
    last: u64,
}

impl Books {
    /// Books with a program and these users.
    pub(super) fn opened(users: [&str; 2]) -> Self {
        Self {
            schemes: vec![Scheme { code: 1, listed: true }],
            cards: BTreeMap::new(),
            purses: users.map(|user| (user.to_owned(), START)).into(),
            spendings: BTreeMap::new(),
            last: 100,
        }
    }

    /// A number that nothing else has.
    pub(super) fn number(&mut self) -> u64 {
        self.last += 7;
        self.last
    }

    pub(super) fn make_scheme(&mut self, listed: bool) -> u64 {
        let code = self.number();
        self.schemes.push(Scheme { code, listed });
        code
    }

    pub(super) fn make_card(&mut self, owner: &str, scheme: Option<u64>) -> Outcome<Card> {
        let known = self.schemes.iter().any(|one| one.listed && Some(one.code) == scheme);
        if !known {
            return Err(StatusCode::UNPROCESSABLE_ENTITY);
        }
        let no = format!("K-{}", self.number());
        let owner = owner.to_owned();
        let card = Card { no: no.clone(), owner, state: "active", free: 0, blocked: 0 };
        self.cards.insert(no, card.clone());
        Ok(card)
    }

    /// The card of that number, if it is the caller's.
    pub(super) fn card(&mut self, caller: &str, no: &str) -> Outcome<&mut Card> {
        let card = self.cards.get_mut(no).filter(|card| card.owner == caller);
        card.ok_or(StatusCode::GONE)
    }

    pub(super) fn set_state(
        &mut self,
        caller: &str,
        no: &str,
        (from, to): (&'static str, &'static str),
    ) -> Outcome<()> {
        let card = self.card(caller, no)?;
        if card.state != from {
            return Err(StatusCode::LOCKED);
        }
        card.state = to;
        Ok(())
    }

    /// Ends a card; what is left on it goes to its owner.
    pub(super) fn terminate(&mut self, caller: &str, no: &str) -> Outcome<()> {
        let card = self.card(caller, no)?;
        if card.state == "terminated" {
            return Err(StatusCode::LOCKED);
        }
        card.state = "terminated";
        let left = std::mem::take(&mut card.free);
        self.pay(caller, left);
        Ok(())
    }

    pub(super) fn fund(&mut self, caller: &str, no: &str, cents: i64) -> Outcome<Moved> {
        let moved = Moved { paid: cents + FEE, received: cents - cents * EXCHANGE_PERCENT / 100 };
        let purse = self.purses.get(caller).copied().unwrap_or_default();
        let card = self.card(caller, no)?;
        if card.state != "active" {
            return Err(StatusCode::LOCKED);
        }
        if cents <= 0 || moved.paid > purse {
            return Err(StatusCode::PRECONDITION_FAILED);
        }
        card.free += moved.received;
        self.pay(caller, -moved.paid);
        Ok(moved)
    }

    pub(super) fn unload(&mut self, caller: &str, no: &str, cents: i64) -> Outcome<Moved> {
        let moved = Moved { paid: cents, received: cents - FEE };
        let card = self.card(caller, no)?;
        if !["active", "frozen"].contains(&card.state) {
            return Err(StatusCode::LOCKED);
        }
        if moved.received <= 0 || cents > card.free {
            return Err(StatusCode::PRECONDITION_FAILED);
        }
        card.free -= moved.paid;
        self.pay(caller, moved.received);
        Ok(moved)
    }

    /// Gives money to a user, or takes it where the amount is negative.
    pub(super) fn pay(&mut self, user: &str, cents: i64) {
        *self.purses.entry(user.to_owned()).or_default() += cents;
    }

    /// A purchase: with too little money it is entered as one that is not approved.
    pub(super) fn spend(&mut self, caller: &str, no: &str, cents: i64) -> Outcome<Spending> {
        let nr = self.number();
        let card = self.card(caller, no)?;
        if card.state != "active" {
            return Err(StatusCode::LOCKED);
        }
        if cents <= 0 {
            return Err(StatusCode::UNPROCESSABLE_ENTITY);
        }
        let approved = cents <= card.free;
        let blocked = if approved { cents } else { 0 };
        card.free -= blocked;
        card.blocked += blocked;
        let spending = Spending { nr, card: no.to_owned(), approved, blocked, taken: 0 };
        self.spendings.insert(nr, spending.clone());
        Ok(spending)
    }

    /// The authorization of that number on a card of the caller, which still blocks money.
    fn open(&mut self, caller: &str, nr: u64) -> Outcome<(&mut Spending, &mut Card)> {
        let spending = self.spendings.get_mut(&nr).ok_or(StatusCode::GONE)?;
        let card = self.cards.get_mut(&spending.card).filter(|card| card.owner == caller);
        let card = card.ok_or(StatusCode::GONE)?;
        if spending.blocked == 0 {
            return Err(StatusCode::PRECONDITION_FAILED);
        }
        Ok((spending, card))
    }

    /// Takes money that is blocked, all of it where no amount is said, and frees the rest.
    pub(super) fn take(&mut self, caller: &str, nr: u64, cents: Option<i64>) -> Outcome<i64> {
        let (spending, card) = self.open(caller, nr)?;
        let cents = cents.unwrap_or(spending.blocked);
        if cents <= 0 || cents > spending.blocked {
            return Err(StatusCode::PRECONDITION_FAILED);
        }
        let blocked = std::mem::take(&mut spending.blocked);
        spending.taken += cents;
        card.blocked -= blocked;
        card.free += blocked - cents;
        Ok(cents)
    }

    /// Frees money that is blocked, all of it where no amount is said.
    pub(super) fn release(&mut self, caller: &str, nr: u64, cents: Option<i64>) -> Outcome<i64> {
        let (spending, card) = self.open(caller, nr)?;
        let cents = cents.unwrap_or(spending.blocked);
        if cents <= 0 || cents > spending.blocked {
            return Err(StatusCode::PRECONDITION_FAILED);
        }
        spending.blocked -= cents;
        card.blocked -= cents;
        card.free += cents;
        Ok(cents)
    }

    /// The number of a new case about an authorization of the caller that was settled.
    pub(super) fn dispute(&mut self, caller: &str, nr: u64) -> Outcome<u64> {
        let spending = self.spendings.get(&nr).ok_or(StatusCode::GONE)?.clone();
        self.card(caller, &spending.card)?;
        if spending.taken == 0 {
            return Err(StatusCode::PRECONDITION_FAILED);
        }
        Ok(self.number())
    }
}
