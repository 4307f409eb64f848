//! Wallets (MC 12).

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    call::{Call, Outcome},
    formats::{money, time},
    paging::{Item, Listing},
    values,
    view::View,
};
use crate::programs::managed::{Wallet, card::Balance};

/// A wallet.
#[derive(Serialize, ToSchema)]
#[schema(as = Wallet)]
pub(super) struct WalletBody {
    #[schema(value_type = values::Reference)]
    reference: String,
    #[schema(value_type = values::Currency)]
    currency: &'static str,
    #[schema(value_type = values::Money)]
    available: String,
    #[schema(value_type = values::Money)]
    held: String,
    #[schema(value_type = values::Money)]
    total: String,
    #[schema(value_type = values::Time)]
    created_at: String,
    #[schema(value_type = values::Time)]
    updated_at: String,
}

impl WalletBody {
    /// A wallet with this balance.
    pub(super) fn of(wallet: &Wallet, balance: Balance) -> Self {
        Self {
            reference: wallet.reference.clone(),
            currency: wallet.currency.code(),
            available: money(balance.available, wallet.currency),
            held: money(balance.held, wallet.currency),
            total: money(balance.total(), wallet.currency),
            created_at: time(wallet.created_at),
            updated_at: time(wallet.updated_at),
        }
    }

    /// A wallet as it is now.
    pub(super) fn now(wallet: &Wallet, view: View<'_>) -> Self {
        Self::of(wallet, view.managed.ledger.wallet(wallet.id))
    }
}

/// `wallets.list`.
pub(super) fn list(call: &Call<'_>) -> Outcome {
    let currency = call.query.currency("currency");
    let page = call.page(&["currency"])?;
    call.listed(|view| {
        let mut all: Vec<&Wallet> = match view.user() {
            Some(user) => user.wallets.values().map(|id| &view.managed.wallets[*id]).collect(),
            None => view.managed.wallets.iter().filter(|_| view.sees_all()).collect(),
        };
        all.sort_unstable_by_key(|wallet| std::cmp::Reverse(wallet.id));
        let is_named =
            |wallet: &&Wallet| currency.is_none_or(|code| wallet.currency.code() == code);
        let items = all.into_iter().filter(is_named);
        let items = items.map(|wallet| Item { id: wallet.id.0, row: wallet });
        Listing::newest(&page, items).shown(|wallet| WalletBody::now(wallet, view))
    })
}
