//! `make-product` (SB 5.1).

use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use super::{Effect, Op, Outcome, act};
use crate::{
    control::{
        Problem,
        amount::{self, Amount},
        entities::{Reference, prepaid},
    },
    programs::prepaid::{
        SubproviderId,
        commands::DefineProduct,
        ledger::MOST,
        product::{Network, Pricing},
    },
    world::World,
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MakeProduct {
    /// The only project that may order the product; every project when absent.
    project: Option<Reference>,
    product_code: String,
    /// The name; the code when absent.
    name: Option<String>,
    /// The digits with which card numbers begin, 6 to 8 of them: 4 is Visa, 2 and 5 are
    /// Mastercard; `400099` when absent.
    bin: Option<String>,
    /// `alpha` when absent.
    subprovider_code: Option<String>,
    /// USD.
    currency: Option<String>,
    #[serde(default)]
    fees: Fees,
    /// 10.00 when absent.
    min_topup: Option<Amount>,
    /// 20000.00 when absent.
    max_topup: Option<Amount>,
    /// 10.00 when absent.
    min_initial_topup: Option<Amount>,
    /// Whether cards are issued free of the issue fee; false when absent.
    free_issue: Option<bool>,
    /// Whether the product can be ordered; true when absent.
    active: Option<bool>,
}

/// Fees. What is not given is as on the fixture's standard product; null is a fee that nobody set.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Fees {
    /// 5.00 when absent.
    issue_fee: Option<Amount>,
    /// 2.50 percent when absent.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Amount>)]
    topup_fee_percent: Option<Option<Amount>>,
    /// 0.30 when absent.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Amount>)]
    topup_fee_fixed: Option<Option<Amount>>,
}

/// Tells null, which is a value here, from nothing.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<Amount>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

#[derive(Serialize, ToSchema)]
pub(super) struct ProductMade {
    product_code: String,
    product_id: String,
}

impl Op for MakeProduct {
    const NAME: &'static str = "make-product";
    const SUMMARY: &'static str = "Makes a product that cards can be ordered of.";
    type Result = ProductMade;

    fn run(self, handle: &Handle) -> Outcome<ProductMade> {
        if let Some(currency) = &self.currency {
            amount::is_meant(Some(currency), "USD", "/currency")?;
        }
        let pricing = self.pricing()?;
        let bin = self.bin.clone().unwrap_or_else(|| "400099".to_owned());
        let network = network(&bin)?;
        let (project, subprovider) = handle.read(|world| {
            let project = self.project.as_ref().map(|project| prepaid::project(world, project));
            let project = project.transpose()?.map(|project| project.id);
            Ok::<_, Problem>((project, self.subprovider(world)?))
        })?;
        let command = DefineProduct {
            project,
            code: self.product_code.clone(),
            subprovider,
            name: self.name.unwrap_or(self.product_code),
            network,
            bin,
            pricing,
            free_issue: self.free_issue.unwrap_or(false),
            active: self.active.unwrap_or(true),
        };
        let id = act(handle, Self::NAME, &command)?;
        let product_id = handle.read(|world| world.issuer.prepaid.products[id].external_id.clone());
        let changed = vec![format!("product:{product_id}")];
        Ok(Effect { result: ProductMade { product_code: command.code, product_id }, changed })
    }
}

impl MakeProduct {
    fn pricing(&self) -> Result<Pricing, Problem> {
        let fees = &self.fees;
        Ok(Pricing {
            issue_fee: price(fees.issue_fee.as_ref(), 500, "/fees/issue_fee")?,
            percent: fee(fees.topup_fee_percent.as_ref(), 250, "/fees/topup_fee_percent")?,
            fixed: fee(fees.topup_fee_fixed.as_ref(), 30, "/fees/topup_fee_fixed")?,
            min_topup: price(self.min_topup.as_ref(), 1_000, "/min_topup")?,
            max_topup: price(self.max_topup.as_ref(), 2_000_000, "/max_topup")?,
            min_initial: price(self.min_initial_topup.as_ref(), 1_000, "/min_initial_topup")?,
        })
    }

    fn subprovider(&self, world: &World) -> Result<SubproviderId, Problem> {
        let code = self.subprovider_code.as_deref().unwrap_or("alpha");
        let found = world.issuer.prepaid.subprovider_meant(Some(code), None).ok().flatten();
        found.map(|row| row.id).ok_or_else(|| Problem::entity("subprovider", code))
    }
}

/// The network of card numbers that begin with these digits.
fn network(bin: &str) -> Result<Network, Problem> {
    let is_prefix = (6..=8).contains(&bin.len()) && bin.bytes().all(|byte| byte.is_ascii_digit());
    match bin.as_bytes() {
        [b'4', ..] if is_prefix => Ok(Network::Visa),
        [b'2' | b'5', ..] if is_prefix => Ok(Network::Mastercard),
        _ => Err(Problem::invalid("/bin", "6 to 8 digits that begin with 2, 4 or 5")),
    }
}

/// A price in cents, or what it is when absent.
fn price(amount: Option<&Amount>, default: i64, pointer: &str) -> Result<i64, Problem> {
    match amount.map_or(Ok(default), |amount| amount.cents(pointer))? {
        price if price <= MOST => Ok(price),
        _ => Err(Problem::invalid(pointer, format!("at most {}", amount::text(MOST)))),
    }
}

/// A fee in cents or hundredths of a percent; none where it is null.
fn fee(fee: Option<&Option<Amount>>, default: i64, pointer: &str) -> Result<Option<i64>, Problem> {
    match fee {
        Some(None) => Ok(None),
        None => Ok(Some(default)),
        Some(amount) => price(amount.as_ref(), default, pointer).map(Some),
    }
}
