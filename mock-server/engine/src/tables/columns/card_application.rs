//! `AgioCard_card_application`: applications for a card account.

use super::{ID, address, column, index};
use crate::{
    log::Class::{Personal, Plain, Secret},
    people::PostalAddress,
    programs::collateral::{Application, ApplicationId, CompanyId},
    tables::{
        Column,
        column::Reader::{Boolean, Int, MaybeText, Text, Timestamptz},
        row::Row,
    },
};

const ADDRESS: [Column; 6] = address::columns::<Own>();

pub(in crate::tables) const COLUMNS: &[Column] = &[
    ID,
    column("card_application_external_id", Plain, Text(|row| &application(row).external_id)),
    column(
        "card_user_id",
        Plain,
        Text(|row| &row.view.issuer.collateral.users[application(row).user].external_id),
    )
    .or_null()
    .indexed(index!(person.applications)),
    column("card_company_id", Plain, Int(|row| application(row).company.0.into()))
        .indexed(index!(companies[CompanyId].applications)),
    column("application_status", Plain, Text(|row| application(row).status.name())),
    column("application_reason", Plain, MaybeText(|row| application(row).reason.as_deref())),
    // Whoever has the link can go on with somebody's application.
    column(
        "application_completion_url",
        Secret,
        MaybeText(|row| application(row).completion_url.as_deref()),
    ),
    column("wallet_address", Plain, Text(|row| &application(row).answers.wallet_address)),
    column("occupation", Personal, Text(|row| &application(row).answers.occupation)),
    column("annual_salary", Personal, Text(|row| &application(row).answers.annual_salary)),
    column("account_purpose", Personal, Text(|row| &application(row).answers.account_purpose)),
    column(
        "expected_monthly_volume",
        Personal,
        Text(|row| &application(row).answers.expected_monthly_volume),
    ),
    column(
        "is_terms_of_service_accepted",
        Plain,
        Boolean(|row| application(row).answers.terms_accepted),
    ),
    column("is_active", Plain, Boolean(|row| application(row).status.is_active())),
    ADDRESS[0],
    ADDRESS[1],
    ADDRESS[2],
    ADDRESS[3],
    ADDRESS[4],
    ADDRESS[5],
    column("created_at", Plain, Timestamptz(|row| application(row).created_at)),
    column("updated_at", Plain, Timestamptz(|row| application(row).updated_at)),
];

struct Own;

impl address::Addressed for Own {
    fn address(row: Row<'_>) -> Option<&PostalAddress> {
        application(row).address.as_ref()
    }
}

/// The application of a row.
pub(in crate::tables) fn application(row: Row<'_>) -> &Application {
    &row.view.issuer.collateral.applications[ApplicationId(row.id)]
}
