//! Spending with cards against collateral (PG 10, SB 5.3, 5.4).

use mock_server::{
    clearing::{Authorize, Decline, Merchant, Presented},
    money::{Confirmation, MOST},
    programs::collateral::{
        Account, CardId, CardStatus, CardUserId, Refusal,
        application::ApplicationStatus,
        commands::{CloseStatement, Decide, ForceStatus, MakeDeposit, PayStatement},
        transaction::{Method, TransactionKind as Kind},
    },
    world::World,
};

pub(super) use mock_server::programs::collateral::Collateral;

use super::{Bank, Figures, LAST, Refused, Spent, must};

impl Spent for Collateral {
    const PURCHASE: Kind = Kind::Purchase;
    const INQUIRY: Kind = Kind::BalanceInquiry;

    /// The first card of Carla, who has 1,000.00.
    fn card(world: &mut World) -> CardId {
        let mut users = world.issuer.collateral.users.iter();
        let carla = users.find(|user| user.label.as_deref() == Some("carla")).unwrap();
        carla.cards.first().unwrap()
    }

    fn figures(world: &World, card: CardId) -> Figures {
        let account = account(world, card);
        (account.pending, account.posted, account.spending_power(&world.rules.balance))
    }

    fn reason(refusal: &Refusal) -> Refused {
        match refusal {
            Refusal::AmountOutOfRange(no) => no.into(),
            Refusal::TransactionState(no) => no.into(),
            _ => Refused::Other,
        }
    }

    fn freeze(world: &mut World, card: CardId) {
        must(world, &ForceStatus { card, status: CardStatus::Locked, reason: None });
    }
}

pub(super) fn account(world: &World, card: CardId) -> &Account {
    let collateral = &world.issuer.collateral;
    collateral.users[collateral.cards[card].user].account.as_ref().unwrap()
}

impl Bank<Collateral> {
    /// Fills the account up to this collateral, in cents.
    pub(super) fn fill(&mut self, collateral: i64) {
        let amount = collateral - account(&self.world, self.card).collateral;
        self.deposit(amount, Confirmation::Now).unwrap();
    }

    fn deposit(&mut self, amount: i64, confirm: Confirmation) -> Result<(), Refused> {
        let user = self.world.issuer.collateral.cards[self.card].user;
        let (asset, chain_id) = ("USDC".to_owned(), 8453);
        let (dust_micros, leaves_signature) = (0, true);
        let made =
            MakeDeposit { user, amount, dust_micros, asset, chain_id, confirm, leaves_signature };
        self.run(&made).map(|_| ())
    }

    fn close(&mut self) {
        self.close_of(self.world.issuer.collateral.cards[self.card].user);
    }

    pub(super) fn close_of(&mut self, user: CardUserId) {
        self.run(&CloseStatement { user }).unwrap();
    }

    fn pay(&mut self, amount: i64) {
        let user = self.world.issuer.collateral.cards[self.card].user;
        assert!(self.pay_of(user, amount));
    }

    pub(super) fn pay_of(&mut self, user: CardUserId, amount: i64) -> bool {
        self.run(&PayStatement { user, amount: Some(amount) }).is_ok()
    }
}

#[tokio::test]
async fn what_is_on_its_way_has_room() {
    let mut bank = Bank::<Collateral>::open().await;
    let incoming = |bank: &Bank<Collateral>| account(&bank.world, bank.card).incoming;
    bank.deposit(1_000, Confirmation::Later).unwrap();
    assert_eq!(incoming(&bank), 1_000);
    let collateral = account(&bank.world, bank.card).collateral;
    let room = MOST - collateral - 1_000;
    assert_eq!(bank.deposit(room + 1, Confirmation::Now), Err(Refused::Amount(room)));
    bank.deposit(room, Confirmation::Now).unwrap();
    assert_eq!(incoming(&bank), 1_000);
}

#[tokio::test]
async fn a_refund_has_room_below_the_largest_balance() {
    let mut bank = Bank::<Collateral>::open().await;
    bank.fill(MOST);
    let bought = bank.buy(10_000);
    bank.clear(bought, None, LAST).unwrap();
    bank.close();
    bank.pay(10_000);
    assert_eq!(bank.refund(Some(bought), None).err(), Some(Refused::Amount(0)));
}

