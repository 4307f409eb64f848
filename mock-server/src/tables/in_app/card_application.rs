//! `AgioCard_card_application`: the applications of a person.

use crate::{
    log::Class::Plain,
    programs::collateral::ApplicationStatus,
    rulebook::ag::StatusCase,
    tables::{
        Column,
        column::{
            Reader::{MaybeText, Text},
            pick,
        },
        columns::{
            ID,
            card_application::{self, application},
            column,
        },
        row::Row,
    },
};

pub(super) const COLUMNS: &[Column] = &[
    ID,
    pick(card_application::COLUMNS, "card_application_external_id").or_null(),
    pick(card_application::COLUMNS, "card_application_external_id")
        .named("rain_application_id")
        .or_null(),
    column(
        "user_id",
        Plain,
        MaybeText(|row| row.view.issuer.collateral.users[application(row).user].user_id.as_deref()),
    ),
    column("application_status", Plain, Text(status)),
    pick(card_application::COLUMNS, "application_reason"),
    pick(card_application::COLUMNS, "application_completion_url"),
    pick(card_application::COLUMNS, "wallet_address").or_null(),
    pick(card_application::COLUMNS, "created_at"),
    pick(card_application::COLUMNS, "updated_at"),
];

/// The state in the spelling of the reading (AMB-AG-04).
fn status(row: Row<'_>) -> &'static str {
    let status = application(row).status;
    match row.view.rules.ag.application.status_case {
        StatusCase::Camel => in_app_word(status),
        StatusCase::Upper => match status {
            ApplicationStatus::Active => ApplicationStatus::Approved.name(),
            ApplicationStatus::Pending
            | ApplicationStatus::Approved
            | ApplicationStatus::Denied
            | ApplicationStatus::NeedsVerification
            | ApplicationStatus::NeedsInformation
            | ApplicationStatus::ManualReview
            | ApplicationStatus::Locked
            | ApplicationStatus::Canceled => status.name(),
        },
    }
}

/// The word of AG for a state (AG 6.1): an approved application with cards is approved.
fn in_app_word(status: ApplicationStatus) -> &'static str {
    match status {
        ApplicationStatus::Pending => "pending",
        ApplicationStatus::Approved | ApplicationStatus::Active => "approved",
        ApplicationStatus::Denied => "denied",
        ApplicationStatus::NeedsVerification => "needsVerification",
        ApplicationStatus::NeedsInformation => "needsInformation",
        ApplicationStatus::ManualReview => "manualReview",
        ApplicationStatus::Locked => "locked",
        ApplicationStatus::Canceled => "canceled",
    }
}
