//! Ordering a top-up (ER 8.11).

use super::{
    call::{Call, Outcome},
    cards::Which,
    orders,
    refusal::OperationError,
    slugs::Slug,
};
use crate::programs::prepaid::{
    Endpoint,
    commands::{OrderTopup, TopupPlan},
};

/// `/cards/topup`.
pub(super) fn create(call: &Call<'_>) -> Outcome {
    let fields = &call.fields;
    let Which { card, user } = Which::read(call)?;
    let amount = fields.amount("amount", false)?;
    let amount = amount.ok_or_else(|| fields.wrong("amount", "is required"))?;
    let currency = fields.text("currency")?;
    let key = call.key(Endpoint::Topup)?;
    let command = OrderTopup { card, amount, currency, user, key, doomed: false };
    let doomed = doomed(call, call.plan(&command))?;
    let ordered = call.act(&OrderTopup { doomed, ..command })?;
    orders::answer(call, &ordered)
}

/// Whether the order fails later, if faults let it come about at all. The one of too many attempts
/// strikes in front of the check of the master balance, the provider behind all checks.
fn doomed(
    call: &Call<'_>,
    plan: Result<TopupPlan, OperationError>,
) -> Result<bool, OperationError> {
    let reached = match &plan {
        Ok(TopupPlan::Known(_)) => return Ok(false),
        Ok(TopupPlan::New { .. }) => true,
        Err(said) => said.slug == Slug::InsufficientFunds,
    };
    if reached && call.strikes("topup-attempts-exceeded") {
        return Err(OperationError::of(Slug::TopupAttemptsExceeded));
    }
    plan?;
    call.reach_provider()?;
    Ok(call.strikes("provider-error-later"))
}
