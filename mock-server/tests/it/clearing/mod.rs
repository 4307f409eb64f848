//! Card spending: one machine over the books of two programs (SB 5.4). What holds for both is
//! asked of both here; what only one of them has, in its own file.

mod collateral;
mod money;
mod prepaid;
mod windows;

use jiff::{SignedDuration, Timestamp};
use mock_server::{
    clearing::{
        Authorize, Authorized, Book, Clear, Decline, DeclineAuthorized, Increment, Merchant,
        Presented, Refund, Release, TransactionStatus as Status, WrongState,
    },
    command::Command,
    issuer::{ApplyContext, Caller, CheckContext, IssuerProgram},
    money::{AmountOutOfRange, Cents},
    world::{Change, CommandContext, World},
};
use serde_json::{Value, json};

use collateral::account;

use crate::support::Sandbox;

/// World time of the first step.
fn start() -> Timestamp {
    crate::support::START.parse().unwrap()
}

/// The figures of a card, in cents: held, spent, and left to spend.
type Figures = (Cents, Cents, Cents);

/// A program as these tests use it.
trait Spent: Book<RefundId: Into<<Self as Book>::TransactionId>> + IssuerProgram {
    const PURCHASE: Self::Kind;
    const INQUIRY: Self::Kind;

    /// A card that can spend at least 200.00.
    fn card(world: &mut World) -> Self::CardId;

    fn figures(world: &World, card: Self::CardId) -> Figures;

    /// The words of a refusal of the machine, where it is one.
    fn reason(refusal: &Self::Refusal) -> Refused;

    /// Freezes a card.
    fn freeze(world: &mut World, card: Self::CardId);
}

/// A refusal of the machine.
#[derive(Clone, Debug, PartialEq)]
enum Refused {
    Amount(Cents),
    State(Status, Vec<&'static str>),
    Other,
}

impl From<&WrongState> for Refused {
    fn from(no: &WrongState) -> Self {
        Self::State(no.status, no.allowed.clone())
    }
}

impl From<&AmountOutOfRange> for Refused {
    fn from(no: &AmountOutOfRange) -> Self {
        Self::Amount(no.max)
    }
}

/// A world and one card in it.
struct Bank<B: Spent> {
    world: World,
    card: B::CardId,
    now: Timestamp,
}

impl<B: Spent> Bank<B> {
    async fn open() -> Self {
        Self::under(json!({})).await
    }

    /// A bank whose world has these rules.
    async fn under(rules: Value) -> Self {
        let sandbox = Sandbox::with(json!({ "rules": rules })).await;
        let mut world = sandbox.worlds.get("test").unwrap().read(Clone::clone);
        let card = B::card(&mut world);
        Self { world, card, now: start() }
    }

    /// Runs a command as the back office, a second after the one before.
    fn run<C: Command<Program = B>>(&mut self, command: &C) -> Result<C::Done, Refused> {
        self.now += SignedDuration::from_secs(1);
        let (now, caller) = (self.now, Caller::Ops);
        let World { issuer, rules, dice, events, .. } = &mut self.world;
        let checked = issuer.check(command, &CheckContext { now, rules, caller, log: None });
        let plan = checked.map_err(|refusal| B::reason(&refusal))?;
        let (operation, mut due) = ("test", Vec::new());
        let (later, touched) = (&mut due, &mut Vec::new());
        let mut context =
            ApplyContext { now, rules, caller, operation, dice, events, later, touched };
        let done = issuer.apply(command, plan, &mut context);
        for (at, effect) in due {
            self.world.timeline.schedule(at, effect.into());
        }
        self.world.settle(now);
        Ok(done)
    }

    fn attempt(&mut self, amount: Cents, kind: B::Kind, forced: Option<Decline>) -> Attempt<B> {
        let (card, presented) = (self.card, Presented::default());
        let merchant = Merchant { name: "Baker".to_owned(), ..Merchant::default() };
        self.run(&Authorize { card, amount, kind, merchant, presented, forced })
    }

