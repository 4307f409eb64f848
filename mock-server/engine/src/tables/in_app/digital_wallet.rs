//! `AgioCrypto_digital_wallet`: the wallets of a person and of the person's organization (AG 5.11).

use crate::{
    issuer::Caller,
    log::Class::{Personal, Plain},
    programs::collateral::{Wallet, WalletId},
    tables::{
        Column, Scope, View,
        column::Reader::{Boolean, Int, MaybeText, MaybeUuid, Text, Timestamptz},
        columns::{ID, column},
        row::Row,
    },
};

pub(super) const COLUMNS: &[Column] = &[
    ID,
    column("nickname", Personal, MaybeText(|row| wallet(row).nickname.as_deref())),
    column("wallet_type_id", Plain, Int(|row| wallet(row).wallet_type_id.into())),
    column("network_id", Plain, Int(|row| wallet(row).network_id.into())),
    column("wallet_address", Plain, Text(|row| &wallet(row).address)).or_null(),
    column(
        "user_id",
        Plain,
        MaybeText(|row| row.view.issuer.collateral.users[wallet(row).user?].user_id.as_deref()),
    ),
    column(
        "organization_id",
        Plain,
        MaybeUuid(|row| {
            let organization = wallet(row).organization?;
            Some(&row.view.issuer.collateral.organizations[organization].organization_id)
        }),
    ),
    column("deleted", Plain, Boolean(|row| wallet(row).deleted)),
    column("readonly", Plain, Boolean(|row| wallet(row).readonly)),
    column("created_at", Plain, Timestamptz(|row| wallet(row).created_at)),
    column("updated_at", Plain, Timestamptz(|row| wallet(row).updated_at)),
];

/// The wallets that the caller may use.
pub(super) const SCOPE: Scope = Scope {
    len: |view| ids(view).len(),
    rows: |view| Box::new(ids(view).into_iter()),
    has: |view, id| view.issuer.collateral.own_wallet(view.caller, WalletId(id)).is_ok(),
};

fn ids(view: &View<'_>) -> Vec<i32> {
    let program = &view.issuer.collateral;
    match view.caller {
        Caller::Ops => program.wallets.iter().map(|wallet| wallet.id.0).collect(),
        Caller::InAppUser(user) => program.users.get(user).map_or_else(Vec::new, |user| {
            program.wallets_of(user).into_iter().map(|id| id.0).collect()
        }),
        Caller::Partner(_) | Caller::Project(_) | Caller::User(_) => Vec::new(),
    }
}

fn wallet(row: Row<'_>) -> &Wallet {
    &row.view.issuer.collateral.wallets[WalletId(row.id)]
}
