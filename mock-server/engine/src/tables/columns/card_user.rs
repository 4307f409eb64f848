//! `AgioCard_card_user`: people, and what became of their latest application.

use super::{ID, column, index, person};
use crate::{
    log::Class::{Personal, Plain},
    programs::collateral::{Application, CardUser, CardUserId, CompanyId},
    tables::{
        Cell, Column, IndexRows, View,
        column::Reader::{Boolean, Int, MaybeText, Text, Timestamptz},
        row::Row,
    },
};

pub(in crate::tables) const COLUMNS: &[Column] = &[
    ID,
    column("card_user_id", Plain, Text(|row| &user(row).external_id)).indexed(by_card_user_id),
    column("application_status", Plain, MaybeText(|row| Some(application(row)?.status.name()))),
    column("application_reason", Plain, MaybeText(|row| application(row)?.reason.as_deref())),
    column(
        "is_active",
        Plain,
        Boolean(|row| application(row).is_some_and(|latest| latest.status.is_active())),
    ),
    column(
        "is_terms_of_service_accepted",
        Plain,
        Boolean(|row| application(row).is_some_and(|latest| latest.answers.terms_accepted)),
    ),
    column(
        "wallet_address",
        Plain,
        MaybeText(|row| Some(&*application(row)?.answers.wallet_address)),
    ),
    column("card_company_id", Plain, Int(|row| user(row).company.0.into()))
        .indexed(index!(companies[CompanyId].users)),
    column("user_id", Plain, MaybeText(|row| user(row).user_id.as_deref())),
    column("first_name", Personal, Text(|row| &user(row).first_name)).or_null(),
    column("last_name", Personal, Text(|row| &user(row).last_name)).or_null(),
    column("email", Personal, Text(|row| &user(row).email)).or_null(),
    column("created_at", Plain, Timestamptz(|row| user(row).created_at)),
    column("updated_at", Plain, Timestamptz(|row| user(row).updated_at)),
];

fn user(row: Row<'_>) -> &CardUser {
    &row.view.issuer.collateral.users[CardUserId(row.id)]
}

/// The latest application of a person.
fn application(row: Row<'_>) -> Option<&Application> {
    user(row).latest_application().map(|id| &row.view.issuer.collateral.applications[id])
}

fn by_card_user_id<'v>(view: &'v View<'v>, value: &Cell<'_>) -> Option<IndexRows<'v>> {
    Some(person(view, value).map_or_else(IndexRows::none, |user| IndexRows::one(user.id.0)))
}