    fn buy(&mut self, amount: Cents) -> B::TransactionId {
        let done = self.attempt(amount, B::PURCHASE, None).unwrap();
        assert_eq!(done.declined, None);
        done.transaction
    }

    fn increment(&mut self, transaction: B::TransactionId, by: Cents) -> Attempt<B> {
        self.run(&Increment { transaction, by })
    }

    fn clear(
        &mut self,
        transaction: B::TransactionId,
        amount: Option<Cents>,
        (last, force): (bool, bool),
    ) -> Result<(), Refused> {
        self.run(&Clear { transaction, amount, last, force })
    }

    fn release(
        &mut self,
        transaction: B::TransactionId,
        amount: Option<Cents>,
    ) -> Result<(), Refused> {
        self.run(&Release { transaction, amount, expired: false })
    }

    fn refund(
        &mut self,
        transaction: Option<B::TransactionId>,
        amount: Option<Cents>,
    ) -> Result<B::TransactionId, Refused> {
        let card = self.card;
        self.run(&Refund { card, transaction, amount }).map(Into::into)
    }

    fn status(&self, id: B::TransactionId) -> Status {
        B::of(&self.world.issuer).spending(id).ok().unwrap().status
    }

    fn figures(&self) -> Figures {
        B::figures(&self.world, self.card)
    }
}

type Attempt<B> = Result<Authorized<B>, Refused>;

/// Runs a command of the world as the back office; it must not be refused.
fn must<C: Change<Refusal: std::fmt::Debug>>(world: &mut World, command: &C) -> C::Done {
    let context = CommandContext::ops(start(), "test");
    let plan = command.check(world, &context).unwrap();
    command.apply(plan, world, &context)
}

const LAST: (bool, bool) = (true, false);
const PART: (bool, bool) = (false, false);

async fn a_purchase_moves_what_it_says<B: Spent>() {
    let mut bank = Bank::<B>::open().await;
    let (_, _, all) = bank.figures();
    let bought = bank.buy(10_000);
    assert_eq!(bank.figures(), (10_000, 0, all - 10_000));
    assert!(matches!(bank.increment(bought, 0), Err(Refused::Amount(_))));
    bank.increment(bought, 5_000).unwrap();
    assert_eq!(bank.figures(), (15_000, 0, all - 15_000));
    bank.clear(bought, Some(6_000), PART).unwrap();
    assert_eq!(bank.figures(), (9_000, 6_000, all - 15_000));
    bank.release(bought, Some(1_000)).unwrap();
    assert_eq!(bank.figures(), (8_000, 6_000, all - 14_000));
    assert_eq!(bank.release(bought, Some(8_001)), Err(Refused::Amount(8_000)));
    // A tip: more than was held.
    bank.clear(bought, Some(8_100), LAST).unwrap();
    assert_eq!(bank.figures(), (0, 14_100, all - 14_100));
    assert_eq!(bank.refund(Some(bought), Some(14_101)).err(), Some(Refused::Amount(14_100)));
    let back = bank.refund(Some(bought), Some(4_000)).unwrap();
    assert_eq!(bank.figures(), (0, 10_100, all - 10_100));
    let book = B::of(&bank.world.issuer);
    assert_eq!(book.merchant(back), book.merchant(bought));
    assert!(book.merchant(back).is_some());
    bank.refund(Some(bought), None).unwrap();
    assert_eq!((bank.figures(), bank.status(bought)), ((0, 0, all), Status::Refunded));
    let nothing_left = Refused::State(Status::Refunded, Vec::new());
    assert_eq!(bank.refund(Some(bought), None).err(), Some(nothing_left));
    assert!(matches!(bank.refund(Some(back), None), Err(Refused::State(Status::Posted, _))));
}

async fn a_state_tells_what_it_allows<B: Spent>() {
    let mut bank = Bank::<B>::open().await;
    let bought = bank.buy(10_000);
    let fresh = vec!["increment", "clear", "reverse", "expire", "decline"];
    assert_eq!(bank.refund(Some(bought), None).err(), state(Status::Authorized, &fresh));
    bank.clear(bought, Some(4_000), PART).unwrap();
    let partly = ["increment", "clear", "reverse", "expire", "refund"];
    let decline = DeclineAuthorized { transaction: bought, reason: Decline::SuspectedFraud };
    assert_eq!(bank.run(&decline).err(), state(Status::Authorized, &partly));
    // What was settled can be refunded while the rest is held.
    bank.refund(Some(bought), None).unwrap();
    assert_eq!(bank.status(bought), Status::Authorized);
    bank.clear(bought, Some(6_000), PART).unwrap();
    assert_eq!(bank.status(bought), Status::Posted);
    assert_eq!(bank.release(bought, None).err(), state(Status::Posted, &["refund"]));
    let given_back = bank.buy(3_000);
    bank.release(given_back, None).unwrap();
    let forced = ["clear with force"];
    assert_eq!(bank.clear(given_back, None, LAST).err(), state(Status::Reversed, &forced));
    let (_, spent, _) = bank.figures();
    bank.clear(given_back, None, (true, true)).unwrap();
    assert_eq!(bank.figures().1, spent + 3_000);
    let posted = bank.clear(given_back, Some(1), (true, true));
    assert_eq!(posted.err(), state(Status::Posted, &["refund"]));
}

fn state(status: Status, allowed: &[&'static str]) -> Option<Refused> {
    Some(Refused::State(status, allowed.to_vec()))
}

async fn a_decline_holds_nothing<B: Spent>() {
    let mut bank = Bank::<B>::open().await;
    let (_, _, all) = bank.figures();
    assert!(matches!(bank.attempt(0, B::PURCHASE, None), Err(Refused::Amount(_))));
    let asked = bank.attempt(0, B::INQUIRY, None).unwrap();
    assert_eq!(asked.declined, None);
    let released = bank.release(asked.transaction, None);
    assert_eq!(released.is_ok(), B::RELEASES_NOTHING, "{released:?}");
    let short = bank.attempt(all + 1, B::PURCHASE, None).unwrap();
    assert_eq!(short.declined, Some(Decline::InsufficientFunds));
    assert_eq!(bank.figures(), (0, 0, all));
    let bought = bank.buy(5_000);
    let more = bank.increment(bought, all).unwrap();
    assert_eq!(more.declined, Some(Decline::InsufficientFunds));
    assert_eq!(bank.figures(), (5_000, 0, all - 5_000));
    bank.run(&DeclineAuthorized { transaction: bought, reason: Decline::SuspectedFraud }).unwrap();
    assert_eq!((bank.figures(), bank.status(bought)), ((0, 0, all), Status::Declined));
    let (card, kind, merchant) = (bank.card, B::PURCHASE, Merchant::default());
    let presented = Presented { pin_ok: false, cvv_ok: false, expiry_ok: false };
    let wrong = Authorize { card, amount: all + 1, kind, merchant, presented, forced: None };
    assert_eq!(bank.run(&wrong).unwrap().declined, Some(Decline::ExpiryMismatch));
    let presented = Presented { expiry_ok: true, ..presented };
    let wrong = Authorize { presented, ..wrong };
    assert_eq!(bank.run(&wrong).unwrap().declined, Some(Decline::CvvMismatch));
    B::freeze(&mut bank.world, card);
    let frozen = bank.attempt(1, B::PURCHASE, None).unwrap();
    assert_eq!(frozen.declined, Some(Decline::CardLocked));
    let forced = bank.attempt(1, B::PURCHASE, Some(Decline::SuspectedFraud)).unwrap();
    assert_eq!(forced.declined, Some(Decline::SuspectedFraud));
}

/// Asks both programs.
macro_rules! of_both {
    ($($test:ident,)*) => {
        mod of_collateral_cards {
            $(#[tokio::test] async fn $test() { super::$test::<super::collateral::Collateral>().await; })*
        }
        mod of_prepaid_cards {
            $(#[tokio::test] async fn $test() { super::$test::<super::prepaid::Prepaid>().await; })*
        }
    };
}

of_both! {
    a_purchase_moves_what_it_says,
    a_state_tells_what_it_allows,
    a_decline_holds_nothing,
}
