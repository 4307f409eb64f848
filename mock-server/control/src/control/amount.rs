//! Amounts: decimal text, never a JSON number (SB 2.1).

use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::OneOfBuilder, schema::Type},
};

use super::problem::{Problem, ProblemCode};
use crate::{
    money::{Cents, Units, decimal},
    programs::collateral::token::Token,
};

/// Currencies by their decimals; tokens have six.
const DECIMALS: [(&str, usize); 5] = [("USD", 2), ("EUR", 2), ("GBP", 2), ("KES", 2), ("UGX", 0)];

fn decimals(currency: &str) -> usize {
    let known = DECIMALS.iter().find(|(known, _)| known.eq_ignore_ascii_case(currency));
    known.map_or(6, |(_, decimals)| *decimals)
}

/// An amount as it was sent. Its currency follows from what the amount is for, so the amount is
/// read when that is known.
#[derive(Deserialize)]
pub(super) struct Amount(Value);

impl Amount {
    /// The amount in units of the last decimal of a currency.
    pub(super) fn units(&self, currency: &str, pointer: &str) -> Result<i64, Problem> {
        units(&self.0, currency, pointer)
    }

    /// The amount of whole tokens in the smallest unit of a token, with at most its decimals.
    pub(super) fn tokens(&self, token: &Token, pointer: &str) -> Result<Units, Problem> {
        let (text, pointer) = match &self.0 {
            Value::Object(members) => {
                (amount_of(members, token.symbol, pointer)?, format!("{pointer}/amount"))
            }
            other => (other, pointer.to_owned()),
        };
        match text {
            Value::String(text) => Units::of_tokens(text, token.decimals).ok_or_else(|| {
                let (decimals, symbol) = (token.decimals, token.symbol);
                let detail =
                    format!("{text:?} is no amount with the {decimals} decimals of {symbol}");
                Problem::invalid(&pointer, detail)
            }),
            // Refused in the words for every other amount.
            other => units(other, token.symbol, &pointer).map(|_| Units(0)),
        }
    }

    /// The amount in cents of a dollar.
    pub(super) fn cents(&self, pointer: &str) -> Result<Cents, Problem> {
        self.units("USD", pointer)
    }

    /// The amount in millionths of a currency, whatever its decimals.
    pub(super) fn micros(&self, currency: &str, pointer: &str) -> Result<i64, Problem> {
        let scale = if decimals(currency) == 2 { 10_000 } else { 1 };
        let micros = self.units(currency, pointer)?.checked_mul(scale);
        micros.ok_or_else(|| Problem::invalid(pointer, "that is too much"))
    }
}

impl PartialSchema for Amount {
    fn schema() -> RefOr<Schema> {
        let decimal = || {
            ObjectBuilder::new()
                .schema_type(Type::String)
                .pattern(Some(r"^[0-9]+(\.[0-9]+)?$"))
                .examples(["25.50"])
        };
        let money = ObjectBuilder::new()
            .schema_type(Type::Object)
            .property("amount", decimal())
            .property("currency", ObjectBuilder::new().schema_type(Type::String))
            .required("amount")
            .required("currency")
            .additional_properties(Some(
                utoipa::openapi::schema::AdditionalProperties::<Schema>::FreeForm(false),
            ));
        OneOfBuilder::new()
            .item(decimal())
            .item(money)
            .description(Some("An amount as decimal text, or with its currency; never a number."))
            .into()
    }
}

impl ToSchema for Amount {}

fn units(value: &Value, currency: &str, pointer: &str) -> Result<i64, Problem> {
    match value {
        Value::String(text) => parsed(text, currency, pointer),
        Value::Object(members) => whole(members, currency, pointer),
        Value::Number(_) => {
            let detail = "write \"25.50\", not 25.5";
            Err(Problem::new(ProblemCode::MoneyNotString, "Amounts are text", detail)
                .with("pointer", pointer))
        }
        Value::Null | Value::Bool(_) | Value::Array(_) => {
            Err(Problem::invalid(pointer, "an amount is decimal text, as \"25.50\""))
        }
    }
}

/// The minor units of a currency by which the amount of a member `to` is above what is held
/// already.
pub(super) fn above(to: &Amount, held: Cents, currency: &str) -> Result<Cents, Problem> {
    let wanted = to.units(currency, "/to")?;
    if wanted <= held {
        let detail = format!("more than is held already, which is {}", text_in(held, currency));
        return Err(Problem::invalid("/to", detail));
    }
    Ok(wanted - held)
}

/// The amount of `{"amount":"25.50","currency":"USD"}`, where the currency must be the one that is
/// meant.
fn amount_of<'v>(
    members: &'v Map<String, Value>,
    currency: &str,
    pointer: &str,
) -> Result<&'v Value, Problem> {
    const KNOWN: [&str; 2] = ["amount", "currency"];
    if let Some(name) = members.keys().find(|name| !KNOWN.contains(&name.as_str())) {
        return Err(Problem::unknown_field(&format!("{pointer}/{name}"), name, &KNOWN));
    }
    let place = format!("{pointer}/currency");
    match members.get("currency") {
        None => return Err(Problem::missing(&place, "an amount as object names its currency")),
        Some(given) => is_meant(given.as_str(), currency, &place)?,
    }
    let place = format!("{pointer}/amount");
    match members.get("amount") {
        None => Err(Problem::missing(&place, "how much?")),
        Some(Value::Object(_)) => Err(Problem::invalid(&place, "decimal text, as \"25.50\"")),
        Some(amount) => Ok(amount),
    }
}

/// The units of an amount with its currency.
fn whole(members: &Map<String, Value>, currency: &str, pointer: &str) -> Result<i64, Problem> {
    units(amount_of(members, currency, pointer)?, currency, &format!("{pointer}/amount"))
}

/// Refuses another currency than the one that is meant.
pub(super) fn is_meant(given: Option<&str>, currency: &str, place: &str) -> Result<(), Problem> {
    match given {
        Some(given) if given.eq_ignore_ascii_case(currency) => Ok(()),
        _ => Err(Problem::invalid(place, format!("this is in {currency}"))),
    }
}

/// Digits, and digits behind a point if there is one.
fn parsed(text: &str, currency: &str, pointer: &str) -> Result<i64, Problem> {
    let wrong = || Problem::invalid(pointer, format!("{text:?} is not an amount like \"25.50\""));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, rest) = text.split_once('.').unwrap_or((text, "0"));
    if !digits(whole) || !digits(rest) {
        return Err(wrong());
    }
    let decimals = decimals(currency);
    if text.contains('.') && rest.len() > decimals {
        let detail = format!("{text:?} has more than the {decimals} decimals of {currency}");
        return Err(Problem::new(ProblemCode::MoneyPrecision, "Too many decimals", detail)
            .with("pointer", pointer));
    }
    decimal::units(text, decimals).ok_or_else(wrong)
}

/// Cents as decimal text.
pub(super) fn text(cents: Cents) -> String {
    text_in(cents, "USD")
}

/// Minor units of a currency as decimal text.
pub(super) fn text_in(units: Cents, currency: &str) -> String {
    let sign = if units < 0 { "-" } else { "" };
    let decimals = decimals(currency);
    let digits = format!("{:0width$}", units.unsigned_abs(), width = decimals + 1);
    match digits.split_at(digits.len() - decimals) {
        (whole, "") => format!("{sign}{whole}"),
        (whole, rest) => format!("{sign}{whole}.{rest}"),
    }
}
