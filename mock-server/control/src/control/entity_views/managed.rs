//! Users, wallets, programs, cards, authorizations, operations and disputes of managed cards, as they
//! show inside.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{EntityType, Viewer, headed};
use crate::{
    control::amount::text_in,
    programs::managed::{
        Authorization, Card, CardProgram, Currency, Dispute, Managed, Operation, User, Wallet,
    },
    world::clock::written,
};

impl<'a> Viewer<'a> {
    fn managed(&self) -> &'a Managed {
        &self.world.issuer.managed
    }

    fn in_currency(currency: Currency) -> impl Fn(i64) -> String {
        move |units| text_in(units, currency.code())
    }

    /// The caller's own data.
    fn metadata(&self, metadata: &BTreeMap<String, String>) -> Value {
        metadata.iter().map(|(name, text)| (name.clone(), json!(self.chosen(text)))).collect()
    }

    /// A user.
    pub(super) fn managed_user(&self, user: &User) -> Value {
        let wallets = user.wallets.values().filter_map(|id| self.managed().wallets.get(*id));
        let wallets: Vec<_> = wallets.map(|row| format!("wallet:{}", row.reference)).collect();
        let cards = user.cards.iter().filter_map(|id| self.managed().cards.get(id));
        let state = json!({
            "label": user.label,
            "name": self.personal(&user.name),
            "market": user.market,
            "verified": user.verified,
            "active": user.active,
            "wallets": wallets,
            "cards": cards.map(|row| format!("card:{}", row.reference)).collect::<Vec<_>>(),
            "created_at": written(user.created_at),
        });
        headed(EntityType::User, &user.reference, reference(&user.reference), state)
    }

    /// A wallet, with its balance.
    pub(super) fn managed_wallet(&self, wallet: &Wallet) -> Value {
        let text = Self::in_currency(wallet.currency);
        let balance = self.managed().ledger.wallet(wallet.id);
        let user = self.managed().users.get(wallet.user);
        let state = json!({
            "user": user.map(|user| format!("user:{}", user.reference)),
            "currency": wallet.currency.code(),
            "available": text(balance.available),
            "held": text(balance.held),
            "created_at": written(wallet.created_at),
            "updated_at": written(wallet.updated_at),
        });
        headed(EntityType::Wallet, &wallet.reference, reference(&wallet.reference), state)
    }

    /// A program of cards.
    pub(super) fn managed_program(&self, program: &CardProgram) -> Value {
        let text = Self::in_currency(program.currency);
        let limits = &program.limits;
        let network: &str = program.network.into();
        let state = json!({
            "name": self.chosen(&program.name),
            "country": program.country,
            "currency": program.currency.code(),
            "network": network,
            "adapter": program.set.adapter.or(program.adapter).map(|adapter| adapter.word()),
            "adapter_delay_ms": program.set.delay_ms,
            "routed": program.routed,
            "enabled": program.enabled,
            "min_funding": text(limits.min_funding),
            "max_funding": text(limits.max_funding),
            "max_balance": text(limits.max_balance),
            "max_authorization": text(limits.max_authorization),
            "max_cards": limits.most_cards(&self.world.rules.mc.card),
            "blocked_mccs": program.blocked_mccs,
        });
        headed(EntityType::Program, &program.reference, reference(&program.reference), state)
    }

    /// A card, with its balance. Of its number there are the last four digits.
    pub(super) fn managed_card(&self, card: &Card) -> Value {
        let managed = self.managed();
        let program = managed.programs.get(card.program);
        let text = Self::in_currency(program.map_or(Currency::USD, |program| program.currency));
        let balance = managed.ledger.card(card.id);
        let user = managed.users.get(card.user);
        let wallet = managed.wallets.get(card.wallet);
        let failure: Option<&str> = card.failure.map(Into::into);
        let plastic = card.plastic.as_ref();
        let state = json!({
            "user": user.map(|user| format!("user:{}", user.reference)),
            "program": program.map(|program| format!("program:{}", program.reference)),
            "wallet": wallet.map(|wallet| format!("wallet:{}", wallet.reference)),
            "status": card.status.word(),
            "status_reason": card.status_reason.as_deref().map(|text| self.chosen(text)),
            "label": card.label.as_deref().map(|text| self.chosen(text)),
            "cardholder_name": self.personal(&card.cardholder_name),
            "last4": plastic.map(|plastic| &plastic.last4),
            "failure": failure,
            "available": text(balance.available),
            "held": text(balance.held),
            "metadata": self.metadata(&card.metadata),
            "adapter": card.set.adapter.map(|adapter| adapter.word()),
            "adapter_delay_ms": card.set.delay_ms,
            "activated_at": card.activated_at.map(written),
            "terminated_at": card.terminated_at.map(written),
            "created_at": written(card.created_at),
            "updated_at": written(card.updated_at),
        });
        headed(EntityType::Card, &card.reference, reference(&card.reference), state)
    }

    fn text_of_card(&self, card: crate::programs::managed::CardId) -> impl Fn(i64) -> String {
        let managed = self.managed();
        let program = managed.cards.get(card).and_then(|card| managed.programs.get(card.program));
        Self::in_currency(program.map_or(Currency::USD, |program| program.currency))
    }

    fn card_named(&self, card: crate::programs::managed::CardId) -> Option<String> {
        self.managed().cards.get(card).map(|card| format!("card:{}", card.reference))
    }

    /// An authorization.
    pub(super) fn managed_authorization(&self, row: &Authorization) -> Value {
        let text = self.text_of_card(row.card);
        let reason: Option<&str> = row.decline_reason.map(Into::into);
        let state = json!({
            "card": self.card_named(row.card),
            "status": row.status().word(),
            "amount": text(row.amount),
            "held": text(row.spending.held),
            "settled": text(row.spending.cleared),
            "refunded": text(row.spending.refunded),
            "over_settled": text(row.over_settled),
            "decline_reason": reason,
            "merchant": {"name": self.chosen(&row.merchant.name), "mcc": row.merchant.mcc},
            "settlements": row.settlements.len(),
            "reversals": row.reversals.len(),
            "metadata": self.metadata(&row.metadata),
            "expires_at": row.expires_at.map(written),
            "created_at": written(row.created_at),
            "updated_at": written(row.updated_at),
        });
        headed(EntityType::Authorization, &row.reference, reference(&row.reference), state)
    }

    /// A movement of a wallet.
    pub(super) fn managed_operation(&self, row: &Operation) -> Value {
        let wallet = self.managed().wallets.get(row.wallet);
        let text = Self::in_currency(wallet.map_or(Currency::USD, |wallet| wallet.currency));
        let failure: Option<&str> = row.failure.map(Into::into);
        let state = json!({
            "kind": row.kind.word(),
            "status": row.status.word(),
            "amount": text(row.amount),
            "wallet": wallet.map(|wallet| format!("wallet:{}", wallet.reference)),
            "card": row.links.card.and_then(|card| self.card_named(card)),
            "failure": failure,
            "metadata": self.metadata(&row.metadata),
            "created_at": written(row.created_at),
            "completed_at": row.completed_at.map(written),
        });
        headed(EntityType::Operation, &row.reference, reference(&row.reference), state)
    }

    /// A dispute of an authorization.
    pub(super) fn managed_dispute(&self, row: &Dispute) -> Value {
        let text = self.text_of_card(row.card);
        let authorization = self.managed().authorizations.get(row.authorization);
        let (reason, credit): (&str, &str) = (row.case.reason.into(), row.credit.status.into());
        let state = json!({
            "authorization": authorization.map(|one| format!("authorization:{}", one.reference)),
            "card": self.card_named(row.card),
            "status": row.status.word(),
            "reason": reason,
            "description": row.case.description.as_deref().map(|text| self.personal(text)),
            "amount": text(row.amount),
            "credit": credit,
            "credited": text(row.credit.amount),
            "outcome": row.resolution.as_ref().map(|end| end.outcome.word()),
            "metadata": self.metadata(&row.case.metadata),
            "created_at": written(row.created_at),
            "updated_at": written(row.updated_at),
        });
        headed(EntityType::Dispute, &row.reference, reference(&row.reference), state)
    }
}

/// The id under which the API shows a thing.
fn reference(reference: &str) -> Value {
    json!({"MC": {"reference": reference}})
}
