//! Money of a user of the app over random purchases, settlements, releases, refunds, deposits,
//! swaps, withdrawals and statements: held against a model that only adds and subtracts (AG 9).

use mock_server::{
    clearing::Decline,
    money::{Confirmation, Units},
    programs::collateral::{
        CardUserId, TransactionId, WalletId,
        commands::{MakeDeposit, QuoteSwap, SwapNow, Withdraw},
        token::TokenId,
        transaction::TransactionKind as Kind,
    },
};
use proptest::prelude::*;
use serde_json::json;

use super::{Bank, LAST, PART, account, collateral::Collateral};

/// USDC on Base, in the token table.
const USDC: TokenId = TokenId(4);
const USDC_CONTRACT: &str = "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913";

/// A step; `usize` picks a purchase of those that were made.
#[derive(Clone, Debug)]
enum Step {
    Deposit(i64),
    Swap(u32),
    Withdraw(u32),
    Buy(i64),
    Increment(usize, i64),
    Clear(usize, i64),
    ClearPart(usize, i64),
    Release(usize, Option<i64>),
    Refund(usize, Option<i64>),
    Close,
    Pay(i64),
}

fn step() -> impl Strategy<Value = Step> {
    let at = || 0..8_usize;
    let cents = || prop_oneof![1..400_i64, 1..60_000_i64];
    prop_oneof![
        1 => (1..300_000_000_i64).prop_map(Step::Deposit),
        1 => (1..200_000_000_u32).prop_map(Step::Swap),
        1 => (1..400_000_000_u32).prop_map(Step::Withdraw),
        4 => cents().prop_map(Step::Buy),
        1 => (at(), cents()).prop_map(|(at, by)| Step::Increment(at, by)),
        3 => (at(), cents()).prop_map(|(at, amount)| Step::Clear(at, amount)),
        1 => (at(), cents()).prop_map(|(at, amount)| Step::ClearPart(at, amount)),
        1 => (at(), prop::option::of(cents())).prop_map(|(at, amount)| Step::Release(at, amount)),
        2 => (at(), prop::option::of(cents())).prop_map(|(at, amount)| Step::Refund(at, amount)),
        1 => Just(Step::Close),
        1 => cents().prop_map(Step::Pay),
    ]
}

/// A purchase, in cents.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Purchase {
    held: i64,
    cleared: i64,
    refunded: i64,
}

/// Everything that there is, by addition and subtraction alone.
struct Model {
    /// In millionths of a dollar.
    wallet: i128,
    collateral: i128,
    /// In cents.
    pending: i64,
    posted: i64,
    due: i64,
    purchases: Vec<(TransactionId, Purchase)>,
}

/// The bank of cora, who has a wallet and collateral.
struct Cora {
    bank: Bank<Collateral>,
    user: CardUserId,
    wallet: WalletId,
    model: Model,
}

impl Cora {
    async fn open() -> Self {
        // Withdrawals wait for nothing.
        let mut bank =
            Bank::<Collateral>::under(json!({"withdraw.signature_conflict": false})).await;
        let (user, card, wallet) = {
            let mut users = bank.world.issuer.collateral.users.iter();
            let cora = users.find(|user| user.label.as_deref() == Some("cora")).unwrap();
            (cora.id, cora.cards[0], cora.wallets[0])
        };
        bank.card = card;
        let (pending, posted, due) = (0, 0, 0);
        let (held, collateral) = (500_000_000, 250_000_000);
        let purchases = Vec::new();
        let model = Model { wallet: held, collateral, pending, posted, due, purchases };
        let cora = Self { bank, user, wallet, model };
        cora.agrees("at the beginning");
        cora
    }

    /// The world has what the model has.
    fn agrees(&self, what: &str) {
        let (world, model) = (&self.bank.world, &self.model);
        let account = account(world, self.bank.card);
        let credit = account.credit_limit(&world.rules.balance);
        assert_eq!(i128::from(credit), model.collateral / 10_000, "{what}");
        let dust = i128::from(account.dust_micros);
        assert_eq!(i128::from(account.collateral) * 10_000 + dust, model.collateral, "{what}");
        let figures = (account.pending, account.posted, account.due);
        assert_eq!(figures, (model.pending, model.posted, model.due), "{what}");
        let power = account.spending_power(&world.rules.balance);
        assert_eq!(power, credit - account.pending - account.posted, "{what}");
        let units = |units: Units| i128::try_from(units.0).unwrap();
        assert_eq!(units(account.token(USDC)), model.collateral, "{what}");
        let wallet = &world.issuer.collateral.wallets[self.wallet];
        assert_eq!(units(wallet.balance(USDC)), model.wallet, "{what}");
        for (id, purchase) in &model.purchases {
            let spending = &world.issuer.collateral.transactions[*id].spending;
            let (held, cleared, refunded) = (spending.held, spending.cleared, spending.refunded);
            assert_eq!(Purchase { held, cleared, refunded }, *purchase, "{what}");
        }
    }

    /// Takes a step, in the world and in the model. What is refused has changed nothing.
    fn take(&mut self, step: &Step) {
        let before = self.bank.world.issuer.clone();
        let is_done = self.tried(step);
        if !is_done {
            assert!(before == self.bank.world.issuer, "{step:?}");
        }
        self.agrees(&format!("{step:?}"));
    }

