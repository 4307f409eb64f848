//! Wallets, deposits, transactions and disputes, as they show inside.

use serde_json::{Value, json};

use super::{EntityType, Viewer, headed};
use crate::{
    control::amount,
    programs::collateral::{Dispute, Transaction, Wallet, deposit::Deposit},
    world::clock::written,
};

impl Viewer<'_> {
    /// A digital wallet, with what it holds on each chain.
    pub(super) fn wallet(&self, wallet: &Wallet) -> Value {
        let balances = wallet.balances.iter().map(|(id, units)| {
            let token = id.token();
            json!({"asset": token.symbol, "chain_id": token.chain_id,
                   "token_address": token.address, "amount": units.tokens(token.decimals)})
        });
        let owner = wallet.organization.and_then(|id| self.all().organizations.get(id));
        let state = json!({
            "user": wallet.user.map(|id| format!("user:{id}")),
            "organization_id": owner.map(|organization| organization.organization_id.as_str()),
            "nickname": wallet.nickname.as_deref().map(|text| self.chosen(text)),
            "address": wallet.address,
            "network_id": wallet.network_id,
            "wallet_type_id": wallet.wallet_type_id,
            "deleted": wallet.deleted,
            "readonly": wallet.readonly,
            "balances": balances.collect::<Vec<_>>(),
            "created_at": written(wallet.created_at),
            "updated_at": written(wallet.updated_at),
        });
        let ids = json!({"AG": {"id": wallet.id}});
        headed(EntityType::Wallet, wallet.id, ids, state)
    }

    /// A transfer to a collateral address. No surface shows it by an id.
    pub(super) fn deposit(&self, deposit: &Deposit) -> Value {
        let state = json!({
            "user": format!("user:{}", deposit.user),
            "status": deposit.status.name(),
            "asset": self.chosen(&deposit.token_symbol),
            "chain_id": deposit.chain_id,
            "amount": deposit.units.tokens(6),
            "credited": deposit.credited,
            "address": deposit.address,
            "transaction_hash": deposit.transaction_hash,
            "received_at": deposit.received_at.map(written),
            "confirmed_at": deposit.confirmed_at.map(written),
            "created_at": written(deposit.created_at),
        });
        headed(EntityType::Deposit, deposit.id, json!({}), state)
    }

    /// A row of an account, in US dollars.
    pub(super) fn transaction(&self, transaction: &Transaction) -> Value {
        let user = self.all().users.get(transaction.user);
        let ids = json!({"id": transaction.id, "external_id": transaction.external_id});
        let spending = &transaction.spending;
        let merchant = transaction.merchant.as_ref().map(|merchant| {
            json!({"name": self.chosen(&merchant.name), "mcc": merchant.mcc,
                   "city": merchant.city.as_deref().map(|text| self.chosen(text)),
                   "country": merchant.country})
        });
        let state = json!({
            "user": format!("user:{}", transaction.user),
            "card": transaction.card.map(|id| format!("card:{id}")),
            "kind": transaction.kind,
            "status": spending.status.name(),
            "authorized": transaction.authorized.map(amount::text),
            "held": amount::text(spending.held),
            "cleared": amount::text(spending.cleared),
            "refunded": amount::text(spending.refunded),
            "decline_reason": spending.declined,
            "merchant": merchant,
            "authorized_at": transaction.authorized_at.map(written),
            "posted_at": transaction.posted_at.map(written),
            "created_at": written(transaction.created_at),
            "updated_at": written(transaction.updated_at),
        });
        headed(EntityType::Transaction, transaction.id, self.ids(user, &ids), state)
    }

    /// A dispute of the app.
    pub(super) fn dispute(&self, dispute: &Dispute) -> Value {
        let state = json!({
            "user": format!("user:{}", dispute.user),
            "transaction": format!("transaction:{}", dispute.transaction),
            "status": dispute.status.name(),
            "evidence": dispute.evidence.as_deref().map(|text| self.personal(text)),
            "note": dispute.note.as_deref().map(|text| self.chosen(text)),
            "refund": dispute.refund.map(|id| format!("transaction:{id}")),
            "created_at": written(dispute.created_at),
            "decided_at": dispute.decided_at.map(written),
        });
        let ids = json!({"AG": {"dispute_id": dispute.external_id}});
        headed(EntityType::Dispute, dispute.id, ids, state)
    }
}
