//! The answer operator of deviations: it falsifies a finished answer at a pointer.
//!
//! Where one asks for values of earlier answers, the world remembers those of each finished answer
//! ([`remembered`]), before it is falsified.

use axum::http::{HeaderName, HeaderValue, StatusCode};
use serde_json::{Map, Value};

use super::{Answer, Content, Done, vary};
use crate::{
    register::{Change, Patch, Pattern, Step, Variation},
    world::{Seen, World},
};

/// Applies the answer operators of all active deviations to an answer.
pub(super) fn answer(world: &World, mut answer: Answer) -> Answer {
    for active in world.deviations.iter() {
        if let Patch::Answer { on, change } = &active.patch {
            let matching: Vec<Done> =
                answer.done.iter().filter(|done| matches(on, done)).cloned().collect();
            if !matching.is_empty() {
                apply(&mut answer, &matching, change, world.deviations.seen());
            }
        }
    }
    answer
}

/// Values of an answer, added to those that the world has seen; none where no deviation asks for
/// them.
pub(super) fn remembered(world: &World, answer: &Answer) -> Option<Seen> {
    let asks = |patch: &Patch| {
        matches!(patch, Patch::Answer { change: Change::Varied(_, Variation::Previous), .. })
    };
    world.deviations.iter().any(|active| asks(&active.patch)).then(|| {
        let mut seen = world.deviations.seen().clone();
        if let Some(body) = json_of(&answer.content) {
            vary::note(&mut seen, "", &body);
        }
        seen
    })
}

/// Applies the answer operators that match one operation to its result.
pub fn rewrite(world: &World, done: &Done, mut result: Value) -> Value {
    for active in world.deviations.iter() {
        if let Patch::Answer { on, change } = &active.patch
            && matches(on, done)
        {
            edit(&mut result, change, world.deviations.seen());
        }
    }
    result
}

fn matches(on: &Pattern, done: &Done) -> bool {
    on.matches(&done.operation) && on.reason.as_ref().is_none_or(|word| word == done.reason.word())
}

fn apply(answer: &mut Answer, matching: &[Done], change: &Change, seen: &Seen) {
    match change {
        Change::Status(status) => {
            if let Ok(status) = StatusCode::from_u16(*status) {
                answer.status = status;
            }
        }
        Change::Header(name, value) => {
            let name = HeaderName::from_bytes(name.as_bytes());
            if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(value)) {
                answer.headers.push((name, value));
            }
        }
        // A code closes a connection, and no answer.
        Change::Close(_) => {}
        Change::Told(status, body) => {
            if let Ok(status) = StatusCode::from_u16(*status) {
                answer.status = status;
            }
            put(answer, body.clone());
        }
        Change::Besides(_) => {
            if let Some(mut body) = json_of(&answer.content) {
                edit(&mut body, change, seen);
                put(answer, body);
            }
        }
        Change::Set(..) | Change::Drop(..) | Change::Reversed(..) | Change::Varied(..) => {
            let Some(mut body) = json_of(&answer.content) else { return };
            for done in matching {
                edit(result_of(&mut body, done), change, seen);
            }
            put(answer, body);
        }
    }
}

/// Adds what a value lacks, or has only as null.
fn add_to(value: &mut Value, more: &Value) {
    match (value, more) {
        (Value::Object(members), Value::Object(more)) => {
            for (name, more) in more {
                add_to(members.entry(name.clone()).or_insert(Value::Null), more);
            }
        }
        (value @ Value::Null, more) => value.clone_from(more),
        _ => {}
    }
}

fn put(answer: &mut Answer, body: Value) {
    answer.content = match answer.content {
        Content::ToSeal(_) => Content::ToSeal(body),
        Content::Json(_) | Content::Bytes(_) => Content::Json(body),
    };
}

fn json_of(content: &Content) -> Option<Value> {
    match content {
        Content::Json(value) | Content::ToSeal(value) => Some(value.clone()),
        Content::Bytes(bytes) => serde_json::from_slice(bytes).ok(),
    }
}

/// Result of an operation within a body; the whole body where the operation has no result.
fn result_of<'a>(body: &'a mut Value, done: &Done) -> &'a mut Value {
    let pointer = match &done.key {
        Some(key) => format!("/data/{}", key.replace('~', "~0").replace('/', "~1")),
        None if done.operation == "introspection" => "/data".to_owned(),
        None => return body,
    };
    // Looked up twice, because the borrow of a found member would last to the end of the function.
    match body.pointer(&pointer) {
        Some(value) if !value.is_null() => body.pointer_mut(&pointer).expect("it was just there"),
        _ => body,
    }
}

/// Makes the change of an answer operator to a body; one of the status or of a header changes none.
/// A change may ask for values that the world has `seen` in earlier answers.
pub fn edit(value: &mut Value, change: &Change, seen: &Seen) {
    match change {
        Change::Set(steps, new) => set(value, steps, new),
        Change::Drop(steps) => drop_at(value, steps),
        Change::Reversed(steps) => reverse(value, steps),
        Change::Varied(steps, how) => vary_at(value, steps, how, seen),
        Change::Besides(more) => add_to(value, more),
        Change::Status(_) | Change::Header(..) | Change::Close(_) | Change::Told(..) => {}
    }
}

