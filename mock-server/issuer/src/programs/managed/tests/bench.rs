//! A program with one user, and a timeline.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use crate::{
    command::{ApplyContext, Caller, Command, Dice, Event},
    crypto::derive,
    money::Cents,
    programs::managed::{
        AnyCommand, AuthorizationId, CardId, CardProgramId, Currency, DisputeId, Effect, Managed,
        Notice, OperationId, Refusal, UserId, WalletId,
        adapter::{Adapter, AdapterChoice},
        authorization::{Channel, MerchantInput},
        card::{Balance, CardStatus},
        card_program::{Limits, Network},
        commands::{
            Authorize, DefineProgram, Fund, MakeCard, OpenDispute, OpenUser, OpenWallet, Reverse,
            Settle, TransferInput, Withdraw,
        },
        dispute::{Case, DisputeReason},
    },
    rulebook::Rulebook,
};

/// Dice that count their draws.
struct Draws(u64);

impl Dice for Draws {
    fn draw(&mut self, purpose: &'static str, out: &mut [u8]) {
        self.0 += 1;
        derive::fill(derive::RANDOM, "bench", &format!("{purpose}/{}", self.0), out);
    }
}

/// A program with a user who has 5,000.00 dollars.
pub(super) struct Bench {
    pub(super) managed: Managed,
    pub(super) rules: Rulebook,
    pub(super) now: Timestamp,
    pub(super) user: UserId,
    pub(super) wallet: WalletId,
    dice: Draws,
    due: Vec<(Timestamp, Effect)>,
    told: Vec<Event<Notice>>,
}

impl Bench {
    pub(super) fn new() -> Self {
        let mut bench = Self {
            managed: Managed::default(),
            rules: Rulebook::default(),
            now: "2026-01-05T09:00:00Z".parse().unwrap(),
            user: UserId(1),
            wallet: WalletId(1),
            dice: Draws(0),
            due: Vec::new(),
            told: Vec::new(),
        };
        for (reference, adapter) in [
            ("prg_ke_usd_instant", Adapter::Instant),
            ("prg_ke_usd_delayed", Adapter::Delayed),
            ("prg_ke_usd_failing", Adapter::Failing),
            ("prg_ke_usd_review", Adapter::UnderReview),
        ] {
            bench.done(&DefineProgram { adapter: Some(adapter), ..program(reference) });
        }
        bench.user = bench.done(&OpenUser {
            label: "amara".to_owned(),
            name: "Amara Verified".to_owned(),
            market: "KE".to_owned(),
            verified: true,
            active: true,
        });
        let (user, currency) = (bench.user, Currency::USD);
        bench.wallet = bench.done(&OpenWallet { user, currency, amount: 500_000 });
        bench
    }

    /// Runs a command of the user.
    pub(super) fn run<C: Command<Program = Managed>>(
        &mut self,
        command: &C,
    ) -> Result<C::Done, Refusal> {
        self.as_caller(Caller::Tenant(self.user), command)
    }

    /// Runs a command of somebody.
    pub(super) fn as_caller<C: Command<Program = Managed>>(
        &mut self,
        caller: Caller<UserId>,
        command: &C,
    ) -> Result<C::Done, Refusal> {
        let before = self.managed.clone();
        let done = self.apply(caller, |managed, context| {
            let plan = command.check(managed, &context.check())?;
            Ok(command.apply(plan, managed, context))
        });
        if done.is_err() {
            assert_eq!(self.managed, before, "what was refused has changed nothing");
        }
        done
    }

    /// Runs a command of the back office that is not refused.
    pub(super) fn done<C: Command<Program = Managed>>(&mut self, command: &C) -> C::Done {
        self.as_caller(Caller::Ops, command).unwrap()
    }

    fn apply<T>(
        &mut self,
        caller: Caller<UserId>,
        run: impl FnOnce(&mut Managed, &mut ApplyContext<'_, Managed>) -> T,
    ) -> T {
        let mut context = ApplyContext {
            now: self.now,
            rules: &self.rules,
            caller,
            operation: "test",
            dice: &mut self.dice,
            events: Vec::new(),
            later: Vec::new(),
        };
        let done = run(&mut self.managed, &mut context);
        let ApplyContext { events, later, .. } = context;
        self.told.extend(events);
        self.due.extend(later);
        done
    }

    /// Lets time pass, in seconds; what falls due happens in order.
    pub(super) fn wait(&mut self, seconds: i64) {
        let until = self.now + SignedDuration::from_secs(seconds);
        loop {
            self.due.sort_by_key(|(due, _)| *due);
            match self.due.first() {
                Some((due, _)) if *due <= until => {}
                _ => break,
            }
            let (due, effect) = self.due.remove(0);
            self.now = due;
            let command = AnyCommand::from(effect);
            let _ = self.apply(Caller::Ops, |managed, context| command.run(managed, context));
        }
        self.now = until;
    }

    /// The names of the events since the last time.
    pub(super) fn told(&mut self) -> Vec<&'static str> {
        std::mem::take(&mut self.told).iter().map(|event| event.kind.name()).collect()
    }

