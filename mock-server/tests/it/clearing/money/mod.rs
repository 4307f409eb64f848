//! Money of a user of the app over random purchases, settlements, releases, refunds, deposits,
//! swaps, withdrawals and statements: held against a model that only adds up (AG 9).

mod model;
mod steps;

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

use super::{Attempt, Bank, LAST, PART, account, collateral::Collateral};
use model::{Model, Outcome};
use steps::{Step, steps};

/// USDC on Base, in the token table.
const USDC: TokenId = TokenId(4);
const USDC_CONTRACT: &str = "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913";

/// The bank of cora, who has a wallet and collateral.
struct Cora {
    bank: Bank<Collateral>,
    user: CardUserId,
    wallet: WalletId,
    purchases: Vec<TransactionId>,
}

fn outcome(attempt: Option<Attempt<Collateral>>) -> Outcome {
    match attempt.map(|attempt| attempt.map(|done| done.declined)) {
        Some(Ok(None)) => Outcome::Done,
        Some(Ok(Some(Decline::InsufficientFunds))) => Outcome::Declined,
        other => refused(other.is_some_and(|one| one.is_ok())),
    }
}

fn refused(is_done: bool) -> Outcome {
    if is_done { Outcome::Done } else { Outcome::Refused }
}

impl Cora {
    async fn open() -> Self {
        // Withdrawals wait for nothing.
        let mut bank =
            Bank::<Collateral>::under(json!({"withdraw.signature_conflict": false})).await;
        let (user, card, wallet) = {
            let mut users = bank.world.issuer.collateral.users.iter();
            let cora = users.find(|user| user.label.as_deref() == Some("cora")).unwrap();
            (cora.id, cora.cards.first().unwrap(), cora.wallets.first().unwrap())
        };
        bank.card = card;
        Self { bank, user, wallet, purchases: Vec::new() }
    }

    /// The world has what the model has.
    fn agrees(&self, model: &Model, what: &str) {
        let world = &self.bank.world;
        let collateral = &world.issuer.collateral;
        let account = account(world, self.bank.card);
        let rules = &world.rules.balance;
        let limit = account.credit_limit(rules);
        assert_eq!(limit, model.credit_limit(), "{what}");
        let dust = i128::from(account.dust_micros);
        assert_eq!(i128::from(account.collateral) * 10_000 + dust, model.collateral(), "{what}");
        let figures = (account.pending, account.posted, account.balance_due(rules));
        assert_eq!(figures, (model.pending(), model.posted(), model.due()), "{what}");
        assert_eq!(account.spending_power(rules), model.power(), "{what}");
        let units = |units: Units| i128::try_from(units.0).unwrap();
        assert_eq!(units(account.token(USDC)), model.collateral(), "{what}");
        let wallet = &collateral.wallets[self.wallet];
        assert_eq!(units(wallet.balance(USDC)), model.wallet(), "{what}");
        let rows = self.purchases.iter().map(|id| &collateral.transactions[*id].spending);
        let rows: Vec<_> = rows.map(|row| (row.held, row.cleared, row.refunded)).collect();
        let wanted = model.purchases.iter().map(|one| (one.held, one.cleared, one.refunded));
        assert_eq!(rows, wanted.collect::<Vec<_>>(), "{what}");
        // The rows and the account tell the same story.
        let held: i64 = rows.iter().map(|(held, ..)| held).sum();
        let taken: i64 = rows.iter().map(|(_, cleared, refunded)| cleared - refunded).sum();
        assert_eq!((held, taken), (account.pending, account.posted + model.paid()), "{what}");
    }

    /// Takes a step.
    fn take(&mut self, step: &Step) -> Outcome {
        match *step {
            Step::Deposit(micros) => self.deposit(micros),
            Step::Swap(micros) => self.swap(micros),
            Step::Withdraw(micros) => self.withdraw(micros),
            Step::Buy(cents) => self.buy(cents),
            Step::Close => {
                self.bank.close_of(self.user);
                Outcome::Done
            }
            Step::Pay(cents) => refused(self.bank.pay_of(self.user, cents)),
            Step::Increment(at, cents) => {
                let id = self.purchase(at);
                outcome(id.map(|id| self.bank.increment(id, cents)))
            }
            Step::Clear(at, cents) => self.clear(at, cents, LAST),
            Step::ClearPart(at, cents) => self.clear(at, cents, PART),
            Step::Release(at, cents) => {
                let id = self.purchase(at);
                refused(id.is_some_and(|id| self.bank.release(id, cents).is_ok()))
            }
            Step::Refund(at, cents) => {
                let id = self.purchase(at);
                refused(id.is_some_and(|id| self.bank.refund(Some(id), cents).is_ok()))
            }
        }
    }

    fn purchase(&self, at: usize) -> Option<TransactionId> {
        at.checked_rem(self.purchases.len()).map(|at| self.purchases[at])
    }

    fn clear(&mut self, at: usize, cents: i64, how: (bool, bool)) -> Outcome {
        let id = self.purchase(at);
        refused(id.is_some_and(|id| self.bank.clear(id, Some(cents), how).is_ok()))
    }

    fn deposit(&mut self, micros: i64) -> Outcome {
        let (user, asset, chain_id) = (self.user, "USDC".to_owned(), 8453);
        let (amount, dust_micros) = (micros / 10_000, micros % 10_000);
        let (confirm, leaves_signature) = (Confirmation::Now, true);
        let made =
            MakeDeposit { user, amount, dust_micros, asset, chain_id, confirm, leaves_signature };
        refused(self.bank.run(&made).is_ok())
    }

    fn swap(&mut self, micros: u32) -> Outcome {
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
        refused(self.bank.run(&SwapNow { quote }).is_ok())
    }

    fn withdraw(&mut self, micros: u32) -> Outcome {
        let amount = Units(u128::from(micros)).tokens(6);
        let (user, token, chain_id) = (self.user, USDC_CONTRACT.to_owned(), None);
        refused(self.bank.run(&Withdraw { user, token, amount, chain_id }).is_ok())
    }

    fn buy(&mut self, cents: i64) -> Outcome {
        let done = self.bank.attempt(cents, Kind::Purchase, None);
        if let Ok(bought) = &done
            && bought.declined.is_none()
        {
            self.purchases.push(bought.transaction);
        }
        outcome(Some(done))
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn no_cent_is_made_or_lost(steps in steps()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let mut cora = runtime.block_on(Cora::open());
        let mut model = Model::opening(500_000_000, 250_000_000);
        cora.agrees(&model, "at the beginning");
        for step in &steps {
            let before = cora.bank.world.issuer.clone();
            let wanted = model.take(step);
            assert_eq!(cora.take(step), wanted, "{step:?} after {model:?}");
            if wanted == Outcome::Refused {
                assert!(before == cora.bank.world.issuer, "{step:?} was refused and did something");
            }
            cora.agrees(&model, &format!("{step:?}"));
        }
    }
}
