//! Cards, transactions, deposits, wallets, disputes and users of whichever program: ops about
//! spending and money take those of every surface (SB 5.4).

use super::{bare, collateral, managed, prepaid, unknown};
use crate::{
    control::Problem,
    programs::{
        collateral::{CardId, CardUserId, DepositId, DisputeId, TransactionId, WalletId},
        managed as mc, prepaid as er,
    },
    world::World,
};

/// A card of one of the programs.
#[derive(Clone, Copy)]
pub(in crate::control) enum AnyCard {
    /// A card against collateral (PG).
    Collateral(CardId),
    /// A prepaid card of a project (ER).
    Prepaid(er::CardId),
    /// A managed card of a user (MC).
    Managed(mc::CardId),
}

impl AnyCard {
    /// The currency of the card.
    pub(in crate::control) fn currency(self, world: &World) -> &'static str {
        match self {
            Self::Collateral(_) | Self::Prepaid(_) => "USD",
            Self::Managed(card) => world.issuer.managed.currency_of(card).code(),
        }
    }
}

/// A transaction of one of the programs.
#[derive(Clone, Copy)]
pub(in crate::control) enum AnyTransaction {
    /// A transaction on a card against collateral (PG).
    Collateral(TransactionId),
    /// A transaction on a prepaid card (ER).
    Prepaid(er::TransactionId),
    /// An authorization on a managed card (MC).
    Managed(mc::AuthorizationId),
}

impl AnyTransaction {
    /// The currency of the transaction.
    pub(in crate::control) fn currency(self, world: &World) -> &'static str {
        match self {
            Self::Collateral(_) | Self::Prepaid(_) => "USD",
            Self::Managed(id) => {
                let card = world.issuer.managed.authorizations[id].card;
                AnyCard::Managed(card).currency(world)
            }
        }
    }
}

/// A deposit of one of the programs.
#[derive(Clone, Copy)]
pub(in crate::control) enum AnyDeposit {
    /// Collateral of a card user (PG).
    Collateral(DepositId),
    /// Funds of a project or of a user (ER).
    Prepaid(er::FundsId),
}

/// A wallet of one of the programs.
#[derive(Clone, Copy)]
pub(in crate::control) enum AnyWallet {
    /// A digital wallet of the app (AG).
    Digital(WalletId),
    /// A wallet of a user of managed cards (MC), and its currency.
    Managed(mc::WalletId, mc::Currency),
}

/// A dispute of one of the programs.
#[derive(Clone, Copy)]
pub(in crate::control) enum AnyDispute {
    /// A dispute of a transaction in the app (AG).
    Collateral(DisputeId),
    /// A dispute on a managed card (MC).
    Managed(mc::DisputeId),
}

/// A user who logs in by itself.
#[derive(Clone, Copy)]
pub(in crate::control) enum AnyUser {
    /// A person with a login in the app (AG).
    InApp(CardUserId),
    /// A user of managed cards (MC).
    Managed(mc::UserId),
}

/// A card by id or `<label>/<n>`.
pub(in crate::control) fn card(world: &World, reference: &str) -> Result<AnyCard, Problem> {
    if let Some(card) = managed::card(world, reference) {
        return Ok(AnyCard::Managed(card.id));
    }
    match prepaid::card(world, reference) {
        Some(card) => Ok(AnyCard::Prepaid(card.id)),
        None => collateral::card(world, reference).map(|card| AnyCard::Collateral(card.id)),
    }
}

/// A transaction by id.
pub(in crate::control) fn transaction(
    world: &World,
    reference: &str,
) -> Result<AnyTransaction, Problem> {
    if let Some(row) = managed::authorization(&world.issuer.managed, reference) {
        return Ok(AnyTransaction::Managed(row.id));
    }
    match world.issuer.prepaid.transaction(bare("transaction", reference)) {
        Some(row) => Ok(AnyTransaction::Prepaid(row.id)),
        None => {
            collateral::transaction(world, reference).map(|row| AnyTransaction::Collateral(row.id))
        }
    }
}

/// A deposit by id: `<n>` of a card user, `er-<n>` of a project or user.
pub(in crate::control) fn deposit(world: &World, reference: &str) -> Result<AnyDeposit, Problem> {
    let reference = bare("deposit", reference);
    if let Some(id) = prepaid::funds(world, reference) {
        return Ok(AnyDeposit::Prepaid(id));
    }
    let all = &world.issuer.collateral.deposits;
    let id = DepositId(super::number(reference));
    match all.get(id) {
        Some(_) => Ok(AnyDeposit::Collateral(id)),
        None => {
            let collateral = all.iter().map(|deposit| deposit.id.to_string());
            let funds = world.issuer.prepaid.funds.iter().map(|row| format!("er-{}", row.id));
            Err(unknown("deposit", reference, collateral.chain(funds)))
        }
    }
}

/// A wallet: of managed cards by id or `<user>/<currency>`, a digital one by id, address or
/// `<user>/<n>`.
pub(in crate::control) fn wallet(world: &World, reference: &str) -> Result<AnyWallet, Problem> {
    if let Some(wallet) = collateral::wallet(world, reference) {
        return Ok(AnyWallet::Digital(wallet.id));
    }
    managed::wallet(world, reference).map(|wallet| AnyWallet::Managed(wallet.id, wallet.currency))
}

/// A dispute by the id that its caller got.
pub(in crate::control) fn dispute(world: &World, reference: &str) -> Result<AnyDispute, Problem> {
    if let Some(dispute) = collateral::dispute(world, reference) {
        return Ok(AnyDispute::Collateral(dispute.id));
    }
    managed::dispute(world, reference).map(|dispute| AnyDispute::Managed(dispute.id))
}

/// A user by label, id or name of the login.
pub(in crate::control) fn user(world: &World, reference: &str) -> Result<AnyUser, Problem> {
    if let Ok(user) = managed::user(world, reference) {
        return Ok(AnyUser::Managed(user.id));
    }
    collateral::in_app_user(world, reference).map(|user| AnyUser::InApp(user.id)).map_err(|_| {
        let managed = world.issuer.managed.users.iter().map(|user| user.label.as_str());
        let all = managed.chain(collateral::in_app_labels(world));
        unknown("user", bare("user", reference), all)
    })
}