    /// The events since the last time.
    pub(super) fn notices(&mut self) -> Vec<Notice> {
        std::mem::take(&mut self.told).into_iter().map(|event| event.kind).collect()
    }

    /// A card of the instant program.
    pub(super) fn card(&mut self, status: CardStatus, available: Cents) -> CardId {
        let (user, program) = (self.user, CardProgramId(1));
        self.done(&MakeCard { user, program, status, available, label: None })
    }

    pub(super) fn fund(&mut self, card: CardId, amount: Cents) -> Result<OperationId, Refusal> {
        self.run(&Fund { card, input: transfer(amount, None) })
    }

    pub(super) fn fund_by(
        &mut self,
        card: CardId,
        amount: Cents,
        adapter: Adapter,
    ) -> Result<OperationId, Refusal> {
        self.run(&Fund { card, input: transfer(amount, Some(adapter)) })
    }

    pub(super) fn withdraw(&mut self, card: CardId, amount: Cents) -> Result<OperationId, Refusal> {
        self.run(&Withdraw { card, input: transfer(amount, None) })
    }

    pub(super) fn withdraw_by(
        &mut self,
        card: CardId,
        amount: Cents,
        adapter: Adapter,
    ) -> Result<OperationId, Refusal> {
        self.run(&Withdraw { card, input: transfer(amount, Some(adapter)) })
    }

    pub(super) fn authorize(&mut self, card: CardId, amount: Cents) -> AuthorizationId {
        self.run(&ask(card, amount)).unwrap()
    }

    /// Authorizes and settles an amount.
    pub(super) fn spend(&mut self, card: CardId, amount: Cents) -> AuthorizationId {
        let id = self.authorize(card, amount);
        self.settle(id, None).unwrap();
        id
    }

    pub(super) fn settle(
        &mut self,
        id: AuthorizationId,
        amount: Option<Cents>,
    ) -> Result<(), Refusal> {
        self.run(&Settle {
            authorization: id,
            amount,
            currency: None,
            is_final: true,
            force: false,
        })
    }

    pub(super) fn settle_part(
        &mut self,
        id: AuthorizationId,
        amount: Cents,
    ) -> Result<(), Refusal> {
        let amount = Some(amount);
        self.run(&Settle {
            authorization: id,
            amount,
            currency: None,
            is_final: false,
            force: false,
        })
    }

    pub(super) fn reverse(
        &mut self,
        id: AuthorizationId,
        amount: Option<Cents>,
    ) -> Result<(), Refusal> {
        self.run(&Reverse { authorization: id, amount, currency: None })
    }

    pub(super) fn dispute(
        &mut self,
        id: AuthorizationId,
        amount: Option<Cents>,
    ) -> Result<DisputeId, Refusal> {
        self.run(&OpenDispute { authorization: id, amount, currency: None, case: case() })
    }

    /// Available and held on a card.
    pub(super) fn on_card(&self, card: CardId) -> (Cents, Cents) {
        let Balance { available, held } = self.managed.ledger.card(card);
        (available, held)
    }

    /// Available and held in the wallet.
    pub(super) fn in_wallet(&self) -> (Cents, Cents) {
        let Balance { available, held } = self.managed.ledger.wallet(self.wallet);
        (available, held)
    }
}

/// An instant program in dollars with the limits of MC 3.
pub(super) fn program(reference: &str) -> DefineProgram {
    DefineProgram {
        reference: reference.to_owned(),
        name: "Kenya USD virtual".to_owned(),
        country: "KE".to_owned(),
        currency: Currency::USD,
        network: Network::Visa,
        adapter: Some(Adapter::Instant),
        routed: true,
        enabled: true,
        limits: Limits {
            min_funding: 100,
            max_funding: 500_000,
            max_balance: 1_000_000,
            max_authorization: 200_000,
            max_cards: None,
        },
        blocked_mccs: vec!["7995".to_owned(), "6051".to_owned()],
    }
}

/// A purchase at an ordinary merchant.
pub(super) fn ask(card: CardId, amount: Cents) -> Authorize {
    Authorize {
        card,
        amount,
        currency: None,
        merchant: MerchantInput::default(),
        channel: Channel::Ecommerce,
        metadata: BTreeMap::new(),
        simulated: None,
        forced: None,
        adapter: AdapterChoice::default(),
    }
}

/// A purchase at a merchant of a category.
pub(super) fn ask_at(card: CardId, amount: Cents, mcc: &str) -> Authorize {
    let merchant = MerchantInput { mcc: Some(mcc.to_owned()), ..MerchantInput::default() };
    Authorize { merchant, ..ask(card, amount) }
}

pub(super) fn transfer(amount: Cents, adapter: Option<Adapter>) -> TransferInput {
    let adapter = AdapterChoice { adapter, delay_ms: None };
    TransferInput { amount, adapter, ..TransferInput::default() }
}

pub(super) fn case() -> Case {
    Case {
        reason: DisputeReason::NotReceived,
        description: Some("Nothing came".to_owned()),
        evidence: Vec::new(),
        metadata: BTreeMap::new(),
    }
}
