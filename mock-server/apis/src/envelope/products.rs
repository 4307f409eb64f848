//! Card products (ER 8.3).

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    call::{Call, Outcome, Reply},
    formats::money,
    values,
};
use crate::programs::prepaid::{Prepaid, Product};

/// All products.
#[derive(Serialize, ToSchema)]
#[schema(as = Products)]
pub(super) struct ProductsBody {
    products: Vec<ProductBody>,
}

/// A product, as it is answered.
#[derive(Serialize, ToSchema)]
#[schema(as = Product)]
pub(super) struct ProductBody {
    #[schema(extensions(("x-class" = json!("plain"))))]
    product_code: String,
    #[schema(value_type = values::Id)]
    product_id: String,
    #[schema(extensions(("x-class" = json!("plain"))))]
    subprovider_code: String,
    #[schema(value_type = values::Id)]
    subprovider_id: String,
    #[schema(extensions(("x-class" = json!("personal"))))]
    name: String,
    #[schema(value_type = values::Network)]
    network: &'static str,
    #[schema(extensions(("x-class" = json!("plain"))))]
    bin: String,
    #[schema(extensions(("x-class" = json!("plain"))))]
    currency: &'static str,
    #[schema(value_type = values::Money)]
    issue_fee: String,
    #[schema(required, value_type = Option<values::Money>)]
    topup_fee_percent: Option<String>,
    #[schema(required, value_type = Option<values::Money>)]
    topup_fee_fixed: Option<String>,
    #[schema(value_type = values::Money)]
    min_topup: String,
    #[schema(value_type = values::Money)]
    max_topup: String,
    #[schema(value_type = values::Money)]
    min_initial_topup: String,
    free_issue: bool,
    is_active: bool,
}

/// Currency of all cards.
pub(super) const CURRENCY: &str = "USD";

impl ProductBody {
    fn of(prepaid: &Prepaid, product: &Product) -> Self {
        let subprovider = &prepaid.subproviders[product.subprovider];
        let pricing = &product.pricing;
        Self {
            product_code: product.code.clone(),
            product_id: product.external_id.clone(),
            subprovider_code: subprovider.code.clone(),
            subprovider_id: subprovider.external_id.clone(),
            name: product.name.clone(),
            network: product.network.word(),
            bin: product.bin.clone(),
            currency: CURRENCY,
            issue_fee: money(pricing.issue_fee),
            topup_fee_percent: pricing.percent.map(money),
            topup_fee_fixed: pricing.fixed.map(money),
            min_topup: money(pricing.min_topup),
            max_topup: money(pricing.max_topup),
            min_initial_topup: money(pricing.min_initial),
            free_issue: product.free_issue,
            is_active: product.active,
        }
    }
}

/// `/cards/products`.
pub(super) fn list(call: &Call<'_>) -> Outcome {
    call.look(|prepaid, scope| {
        let products = prepaid.products(scope);
        let products = products.into_iter().map(|product| ProductBody::of(prepaid, product));
        Ok(Reply::of(&ProductsBody { products: products.collect() }))
    })
}
