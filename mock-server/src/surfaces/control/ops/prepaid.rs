//! Projects, their users, cardholders, cards, orders and money (SB 5).

use serde::Deserialize;
use serde_json::{Value, json};

use super::Outcome;
use crate::{
    issuer::Caller,
    money::Confirmation,
    programs::prepaid::{
        Account, Card, Cardholder, CardholderId, FundsId, Order, OrderId, Project, Scope, User,
        cardholder::Decision,
        commands::{
            ConfirmFunds, DecideHolder, DefineProduct, FinishOrder, OpenProject, PayIn,
            RegisterUser,
        },
        ledger::MOST,
        order::OrderError,
        product::{Network, Pricing},
    },
    rulebook::er::KycLevel,
    surfaces::control::{Problem, act, input, money, refs},
    world::{Holder, World, access::Environment, commands::IssueCredential},
    worlds::Handle,
};

/// A project by label or id.
pub(in crate::surfaces::control) fn project<'a>(
    world: &'a World,
    reference: &str,
) -> Result<&'a Project, Problem> {
    let reference = refs::bare("project", reference);
    let all = &world.issuer.prepaid.projects;
    all.iter()
        .find(|project| project.label == reference || project.external_id == reference)
        .ok_or_else(|| {
            let labels = all.iter().map(|project| project.label.as_str());
            Problem::entity("project", reference).near(reference, labels)
        })
}

/// A user by id, or by the project's own id of it; the oldest project comes first.
fn user<'a>(world: &'a World, reference: &str) -> Option<&'a User> {
    let reference = refs::bare("user", reference);
    let mut all = world.issuer.prepaid.users.iter();
    all.find(|user| user.external_user_id == reference || user.external_id == reference)
}

/// A card by id, or `<user>/<n>`.
pub(super) fn card<'a>(world: &'a World, reference: &str) -> Option<&'a Card> {
    let reference = refs::bare("card", reference);
    let prepaid = &world.issuer.prepaid;
    let everything = Scope::from(Caller::Ops);
    let labelled = || {
        let (label, index) = reference.rsplit_once('/')?;
        let index: usize = index.parse().ok()?;
        let cards = &user(world, label)?.cards;
        cards.get(index.checked_sub(1)?).map(|id| &prepaid.cards[*id])
    };
    prepaid.card(everything, reference).ok().or_else(labelled)
}

/// A cardholder by id, or by its user, whose newest one is meant.
fn holder<'a>(world: &'a World, reference: &str) -> Result<&'a Cardholder, Problem> {
    let reference = refs::bare("cardholder", reference);
    let prepaid = &world.issuer.prepaid;
    let numbered = || prepaid.holders.get(CardholderId(reference.parse().ok()?));
    let of_user = || prepaid.newest_holder(user(world, reference)?);
    prepaid
        .holder(Scope::from(Caller::Ops), reference)
        .ok()
        .or_else(of_user)
        .or_else(numbered)
        .ok_or_else(|| {
            let users = prepaid.users.iter().map(|user| user.external_user_id.as_str());
            Problem::entity("cardholder", reference).near(reference, users)
        })
}

