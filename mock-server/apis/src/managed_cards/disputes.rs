//! Disputes: opened, canceled, read and listed (MC 11).

use std::collections::BTreeMap;

use serde::Serialize;
use strum::VariantNames;
use utoipa::ToSchema;

use super::{
    call::{Call, Outcome},
    fields::Fields,
    formats::{money, time},
    paging::{Item, Listing},
    values,
    view::View,
};
use crate::programs::managed::{
    Dispute, DisputeId,
    commands::{CancelDispute, OpenDispute},
    dispute::{Case, DisputeReason, DisputeStatus, Evidence},
};

/// A dispute.
#[derive(Serialize, ToSchema)]
#[schema(as = Dispute)]
pub(super) struct DisputeBody {
    #[schema(value_type = values::Reference)]
    reference: String,
    #[schema(value_type = values::Reference)]
    authorization: String,
    #[schema(value_type = values::Reference)]
    card: String,
    #[schema(value_type = values::DisputeStatus)]
    status: &'static str,
    #[schema(value_type = values::DisputeReason)]
    reason: &'static str,
    #[schema(value_type = values::Money)]
    amount: String,
    #[schema(value_type = values::Currency)]
    currency: &'static str,
    #[schema(required, extensions(("x-class" = json!("personal"))))]
    description: Option<String>,
    evidence: Vec<EvidenceBody>,
    provisional_credit: CreditBody,
    #[schema(required)]
    resolution: Option<ResolutionBody>,
    /// Every status and its instant, oldest first.
    history: Vec<StepBody>,
    #[schema(extensions(("x-class" = json!("plain"))))]
    metadata: BTreeMap<String, String>,
    #[schema(value_type = values::Time)]
    created_at: String,
    #[schema(value_type = values::Time)]
    updated_at: String,
}

/// A piece of evidence.
#[derive(Serialize, ToSchema)]
#[schema(as = Evidence)]
pub(super) struct EvidenceBody {
    #[schema(value_type = values::EvidenceType)]
    r#type: &'static str,
    #[schema(extensions(("x-class" = json!("personal"))))]
    value: String,
}

/// The credit of the time until the decision.
#[derive(Serialize, ToSchema)]
#[schema(as = ProvisionalCredit)]
pub(super) struct CreditBody {
    #[schema(value_type = values::CreditStatus)]
    status: &'static str,
    #[schema(value_type = values::Money)]
    amount: String,
    #[schema(required, value_type = Option<values::Time>)]
    granted_at: Option<String>,
    #[schema(required, value_type = Option<values::Time>)]
    ended_at: Option<String>,
}

/// The end of a dispute.
#[derive(Serialize, ToSchema)]
#[schema(as = Resolution)]
pub(super) struct ResolutionBody {
    #[schema(value_type = values::Outcome)]
    outcome: &'static str,
    #[schema(required, extensions(("x-class" = json!("plain"))))]
    note: Option<String>,
    #[schema(value_type = values::Time)]
    at: String,
}

/// A status and its instant.
#[derive(Serialize, ToSchema)]
#[schema(as = DisputeStep)]
pub(super) struct StepBody {
    #[schema(value_type = values::DisputeStatus)]
    status: &'static str,
    #[schema(value_type = values::Time)]
    at: String,
}

