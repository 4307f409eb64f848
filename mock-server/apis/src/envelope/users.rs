//! Users (ER 8.1, 8.2).

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    call::{Call, Outcome, Reply},
    formats::{money, time},
    slugs::Slug,
    values,
};
use crate::{
    programs::prepaid::{Account, Prepaid, User, commands::RegisterUser},
    rulebook::er::UserField,
};

/// A user, as it is answered.
#[derive(Serialize, ToSchema)]
#[schema(as = User)]
pub(super) struct UserBody {
    #[schema(value_type = values::Id)]
    user_id: String,
    #[schema(value_type = values::Id)]
    project_id: String,
    #[schema(extensions(("x-class" = json!("plain"))))]
    external_user_id: String,
    #[schema(value_type = values::Money)]
    usdt_balance: String,
    deposit_addresses: Addresses,
    #[schema(value_type = values::Time)]
    created_at: String,
    #[schema(value_type = values::Time)]
    updated_at: String,
}

/// Where a user's own balance is paid in.
#[derive(Serialize, ToSchema)]
#[schema(as = DepositAddresses)]
pub(super) struct Addresses {
    #[schema(extensions(("x-class" = json!("plain"))))]
    usdt_trc20: String,
}

impl UserBody {
    fn of(prepaid: &Prepaid, user: &User) -> Self {
        Self {
            user_id: user.external_id.clone(),
            project_id: prepaid.projects[user.project].external_id.clone(),
            external_user_id: user.external_user_id.clone(),
            usdt_balance: money(prepaid.ledger.cents(Account::User(user.id))),
            deposit_addresses: Addresses { usdt_trc20: user.address.clone() },
            created_at: time(user.created_at),
            updated_at: time(user.updated_at),
        }
    }
}

/// `/users/create`.
pub(super) fn create(call: &Call<'_>) -> Outcome {
    let external_user_id = call.fields.required_user(Slug::InvalidRequest)?;
    let user = call.act(&RegisterUser { project: None, external_user_id })?;
    call.look(|prepaid, _| Ok(Reply::of(&UserBody::of(prepaid, &user))))
}

/// `/users/get`.
pub(super) fn get(call: &Call<'_>) -> Outcome {
    let names: &[&str] = match call.rules().er.amb.user_field {
        UserField::Either => &["user_id", "external_user_id"],
        UserField::UserId => &["user_id"],
        UserField::ExternalUserId => &["external_user_id"],
    };
    let mut named = None;
    for name in names {
        match (&named, call.fields.user(name)?) {
            (Some(one), Some(other)) if *one != other => {
                return Err(call.fields.wrong(name, "is not valid"));
            }
            (None, other) => named = other,
            _ => {}
        }
    }
    let named = named.ok_or_else(|| {
        call.fields.wrong(names.last().copied().unwrap_or("external_user_id"), "is required")
    })?;
    call.look(|prepaid, scope| {
        prepaid.user(scope, &named).map(|user| Reply::of(&UserBody::of(prepaid, user)))
    })
}
