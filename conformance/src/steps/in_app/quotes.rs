//! Quotes: what a swap out of a wallet would give.

use cucumber::gherkin::Step;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::wallets;
use crate::{
    Mismatch, StepResult, World,
    checks::{graphql::refusal, json as at},
    steps::graphql::{Actor, documents::members, tables::row_where_known},
};

const FIELD: &str = "smartWalletSwapQuote";

/// The mutation as the guide prints it.
const DOCUMENT: &str = "mutation SmartWalletSwapQuote($input: SmartWalletSwapInput!) { \
    smartWalletSwapQuote(input: $input) { success quote { quoteId fromAmount minimumToAmount expiry \
    priceImpactPct amountInUsd amountOutUsd networkFeeUsd estimatedFillSeconds route { provider \
    providersQueried } } error } }";

/// The mutation with the code of a failure, which the schema reference shows.
pub(super) const WITH_CODE: &str = "mutation($input: SmartWalletSwapInput!) { \
    smartWalletSwapQuote(input: $input) { success quote { quoteId } error structuredError { code } \
    } }";

/// USDC on Base, as the guide prints it.
pub(super) const BASE_USDC: &str = "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913";

/// USDC on Ethereum, as the guide prints it.
const ETHEREUM_USDC: &str = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48";

/// The input of a swap of whole USDC on Base out of the wallet of `owner` into the same.
pub(super) fn input(world: &World, owner: &str, tokens: i64) -> StepResult<Value> {
    Ok(json!({
        "digitalWalletId": wallets::own(world, owner)?.to_string(),
        "fromToken": BASE_USDC,
        "toToken": BASE_USDC,
        "amount": (tokens * 1_000_000).to_string(),
    }))
}

/// The address that deposits for a card go to.
pub(super) async fn collateral(world: &World, name: &str) -> StepResult<Value> {
    let card = world.graphql.cards.get(name)?;
    if let Some(known) = super::known(world, &card.owner)?.collateral_address {
        return Ok(json!(known));
    }
    let table = "AgioCard_vw_card";
    let row = row_where_known(world, &card.owner, table, &json!(card.id), "deposit_address").await;
    let row = row.map_err(Mismatch::while_preparing)?;
    at::text(&row, "/deposit_address").map(|text| json!(text)).map_err(Mismatch::while_preparing)
}

async fn get(world: &mut World, actor: &Actor, name: &str, input: Value) -> StepResult {
    let answer = world.ask(&actor.0, DOCUMENT, &json!({ "input": input })).await?;
    let quote = answer.result(FIELD).map(|result| result["quote"].clone()).unwrap_or_default();
    match quote["quoteId"].as_i64() {
        Some(id) => world.in_app.quotes.name(name, id),
        None => world.in_app.quotes.missed(name, answer.summary()),
    }
    world.values.insert(format!("the quote {name}"), quote);
    Ok(())
}

when!(regex r#"^(the(?: [a-z]+)? user) gets the quote "([^"]+)" for (\d+) USDC( into the collateral of "[^"]+"| within one chain| across chains| by that provider alone| with|)$"#, gets);
async fn gets(
    world: &mut World,
    step: &Step,
    actor: Actor,
    name: String,
    tokens: i64,
    how: String,
) -> StepResult {
    let mut input = input(world, &actor.0, tokens)?;
    match how.trim_start() {
        "across chains" => {
            input["toToken"] = json!(ETHEREUM_USDC);
            input["toChainId"] = json!(1);
        }
        "by that provider alone" => input["providers"] = json!([world.value("the provider")?]),
        "with" => {
            for (member, value) in members(step)?.as_object().into_iter().flatten() {
                input[member] = value.clone();
            }
        }
        "within one chain" | "" => {}
        into => {
            let card = into.split('"').nth(1).unwrap_or_default();
            input["recipient"] = collateral(world, card).await?;
        }
    }
    get(world, &actor, &name, input).await
}

when!("{actor} tries to get a quote with", tries);
async fn tries(world: &mut World, step: &Step, actor: Actor) -> StepResult {
    let mut input = input(world, &actor.0, 1)?;
    for (member, value) in members(step)?.as_object().into_iter().flatten() {
        input[member] = value.clone();
    }
    world.ask(&actor.0, WITH_CODE, &json!({ "input": input })).await.map(drop)
}

then!("{word} is refused with the code {string}", refused_with);
fn refused_with(world: &mut World, field: String, code: String) -> StepResult {
    let result = world.result(&field)?;
    at::equals(result, "/success", &json!(false))?;
    at::text(result, "/error")?;
    at::equals(result, "/structuredError/code", &json!(code))
}

fn quote(world: &World) -> StepResult<&Value> {
    let result = refusal::succeeded(world.answer()?, FIELD)?;
    Ok(&result["quote"])
}

/// A number, or a text of one.
fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.parse().ok())
}

