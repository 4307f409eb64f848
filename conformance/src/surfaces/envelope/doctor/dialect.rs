//! Does what the dialect table says fit what the server lists?

use serde_json::{Value, json};

use crate::{
    checks::money, doctor::Finding, drivers::envelope::Project, surfaces::envelope::target::Dialect,
};

const WHAT: &str = "ER product";

/// The product that scenarios order, and the amounts they order it with.
pub(super) async fn examine(dialect: &Dialect, project: &Project) -> Vec<Finding> {
    let Some(code) = &dialect.product_code else {
        return vec![Finding::warning(
            WHAT,
            "surfaces.ER.dialect names no product_code",
            "name a product that may be ordered, or nothing about cards is judged",
        )];
    };
    let listed = match project.call("/cards/products", &json!({})).await {
        Ok(reply) if reply.is_served() => reply.payload["products"].clone(),
        Ok(reply) => {
            let repair = "look at surfaces.ER.dialect.paths: where are products listed?";
            return vec![Finding::problem(WHAT, reply.summary(), repair)];
        }
        Err(mismatch) => {
            return vec![Finding::problem(WHAT, mismatch.actual, "is the server still running?")];
        }
    };
    let products = listed.as_array().cloned().unwrap_or_default();
    let codes: Vec<_> = products.iter().filter_map(|one| one["product_code"].as_str()).collect();
    let Some(product) = products.iter().find(|one| one["product_code"] == **code) else {
        let seen = format!("{code} is not listed; there are {}", codes.join(", "));
        let repair = "name one of these as surfaces.ER.dialect.product_code";
        return vec![Finding::problem(WHAT, seen, repair)];
    };
    if product["is_active"] == false {
        let repair = "name an active product as surfaces.ER.dialect.product_code";
        return vec![Finding::problem(WHAT, format!("{code} is not active"), repair)];
    }
    let mut findings = vec![Finding::ok(WHAT, format!("{code} is listed"))];
    let amounts = [
        ("initial", &dialect.amounts.initial, ["min_initial_topup", "max_initial_topup"]),
        ("topup", &dialect.amounts.topup, ["min_topup", "max_topup"]),
    ];
    findings.extend(amounts.into_iter().filter_map(|(name, amount, limits)| {
        let place = format!("surfaces.ER.dialect.amounts.{name}");
        let Some(amount) = amount else {
            let repair = "name an amount inside the limits of the product";
            return Some(Finding::warning(WHAT, format!("{place} is not named"), repair));
        };
        outside(product, amount, limits).map(|limit| {
            let seen = format!("{amount} is outside the limits of {code}: {limit}");
            Finding::problem(WHAT, seen, format!("name another amount as {place}"))
        })
    }));
    findings
}

/// The limit that an amount breaks.
fn outside(product: &Value, amount: &str, [least, most]: [&str; 2]) -> Option<String> {
    let Some(amount) = money::millionths(amount) else {
        return Some("it is no decimal text".to_owned());
    };
    let limit = |name: &str| product[name].as_str().and_then(money::millionths);
    let below = limit(least).filter(|limit| amount < *limit);
    let above = limit(most).filter(|limit| amount > *limit);
    let broken = below.map(|limit| (least, limit)).or(above.map(|limit| (most, limit)));
    broken.map(|(name, limit)| format!("{name} {}", money::shown(limit)))
}
