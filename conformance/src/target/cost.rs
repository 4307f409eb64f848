//! What a scenario may cost on a target that is not a sandbox, and how much of it is allowed.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

/// A class of costs; scenarios carry it as a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
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
    pub const ALL: [Self; 4] =
        [Self::Money, Self::Irreversible, Self::Ships, Self::CreatesCustomer];

    /// Its tag without `@`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Money => "money",
            Self::Irreversible => "irreversible",
            Self::Ships => "ships",
            Self::CreatesCustomer => "creates-customer",
        }
    }

    /// The class of that tag.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.tag() == name)
    }
}

impl fmt::Display for Cost {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.tag())
    }
}

/// What a run may use up; what is absent is not limited.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Budget(pub BTreeMap<Expense, u64>);

/// Something that runs out. Money counts in cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
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
    pub const ALL: [Self; 4] = [Self::Money, Self::Cards, Self::Customers, Self::Requests];

    /// Its name in a budget.
    pub fn name(self) -> &'static str {
        match self {
            Self::Money => "money",
            Self::Cards => "cards",
            Self::Customers => "customers",
            Self::Requests => "requests",
        }
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
            let kind =
                Expense::ALL.into_iter().find(|one| one.name() == name.trim()).ok_or_else(known)?;
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
