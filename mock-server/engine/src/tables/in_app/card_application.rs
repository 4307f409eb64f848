//! `AgioCard_card_application`: the applications of a person.

use crate::{
    log::Class::Plain,
    programs::collateral::ApplicationStatus,
    rulebook::{Rulebook, ag::StatusCase},
    tables::{
        Column,
        column::{
            Reader::{MaybeText, MaybeTimestamptz, Text},
            pick,
        },
        columns::{
            ID,
            card_application::{self, application},
            column,
        },
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
    column(
        "application_status",
        Plain,
        Text(|row| in_app_status(application(row).status, row.view.rules)),
    ),
    pick(card_application::COLUMNS, "application_reason"),
    pick(card_application::COLUMNS, "application_completion_url"),
    pick(card_application::COLUMNS, "wallet_address").or_null(),
    column("last_event", Plain, MaybeText(|row| Some(application(row).last_event?.name()))),
    column("last_event_at", Plain, MaybeTimestamptz(|row| Some(application(row).last_event?.at))),
    pick(card_application::COLUMNS, "created_at"),
    pick(card_application::COLUMNS, "updated_at"),
];

/// The word of AG for a state, in the spelling of the reading (AMB-AG-04).
pub fn in_app_status(status: ApplicationStatus, rules: &Rulebook) -> &'static str {
    match rules.ag.application.status_case {
        StatusCase::Camel => in_app_word(status),
        StatusCase::Upper if status == ApplicationStatus::Active => {
            ApplicationStatus::Approved.name()
        }
        StatusCase::Upper => status.name(),
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
