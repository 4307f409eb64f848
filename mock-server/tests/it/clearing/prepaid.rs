//! Spending with prepaid cards (ER 8.10).

use mock_server::{
    money::Cents,
    programs::prepaid::{
        Account, CardId, CardStatus, ProjectId, Refusal,
        commands::{FinishOrder, ForceCardStatus, OrderCard},
        ledger::MOST,
        product::ProductRef,
        transaction::Kind,
    },
    world::World,
};

pub(super) use mock_server::programs::prepaid::Prepaid;

use super::{Bank, Figures, LAST, PART, Refused, Spent, must};

impl Spent for Prepaid {
    const PURCHASE: Kind = Kind::Purchase;
    const INQUIRY: Kind = Kind::BalanceInquiry;

    fn card(world: &mut World) -> CardId {
        let product = ProductRef { code: Some("VUSD-STD".to_owned()), id: None };
        let ordered = must(
            world,
            &OrderCard {
                project: Some(ProjectId(1)),
                user: "ext-ada".to_owned(),
                product,
                initial: Some(30_000),
                label: None,
                key: None,
                doomed: false,
            },
        );
        must(world, &FinishOrder { order: ordered.order.id, error: None });
        ordered.card.id
    }

    fn figures(world: &World, card: CardId) -> Figures {
        let prepaid = &world.issuer.prepaid;
        let all = prepaid.ledger.iter().map(|(account, _)| account);
        let held = all.filter(|account| matches!(account, Account::Hold(_)));
        let held = held.map(|account| prepaid.ledger.cents(account)).sum::<Cents>();
        (held, prepaid.ledger.cents(Account::Merchants), prepaid.balance(card))
    }

    fn reason(refusal: &Refusal) -> Refused {
        match refusal {
            Refusal::AmountOutOfRange(no) => no.into(),
            Refusal::TransactionState(no) => no.into(),
            _ => Refused::Other,
        }
    }

    fn freeze(world: &mut World, card: CardId) {
        must(world, &ForceCardStatus { card, status: CardStatus::Frozen });
    }
}

#[tokio::test]
async fn no_account_leaves_the_range_of_the_ledger() {
    let mut bank = Bank::<Prepaid>::open().await;
    let (one, other) = (bank.buy(100), bank.buy(100));
    assert_eq!(bank.increment(one, MOST).err(), Some(Refused::Amount(MOST - 100)));
    bank.clear(one, Some(MOST), LAST).unwrap();
    assert_eq!(bank.clear(other, Some(100), LAST), Err(Refused::Amount(0)));
    bank.refund(None, Some(MOST)).unwrap();
    bank.refund(None, Some(MOST - 29_900)).unwrap();
    assert!(matches!(bank.refund(None, Some(MOST)), Err(Refused::Amount(max)) if max < MOST));
}

#[tokio::test]
async fn a_row_tells_its_amount_and_when_it_changed() {
    let mut bank = Bank::<Prepaid>::open().await;
    let row = |bank: &Bank<Prepaid>, id| bank.world.issuer.prepaid.transactions[id].clone();
    let events = |bank: &Bank<Prepaid>| bank.world.events.len();
    let bought = bank.buy(1_000);
    bank.increment(bought, 500).unwrap();
    let held = row(&bank, bought);
    assert_eq!((held.amount, held.signed(), held.updated_at), (1_500, -1_500, bank.now));
    let before = events(&bank);
    bank.increment(bought, 100).unwrap();
    assert_eq!(events(&bank), before + 1);
    bank.clear(bought, Some(700), PART).unwrap();
    bank.clear(bought, Some(200), LAST).unwrap();
    assert_eq!(row(&bank, bought).signed(), -900);
    assert_eq!(bank.world.issuer.prepaid.cards[bank.card].balance_at, bank.now);
    // A partial refund is told once, by its own row; the last one also by the row it ends.
    let before = events(&bank);
    let back = bank.refund(Some(bought), Some(300)).unwrap();
    assert_eq!((events(&bank), row(&bank, back).signed()), (before + 1, 300));
    bank.refund(Some(bought), None).unwrap();
    assert_eq!(events(&bank), before + 3);
    let declined = bank.attempt(1_000_000, Kind::Purchase, None).unwrap().transaction;
    assert_eq!(row(&bank, declined).signed(), -1_000_000);
}

#[tokio::test]
async fn an_empty_account_is_no_account() {
    let mut bank = Bank::<Prepaid>::open().await;
    let bought = bank.buy(1_000);
    bank.clear(bought, None, LAST).unwrap();
    let prepaid = &bank.world.issuer.prepaid;
    assert!(prepaid.ledger.iter().all(|(_, micros)| micros != 0));
}

#[tokio::test]
async fn a_card_keeps_its_first_activation_and_forgets_its_freeze() {
    let mut bank = Bank::<Prepaid>::open().await;
    let activated = bank.world.issuer.prepaid.cards[bank.card].activated_at;
    assert!(activated.is_some());
    for (status, frozen) in [(CardStatus::Frozen, true), (CardStatus::Active, false)] {
        bank.run(&ForceCardStatus { card: bank.card, status }).unwrap();
        let card = &bank.world.issuer.prepaid.cards[bank.card];
        assert_eq!((card.activated_at, card.frozen_at.is_some()), (activated, frozen));
    }
}