/// A time in any of the forms that a reader could take for one: ISO 8601, or the seconds or
/// milliseconds since 1970.
fn time(value: &Value) -> Option<Timestamp> {
    if let Some(time) = value.as_str().and_then(|text| text.parse().ok()) {
        return Some(time);
    }
    let number = number(value)? as i64;
    if number < 100_000_000_000 {
        return Timestamp::from_second(number).ok();
    }
    Timestamp::from_millisecond(number).ok()
}

fn expiry(quote: &Value) -> StepResult<Timestamp> {
    time(&quote["expiry"])
        .ok_or_else(|| Mismatch::behaviour("an expiry that is a time", quote["expiry"].to_string()))
}

then!("the quote has the documented fields, and is worth about {int} dollar(s)", documented);
fn documented(world: &mut World, dollars: i64) -> StepResult {
    let quote = quote(world)?;
    let amount = |member: &str| number(&quote[member]).is_some();
    let known = |member: &str| {
        quote.get(member).is_some_and(|value| value.is_null() || number(value).is_some())
    };
    let worth = |value: f64| (value - dollars as f64).abs() <= dollars as f64 / 100.0;
    let route = &quote["route"];
    let asked = route["providersQueried"].as_array();
    let checks = [
        ("a whole number as quoteId", quote["quoteId"].is_i64()),
        ("a numeric fromAmount", amount("fromAmount")),
        ("a numeric minimumToAmount", amount("minimumToAmount")),
        ("an expiry that is a time", time(&quote["expiry"]).is_some()),
        ("a priceImpactPct", known("priceImpactPct")),
        ("an amountInUsd of about what goes in", {
            known("amountInUsd") && number(&quote["amountInUsd"]).is_none_or(worth)
        }),
        ("an amountOutUsd", known("amountOutUsd")),
        ("a networkFeeUsd", known("networkFeeUsd")),
        ("estimatedFillSeconds", known("estimatedFillSeconds")),
        ("a provider that was asked", {
            at::text(route, "/provider").is_ok()
                && asked.is_some_and(|asked| asked.contains(&route["provider"]))
        }),
    ];
    match checks.into_iter().find(|(_, holds)| !holds) {
        None => Ok(()),
        Some((what, _)) => Err(Mismatch::behaviour(what, quote.to_string())),
    }
}

then!("the quote expires later than now", expires_later);
fn expires_later(world: &mut World) -> StepResult {
    let expiry = expiry(quote(world)?)?;
    let now = world.clock.now();
    if expiry > now {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("an expiry after {now}"), expiry.to_string()))
}

then!("the quote expires {int} seconds from now", expires_in);
fn expires_in(world: &mut World, seconds: i64) -> StepResult {
    let expiry = expiry(quote(world)?)?;
    let wanted = world.clock.now().as_millisecond() + seconds * 1_000;
    if expiry.as_millisecond() == wanted {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("{wanted} ms"), format!("{} ms", expiry.as_millisecond())))
}

when!("the quote {string} has expired", has_expired);
async fn has_expired(world: &mut World, name: String) -> StepResult {
    let expiry = expiry(&world.value(&format!("the quote {name}"))?.clone())?;
    let left = expiry.as_millisecond() - world.clock.now().as_millisecond();
    world.control()?.advance(&format!("{}ms", left.max(0) + 1_000)).await?;
    world.renew_tokens().await
}

