//! `MakeCard`: a card in any status with any balance, without an event (MC 19).

use serde::{Deserialize, Serialize};

use super::{create_card::CardPlan, within};
use crate::{
    command::Command,
    money::Cents,
    programs::managed::{
        Account, ApplyContext, CheckContext, Managed, Refusal,
        card::{CardFailure, CardStatus},
        entry::{EntryKind, Posting},
        ids::{CardId, CardProgramId, UserId},
    },
};

/// A card is made by the back office (`make-card`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MakeCard {
    /// The user.
    pub user: UserId,
    /// The program.
    pub program: CardProgramId,
    /// The status.
    pub status: CardStatus,
    /// The balance, in minor units.
    pub available: Cents,
    /// Label.
    pub label: Option<String>,
}

impl Command for MakeCard {
    type Program = Managed;
    type Plan = CardPlan;
    type Done = CardId;

    fn check(&self, managed: &Managed, _: &CheckContext<'_>) -> Result<CardPlan, Refusal> {
        let user = managed.users.get(self.user).ok_or(Refusal::NotFound)?;
        let program = managed.programs.get(self.program).ok_or(Refusal::NotFound)?;
        let wallet = user.wallets.get(&program.currency).ok_or(Refusal::WalletNotAvailable)?;
        let outside = Account::Outside(program.currency);
        within(self.available, 0, managed.ledger.room(outside, outside))?;
        Ok(CardPlan::new(user.id, program.id, *wallet))
    }

    fn apply(
        &self,
        plan: CardPlan,
        managed: &mut Managed,
        context: &mut ApplyContext<'_>,
    ) -> CardId {
        let id = managed.add_card(context, &plan, self.label.clone());
        if self.status == CardStatus::Terminated {
            // A terminated card was active before.
            managed.become_status(context, id, CardStatus::Active, None);
        }
        managed.become_status(context, id, self.status, None);
        if self.status == CardStatus::Failed {
            managed.cards.change(id).failure = Some(CardFailure::ProviderRejected);
        }
        if self.available > 0 {
            let outside = Account::Outside(managed.currency_of(id));
            managed.ledger.transfer(outside, Account::Card(id), self.available);
            managed.enter(context, id, Posting::new(EntryKind::Funding, self.available, 0));
        }
        id
    }
}