fn order<'a>(world: &'a World, reference: &str) -> Result<&'a Order, Problem> {
    let reference = refs::bare("order", reference);
    let prepaid = &world.issuer.prepaid;
    let found = prepaid.order(Scope::from(Caller::Ops), reference).ok();
    let numbered = || prepaid.orders.get(OrderId(reference.parse().ok()?));
    found.or_else(numbered).ok_or_else(|| {
        let all = prepaid.orders.iter().map(|order| order.external_id.as_str());
        Problem::entity("order", reference).near(reference, all)
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewProject {
    name: String,
    balance: Option<Value>,
    access: Option<bool>,
}

pub(super) fn make_project(handle: &Handle, body: Value) -> Outcome {
    const OP: &str = "make-project";
    let wanted: NewProject = input::read(body)?;
    let balance =
        wanted.balance.map(|value| money::units(&value, "USDT", "/balance")).transpose()?;
    let room = handle.read(|world| world.issuer.prepaid.room_for_deposits());
    if balance.is_some_and(|amount| amount > room) {
        let most = money::text(room / 10_000);
        return Err(Problem::invalid("/balance", format!("at most {most} can be paid in")));
    }
    let access = wanted.access.unwrap_or(true);
    let label = wanted.name;
    let id = act(handle, OP, &OpenProject { label: label.clone(), access })?;
    if let Some(amount) = balance.filter(|amount| *amount > 0) {
        let (to, asset) = (Account::Master(id), "USDT".to_owned());
        act(handle, OP, &PayIn { to, amount, asset, confirm: Confirmation::Now })?;
    }
    let credential = act(
        handle,
        OP,
        &IssueCredential {
            holder: Holder::Project(id),
            name: None,
            expires_in_us: None,
            environment: Environment::This,
        },
    )?;
    let external = handle.read(|world| world.issuer.prepaid.projects[id].external_id.clone());
    Ok((
        json!({"project": label, "project_id": external, "api_key": credential.api_token,
               "api_secret": credential.client_secret.reveal()}),
        vec![format!("project:{external}")],
    ))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewProduct {
    project: Option<String>,
    product_code: String,
    #[serde(default)]
    subprovider_code: Option<String>,
    currency: Option<String>,
    #[serde(default)]
    fees: Fees,
    min_topup: Option<Value>,
    max_topup: Option<Value>,
    min_initial_topup: Option<Value>,
    free_issue: Option<bool>,
    active: Option<bool>,
}

/// What is not given is as on the fixture's standard product; null is a fee that nobody set.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fees {
    issue_fee: Option<Value>,
    #[serde(default, deserialize_with = "given")]
    topup_fee_percent: Option<Value>,
    #[serde(default, deserialize_with = "given")]
    topup_fee_fixed: Option<Value>,
}

/// Tells null, which is a value here, from nothing.
fn given<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

pub(super) fn make_product(handle: &Handle, body: Value) -> Outcome {
    let wanted: NewProduct = input::read(body)?;
    if let Some(currency) = &wanted.currency {
        money::is_meant(Some(currency), "USD", "/currency")?;
    }
    let price = |value: &Value, pointer: &str| match money::units(value, "USD", pointer)? {
        price if price <= MOST => Ok(price),
        _ => Err(Problem::invalid(pointer, format!("at most {}", money::text(MOST)))),
    };
    let cents = |value: Option<&Value>, default: i64, pointer: &str| {
        value.map_or(Ok(default), |value| price(value, pointer))
    };
    let fee = |value: &Option<Value>, default: i64, pointer: &str| match value {
        None => Ok(Some(default)),
        Some(Value::Null) => Ok(None),
        Some(value) => price(value, pointer).map(Some),
    };
    let fees = &wanted.fees;
    let pricing = Pricing {
        issue_fee: cents(fees.issue_fee.as_ref(), 500, "/fees/issue_fee")?,
        percent: fee(&fees.topup_fee_percent, 250, "/fees/topup_fee_percent")?,
        fixed: fee(&fees.topup_fee_fixed, 30, "/fees/topup_fee_fixed")?,
        min_topup: cents(wanted.min_topup.as_ref(), 1_000, "/min_topup")?,
        max_topup: cents(wanted.max_topup.as_ref(), 2_000_000, "/max_topup")?,
        min_initial: cents(wanted.min_initial_topup.as_ref(), 1_000, "/min_initial_topup")?,
    };
    let (project, subprovider) = handle.read(|world| {
        let project = wanted.project.as_ref().map(|reference| project(world, reference));
        let code = wanted.subprovider_code.as_deref().or(Some("alpha"));
        let subprovider = world.issuer.prepaid.subprovider_meant(code, None).ok().flatten();
        let subprovider = subprovider.map(|row| row.id);
        let subprovider =
            subprovider.ok_or_else(|| Problem::entity("subprovider", code.unwrap_or("")))?;
        Ok::<_, Problem>((project.transpose()?.map(|project| project.id), subprovider))
    })?;
    let command = DefineProduct {
        project,
        code: wanted.product_code.clone(),
        subprovider,
        name: wanted.product_code,
        network: Network::Visa,
        bin: "400099".to_owned(),
        pricing,
        free_issue: wanted.free_issue.unwrap_or(false),
        active: wanted.active.unwrap_or(true),
    };
    let id = act(handle, "make-product", &command)?;
    let external = handle.read(|world| world.issuer.prepaid.products[id].external_id.clone());
    let result = json!({"product_code": command.code, "product_id": external});
    Ok((result, vec![format!("product:{external}")]))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewUser {
    surface: String,
    name: Option<String>,
    external_user_id: Option<String>,
    project: Option<String>,
}

pub(super) fn make_user(handle: &Handle, body: Value) -> Outcome {
    let wanted: NewUser = input::read(body)?;
    if wanted.surface != "ER" {
        return Err(Problem::invalid("/surface", "users are made on ER"));
    }
    let reference = wanted.project.as_deref().unwrap_or("main");
    let project = handle.read(|world| project(world, reference).map(|project| project.id))?;
    let number = handle.read(|world| world.issuer.prepaid.users.len() + 1);
    let external_user_id =
        wanted.external_user_id.or(wanted.name).unwrap_or_else(|| format!("ext-{number}"));
    let command = RegisterUser { project: Some(project), external_user_id };
    let external = act(handle, "make-user", &command)?.external_id;
    let result = json!({"user_id": external, "external_user_id": command.external_user_id});
    Ok((result, vec![format!("user:{external}")]))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KycDecision {
    #[serde(alias = "user")]
    cardholder: String,
    status: Decision,
    level: Option<KycLevel>,
}

pub(super) fn decide_kyc(handle: &Handle, body: Value) -> Outcome {
    let wanted: KycDecision = input::read(body)?;
    let id = handle.read(|world| holder(world, &wanted.cardholder).map(|holder| holder.id))?;
    let command = DecideHolder { holder: id, decision: wanted.status, level: wanted.level };
    act(handle, "decide-kyc", &command)?;
    Ok(handle.read(|world| {
        let holder = &world.issuer.prepaid.holders[id];
        let result = json!({"cardholder": holder.external_id, "kyc_status": holder.kyc.word(),
                            "registration_status": holder.registration.word(),
                            "kyc_level": holder.level.word()});
        (result, vec![format!("cardholder:{}", holder.external_id)])
    }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ending {
    order: String,
    outcome: Ended,
    slug: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Ended {
    Completed,
    Failed,
}

pub(super) fn finish_order(handle: &Handle, body: Value) -> Outcome {
    let wanted: Ending = input::read(body)?;
    let error = match (wanted.outcome, wanted.slug) {
        (Ended::Completed, None) => None,
        (Ended::Completed, Some(_)) => {
            return Err(Problem::invalid("/slug", "a completed order has no error"));
        }
        (Ended::Failed, None) => Some(OrderError::Provider),
        (Ended::Failed, Some(slug)) => Some(OrderError::Named(slug)),
    };
    let id = handle.read(|world| order(world, &wanted.order).map(|order| order.id))?;
    act(handle, "finish-order", &FinishOrder { order: id, error })?;
    Ok(handle.read(|world| {
        let order = &world.issuer.prepaid.orders[id];
        let result = json!({"order": order.external_id, "status": order.status.word(),
                            "refunded_amount": money::text(order.refunded)});
        (result, vec![format!("order:{}", order.external_id)])
    }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Paying {
    project: Option<String>,
    address: Option<String>,
    asset: Option<String>,
    amount: Value,
    #[serde(default)]
    confirm: Confirmation,
    #[expect(dead_code, reason = "taken from every surface; these addresses are on one chain")]
    chain_id: Option<i32>,
}

fn payee(world: &World, body: &Value) -> Option<Account> {
    let prepaid = &world.issuer.prepaid;
    if let Some(reference) = body["project"].as_str() {
        return project(world, reference).ok().map(|project| Account::Master(project.id));
    }
    let address = body["address"].as_str()?;
    let project = prepaid.projects.iter().find(|project| project.address == address);
    let user = || prepaid.users.iter().find(|user| user.address == address);
    project
        .map(|project| Account::Master(project.id))
        .or_else(|| user().map(|user| Account::User(user.id)))
}

/// Whether a deposit is for a project or its user.
pub(super) fn is_payee(handle: &Handle, body: &Value) -> bool {
    body["project"].is_string() || handle.read(|world| payee(world, body).is_some())
}

pub(super) fn pay_in(handle: &Handle, body: Value) -> Outcome {
    let to = handle.read(|world| payee(world, &body));
    let wanted: Paying = input::read(body)?;
    let ((Some(reference), None) | (None, Some(reference))) = (&wanted.project, &wanted.address)
    else {
        return Err(Problem::invalid("", "give exactly one of `project` and `address`"));
    };
    let to = to.ok_or_else(|| {
        let detail = handle.read(|world| project(world, reference).err());
        detail.unwrap_or_else(|| Problem::entity("deposit address", reference))
    })?;
    let asset = wanted.asset.unwrap_or_else(|| "USDT".to_owned());
    let command = PayIn {
        to,
        amount: money::micros(&wanted.amount, &asset, "/amount")?,
        asset,
        confirm: wanted.confirm,
    };
    let id = act(handle, "deposit", &command)?;
    let row = handle.read(|world| {
        world.issuer.prepaid.funds.get(id).map(|row| (row.credited, row.status.name()))
    });
    let (credited, status) = row.unzip();
    let result = json!({"deposit": format!("er-{id}"), "credited": credited, "status": status});
    Ok((result, vec![format!("deposit:er-{id}")]))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OneDeposit {
    deposit: String,
}

/// Whether a deposit is one of a project or its user.
pub(super) fn is_funds(body: &Value) -> bool {
    let deposit = body["deposit"].as_str().map(|text| refs::bare("deposit", text));
    deposit.is_some_and(|text| text.starts_with("er-"))
}

pub(super) fn confirm_funds(handle: &Handle, body: Value) -> Outcome {
    let OneDeposit { deposit } = input::read(body)?;
    let deposit = refs::bare("deposit", &deposit);
    let number = deposit.trim_start_matches("er-").parse().unwrap_or(0);
    if handle.read(|world| world.issuer.prepaid.funds.get(FundsId(number)).is_none()) {
        return Err(Problem::entity("deposit", deposit));
    }
    act(handle, "confirm-deposit", &ConfirmFunds { funds: FundsId(number) })?;
    Ok((json!({"deposit": deposit}), vec![format!("deposit:{deposit}")]))
}
