//! The log of deliveries, which the staff of a target reads, and the retry by hand (MC 14.5).

use serde_json::Value;

use super::{
    answers::served,
    deliveries::{arrived, first, id_of},
};
use crate::{
    Mismatch, StepResult, World,
    drivers::{
        Answer,
        managed::{Bearer, Request},
    },
    steps::receivers::flush,
    surfaces::managed::target::Staff,
};

/// The actor whose connection the staff uses.
const ACTOR: &str = "the caller";

/// The session of the staff; a target that names none has no delivery log.
fn staff(world: &World) -> StepResult<Staff> {
    if world.on_sandbox() {
        let value = format!("sessionid=staff-{}", world.control()?.world);
        return Ok(Staff { header: "cookie".to_owned(), value });
    }
    let named = world.managed_dialect().staff;
    named.ok_or_else(|| {
        Mismatch::missing("a session of the staff", "no [surfaces.MC.dialect.staff]")
    })
}

/// The request for an operation on the first delivery at a receiver, without any credential.
fn request(world: &World, operation: &str, name: &str) -> StepResult<Request> {
    let id = id_of(world, &first(world, name)?)?;
    let request = world.caller(ACTOR)?.request(operation, &[("reference", id.as_str())])?;
    Ok(request.with(Bearer::Absent))
}

fn by_staff(world: &World, request: Request) -> StepResult<Request> {
    let staff = staff(world)?;
    Ok(request.header(&staff.header, &staff.value))
}

/// The log of the first delivery at a receiver.
async fn log(world: &mut World, name: &str) -> StepResult<Value> {
    let request = by_staff(world, request(world, "deliveries.get", name)?)?;
    let answer = world.request_exactly(ACTOR, &request).await?;
    served(&answer)?;
    Ok(answer.into_json())
}

/// The answer of the log under another start of its path.
pub(super) async fn read_under(world: &mut World, name: &str, start: &str) -> StepResult<Answer> {
    let mut request = by_staff(world, request(world, "deliveries.get", name)?)?;
    let rest = request.path.trim_start_matches('/').split_once('/');
    let rest = rest.map(|(_, rest)| rest.to_owned()).unwrap_or_default();
    request.path = format!("/{start}/{rest}");
    world.request_exactly(ACTOR, &request).await
}

then!("the log says of the delivery at {string} that it has failed", failed);
async fn failed(world: &mut World, name: String) -> StepResult {
    let log = log(world, &name).await?;
    match log["status"] == "failed" {
        true => Ok(()),
        false => Err(Mismatch::behaviour("the status failed", log["status"].to_string())),
    }
}

then!("{string} is shown as switched off", is_off);
/// As the control plane shows it: no source says how a target does.
async fn is_off(world: &mut World, name: String) -> StepResult {
    let id = world.managed.receivers.get(&name)?.id.unwrap_or_default();
    let shown = world.control()?.read(&format!("/receivers/{id}")).await?;
    match shown["state"] == "switched_off" {
        true => Ok(()),
        false => Err(Mismatch::behaviour("the state switched_off", shown["state"].to_string())),
    }
}

/// The numbers of a JSON value that are HTTP statuses among these, in their order.
fn statuses(value: &Value, among: &[i64], found: &mut Vec<i64>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| statuses(item, among, found)),
        Value::Object(members) => members.values().for_each(|one| statuses(one, among, found)),
        Value::Number(_) | Value::String(_) => {
            let number = value.as_i64().or_else(|| value.as_str()?.parse().ok());
            found.extend(number.filter(|number| among.contains(number)));
        }
        Value::Null | Value::Bool(_) => {}
    }
}

then!(regex r#"^the log shows of the delivery at "([^"]+)" the answers (\d+) and (\d+)$"#, shows);
async fn shows(world: &mut World, name: String, first: i64, second: i64) -> StepResult {
    let log = log(world, &name).await?;
    let mut found = Vec::new();
    statuses(&log, &[first, second], &mut found);
    if found == [first, second] {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("the answers {first} and {second}"), format!("{found:?}")))
}

when!("time passes until {string} has the delivery again", until_again);
async fn until_again(world: &mut World, name: String) -> StepResult {
    let had = arrived(world, &name)?.len();
    for by in ["1s", "10s", "1m", "10m", "1h", "22h"] {
        world.control()?.advance(by).await?;
        flush(world).await?;
        if arrived(world, &name)?.len() > had {
            return world.renew_tokens().await;
        }
    }
    Err(Mismatch::behaviour("a second attempt within a day", "none came"))
}

when!("the staff sends the delivery at {string} again", sends_again);
/// The attempts before have ended: a target that is still at one may leave this one for later.
async fn sends_again(world: &mut World, name: String) -> StepResult {
    flush(world).await?;
    let request = by_staff(world, request(world, "deliveries.retry", &name)?)?;
    world.request_exactly(ACTOR, &request).await.map(drop)
}

then!("nobody but the staff reads or repeats the delivery at {string}", staff_only);
async fn staff_only(world: &mut World, name: String) -> StepResult {
    staff(world)?;
    let before = arrived(world, &name)?.len();
    for operation in ["deliveries.get", "deliveries.retry"] {
        for bearer in [Bearer::Absent, Bearer::Own] {
            let request = request(world, operation, &name)?.with(bearer);
            let answer = world.request_exactly(ACTOR, &request).await?;
            if ![401, 403].contains(&answer.status) {
                return Err(Mismatch::behaviour("HTTP 401 or 403", answer.summary()));
            }
        }
    }
    flush(world).await?;
    match arrived(world, &name)?.len() {
        count if count == before => Ok(()),
        count => Err(Mismatch::behaviour(format!("{before} deliveries"), count.to_string())),
    }
}