impl EvidenceBody {
    fn of(evidence: &Evidence) -> Self {
        let (r#type, value) = match evidence {
            Evidence::Text(value) => ("text", value),
            Evidence::Url(value) => ("url", value),
        };
        Self { r#type, value: value.clone() }
    }
}

impl DisputeBody {
    /// A dispute as it was at the moment of its row.
    pub(super) fn of(dispute: &Dispute, view: View<'_>) -> Self {
        let managed = view.managed;
        let currency = managed.currency_of(dispute.card);
        let credit = &dispute.credit;
        let step =
            |(status, at): &(DisputeStatus, _)| StepBody { status: status.word(), at: time(*at) };
        Self {
            reference: dispute.reference.clone(),
            authorization: managed.authorizations[dispute.authorization].reference.clone(),
            card: managed.cards[dispute.card].reference.clone(),
            status: dispute.status.word(),
            reason: dispute.case.reason.into(),
            amount: money(dispute.amount, currency),
            currency: currency.code(),
            description: dispute.case.description.clone(),
            evidence: dispute.case.evidence.iter().map(EvidenceBody::of).collect(),
            provisional_credit: CreditBody {
                status: credit.status.into(),
                amount: money(credit.amount, currency),
                granted_at: credit.granted_at.map(time),
                ended_at: credit.ended_at.map(time),
            },
            resolution: dispute.resolution.as_ref().map(|end| ResolutionBody {
                outcome: end.outcome.word(),
                note: end.note.clone(),
                at: time(end.at),
            }),
            history: dispute.history.iter().map(step).collect(),
            metadata: dispute.case.metadata.clone(),
            created_at: time(dispute.created_at),
            updated_at: time(dispute.updated_at),
        }
    }
}

/// Most pieces of evidence.
const MOST_EVIDENCE: usize = 10;

/// Most characters of a description, and of a piece of evidence.
const LONGEST: usize = 2000;

fn evidence(fields: &Fields<'_>) -> Vec<Evidence> {
    let mut all = Vec::new();
    for piece in fields.list("evidence", MOST_EVIDENCE, "evidence.") {
        let kind: Option<String> = piece.required_word("type", &["text", "url"]);
        let value = piece.sized("value", 1, LONGEST);
        if value.is_none() {
            piece.required_text("value");
        }
        piece.close();
        if let (Some(kind), Some(value)) = (kind, value) {
            all.push(if kind == "url" { Evidence::Url(value) } else { Evidence::Text(value) });
        }
    }
    all
}

/// `disputes.create`.
pub(super) fn create(call: &Call<'_>) -> Outcome {
    let fields = call.body.fields();
    let named = fields.required_text("authorization");
    let found = call.look(|view| {
        let row = view.authorization(named.as_deref()?)?;
        Some((row.id, view.managed.currency_of(row.card)))
    });
    // An amount in an unknown currency can only have the wrong form.
    let decimals = found.map_or(2, |(_, currency)| currency.decimals());
    let reason: Option<DisputeReason> = fields.required_word("reason", DisputeReason::VARIANTS);
    let amount = fields.amount("amount", decimals);
    let currency = fields.currency();
    let description = fields.sized("description", 0, LONGEST);
    let evidence = evidence(&fields);
    let metadata = fields.metadata();
    fields.close();
    call.fields_checked()?;
    let (authorization, _) = call.found(found)?;
    let reason = reason.unwrap_or(DisputeReason::Other);
    let case = Case { reason, description, evidence, metadata };
    let id = call.act(&OpenDispute { authorization, amount, currency, case })?;
    shown(call, id)
}

/// `disputes.cancel`.
pub(super) fn cancel(call: &Call<'_>) -> Outcome {
    let dispute = call.dispute(|_, dispute| dispute.id)?;
    call.empty()?;
    call.act(&CancelDispute { dispute })?;
    shown(call, dispute)
}

fn shown(call: &Call<'_>, id: DisputeId) -> Outcome {
    call.made(|view| Some(DisputeBody::of(view.managed.disputes.get(id)?, view)))
}

/// `disputes.get`.
pub(super) fn get(call: &Call<'_>) -> Outcome {
    let body = call.dispute(|view, dispute| DisputeBody::of(dispute, view))?;
    call.done(&body)
}

/// `disputes.list`.
pub(super) fn list(call: &Call<'_>) -> Outcome {
    let status = call.query.word("status", DisputeStatus::VARIANTS);
    let (authorization, card) = (call.query.get("authorization"), call.query.get("card"));
    let page = call.page(&["status", "authorization", "card"])?;
    call.listed(|view| {
        let managed = view.managed;
        let fits = |one: &&Dispute| {
            let of = &managed.authorizations[one.authorization].reference;
            status.is_none_or(|word| one.status.word() == word)
                && authorization.is_none_or(|name| of == name)
                && card.is_none_or(|name| managed.cards[one.card].reference == name)
        };
        let all: Box<dyn Iterator<Item = &Dispute>> = match view.user() {
            Some(user) => Box::new(user.disputes.iter().rev().map(|id| &managed.disputes[id])),
            None => Box::new(managed.disputes.iter().rev().filter(|_| view.sees_all())),
        };
        let items = all.filter(fits).map(|one| Item { id: one.id.0, row: one });
        Listing::newest(&page, items).shown(|one| DisputeBody::of(one, view))
    })
}