    fn tried(&mut self, step: &Step) -> bool {
        match *step {
            Step::Deposit(micros) => self.deposit(micros),
            Step::Swap(micros) => self.swap(micros),
            Step::Withdraw(micros) => self.withdraw(micros),
            Step::Buy(cents) => self.buy(cents),
            Step::Close => {
                self.bank.close_of(self.user);
                self.model.due = self.model.posted;
                true
            }
            Step::Pay(cents) => {
                let done = self.bank.pay_of(self.user, cents);
                assert_eq!(done, cents <= self.model.due);
                if done {
                    self.model.due -= cents;
                    self.model.posted -= cents;
                }
                done
            }
            Step::Increment(at, cents) => self.of_purchase(at, |cora, id, was| {
                let power = cora.power();
                let done = cora.bank.increment(id, cents).ok()?;
                assert_eq!(done.declined.is_some(), cents > power);
                let more = if done.declined.is_some() { 0 } else { cents };
                cora.model.pending += more;
                Some(Purchase { held: was.held + more, ..was })
            }),
            Step::Clear(at, cents) => self.of_purchase(at, |cora, id, was| {
                cora.bank.clear(id, Some(cents), LAST).ok()?;
                cora.model.pending -= was.held;
                cora.model.posted += cents;
                Some(Purchase { held: 0, cleared: was.cleared + cents, ..was })
            }),
            Step::ClearPart(at, cents) => self.of_purchase(at, |cora, id, was| {
                cora.bank.clear(id, Some(cents), PART).ok()?;
                let held = (was.held - cents).max(0);
                cora.model.pending -= was.held - held;
                cora.model.posted += cents;
                Some(Purchase { held, cleared: was.cleared + cents, ..was })
            }),
            Step::Release(at, cents) => self.of_purchase(at, |cora, id, was| {
                cora.bank.release(id, cents).ok()?;
                let back = cents.unwrap_or(was.held);
                cora.model.pending -= back;
                Some(Purchase { held: was.held - back, ..was })
            }),
            Step::Refund(at, cents) => self.of_purchase(at, |cora, id, was| {
                cora.bank.refund(Some(id), cents).ok()?;
                let back = cents.unwrap_or(was.cleared - was.refunded);
                cora.model.posted -= back;
                Some(Purchase { refunded: was.refunded + back, ..was })
            }),
        }
    }

    fn power(&self) -> i64 {
        let world = &self.bank.world;
        account(world, self.bank.card).spending_power(&world.rules.balance)
    }

    fn of_purchase(
        &mut self,
        at: usize,
        change: impl FnOnce(&mut Self, TransactionId, Purchase) -> Option<Purchase>,
    ) -> bool {
        let Some(at) = at.checked_rem(self.model.purchases.len()) else { return false };
        let (id, was) = self.model.purchases[at];
        let Some(now) = change(self, id, was) else { return false };
        self.model.purchases[at].1 = now;
        true
    }

    fn deposit(&mut self, micros: i64) -> bool {
        let (user, asset, chain_id) = (self.user, "USDC".to_owned(), 8453);
        let (amount, dust_micros) = (micros / 10_000, micros % 10_000);
        let (confirm, leaves_signature) = (Confirmation::Now, true);
        let made =
            MakeDeposit { user, amount, dust_micros, asset, chain_id, confirm, leaves_signature };
        self.bank.run(&made).unwrap();
        self.model.collateral += i128::from(micros);
        true
    }

    fn swap(&mut self, micros: u32) -> bool {
        let address = account(&self.bank.world, self.bank.card).deposit_address.clone();
        let quote = QuoteSwap {
            wallet: self.wallet,
            from_token: USDC_CONTRACT.to_owned(),
            to_token: USDC_CONTRACT.to_owned(),
            amount: micros.to_string(),
            to_chain: Some(8453),
            recipient: Some(address),
            providers: Vec::new(),
        };
        let done = self.bank.run(&SwapNow { quote }).is_ok();
        assert_eq!(done, i128::from(micros) <= self.model.wallet);
        if done {
            self.model.wallet -= i128::from(micros);
            self.model.collateral += i128::from(micros);
        }
        done
    }

    fn withdraw(&mut self, micros: u32) -> bool {
        let free = i128::from(self.power()) * 10_000;
        let amount = Units(u128::from(micros)).tokens(6);
        let (user, token, chain_id) = (self.user, USDC_CONTRACT.to_owned(), None);
        let done = self.bank.run(&Withdraw { user, token, amount, chain_id }).is_ok();
        assert_eq!(done, i128::from(micros) <= free.min(self.model.collateral));
        if done {
            self.model.collateral -= i128::from(micros);
            self.model.wallet += i128::from(micros);
        }
        done
    }

    fn buy(&mut self, cents: i64) -> bool {
        let power = self.power();
        let done = self.bank.attempt(cents, Kind::Purchase, None).unwrap();
        let short = (cents > power).then_some(Decline::InsufficientFunds);
        assert_eq!(done.declined, short);
        if short.is_none() {
            self.model.pending += cents;
            let purchase = Purchase { held: cents, ..Purchase::default() };
            self.model.purchases.push((done.transaction, purchase));
        }
        true
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn no_cent_is_made_or_lost(steps in prop::collection::vec(step(), 1..60)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let mut cora = runtime.block_on(Cora::open());
        for step in &steps {
            cora.take(step);
        }
    }
}
