//! A naive model of one user's money: a list of what happened, from whose beginning every figure is
//! added up anew. It says by itself which steps are refused.

use super::steps::Step;

/// Something that moved money. Tokens are in millionths of a dollar, all else in cents.
#[derive(Clone, Copy, Debug)]
enum Entry {
    Deposited(i128),
    LeftWallet(i128),
    BackToWallet(i128),
    Held(i64),
    Released(i64),
    Settled(i64),
    Refunded(i64),
    StatementClosed,
    Paid(i64),
}

/// A purchase, in cents.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Purchase {
    pub(super) held: i64,
    pub(super) cleared: i64,
    pub(super) refunded: i64,
    /// Nothing is held any more, and nothing more will be.
    is_over: bool,
}

/// The end of a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Outcome {
    Done,
    /// The step leaves a declined transaction, and moves nothing.
    Declined,
    Refused,
}

/// A user with this much in the wallet and as collateral, in millionths of a dollar.
#[derive(Debug)]
pub(super) struct Model {
    opening: (i128, i128),
    entries: Vec<Entry>,
    pub(super) purchases: Vec<Purchase>,
}

impl Model {
    pub(super) fn opening(wallet: i128, collateral: i128) -> Self {
        Self { opening: (wallet, collateral), entries: Vec::new(), purchases: Vec::new() }
    }

    fn sum<N: std::iter::Sum>(&self, counted: impl Fn(Entry) -> Option<N>) -> N {
        self.entries.iter().filter_map(|entry| counted(*entry)).sum()
    }

    /// The wallet, in millionths of a dollar.
    pub(super) fn wallet(&self) -> i128 {
        let moved = self.sum(|entry| match entry {
            Entry::LeftWallet(micros) => Some(-micros),
            Entry::BackToWallet(micros) => Some(micros),
            _ => None,
        });
        self.opening.0 + moved
    }

    /// The collateral, in millionths of a dollar.
    pub(super) fn collateral(&self) -> i128 {
        let moved = self.sum(|entry| match entry {
            Entry::Deposited(micros) | Entry::LeftWallet(micros) => Some(micros),
            Entry::BackToWallet(micros) => Some(-micros),
            _ => None,
        });
        self.opening.1 + moved
    }

    /// The credit limit, in cents: what is below a cent gives no credit.
    pub(super) fn credit_limit(&self) -> i64 {
        i64::try_from(self.collateral() / 10_000).unwrap()
    }

    /// The pending charges, in cents.
    pub(super) fn pending(&self) -> i64 {
        self.sum(|entry| match entry {
            Entry::Held(cents) => Some(cents),
            Entry::Released(cents) => Some(-cents),
            _ => None,
        })
    }

    /// Cents that merchants have got, less what they gave back.
    pub(super) fn taken(&self) -> i64 {
        self.sum(|entry| match entry {
            Entry::Settled(cents) => Some(cents),
            Entry::Refunded(cents) => Some(-cents),
            _ => None,
        })
    }

    /// Cents that the user has paid.
    pub(super) fn paid(&self) -> i64 {
        self.sum(|entry| if let Entry::Paid(cents) = entry { Some(cents) } else { None })
    }

    /// The posted charges, in cents: what merchants took and the user has not paid.
    pub(super) fn posted(&self) -> i64 {
        self.taken() - self.paid()
    }

    /// The balance due, in cents. Each statement takes over the rest of the one before it and adds
    /// the lines since then; payments go towards the statements that are closed.
    pub(super) fn due(&self) -> i64 {
        let mut statements = self.entries.split(|entry| matches!(entry, Entry::StatementClosed));
        // The lines since the last statement are on none.
        let _open = statements.next_back();
        let lines = statements.flatten().map(|entry| match entry {
            Entry::Settled(cents) => *cents,
            Entry::Refunded(cents) => -cents,
            _ => 0,
        });
        lines.sum::<i64>() - self.paid()
    }

    /// The spending power, in cents.
    pub(super) fn power(&self) -> i64 {
        self.credit_limit() - self.pending() - self.posted()
    }

    /// Takes a step.
    pub(super) fn take(&mut self, step: &Step) -> Outcome {
        match *step {
            Step::Deposit(micros) => self.enter(Entry::Deposited(micros.into())),
            Step::Swap(micros) if i128::from(micros) <= self.wallet() => {
                self.enter(Entry::LeftWallet(micros.into()))
            }
            Step::Withdraw(micros) if i128::from(micros) <= self.free() => {
                self.enter(Entry::BackToWallet(micros.into()))
            }
            Step::Swap(_) | Step::Withdraw(_) => Outcome::Refused,
            Step::Buy(cents) if cents > self.power() => Outcome::Declined,
            Step::Buy(cents) => {
                self.purchases.push(Purchase { held: cents, ..Purchase::default() });
                self.enter(Entry::Held(cents))
            }
            Step::Close => self.enter(Entry::StatementClosed),
            Step::Pay(cents) if cents <= self.due() => self.enter(Entry::Paid(cents)),
            Step::Pay(_) => Outcome::Refused,
            Step::Increment(at, _)
            | Step::Clear(at, _)
            | Step::ClearPart(at, _)
            | Step::Release(at, _)
            | Step::Refund(at, _) => {
                let Some(at) = at.checked_rem(self.purchases.len()) else {
                    return Outcome::Refused;
                };
                self.go_on(step, at)
            }
        }
    }

    /// Takes a step with a purchase.
    fn go_on(&mut self, step: &Step, at: usize) -> Outcome {
        let purchase = self.purchases[at];
        if purchase.is_over && !matches!(step, Step::Refund(..)) {
            return Outcome::Refused;
        }
        let Purchase { held, cleared, refunded, .. } = purchase;
        match *step {
            Step::Increment(_, cents) if cents > self.power() => Outcome::Declined,
            Step::Increment(_, cents) => {
                self.purchases[at].held += cents;
                self.enter(Entry::Held(cents))
            }
            Step::Clear(_, cents) => self.settle(at, cents, held),
            Step::ClearPart(_, cents) => self.settle(at, cents, cents.min(held)),
            Step::Release(_, cents) => {
                let back = cents.unwrap_or(held);
                if back > held {
                    return Outcome::Refused;
                }
                self.give_back(at, back)
            }
            Step::Refund(_, cents) => {
                let left = cleared - refunded;
                let back = cents.unwrap_or(left);
                if back == 0 || back > left {
                    return Outcome::Refused;
                }
                self.purchases[at].refunded += back;
                self.enter(Entry::Refunded(back))
            }
            Step::Deposit(_)
            | Step::Swap(_)
            | Step::Withdraw(_)
            | Step::Buy(_)
            | Step::Close
            | Step::Pay(_) => unreachable!("no step with a purchase"),
        }
    }

    /// A settlement, for which so much of the hold is given back.
    fn settle(&mut self, at: usize, cents: i64, back: i64) -> Outcome {
        self.purchases[at].cleared += cents;
        self.enter(Entry::Settled(cents));
        self.give_back(at, back)
    }

    fn give_back(&mut self, at: usize, cents: i64) -> Outcome {
        self.purchases[at].held -= cents;
        self.purchases[at].is_over = self.purchases[at].held == 0;
        self.enter(Entry::Released(cents))
    }

    /// The amount that can be withdrawn, in millionths of a dollar.
    fn free(&self) -> i128 {
        self.collateral().min(i128::from(self.power()) * 10_000)
    }

    fn enter(&mut self, entry: Entry) -> Outcome {
        self.entries.push(entry);
        Outcome::Done
    }
}
