//! Cardholders (ER 8.4, 8.5).

use jiff::{ToSpan, civil::Date, tz::TimeZone};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    call::{Call, Outcome, Reply},
    fields::{Fields, Form},
    formats::{maybe, time},
    refusal::OperationError,
    slugs::Slug,
    values,
};
use crate::{
    fixtures,
    programs::prepaid::{
        Cardholder, Prepaid, Refusal, cardholder::KycData, commands::SubmitHolder,
    },
};

/// A cardholder, as it is answered.
#[derive(Serialize, ToSchema)]
#[schema(as = Cardholder)]
pub(super) struct CardholderBody {
    #[schema(value_type = values::Id)]
    cardholder_id: String,
    #[schema(value_type = values::Id)]
    project_id: String,
    #[schema(value_type = values::Id)]
    user_id: String,
    #[schema(extensions(("x-class" = json!("plain"))))]
    external_user_id: String,
    #[schema(extensions(("x-class" = json!("plain"))))]
    subprovider_code: String,
    #[schema(value_type = values::Id)]
    subprovider_id: String,
    #[schema(value_type = values::RegistrationStatus)]
    registration_status: &'static str,
    #[schema(value_type = values::KycStatus)]
    kyc_status: &'static str,
    #[schema(value_type = values::KycLevel)]
    kyc_level: &'static str,
    #[schema(required, value_type = Option<values::Time>)]
    registered_at: Option<String>,
    #[schema(required, value_type = Option<values::Time>)]
    activated_at: Option<String>,
    #[schema(value_type = values::Time)]
    created_at: String,
    #[schema(value_type = values::Time)]
    updated_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = values::Id)]
    project_user_id: Option<String>,
}

impl CardholderBody {
    fn of(prepaid: &Prepaid, holder: &Cardholder, legacy: bool) -> Self {
        let user = &prepaid.users[holder.user];
        let subprovider = &prepaid.subproviders[holder.subprovider];
        Self {
            cardholder_id: holder.external_id.clone(),
            project_id: prepaid.projects[holder.project].external_id.clone(),
            user_id: user.external_id.clone(),
            external_user_id: user.external_user_id.clone(),
            subprovider_code: subprovider.code.clone(),
            subprovider_id: subprovider.external_id.clone(),
            registration_status: holder.registration.word(),
            kyc_status: holder.kyc.word(),
            kyc_level: holder.level.word(),
            registered_at: maybe(holder.registered_at),
            activated_at: maybe(holder.activated_at),
            created_at: time(holder.created_at),
            updated_at: time(holder.updated_at),
            project_user_id: legacy.then(|| user.external_id.clone()),
        }
    }
}

/// `/cardholders/create`.
pub(super) fn create(call: &Call<'_>) -> Outcome {
    let fields = &call.fields;
    let user = fields.required_user(Slug::InvalidRequest)?;
    let subprovider_code = fields.text("subprovider_code")?;
    let subprovider_id = fields.text("subprovider_id")?;
    if subprovider_code.is_none() && subprovider_id.is_none() {
        return Err(fields.wrong("subprovider_code", "is required"));
    }
    let data = match fields.object("kyc_data", "kyc_data.")? {
        Some(fields) => Some(kyc_data(call, &fields)?),
        None if call.rules().er.holder.kyc_data_required => {
            return Err(fields.wrong("kyc_data", "is required"));
        }
        None => None,
    };
    let command = SubmitHolder { project: None, user, subprovider_code, subprovider_id, data };
    let holder = call.act_with_provider(&command)?;
    let legacy = call.rules().er.card.legacy_fields;
    call.look(|prepaid, _| Ok(Reply::of(&CardholderBody::of(prepaid, &holder, legacy))))
}

/// Whether a text is stored though its form is not judged: not an endless one.
fn is_stored(text: &str) -> bool {
    text.len() <= 1024
}

/// Reads the members that a person's KYC needs, in the order of the contract; the error names the
/// first wrong one.
fn kyc_data(call: &Call<'_>, fields: &Fields) -> Result<KycData, OperationError> {
    let rules = &call.rules().er.holder;
    let member = |name: &str, form: Form| {
        let text = match rules.check_formats {
            true => fields.formed(name, form)?,
            false => fields.formed(name, is_stored)?,
        };
        let optional = rules.kyc_optional_fields.iter().any(|field| field == name);
        if text.is_none() && !optional {
            return Err(fields.wrong(name, "is required"));
        }
        Ok(text)
    };
    let first_name = member("first_name", is_name)?;
    let last_name = member("last_name", is_name)?;
    let birth_date = member("birth_date", |text| date(text).is_some())?;
    let today = call.context.now().to_zoned(TimeZone::UTC).date();
    let born = birth_date.as_deref().and_then(date).filter(|_| rules.check_formats);
    let of_age = born.map(|born| born.checked_add(rules.min_age_years.years()));
    if of_age.is_some_and(|of_age| of_age.is_ok_and(|of_age| of_age > today)) {
        return Err(fields.wrong("birth_date", "is not valid"));
    }
    Ok(KycData {
        first_name,
        last_name,
        birth_date,
        email: member("email", is_email)?,
        phone_number_full: member("phone_number_full", is_phone)?,
        country_iso: member("country_iso", is_country)?,
    })
}

fn is_name(text: &str) -> bool {
    (1..=64).contains(&text.chars().count()) && !text.trim().is_empty()
}

/// `YYYY-MM-DD`, and there is such a day.
fn date(text: &str) -> Option<Date> {
    let shape = |(at, byte): (usize, u8)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    let written = text.len() == 10 && text.bytes().enumerate().all(shape);
    written.then(|| text.parse().ok()).flatten()
}

/// One `@`, something before it, and a dot inside what follows.
fn is_email(text: &str) -> bool {
    let mut parts = text.split('@');
    let (Some(before), Some(after), None) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let inside = after.get(1..after.len().saturating_sub(1)).unwrap_or("");
    text.chars().count() <= 254 && !before.is_empty() && inside.contains('.')
}

/// `^\+[1-9][0-9]{6,14}$`.
fn is_phone(text: &str) -> bool {
    let Some(digits) = text.strip_prefix('+') else { return false };
    (7..=15).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && !digits.starts_with('0')
}

fn is_country(text: &str) -> bool {
    text.len() == 2
        && text.bytes().all(|byte| byte.is_ascii_uppercase())
        && fixtures::text("lists/countries.txt").split_whitespace().any(|code| code == text)
}

/// `/cardholders/get`.
pub(super) fn get(call: &Call<'_>) -> Outcome {
    let user = call.fields.user("external_user_id")?;
    let id = call.fields.text("cardholder_id")?;
    if user.is_none() && id.is_none() {
        return Err(call.fields.wrong("external_user_id", "is required"));
    }
    let legacy = call.rules().er.card.legacy_fields;
    call.look(|prepaid, scope| {
        let user = user.as_deref().map(|user| prepaid.user(scope, user)).transpose()?;
        let holder = match (&id, user) {
            (Some(id), user) => {
                let holder = prepaid.holder(scope, id)?;
                let his = user.is_none_or(|user| user.id == holder.user);
                Some(holder).filter(|_| his)
            }
            (None, Some(user)) => prepaid.newest_holder(user),
            (None, None) => None,
        };
        let holder = holder.ok_or(Refusal::CardholderNotFound)?;
        Ok(Reply::of(&CardholderBody::of(prepaid, holder, legacy)))
    })
}
