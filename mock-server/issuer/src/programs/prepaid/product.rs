//! Card products and what they cost (ER 7.3, 8.3).

use serde::{Deserialize, Serialize};

use super::{
    Prepaid, Refusal, Scope,
    ids::{ProductId, ProjectId, SubproviderId},
    state::states,
};
use crate::{collections::Row, money::Cents, rulebook::er::Rounding};

/// A company that issues cards.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Subprovider {
    /// Internal id.
    pub id: SubproviderId,
    /// `subprovider_id`.
    pub external_id: String,
    /// `subprovider_code`.
    pub code: String,
}

impl Row for Subprovider {
    type Id = SubproviderId;
}

states! {
    /// The network.
    Network {
        /// Visa.
        Visa = "visa",
        /// Mastercard.
        Mastercard = "mastercard",
    }
}

/// A kind of card that can be ordered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Product {
    /// Internal id.
    pub id: ProductId,
    /// `product_id`.
    pub external_id: String,
    /// The project that can order it; all projects when absent.
    pub project: Option<ProjectId>,
    /// `product_code`.
    pub code: String,
    /// The subprovider.
    pub subprovider: SubproviderId,
    /// The name.
    pub name: String,
    /// The network.
    pub network: Network,
    /// The digits with which card numbers begin.
    pub bin: String,
    /// The pricing.
    pub pricing: Pricing,
    /// No issue fee and no initial top-up; the first top-up activates the card.
    pub free_issue: bool,
    /// Orders are taken.
    pub active: bool,
}

impl Row for Product {
    type Id = ProductId;
}

/// Fees and limits of a product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pricing {
    /// The fee for a card, in cents.
    pub issue_fee: Cents,
    /// The fee of a top-up, in hundredths of a percent of it; none means that nobody set it.
    pub percent: Option<i64>,
    /// The fee for each top-up, in cents; none means that nobody set it.
    pub fixed: Option<Cents>,
    /// Least top-up.
    pub min_topup: Cents,
    /// Greatest top-up.
    pub max_topup: Cents,
    /// Least and usual initial amount.
    pub min_initial: Cents,
}

impl Pricing {
    /// Tells whether fees cannot be computed or limits not met.
    pub fn is_broken(&self) -> bool {
        let sound = |fee: Option<i64>, max: i64| fee.is_some_and(|fee| (0..=max).contains(&fee));
        !sound(self.percent, 10_000)
            || !sound(self.fixed, i64::MAX)
            || self.min_topup > self.max_topup
    }

    /// Tells whether no price, fee or limit is above `most`, so that sums stay far from 64 bits.
    pub fn is_within(&self, most: Cents) -> bool {
        let Self { issue_fee, percent, fixed, min_topup, max_topup, min_initial } = self;
        let amounts = [*issue_fee, *min_topup, *max_topup, *min_initial];
        let unset = [percent.unwrap_or(0), fixed.unwrap_or(0)];
        amounts.into_iter().chain(unset).all(|amount| (0..=most).contains(&amount))
    }

    /// The fee of a top-up, rounded once, at the end; nothing for nothing. A part that nobody set
    /// counts as none.
    pub fn fee(&self, amount: Cents, rounding: Rounding) -> Cents {
        if amount == 0 {
            return 0;
        }
        let (percent, fixed) = (self.percent.unwrap_or(0), self.fixed.unwrap_or(0));
        let exact = i128::from(amount) * i128::from(percent) + i128::from(fixed) * 10_000;
        let (whole, rest) = (exact.div_euclid(10_000), exact.rem_euclid(10_000));
        let up = match rounding {
            Rounding::HalfUp => rest >= 5_000,
            Rounding::HalfEven => rest > 5_000 || (rest == 5_000 && whole % 2 == 1),
            Rounding::Down => false,
        };
        i64::try_from(whole + i128::from(up)).unwrap_or(i64::MAX)
    }
}

/// A product as it is named in a request: by code, by id, or by both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductRef {
    /// `product_code`.
    pub code: Option<String>,
    /// `product_id`.
    pub id: Option<String>,
}

impl Prepaid {
    /// The product that is meant, or none; two that differ are refused.
    pub fn product_meant(
        &self,
        scope: Scope,
        meant: &ProductRef,
    ) -> Result<Option<&Product>, Refusal> {
        let all = self.products(scope);
        let by_code = |code: &String| all.iter().find(|product| product.code == *code).copied();
        let by_id = |id: &String| all.iter().find(|product| product.external_id == *id).copied();
        match (&meant.code, &meant.id) {
            (Some(code), None) => Ok(by_code(code)),
            (None, Some(id)) => Ok(by_id(id)),
            (Some(code), Some(id)) => match (by_code(code), by_id(id)) {
                (Some(one), Some(two)) if one.id == two.id => Ok(Some(one)),
                (None, None) => Ok(None),
                _ => Err(Refusal::ProductAmbiguous),
            },
            (None, None) => Ok(None),
        }
    }

    /// The subprovider that is meant.
    pub fn subprovider_meant(
        &self,
        code: Option<&str>,
        id: Option<&str>,
    ) -> Result<Option<&Subprovider>, Refusal> {
        let find = |is: &dyn Fn(&&Subprovider) -> bool| self.subproviders.iter().find(is);
        let by_code = code.map(|code| find(&|row| row.code == code));
        let by_id = id.map(|id| find(&|row| row.external_id == id));
        match (by_code, by_id) {
            (Some(one), Some(two)) if one != two => Err(Refusal::SubproviderAmbiguous),
            (Some(one), _) => Ok(one),
            (None, two) => Ok(two.flatten()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fee(percent: i64, fixed: i64, amount: i64, rounding: Rounding) -> i64 {
        let pricing = Pricing {
            issue_fee: 0,
            percent: Some(percent),
            fixed: Some(fixed),
            min_topup: 0,
            max_topup: 0,
            min_initial: 0,
        };
        pricing.fee(amount, rounding)
    }

    #[test]
    fn fees_are_the_published_ones() {
        assert_eq!(fee(250, 30, 10_000, Rounding::HalfUp), 280);
        assert_eq!(fee(250, 30, 1_220, Rounding::HalfUp), 61);
        assert_eq!(fee(250, 30, 1_220, Rounding::HalfEven), 60);
        assert_eq!(fee(250, 30, 5_000, Rounding::HalfUp), 155);
        assert_eq!(fee(375, 50, 2_500, Rounding::HalfUp), 144);
        assert_eq!(fee(375, 50, 2_500, Rounding::Down), 143);
        assert_eq!(fee(125, 0, 2_000, Rounding::HalfUp), 25);
        assert_eq!(fee(250, 30, 0, Rounding::HalfUp), 0);
    }
}
