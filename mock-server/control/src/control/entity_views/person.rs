//! People with their accounts, and applications, as they show inside.

use serde_json::{Value, json};

use super::{EntityType, Viewer, headed};
use crate::{
    control::amount,
    programs::collateral::{Application, CardUser, ledger::Account},
    world::clock::written,
};

impl Viewer<'_> {
    /// A person, with the account that all cards of the person share.
    pub(super) fn user(&self, user: &CardUser) -> Value {
        let ids = json!({"id": user.id, "card_user_id": user.external_id, "user_id": user.user_id});
        let wallets = self.all().wallets_of(user);
        let state = json!({
            "label": user.label,
            "first_name": self.personal(&user.first_name),
            "last_name": self.personal(&user.last_name),
            "email": self.personal(&user.email),
            "organization_id": self.world.organization_of(user),
            "is_disabled": user.is_disabled,
            "kyc_level": user.kyc_level,
            "outcome": user.outcome,
            "application":
                user.latest_application().map(|id| format!("application:{id}")),
            "cards": user.cards.iter().map(|id| format!("card:{id}")).collect::<Vec<_>>(),
            "wallets": wallets.iter().map(|id| format!("wallet:{id}")).collect::<Vec<_>>(),
            "account": user.account.as_ref().map(|account| self.account(account)),
            "events_raised": user.events_raised,
            "created_at": written(user.created_at),
            "updated_at": written(user.updated_at),
        });
        headed(EntityType::User, user.id, self.ids(Some(user), &ids), state)
    }

    /// The account of a person, in US dollars and whole tokens.
    fn account(&self, account: &Account) -> Value {
        let rules = &self.world.rules.balance;
        let tokens = account.tokens.iter().map(|(id, units)| {
            let token = id.token();
            json!({"asset": token.symbol, "chain_id": token.chain_id,
                   "amount": units.tokens(token.decimals)})
        });
        json!({
            "deposit_address": account.deposit_address,
            "credit_limit": amount::text(account.credit_limit(rules)),
            "pending_charges": amount::text(account.pending),
            "posted_charges": amount::text(account.posted),
            "balance_due": amount::text(account.balance_due(rules)),
            "spending_power": amount::text(account.spending_power(rules)),
            "collateral": tokens.collect::<Vec<_>>(),
            "received_at": account.received_at.map(written),
        })
    }

    /// An application.
    pub(super) fn application(&self, application: &Application) -> Value {
        let user = self.all().users.get(application.user);
        let ids = json!({"id": application.id, "external_id": application.external_id});
        let cards = application.cards.iter().map(|id| format!("card:{id}"));
        let state = json!({
            "user": format!("user:{}", application.user),
            "status": application.status.name(),
            "reason": application.reason.as_deref().map(|text| self.chosen(text)),
            "completion_url": application.completion_url.as_deref().map(|text| self.chosen(text)),
            "wallet_address": self.personal(&application.answers.wallet_address),
            "occupation": self.personal(&application.answers.occupation),
            "cards": cards.collect::<Vec<_>>(),
            "last_event": application.last_event.map(|event| event.name()),
            "last_event_at": application.last_event.map(|event| written(event.at)),
            "created_at": written(application.created_at),
            "updated_at": written(application.updated_at),
        });
        headed(EntityType::Application, application.id, self.ids(user, &ids), state)
    }
}
