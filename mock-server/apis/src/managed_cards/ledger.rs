//! The ledger of a card (MC 12).

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    call::{Call, Outcome},
    formats::{money, time},
    paging::{Item, Listing},
    values,
    view::View,
};
use crate::programs::managed::Entry;

/// An entry of the ledger of a card.
#[derive(Serialize, ToSchema)]
#[schema(as = Entry)]
pub(super) struct EntryBody {
    #[schema(value_type = values::Reference)]
    reference: String,
    #[schema(value_type = values::EntryType)]
    r#type: &'static str,
    #[schema(value_type = values::SignedMoney)]
    available_delta: String,
    #[schema(value_type = values::SignedMoney)]
    held_delta: String,
    #[schema(value_type = values::SignedMoney)]
    available_after: String,
    #[schema(value_type = values::SignedMoney)]
    held_after: String,
    #[schema(value_type = values::Currency)]
    currency: &'static str,
    #[schema(required, value_type = Option<values::Reference>)]
    operation: Option<String>,
    #[schema(required, value_type = Option<values::Reference>)]
    authorization: Option<String>,
    #[schema(required, value_type = Option<values::Reference>)]
    dispute: Option<String>,
    #[schema(value_type = values::Time)]
    created_at: String,
}

impl EntryBody {
    fn of(entry: &Entry, view: View<'_>) -> Self {
        let managed = view.managed;
        let currency = managed.currency_of(entry.card);
        let posting = &entry.posting;
        Self {
            reference: entry.reference.clone(),
            r#type: posting.kind.into(),
            available_delta: money(posting.available, currency),
            held_delta: money(posting.held, currency),
            available_after: money(entry.after.available, currency),
            held_after: money(entry.after.held, currency),
            currency: currency.code(),
            operation: posting.operation.map(|id| managed.operations[id].reference.clone()),
            authorization: posting
                .authorization
                .map(|id| managed.authorizations[id].reference.clone()),
            dispute: posting.dispute.map(|id| managed.disputes[id].reference.clone()),
            created_at: time(entry.created_at),
        }
    }
}

/// `cards.ledger`.
pub(super) fn list(call: &Call<'_>) -> Outcome {
    let card = call.card(|_, card| card.id)?;
    let page = call.page(&[])?;
    call.listed(|view| {
        let all = view.managed.records(card).entries.iter().rev();
        let rows = all.map(|id| &view.managed.entries[id]);
        let items = rows.map(|entry| Item { id: entry.id.0, row: entry });
        Listing::newest(&page, items).shown(|entry| EntryBody::of(entry, view))
    })
}
