//! Ops that take a request past what stands in its way. Each is tried in a copy of the world, so
//! that none is told which does not help.

mod collateral;
mod managed;
mod prepaid;

use serde_json::{Value, json};

use super::trial::{Trial, failed, would};
use crate::{
    control::ops,
    gate::Explained,
    issuer::Refusal,
    world::{Obstacle, World},
    worlds::Handle,
};

/// Most ops of a repair.
const MOST: usize = 8;

/// The ops that take a request past the check that fails, and past those behind it as far as ops
/// can.
pub(super) async fn found(trial: &Trial, handle: &Handle, explained: &Explained) -> Vec<Value> {
    let mut base = handle.rehearsal(None);
    let mut last = failed(explained);
    let mut obstacle = explained.explanation.obstacle();
    let mut repair = Vec::new();
    while let Some(met) = obstacle.take() {
        if repair.len() >= MOST {
            break;
        }
        // What is done with is better than what only comes as far as another check.
        let mut further = None;
        for candidate in base.read(|world| candidates(world, &met)) {
            let copy = base.rehearsal(None);
            if !played(&copy, &candidate) {
                continue;
            }
            let after = trial.run(&copy).await;
            if would(&after) {
                repair.extend(candidate);
                return repair;
            }
            let next = failed(&after);
            if next.as_ref().map(|made| made.check) != last.as_ref().map(|made| made.check) {
                further.get_or_insert((candidate, copy, next, after.explanation.obstacle()));
            }
        }
        if let Some((candidate, copy, next, met)) = further {
            repair.extend(candidate);
            (base, last, obstacle) = (copy, next, met);
        }
    }
    repair
}

/// Runs ops in a copy of a world; false when one of them is refused.
fn played(copy: &Handle, several: &[Value]) -> bool {
    several.iter().all(|one| {
        let name = one["op"].as_str().unwrap_or_default();
        ops::named(name).is_ok_and(|op| ops::play(copy, op, &one["input"]).is_ok())
    })
}

/// Ops that may help, one list after the other.
fn candidates(world: &World, obstacle: &Obstacle) -> Vec<Vec<Value>> {
    let (command, refusal) = match obstacle {
        Obstacle::Refused(refused) => &**refused,
        Obstacle::InactiveUser(user) => {
            return vec![vec![op("set-user", json!({"user": user, "active": true}))]];
        }
    };
    let input =
        Input(serde_json::to_value(command).map_or(Value::Null, |mut one| one["input"].take()));
    match refusal {
        Refusal::Collateral(refusal) => collateral::candidates(world, &input, refusal),
        Refusal::Managed(refusal) => managed::candidates(world, &input, refusal),
        Refusal::Prepaid(refusal) => prepaid::candidates(world, &input, refusal),
    }
}

/// Members of a command, as a journal writes them.
struct Input(Value);

impl Input {
    /// A number of a row.
    fn number(&self, member: &str) -> Option<i32> {
        i32::try_from(self.0[member].as_i64()?).ok()
    }

    /// A text.
    fn text(&self, member: &str) -> Option<&str> {
        self.0[member].as_str()
    }
}

/// An op as the answer names it.
fn op(name: &str, input: Value) -> Value {
    json!({ "op": name, "input": input })
}
