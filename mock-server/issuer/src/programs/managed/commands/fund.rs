//! `Fund`: wallet to card (MC 8.2).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{check_currency, within};
use crate::{
    command::{Check, Command},
    money::{Cents, MOST},
    programs::managed::{
        Account, ApplyContext, Card, CheckContext, Effect, LimitExceeded, LimitKind, Managed,
        Refusal,
        adapter::{AdapterChoice, Partner},
        card::Action,
        checks::{AMOUNT, CURRENCY, FOUND, PARTNER, STATUS},
        entry::{EntryKind, Posting},
        ids::{CardId, OperationId},
        notice::TransferOutcome,
        operation::{Links, OperationKind, OperationStatus},
        transfer::NewOperation,
    },
    rulebook::mc::WalletDebitedOn,
};

/// Terms of a funding or a withdrawal, as the caller gives them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct TransferInput {
    /// The amount, in minor units of the card's currency.
    pub amount: Cents,
    /// The currency; the card's when absent.
    pub currency: Option<String>,
    /// The caller's own data.
    pub metadata: BTreeMap<String, String>,
    /// The adapter of this call.
    pub adapter: AdapterChoice,
}

impl TransferInput {
    /// The operation that begins on a card.
    pub(super) fn begins(
        &self,
        card: &Card,
        kind: OperationKind,
        partner: Partner,
    ) -> NewOperation {
        let status = match partner {
            Partner::Instant => OperationStatus::Completed,
            Partner::Delayed(_) => OperationStatus::Processing,
            Partner::UnderReview => OperationStatus::UnderReview,
            Partner::Failing => OperationStatus::Failed,
        };
        NewOperation {
            kind,
            status,
            amount: self.amount,
            wallet: card.wallet,
            links: Links { card: Some(card.id), ..Links::default() },
            metadata: self.metadata.clone(),
        }
    }
}

/// The limits of the program are kept.
const LIMITS: Check = Check::new("the amount is within the limits of the program", &["MC-FUND-05"]);
/// The wallet has the amount.
const WALLET_FUNDS: Check = Check::new("the wallet has the amount", &["MC-FUND-04"]);

/// Money goes from the linked wallet to the card (`cards.fund`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Fund {
    /// The card.
    pub card: CardId,
    /// Amount and the rest.
    pub input: TransferInput,
}

impl Command for Fund {
    type Program = Managed;
    type Plan = Partner;
    type Done = OperationId;

    const CHECKS: &'static [Check] =
        &[FOUND, AMOUNT, STATUS, CURRENCY, LIMITS, WALLET_FUNDS, PARTNER];

    fn check(&self, managed: &Managed, context: &CheckContext<'_>) -> Result<Partner, Refusal> {
        let card = context.holds(FOUND, managed.own_card(self.card, context))?;
        context.holds(AMOUNT, within(self.input.amount, 1, MOST))?;
        let state = managed.standing(card);
        let may = match state.allows(Action::Fund) {
            true => Ok(()),
            false => Err(Refusal::CardStatus(state)),
        };
        context.finds(STATUS, || state.status.word(), may)?;
        let currency = managed.currency_of(card.id);
        context.holds(CURRENCY, check_currency(self.input.currency.as_deref(), currency))?;
        context.holds(LIMITS, self.check_limits(managed, card, context))?;
        let available = managed.ledger.wallet(card.wallet).available;
        let lacks = || Refusal::InsufficientWalletFunds { available, currency };
        context.requires(WALLET_FUNDS, self.input.amount <= available, lacks)?;
        let partner = match managed.partner(card.id, self.input.adapter, context) {
            Partner::Failing => Err(Refusal::ProviderError),
            partner => Ok(partner),
        };
        context.holds(PARTNER, partner)
    }

    fn apply(
        &self,
        partner: Partner,
        managed: &mut Managed,
        context: &mut ApplyContext<'_>,
    ) -> OperationId {
        let (card, amount) = (managed.cards[self.card].clone(), self.input.amount);
        let new = self.input.begins(&card, OperationKind::CardFunding, partner);
        let wallet = Account::Wallet(card.wallet);
        if partner != Partner::Instant {
            managed.ledger.transfer(wallet, Account::WalletHeld(card.wallet), amount);
            let id = managed.begin(context, new);
            if context.rules.mc.hook.wallet_debited_on == WalletDebitedOn::Request {
                let operation = managed.operations[id].clone();
                managed.tell_wallet(context, &operation);
            }
            if let Partner::Delayed(ms) = partner {
                context.after(ms, Effect::CompleteOperation(id));
            }
            return id;
        }
        managed.ledger.transfer(wallet, Account::Card(card.id), amount);
        let id = managed.begin(context, new);
        let posting = Posting::new(EntryKind::Funding, amount, 0).by_operation(id);
        managed.enter(context, card.id, posting);
        let operation = managed.operations[id].clone();
        managed.tell_wallet(context, &operation);
        managed.tell_transfer(context, card.id, TransferOutcome::Funded, &operation);
        id
    }
}

impl Fund {
    /// Refuses an amount outside of the limits of the card's program, in the order of MC 8.2. A card
    /// that takes money only because it owes some takes no more than that, whatever the program says.
    fn check_limits(
        &self,
        managed: &Managed,
        card: &Card,
        context: &CheckContext<'_>,
    ) -> Result<(), Refusal> {
        let program = managed.program_of(card);
        let (limits, currency, amount) = (program.limits, program.currency, self.input.amount);
        let exceeds = |kind, limit| Err(Refusal::Limit(LimitExceeded { kind, limit, currency }));
        let balance = managed.ledger.card(card.id);
        let under_way = managed.fundings_under_way(card.id);
        if !card.status.allows(Action::Fund) {
            return match balance.available + under_way + amount > 0 {
                true => exceeds(LimitKind::BalanceLimitExceeded, 0),
                false => Ok(()),
            };
        }
        if amount < limits.min_funding {
            return exceeds(LimitKind::AmountBelowMinimum, limits.min_funding);
        }
        if amount > limits.max_funding {
            return exceeds(LimitKind::AmountAboveMaximum, limits.max_funding);
        }
        let total = balance.total() + under_way;
        if context.rules.mc.fund.enforce_max_balance && total + amount > limits.max_balance {
            return exceeds(LimitKind::BalanceLimitExceeded, limits.max_balance);
        }
        Ok(())
    }
}

impl Managed {
    /// The sum of the fundings of a card that are under way.
    fn fundings_under_way(&self, card: CardId) -> Cents {
        let all = self.records(card).operations.iter().map(|id| &self.operations[id]);
        let under_way = all.filter(|one| one.kind.is_debit() && one.status.is_under_way());
        under_way.map(|one| one.amount).sum()
    }
}