fn vary_at(value: &mut Value, steps: &[Step], how: &Variation, seen: &Seen) {
    match (steps, value) {
        ([], value) => vary::vary(value, "", how, seen),
        ([Step::To(name)], Value::Object(members)) => match how {
            Variation::Swapped(with) => {
                let other = members.get(with).cloned();
                if let (Some(other), Some(one)) = (other, members.get(name).cloned()) {
                    members.insert(name.clone(), other);
                    members.insert(with.clone(), one);
                }
            }
            how => {
                if let Some(value) = members.get_mut(name) {
                    vary::vary(value, name, how, seen);
                }
            }
        },
        ([step, rest @ ..], value) => {
            each(value, step, &mut |child| vary_at(child, rest, how, seen));
        }
    }
}

fn set(value: &mut Value, steps: &[Step], new: &Value) {
    let Some((step, rest)) = steps.split_first() else {
        *value = new.clone();
        return;
    };
    match (step, value) {
        (Step::Append, Value::Array(items)) => items.push(new.clone()),
        (Step::To(name), Value::Object(members)) if rest.is_empty() => {
            members.insert(name.clone(), new.clone());
        }
        (step, value) => each(value, step, &mut |child| set(child, rest, new)),
    }
}

fn drop_at(value: &mut Value, steps: &[Step]) {
    match (steps, value) {
        ([Step::To(name)], Value::Object(members)) => {
            members.shift_remove(name);
        }
        ([Step::Where(name, expected)], Value::Array(items)) => {
            items.retain(|item| !is(item, name, expected));
        }
        ([Step::To(index)], Value::Array(items)) => {
            if let Some(at) = index.parse().ok().filter(|at: &usize| *at < items.len()) {
                items.remove(at);
            }
        }
        ([Step::Each], Value::Array(items)) => items.clear(),
        ([Step::Each], Value::Object(members)) => *members = Map::new(),
        ([step, rest @ ..], value) => each(value, step, &mut |child| drop_at(child, rest)),
        ([], _) => {}
    }
}

fn reverse(value: &mut Value, steps: &[Step]) {
    match (steps.split_first(), value) {
        (None, Value::Array(items)) => items.reverse(),
        (Some((step, rest)), value) => each(value, step, &mut |child| reverse(child, rest)),
        (None, _) => {}
    }
}

fn each(value: &mut Value, step: &Step, context: &mut impl FnMut(&mut Value)) {
    match (step, value) {
        (Step::To(name), Value::Object(members)) => {
            members.get_mut(name).into_iter().for_each(context);
        }
        (Step::To(index), Value::Array(items)) => {
            index
                .parse()
                .ok()
                .and_then(|at: usize| items.get_mut(at))
                .into_iter()
                .for_each(context);
        }
        (Step::Each, Value::Object(members)) => members.values_mut().for_each(context),
        (Step::Each, Value::Array(items)) => items.iter_mut().for_each(context),
        (Step::Where(name, expected), Value::Array(items)) => {
            items.iter_mut().filter(|item| is(item, name, expected)).for_each(context);
        }
        _ => {}
    }
}

fn is(item: &Value, name: &str, expected: &str) -> bool {
    match &item[name] {
        Value::String(text) => text == expected,
        other => serde_json::from_str(expected).is_ok_and(|expected: Value| expected == *other),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn edited(text: &str, mut value: Value) -> Value {
        let Patch::Answer { change, .. } = Patch::parse(&format!("answer x {text}")).unwrap()
        else {
            panic!("{text}")
        };
        edit(&mut value, &change, &Seen::default());
        value
    }

    #[test]
    fn values_are_set_dropped_and_appended() {
        let rows = || json!([{"id": 1, "s": "a"}, {"id": 2, "s": "b"}]);
        assert_eq!(edited("/a/b = 3", json!({"a": {}})), json!({"a": {"b": 3}}));
        assert_eq!(edited("/*/s drop", rows()), json!([{"id": 1}, {"id": 2}]));
        assert_eq!(edited("/[id=2] drop", rows()), json!([{"id": 1, "s": "a"}]));
        assert_eq!(edited("/[id=2]/s = \"c\"", rows())[1], json!({"id": 2, "s": "c"}));
        assert_eq!(edited("/- = {id = 3}", rows())[2], json!({"id": 3}));
        assert_eq!(edited("/ = 5", rows()), json!(5));
        assert_eq!(edited("/nope/nope = 1", json!([])), json!([]));
        assert_eq!(edited("/*/id plus 1", rows())[1], json!({"id": 3, "s": "b"}));
        assert_eq!(edited("/*/id swapped with s", rows())[0], json!({"id": "a", "s": 1}));
    }
}
