//! Operations: every movement of a wallet (MC 12).

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    call::{Call, Outcome},
    formats::{money, time},
    paging::{Item, Listing},
    values,
    view::View,
};
use crate::programs::managed::{
    Operation,
    operation::{OperationFailure, OperationKind, OperationStatus},
};
use strum::VariantNames;

/// An operation.
#[derive(Serialize, ToSchema)]
#[schema(as = Operation)]
pub(super) struct OperationBody {
    #[schema(value_type = values::Reference)]
    reference: String,
    #[schema(value_type = values::OperationType)]
    r#type: &'static str,
    #[schema(value_type = values::OperationStatus)]
    status: &'static str,
    /// Seen from the wallet.
    #[schema(value_type = values::Direction)]
    direction: &'static str,
    #[schema(value_type = values::Money)]
    amount: String,
    #[schema(value_type = values::Currency)]
    currency: &'static str,
    #[schema(value_type = values::Reference)]
    wallet: String,
    #[schema(required, value_type = Option<values::Reference>)]
    card: Option<String>,
    #[schema(required, value_type = Option<values::Reference>)]
    authorization: Option<String>,
    #[schema(required, value_type = Option<values::Reference>)]
    dispute: Option<String>,
    #[schema(required)]
    failure: Option<OperationFailureBody>,
    #[schema(extensions(("x-class" = json!("plain"))))]
    metadata: BTreeMap<String, String>,
    #[schema(value_type = values::Time)]
    created_at: String,
    #[schema(required, value_type = Option<values::Time>)]
    completed_at: Option<String>,
}

/// The reason why an operation failed.
#[derive(Serialize, ToSchema)]
#[schema(as = OperationFailure)]
pub(super) struct OperationFailureBody {
    #[schema(value_type = values::OperationFailureCode)]
    code: &'static str,
    #[schema(extensions(("x-class" = json!("said"))))]
    detail: &'static str,
}

impl OperationFailureBody {
    fn of(failure: OperationFailure) -> Self {
        let detail = match failure {
            OperationFailure::ReviewRejected => "The review rejected the operation.",
            OperationFailure::CardTerminated => "The card was terminated.",
            OperationFailure::CardExpired => "The card has expired.",
        };
        Self { code: failure.into(), detail }
    }
}

impl OperationBody {
    /// An operation as it was at the moment of its row.
    pub(super) fn of(operation: &Operation, view: View<'_>) -> Self {
        let managed = view.managed;
        let wallet = &managed.wallets[operation.wallet];
        let links = operation.links;
        Self {
            reference: operation.reference.clone(),
            r#type: operation.kind.word(),
            status: operation.status.word(),
            direction: if operation.kind.is_debit() { "debit" } else { "credit" },
            amount: money(operation.amount, wallet.currency),
            currency: wallet.currency.code(),
            wallet: wallet.reference.clone(),
            card: links.card.map(|id| managed.cards[id].reference.clone()),
            authorization: links
                .authorization
                .map(|id| managed.authorizations[id].reference.clone()),
            dispute: links.dispute.map(|id| managed.disputes[id].reference.clone()),
            failure: operation.failure.map(OperationFailureBody::of),
            metadata: operation.metadata.clone(),
            created_at: time(operation.created_at),
            completed_at: operation.completed_at.map(time),
        }
    }
}

/// Words of the statuses of operations: the published life of transfers, of which the sandbox uses
/// some.
pub(super) const STATUSES: &[&str] =
    &["created", "processing", "completed", "failed", "reversed", "under_review"];

/// `operations.get`.
pub(super) fn get(call: &Call<'_>) -> Outcome {
    let body = call.operation(|view, operation| OperationBody::of(operation, view))?;
    call.done(&body)
}

/// `operations.list`.
pub(super) fn list(call: &Call<'_>) -> Outcome {
    let status = call.query.word("status", STATUSES);
    let kind = call.query.word("type", OperationKind::VARIANTS);
    let currency = call.query.currency("currency");
    let (card, wallet) = (call.query.get("card"), call.query.get("wallet"));
    let page = call.page(&["status", "type", "currency", "card", "wallet"])?;
    call.listed(|view| {
        let managed = view.managed;
        let fits = |one: &&Operation| {
            let of_wallet = &managed.wallets[one.wallet];
            let of_card =
                |name: &str| one.links.card.is_some_and(|id| managed.cards[id].reference == name);
            status.is_none_or(|word| one.status.word() == word)
                && kind.is_none_or(|word| one.kind.word() == word)
                && currency.is_none_or(|code| of_wallet.currency.code() == code)
                && card.is_none_or(of_card)
                && wallet.is_none_or(|name| of_wallet.reference == name)
        };
        let all: Box<dyn Iterator<Item = &Operation>> = match view.user() {
            Some(user) => Box::new(user.operations.iter().rev().map(|id| &managed.operations[id])),
            None => Box::new(managed.operations.iter().rev().filter(|_| view.sees_all())),
        };
        let items = all.filter(fits).map(|one| Item { id: one.id.0, row: one });
        Listing::newest(&page, items).shown(|one| OperationBody::of(one, view))
    })
}

// The statuses that the program has are some of the published ones.
const _: () = assert!(OperationStatus::VARIANTS.len() <= STATUSES.len());
