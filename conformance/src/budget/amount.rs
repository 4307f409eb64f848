//! Amounts of money in the arguments of an operation.

use serde_json::Value;

/// The argument that says how much money an operation moves, by its name, and its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// US cents.
    Cents(&'static str),
    /// US dollars, or whole tokens that are worth one.
    Dollars(&'static str),
    /// Millionths of a dollar: the smallest unit of USDC. Of a token with more decimals this is too
    /// much, so that no budget is exceeded.
    Millionths(&'static str),
}

impl Amount {
    /// The cents that arguments say; `None` where they do not.
    pub(super) fn read(self, arguments: &Value) -> Option<u64> {
        let whole = |name| {
            let value = member(arguments, name)?;
            value.as_u64().or_else(|| value.as_str()?.parse().ok())
        };
        match self {
            Self::Cents(name) => whole(name),
            Self::Dollars(name) => cents_of(member(arguments, name)?),
            Self::Millionths(name) => whole(name).map(|amount| amount.div_ceil(10_000)),
        }
    }
}

/// An amount as a text or number, in cents; what is below a cent counts as one.
pub(crate) fn cents_of(amount: &Value) -> Option<u64> {
    let text = match amount {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let cents: String = part.chars().chain("00".chars()).take(2).collect();
    let below = part.bytes().skip(2).any(|digit| digit != b'0');
    format!("{whole}{cents}")
        .parse::<u64>()
        .ok()
        .map(|cents| cents.saturating_add(u64::from(below)))
}

/// The member of that name, at any depth.
pub(super) fn member<'a>(within: &'a Value, name: &str) -> Option<&'a Value> {
    match within {
        Value::Object(members) => {
            members.get(name).or_else(|| members.values().find_map(|inner| member(inner, name)))
        }
        Value::Array(items) => items.iter().find_map(|inner| member(inner, name)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}
