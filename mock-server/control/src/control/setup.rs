//! Setup steps: what the back office does in a world before anybody comes in (SB 3.8).

use serde_json::{Map, Value, json};

use super::{Problem, ProblemCode, clock, ops};
use crate::{world::Step, worlds::Handle};

/// The op that moves time, which only a setup takes for one.
const ADVANCE: &str = "clock.advance";

/// Runs the steps of a world's definition; answers the named results. After an error the world is
/// good for nothing.
pub(super) fn run(handle: &Handle) -> Result<Map<String, Value>, Problem> {
    let mut named = Map::new();
    for (at, step) in handle.definition().setup.iter().enumerate() {
        let result = take(handle, step, &named).map_err(|problem| failed(at, problem))?;
        let Some(name) = &step.name else { continue };
        if named.insert(name.clone(), result).is_some() {
            let twice = Problem::invalid("/as", format!("an earlier step is called {name:?}"));
            return Err(failed(at, twice));
        }
    }
    Ok(named)
}

fn take(handle: &Handle, step: &Step, named: &Map<String, Value>) -> Result<Value, Problem> {
    let input = input(step, named)?;
    if step.op == ADVANCE {
        return clock::move_on(handle, input).map(|answer| json!(answer));
    }
    let mut done = ops::play(handle, ops::named(&step.op)?, &input)?;
    Ok(done["result"].take())
}

/// The input of a step, with the results of earlier steps filled in.
pub(super) fn input(step: &Step, named: &Map<String, Value>) -> Result<Value, Problem> {
    filled(&Value::Object(step.input.clone()), named)
}

fn failed(at: usize, problem: Problem) -> Problem {
    let detail = format!("step {at} failed; no world was made");
    Problem::new(ProblemCode::SetupFailed, "A step of the setup failed", detail)
        .with("pointer", format!("/setup/{at}"))
        .with("step", at)
        .with("error", problem.body())
}

/// An input with the results of earlier steps in the place of `${name.member}`.
fn filled(input: &Value, named: &Map<String, Value>) -> Result<Value, Problem> {
    Ok(match input {
        Value::String(text) => inserted(text, named)?,
        Value::Array(items) => {
            items.iter().map(|item| filled(item, named)).collect::<Result<_, _>>()?
        }
        Value::Object(members) => {
            let member = |(name, value): (&String, &Value)| {
                Ok::<_, Problem>((name.clone(), filled(value, named)?))
            };
            Value::Object(members.iter().map(member).collect::<Result<_, _>>()?)
        }
        other => other.clone(),
    })
}

/// The reference to null, for TOML, which has no word for it.
const NULL: &str = "${null}";

/// A text that is nothing but a reference becomes what it refers to; within a longer text only
/// texts and numbers have a form.
fn inserted(text: &str, named: &Map<String, Value>) -> Result<Value, Problem> {
    if text == NULL {
        return Ok(Value::Null);
    }
    let whole = text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
    if let Some(path) = whole.filter(|path| !path.contains('}')) {
        return found(path, named).cloned();
    }
    let mut rest = text;
    let mut done = String::new();
    while let Some((before, behind)) = rest.split_once("${") {
        let unclosed = || Problem::invalid("", format!("{text:?} has a ${{ without }}"));
        let (path, after) = behind.split_once('}').ok_or_else(unclosed)?;
        done.push_str(before);
        match found(path, named)? {
            Value::String(text) => done.push_str(text),
            Value::Number(number) => done.push_str(&number.to_string()),
            _ => {
                let detail = format!("${{{path}}} is neither text nor number");
                return Err(Problem::invalid("", detail));
            }
        }
        rest = after;
    }
    done.push_str(rest);
    Ok(Value::String(done))
}

/// A member of an earlier result: the step's name and the members that lead there, with points
/// between.
fn found<'a>(path: &str, named: &'a Map<String, Value>) -> Result<&'a Value, Problem> {
    let mut parts = path.split('.');
    let start = parts.next().and_then(|name| named.get(name));
    let end = parts.try_fold(start, |value, part| {
        let value = value?;
        let next = match part.parse::<usize>() {
            Ok(at) if value.is_array() => value.get(at),
            _ => value.get(part),
        };
        next.map(Some)
    });
    end.flatten().ok_or_else(|| {
        Problem::invalid("", format!("no earlier step has ${{{path}}}"))
            .near(path, named.keys().map(String::as_str))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_replaced_by_results() {
        let named = json!({"p": {"list": [{"id": "x"}], "n": 7}});
        let named = named.as_object().unwrap();
        let input = json!({"a": "${p.n}", "b": ["<${p.list.0.id}-${p.n}>"], "c": "plain", "d": 1,
                           "e": "${null}"});
        let expected = json!({"a": 7, "b": ["<x-7>"], "c": "plain", "d": 1, "e": null});
        assert_eq!(filled(&input, named).unwrap(), expected);
        for wrong in ["${p.m}", "${q.n}", "${p.n", "${p.list} ", "${}"] {
            assert!(filled(&json!(wrong), named).is_err(), "{wrong}");
        }
    }
}