#[tokio::test]
async fn what_is_due_and_held_stays_in_the_range() {
    let mut bank = Bank::<Collateral>::open().await;
    bank.fill(MOST);
    let held = bank.buy(10);
    let all = bank.buy(MOST - 10);
    bank.clear(all, None, LAST).unwrap();
    bank.close();
    bank.refund(Some(all), None).unwrap();
    assert_eq!(bank.increment(held, 1).err(), Some(Refused::Amount(0)));
    assert_eq!(bank.attempt(1, Kind::Purchase, None).err(), Some(Refused::Amount(0)));
}

#[tokio::test]
async fn a_settlement_stays_in_the_range() {
    let mut bank = Bank::<Collateral>::open().await;
    let (first, second) = (bank.buy(5), bank.buy(1));
    bank.clear(first, None, LAST).unwrap();
    let room = MOST - 5;
    assert_eq!(bank.clear(second, Some(room + 1), LAST), Err(Refused::Amount(room)));
    bank.clear(second, Some(room), LAST).unwrap();
}

#[tokio::test]
async fn a_statement_makes_due_what_is_posted_and_a_payment_lowers_both() {
    let mut bank = Bank::<Collateral>::open().await;
    let bought = bank.buy(10_000);
    bank.clear(bought, None, LAST).unwrap();
    let figures = |bank: &Bank<Collateral>| {
        let account = account(&bank.world, bank.card);
        (account.due, account.posted, account.balance_due(&bank.world.rules.balance))
    };
    bank.close();
    assert_eq!(figures(&bank), (10_000, 10_000, 10_000));
    bank.close();
    assert_eq!(figures(&bank), (10_000, 10_000, 10_000));
    bank.pay(4_000);
    assert_eq!(figures(&bank), (6_000, 6_000, 6_000));
    bank.buy(500);
    let due = if bank.world.rules.balance.due_includes_pending { 6_500 } else { 6_000 };
    assert_eq!(figures(&bank), (6_000, 6_000, due));
}

#[tokio::test]
async fn a_row_keeps_its_instants_and_hangs_on_everything() {
    let mut bank = Bank::<Collateral>::open().await;
    let row = |bank: &Bank<Collateral>, id| bank.world.issuer.collateral.transactions[id].clone();
    let bought = bank.buy(1_000);
    let used = bank.now;
    let declined = bank.attempt(1_000_000, Kind::Purchase, None).unwrap().transaction;
    assert_eq!(row(&bank, declined).amount(), 1_000_000);
    let collateral = &bank.world.issuer.collateral;
    let card = &collateral.cards[bank.card];
    assert_eq!(card.last_used_at, Some(used));
    let partner = collateral.partners.iter().find(|one| one.label == "acme").unwrap();
    for all in [
        &card.transactions,
        &collateral.users[card.user].transactions,
        &collateral.applications[card.application].transactions,
        &partner.holdings.transactions,
    ] {
        assert_eq!(all.iter().filter(|id| *id == bought).count(), 1);
    }
    bank.increment(bought, 500).unwrap();
    assert_eq!(row(&bank, bought).authorized, Some(1_000));
    bank.clear(bought, None, LAST).unwrap();
    let posted = bank.now;
    bank.refund(Some(bought), Some(1)).unwrap();
    let refunded = row(&bank, bought);
    assert_eq!((refunded.posted_at, refunded.updated_at), (Some(posted), bank.now));
    let cash = bank.attempt(100, Kind::AtmWithdrawal, None).unwrap().transaction;
    assert_eq!(row(&bank, cash).method, Some(Method::Atm));
    bank.release(cash, None).unwrap();
    assert_eq!(row(&bank, cash).amount(), 100);
}

#[tokio::test]
async fn a_locked_application_spends_nothing() {
    let mut bank = Bank::<Collateral>::open().await;
    let application = bank.world.issuer.collateral.cards[bank.card].application;
    let (status, reason, completion_url) = (ApplicationStatus::Locked, None, None);
    bank.run(&Decide { application, status, reason, completion_url }).unwrap();
    bank.run(&ForceStatus { card: bank.card, status: CardStatus::Active, reason: None }).ok();
    let (card, kind, merchant) = (bank.card, Kind::Purchase, Merchant::default());
    let presented = Presented { pin_ok: false, ..Presented::default() };
    let asked = Authorize { card, amount: 1, kind, merchant, presented, forced: None };
    assert_eq!(bank.run(&asked).unwrap().declined, Some(Decline::AccountClosed));
}
