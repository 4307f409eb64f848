//! Kinds of cost, and budgets for what runs out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A class of costs; scenarios carry it as a tag.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Cost {
    /// Moves money.
    Money,
    /// Changes what cannot be changed back.
    Irreversible,
    /// Sends something by post.
    Ships,
    /// Makes a person, a card or an organization.
    CreatesCustomer,
}

impl Cost {
    /// Every class.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// Its tag without `@`.
    pub fn tag(self) -> &'static str {
        self.into()
    }

    /// The class of that tag.
    pub fn named(name: &str) -> Option<Self> {
        name.parse().ok()
    }
}

/// The limit of each expense; an absent one is not limited.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Budget(pub BTreeMap<Expense, u64>);

/// Something that runs out. Money counts in cents.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Expense {
    /// Money moved.
    Money,
    /// Cards made.
    Cards,
    /// People and organizations made.
    Customers,
    /// Requests sent.
    Requests,
}

impl Expense {
    /// Every kind.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// Its name in a budget.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// An amount of it for people.
    pub fn shown(self, amount: u64) -> String {
        match self {
            Self::Money => format!("{}.{:02}", amount / 100, amount % 100),
            _ => amount.to_string(),
        }
    }
}

impl Budget {
    /// Reads `money=10.00,cards=3`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut budget = Self::default();
        for part in text.split(',').filter(|part| !part.trim().is_empty()) {
            let (name, amount) = part
                .split_once('=')
                .ok_or_else(|| format!("{part:?} is not of the form cards=3"))?;
            let known = || {
                let names: Vec<_> = Expense::ALL.iter().map(|one| one.name()).collect();
                format!("{name:?} cannot be limited; {} can", names.join(", "))
            };
            let kind = name.trim().parse().map_err(|_| known())?;
            budget.0.insert(kind, amount_of(kind, amount.trim())?);
        }
        Ok(budget)
    }
}

/// An amount as written: `10.00` of money, whole numbers of the rest.
pub(super) fn amount_of(kind: Expense, text: &str) -> Result<u64, String> {
    let bad = || format!("{text:?} is no amount of {}", kind.name());
    if kind != Expense::Money {
        return text.parse().map_err(|_| bad());
    }
    let (whole, cents) = text.split_once('.').unwrap_or((text, "00"));
    let cents = match cents.len() {
        1 => format!("{cents}0"),
        2 => cents.to_owned(),
        _ => return Err(bad()),
    };
    let digits = format!("{whole}{cents}");
    if whole.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(bad());
    }
    digits.parse().map_err(|_| bad())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn budgets_are_read_in_cents_and_pieces() {
        let budget = Budget::parse("money=10.5,cards=3").unwrap();
        assert_eq!(budget.0, BTreeMap::from([(Expense::Money, 1050), (Expense::Cards, 3)]));
    }

    #[test]
    fn what_cannot_be_limited_is_refused() {
        assert!(Budget::parse("time=3").unwrap_err().contains("requests can"));
        assert!(Budget::parse("money=1.234").is_err());
        assert!(Budget::parse("money=-1").is_err());
        assert!(Budget::parse("cards").is_err());
    }
}
