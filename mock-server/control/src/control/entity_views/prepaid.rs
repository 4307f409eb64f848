//! Projects, users, cardholders, cards, orders, transactions and deposits of prepaid cards, as they
//! show inside.

use serde_json::{Value, json};

use super::{EntityType, Viewer, headed};
use crate::{
    control::amount::{self, text_in},
    money::CENT,
    programs::prepaid::{
        Account, Card, CardId, Cardholder, Funds, Order, Prepaid, Project, ProjectId, Transaction,
        User, UserId,
    },
    world::clock::written,
};

impl<'a> Viewer<'a> {
    fn prepaid(&self) -> &'a Prepaid {
        &self.world.issuer.prepaid
    }

    fn project_named(&self, id: ProjectId) -> Option<String> {
        self.prepaid().projects.get(id).map(|project| format!("project:{}", project.external_id))
    }

    fn user_named(&self, id: UserId) -> Option<String> {
        self.prepaid().users.get(id).map(|user| format!("user:{}", user.external_id))
    }

    fn prepaid_card_named(&self, id: CardId) -> Option<String> {
        self.prepaid().cards.get(id).map(|card| format!("card:{}", card.external_id))
    }

    /// A balance in US dollars, with the parts of a cent that there are.
    fn balance(&self, account: Account) -> String {
        dollars(self.prepaid().ledger.micros(account))
    }

    /// A project, with its master balance.
    pub(super) fn prepaid_project(&self, project: &Project) -> Value {
        let state = json!({
            "label": project.label,
            "access": project.access,
            "address": project.address,
            "users": project.users.len(),
            "balance": self.balance(Account::Master(project.id)),
        });
        let ids = json!({"ER": {"project_id": project.external_id}});
        headed(EntityType::Project, &project.external_id, ids, state)
    }

    /// A user of a project.
    pub(super) fn prepaid_user(&self, user: &User) -> Value {
        let cards = user.cards.iter().filter_map(|id| self.prepaid_card_named(id));
        let holders = user.holders.iter().filter_map(|id| self.prepaid().holders.get(id));
        let holders: Vec<_> =
            holders.map(|one| format!("cardholder:{}", one.external_id)).collect();
        let state = json!({
            "project": self.project_named(user.project),
            "address": user.address,
            "cardholders": holders,
            "cards": cards.collect::<Vec<_>>(),
            "balance": self.balance(Account::User(user.id)),
            "created_at": written(user.created_at),
            "updated_at": written(user.updated_at),
        });
        let own = self.chosen(&user.external_user_id);
        let ids = json!({"ER": {"user_id": user.external_id, "external_user_id": own}});
        headed(EntityType::User, &user.external_id, ids, state)
    }

    /// A user who passed KYC, or did not; the data that was sent for it does not show.
    pub(super) fn prepaid_cardholder(&self, holder: &Cardholder) -> Value {
        let state = json!({
            "project": self.project_named(holder.project),
            "user": self.user_named(holder.user),
            "registration": holder.registration.word(),
            "kyc": holder.kyc.word(),
            "registered_at": holder.registered_at.map(written),
            "activated_at": holder.activated_at.map(written),
            "created_at": written(holder.created_at),
            "updated_at": written(holder.updated_at),
        });
        let ids = json!({"ER": {"cardholder_id": holder.external_id}});
        headed(EntityType::Cardholder, &holder.external_id, ids, state)
    }

    /// A card, with its balance. Of its number there are the last four digits.
    pub(super) fn prepaid_card(&self, card: &Card) -> Value {
        let orders = card.orders.iter().filter_map(|id| self.prepaid().orders.get(id));
        let orders: Vec<_> = orders.map(|order| format!("order:{}", order.external_id)).collect();
        let state = json!({
            "project": self.project_named(card.project),
            "user": self.user_named(card.user),
            "status": card.status.word(),
            "label": card.label.as_deref().map(|text| self.chosen(text)),
            "last4": card.secrets.as_ref().map(|secrets| &secrets.last4),
            "orders": orders,
            "balance": self.balance(Account::Card(card.id)),
            "cools_until": card.cools_until.map(written),
            "created_at": written(card.created_at),
            "issued_at": card.issued_at.map(written),
            "activated_at": card.activated_at.map(written),
            "frozen_at": card.frozen_at.map(written),
            "closed_at": card.closed_at.map(written),
        });
        let ids = json!({"ER": {"card_id": card.external_id}});
        headed(EntityType::Card, &card.external_id, ids, state)
    }

    /// An order.
    pub(super) fn prepaid_order(&self, order: &Order) -> Value {
        let state = json!({
            "project": self.project_named(order.project),
            "user": self.user_named(order.user),
            "card": self.prepaid_card_named(order.card),
            "operation": order.operation,
            "status": order.status.word(),
            "charged": amount::text(order.charged),
            "refunded": amount::text(order.refunded),
            "attempts": order.attempts,
            "created_at": written(order.created_at),
            "completed_at": order.completed_at.map(written),
            "failed_at": order.failed_at.map(written),
        });
        let ids = json!({"ER": {"order_id": order.external_id}});
        headed(EntityType::Order, &order.external_id, ids, state)
    }

    /// A top-up or spending of a card, in US dollars.
    pub(super) fn prepaid_transaction(&self, row: &Transaction) -> Value {
        let spending = &row.spending;
        let merchant = row.merchant.as_ref().map(|merchant| {
            json!({"name": self.chosen(&merchant.name), "mcc": merchant.mcc,
                   "city": merchant.city.as_deref().map(|text| self.chosen(text)),
                   "country": merchant.country})
        });
        let state = json!({
            "card": self.prepaid_card_named(row.card),
            "kind": row.kind.word(),
            "status": spending.status.name(),
            "amount": amount::text(row.amount),
            "held": amount::text(spending.held),
            "cleared": amount::text(spending.cleared),
            "refunded": amount::text(spending.refunded),
            "decline_reason": spending.declined,
            "merchant": merchant,
            "created_at": written(row.created_at),
            "updated_at": written(row.updated_at),
        });
        let ids = json!({"ER": {"transaction_id": row.external_id}});
        headed(EntityType::Transaction, &row.external_id, ids, state)
    }

    /// A transfer to an address of a project or a user. No surface shows it by an id.
    pub(super) fn prepaid_deposit(&self, row: &Funds) -> Value {
        let to = match row.to {
            Account::Master(project) => self.project_named(project),
            Account::User(user) => self.user_named(user),
            Account::World
            | Account::Order(_)
            | Account::Card(_)
            | Account::Hold(_)
            | Account::Merchants
            | Account::Fees => None,
        };
        let state = json!({
            "to": to,
            "status": row.status.name(),
            "asset": self.chosen(&row.asset),
            "amount": dollars(row.amount),
            "credited": row.credited,
            "created_at": written(row.created_at),
            "confirmed_at": row.confirmed_at.map(written),
        });
        headed(EntityType::Deposit, format!("er-{}", row.id), json!({}), state)
    }
}

/// Millionths of a dollar as decimal text: two decimals, or six where a cent has parts.
pub(super) fn dollars(micros: i64) -> String {
    match micros % CENT {
        0 => amount::text(micros / CENT),
        _ => text_in(micros, "USDT"),
    }
}