fn column(step: &Step) -> Vec<String> {
    step.table.iter().flat_map(|table| table.rows.concat()).collect()
}

/// The providers that were asked for the last quote, and the one whose route it is.
fn route(world: &World) -> StepResult<(Vec<String>, String)> {
    let route = &quote(world)?["route"];
    let asked = route["providersQueried"].as_array().into_iter().flatten();
    let asked = asked.filter_map(|one| one.as_str().map(str::to_owned)).collect();
    Ok((asked, at::text(route, "/provider")?.to_owned()))
}

fn asked_wrong(wanted: &[String], (asked, provider): &(Vec<String>, String)) -> Mismatch {
    let seen = format!("{} by {}", provider, asked.join(", "));
    Mismatch::behaviour(format!("a route of {}", wanted.join(", ")), seen)
}

then!("the route of the quote is by one of", route_by);
fn route_by(world: &mut World, step: &Step) -> StepResult {
    let named = column(step);
    let route = route(world)?;
    let (asked, provider) = &route;
    if !asked.iter().all(|one| named.contains(one)) || !asked.contains(provider) {
        return Err(asked_wrong(&named, &route));
    }
    world.values.insert("the provider".to_owned(), json!(provider));
    Ok(())
}

then!("that provider alone was asked", asked_alone);
fn asked_alone(world: &mut World) -> StepResult {
    let provider = world.value("the provider")?.as_str().unwrap_or_default().to_owned();
    let route = route(world)?;
    if route.0 == [provider.as_str()] && route.1 == provider {
        return Ok(());
    }
    Err(asked_wrong(&[provider], &route))
}

then!("these providers were asked and no other", asked_exactly);
fn asked_exactly(world: &mut World, step: &Step) -> StepResult {
    let mut wanted = column(step);
    let mut route = route(world)?;
    wanted.sort_unstable();
    route.0.sort_unstable();
    if route.0 == wanted && wanted.contains(&route.1) {
        return Ok(());
    }
    Err(asked_wrong(&wanted, &route))
}

/// The least that a quote gives, in smallest units.
pub(super) fn least(quote: &Value) -> StepResult<f64> {
    let least = number(&quote["minimumToAmount"]);
    least.ok_or_else(|| Mismatch::behaviour("a numeric minimumToAmount", quote.to_string()))
}

then!("none of them alone offers {actor} more for {int} USDC across chains", offers_most);
async fn offers_most(world: &mut World, actor: Actor, tokens: i64) -> StepResult {
    let best = least(quote(world)?)?;
    for provider in route(world)?.0 {
        let mut input = input(world, &actor.0, tokens)?;
        input["toToken"] = json!(ETHEREUM_USDC);
        input["toChainId"] = json!(1);
        input["providers"] = json!([provider]);
        let answer = world.query(&actor.0, DOCUMENT, &json!({ "input": input })).await?;
        let alone = least(&refusal::succeeded(&answer, FIELD)?["quote"])?;
        if alone > best {
            return Err(Mismatch::behaviour(format!("at most {best}"), answer.summary()));
        }
    }
    Ok(())
}

then!("the quote writes {int} USDC as {string}, and its expiry with three decimals", writes);
fn writes(world: &mut World, _tokens: i64, units: String) -> StepResult {
    let quote = quote(world)?;
    at::equals(quote, "/fromAmount", &json!(units))?;
    let least = at::text(quote, "/minimumToAmount")?;
    let expiry = at::text(quote, "/expiry")?;
    let digits = least.bytes().all(|byte| byte.is_ascii_digit());
    let shape: String =
        expiry.chars().map(|one| if one.is_ascii_digit() { '0' } else { one }).collect();
    if digits && shape == "0000-00-00T00:00:00.000+00:00" && time(&quote["expiry"]).is_some() {
        return Ok(());
    }
    let wanted = "minimumToAmount of digits, expiry like 2030-01-01T00:01:00.000+00:00";
    Err(Mismatch::behaviour(wanted, quote.to_string()))
}
