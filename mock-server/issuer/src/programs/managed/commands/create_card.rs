//! `CreateCard`: the caller gets a card (MC 7.2).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    command::{Check, Command},
    programs::managed::{
        ApplyContext, Card, CardProgram, CheckContext, Effect, Managed, Refusal, User,
        adapter::{AdapterChoice, Partner},
        card::{CardFailure, CardStatus},
        checks::FOUND,
        decline::acting,
        ids::{CardId, CardProgramId, UserId, WalletId, reference},
        notice::CardChange,
    },
    rulebook::mc::FailingCreate,
};

/// The identity of the user is verified.
const VERIFIED: Check = Check::new("the identity of the user is verified", &["MC-CARD-06"]);
/// The program is offered to the user.
const OFFERED: Check =
    Check::new("the program is switched on, routed and of the user's market", &["MC-CARD-05"]);
/// There is a wallet in the currency of the program.
const WALLET: Check =
    Check::new("the wallet is the user's and has the currency of the program", &[]);
/// The user may have another card of the program.
const FEW: Check =
    Check::new("the user has fewer cards of the program than there may be", &["MC-CARD-07"]);

/// A card is made (`cards.create`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CreateCard {
    /// The user, when the back office acts.
    pub user: Option<UserId>,
    /// The reference of the program.
    pub program: String,
    /// The reference of the wallet; the user's own in the currency of the program when absent.
    pub wallet: Option<String>,
    /// Label.
    pub label: Option<String>,
    /// Name on the card; the user's in capitals when absent.
    pub cardholder_name: Option<String>,
    /// The caller's own data.
    pub metadata: BTreeMap<String, String>,
    /// The adapter of this call.
    pub adapter: AdapterChoice,
}

/// A card that may be made.
#[derive(Clone, Copy, Debug)]
pub struct CardPlan {
    user: UserId,
    program: CardProgramId,
    wallet: WalletId,
    partner: Partner,
}

impl CardPlan {
    /// A card of a user and a program, without anything that is checked.
    pub(super) fn new(user: UserId, program: CardProgramId, wallet: WalletId) -> Self {
        Self { user, program, wallet, partner: Partner::Instant }
    }
}

impl Command for CreateCard {
    type Program = Managed;
    type Plan = CardPlan;
    type Done = CardId;

    const CHECKS: &'static [Check] = &[FOUND, VERIFIED, OFFERED, WALLET, FEW];

    fn check(&self, managed: &Managed, context: &CheckContext<'_>) -> Result<CardPlan, Refusal> {
        let rules = &context.rules.mc;
        let user = context.holds(FOUND, managed.acting_user(self.user, context))?;
        let may = user.verified || !rules.card.requires_verification;
        context.requires(VERIFIED, may, || Refusal::VerificationRequired)?;
        let is_offered = |program: &&CardProgram| {
            program.routed
                && (program.enabled || !rules.card.create_checks_enabled)
                && program.country == user.market
        };
        let program = managed.program(&self.program).filter(is_offered);
        let program = context.holds(OFFERED, program.ok_or(Refusal::ProgramNotAvailable))?;
        let wallet = context.holds(WALLET, self.wallet(managed, user, program))?;
        let is_one = |id: &CardId| {
            let card = &managed.cards[*id];
            card.program == program.id && card.status.is_live()
        };
        let limit = program.limits.most_cards(&rules.card);
        let has = user.cards.iter().filter(is_one).count() as i64;
        context.requires(FEW, has < limit, || Refusal::CardLimitReached { limit })?;
        let call = match rules.adapter.request_override_on_create {
            true => self.adapter,
            false => AdapterChoice::default(),
        };
        let partner = acting(program.chosen(call, AdapterChoice::default()), context);
        Ok(CardPlan { user: user.id, program: program.id, wallet, partner })
    }

    fn apply(
        &self,
        plan: CardPlan,
        managed: &mut Managed,
        context: &mut ApplyContext<'_>,
    ) -> CardId {
        let card = managed.add_card(context, &plan, self.label.clone());
        let row = managed.cards.change(card);
        row.metadata.clone_from(&self.metadata);
        if let Some(name) = &self.cardholder_name {
            row.cardholder_name.clone_from(name);
        }
        managed.tell_card(context, card, CardChange::Created, None);
        match plan.partner {
            Partner::Instant => {
                let before = managed.become_status(context, card, CardStatus::Active, None);
                managed.tell_card(context, card, CardChange::Activated, Some(before));
            }
            Partner::Delayed(ms) => context.after(ms, Effect::ActivateCard(card)),
            Partner::Failing => {
                if context.rules.mc.adapter.failing_create == FailingCreate::Failed {
                    let before = managed.become_status(context, card, CardStatus::Failed, None);
                    managed.cards.change(card).failure = Some(CardFailure::ProviderRejected);
                    managed.tell_card(context, card, CardChange::Failed, Some(before));
                }
            }
            Partner::UnderReview => {
                let before = managed.become_status(context, card, CardStatus::UnderReview, None);
                managed.tell_card(context, card, CardChange::UnderReview, Some(before));
            }
        }
        card
    }
}

impl CreateCard {
    /// The linked wallet.
    fn wallet(
        &self,
        managed: &Managed,
        user: &User,
        program: &CardProgram,
    ) -> Result<WalletId, Refusal> {
        let named = |reference: &String| {
            let mut own = user.wallets.values().map(|id| &managed.wallets[*id]);
            own.find(|wallet| wallet.reference == *reference)
        };
        let wallet = match &self.wallet {
            Some(reference) => named(reference),
            None => user.wallets.get(&program.currency).map(|id| &managed.wallets[*id]),
        };
        let wallet = wallet.ok_or(Refusal::WalletNotAvailable)?;
        match wallet.currency == program.currency {
            true => Ok(wallet.id),
            false => Err(Refusal::CurrencyMismatch { expected: program.currency }),
        }
    }
}

impl Managed {
    /// Makes the row of a card that the partner has not made yet.
    pub(super) fn add_card(
        &mut self,
        context: &mut ApplyContext<'_>,
        plan: &CardPlan,
        label: Option<String>,
    ) -> CardId {
        let id = self.cards.next();
        let reference = reference(context.dice, "mc.crd");
        self.references.cards.insert(reference.clone(), id);
        self.cards.push(Card {
            id,
            reference,
            user: plan.user,
            program: plan.program,
            wallet: plan.wallet,
            status: CardStatus::Pending,
            status_reason: None,
            label,
            cardholder_name: embossed(&self.users[plan.user].name),
            plastic: None,
            failure: None,
            metadata: BTreeMap::new(),
            set: AdapterChoice::default(),
            created_at: context.now,
            updated_at: context.now,
            activated_at: None,
            terminated_at: None,
        });
        self.records_mut(id);
        self.users.change(plan.user).cards.push(id);
        id
    }
}

/// The name of a user as cards have it, where the caller gives none (MC 7.1): in capitals, and no
/// longer than a name that a caller may give.
fn embossed(name: &str) -> String {
    const LONGEST: usize = 26;
    let capitals: String = name.to_uppercase().chars().take(LONGEST).collect();
    capitals.trim_end().to_owned()
}
