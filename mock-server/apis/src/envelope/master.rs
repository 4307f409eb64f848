//! The master wallet (ER 8.15, 8.16).

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    call::{Call, Outcome, Reply},
    formats::money,
    refusal::OperationError,
    slugs::Slug,
    values,
};
use crate::programs::prepaid::{Account, Prepaid, Project, Refusal, Scope};

/// Where the master balance is paid in.
#[derive(Serialize, ToSchema)]
#[schema(as = MasterWallet)]
pub(super) struct WalletBody {
    #[schema(extensions(("x-class" = json!("plain"))))]
    usdt_trc20: String,
}

/// Balance of a project.
#[derive(Serialize, ToSchema)]
#[schema(as = MasterBalance)]
pub(super) struct MasterBody {
    #[schema(value_type = values::Money)]
    available: String,
    #[schema(extensions(("x-class" = json!("plain"))))]
    currency: &'static str,
}

/// A call that is made by nobody's project is about the first one.
fn project(prepaid: &Prepaid, scope: Scope) -> Result<&Project, Refusal> {
    prepaid.projects.iter().find(|project| scope.sees(project.id)).ok_or(Refusal::UserNotFound)
}

/// `/project/wallet/trc20`.
pub(super) fn wallet(call: &Call<'_>) -> Outcome {
    if call.strikes("project-wallet-failed") {
        return Err(OperationError::of(Slug::ProjectWalletFailed));
    }
    call.look(|prepaid, scope| {
        let usdt_trc20 = project(prepaid, scope)?.address.clone();
        Ok(Reply::of(&WalletBody { usdt_trc20 }))
    })
}

/// `/project/balance`.
pub(super) fn balance(call: &Call<'_>) -> Outcome {
    if call.strikes("project-balance-failed") {
        return Err(OperationError::of(Slug::ProjectBalanceFailed));
    }
    call.look(|prepaid, scope| {
        let project = project(prepaid, scope)?;
        let available = money(prepaid.ledger.cents(Account::Master(project.id)));
        Ok(Reply::of(&MasterBody { available, currency: "usdt" }))
    })
}
