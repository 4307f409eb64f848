//! Number, CVV and expiry (ER 8.8).

use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::{
    call::{Call, Outcome, Reply},
    cards::Which,
    values,
};
use crate::{
    programs::prepaid::{CardStatus, Refusal},
    rulebook::er::Place,
};

/// Card data, as it is answered.
#[derive(Serialize, ToSchema)]
#[schema(as = CardDetails)]
pub(super) struct DetailsBody {
    #[schema(value_type = values::Id)]
    card_id: String,
    #[schema(value_type = values::CardStatus)]
    status: &'static str,
    #[serde(flatten)]
    #[schema(value_type = Details)]
    details: Value,
}

/// The five members that may stand in `details`.
#[derive(Serialize, ToSchema)]
#[schema(as = CardSecrets)]
pub(super) struct Details {
    #[schema(extensions(("x-class" = json!("pan"))))]
    card_number: String,
    #[schema(extensions(("x-class" = json!("secret"))))]
    cvv: String,
    #[schema(extensions(("x-class" = json!("plain"))))]
    expiry_month: String,
    #[schema(extensions(("x-class" = json!("plain"))))]
    expiry_year: String,
    billing_address: BillingAddress,
}

/// Where all cards are billed.
#[derive(Serialize, ToSchema)]
pub(super) struct BillingAddress {
    #[schema(extensions(("x-class" = json!("personal"))))]
    line1: &'static str,
    #[schema(required, extensions(("x-class" = json!("personal"))))]
    line2: Option<&'static str>,
    #[schema(extensions(("x-class" = json!("personal"))))]
    city: &'static str,
    #[schema(extensions(("x-class" = json!("personal"))))]
    state: &'static str,
    #[schema(extensions(("x-class" = json!("personal"))))]
    postal_code: &'static str,
    #[schema(extensions(("x-class" = json!("personal"))))]
    country: &'static str,
}

const ADDRESS: BillingAddress = BillingAddress {
    line1: "1 Sandbox Street",
    line2: None,
    city: "Springfield",
    state: "IL",
    postal_code: "62701",
    country: "US",
};

/// `/cards/details`.
pub(super) fn get(call: &Call<'_>) -> Outcome {
    let which = Which::read(call)?;
    let (card_id, status, details) = call.look(|prepaid, scope| {
        let card = which.find(prepaid, scope)?;
        let no = Refusal::CardNotActive(card.status);
        if !matches!(card.status, CardStatus::Active | CardStatus::Frozen) {
            return Err(no);
        }
        let secrets = card.secrets.as_ref().ok_or(no)?;
        let details = Details {
            card_number: secrets.pan.reveal().to_owned(),
            cvv: secrets.cvc.reveal().to_owned(),
            expiry_month: secrets.expiration_month.clone(),
            expiry_year: secrets.expiration_year.clone(),
            billing_address: ADDRESS,
        };
        Ok((card.external_id.clone(), card.status.word(), details))
    })?;
    call.reach_provider()?;
    let details = match call.rules().er.amb.details_shape {
        Place::Root => json!(details),
        Place::Nested => json!({ "details": details }),
    };
    Ok(Reply::of(&DetailsBody { card_id, status, details }))
}
