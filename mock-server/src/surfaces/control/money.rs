//! Amounts: decimal text, never a JSON number (SB 2.1).

use rust_decimal::{Decimal, prelude::ToPrimitive};
use serde_json::Value;

use super::problem::Problem;
use crate::issuer::Cents;

/// An amount with at most `decimals` decimals, in units of the last one.
pub(super) fn units(value: &Value, decimals: u32, pointer: &str) -> Result<i64, Problem> {
    let text = match value {
        Value::String(text) => text.as_str(),
        Value::Object(members) => {
            return units(members.get("amount").unwrap_or(&Value::Null), decimals, pointer);
        }
        _ => {
            return Err(Problem::new(
                422,
                "money_not_string",
                "Amounts are text",
                "write \"25.50\", not 25.5",
            )
            .with("pointer", pointer));
        }
    };
    let wrong = || Problem::invalid(pointer, format!("{text:?} is not an amount"));
    let amount: Decimal = text.parse().map_err(|_| wrong())?;
    if amount.is_sign_negative() && !amount.is_zero() {
        return Err(wrong());
    }
    if amount.normalize().scale() > decimals {
        let detail = format!("{text:?} has more than {decimals} decimals");
        return Err(Problem::new(422, "money_precision", "Too many decimals", detail)
            .with("pointer", pointer));
    }
    let factor = Decimal::from(10_u64.pow(decimals));
    amount.checked_mul(factor).and_then(|units| units.to_i64()).ok_or_else(wrong)
}

/// Cents as decimal text.
pub(super) fn text(cents: Cents) -> String {
    Decimal::new(cents, 2).to_string()
}
