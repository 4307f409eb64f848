//! A session as steps: requests without anything secret, what the back office did, and time.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::{
    ExportRange, Material, answered,
    asked::{Asked, Asking},
    clear::{self, Clear},
    literals,
    origin::Origin,
    references::{Reference, References},
    scratch::{Call, ControlCall, Item, Ran},
};
use crate::{
    log::Outcome,
    surface::Surface,
    world::{Definition, clock::written},
};

/// A session as it is played again.
pub(super) struct Session {
    /// Definition of the world, in the form of `POST /_sandbox/worlds`.
    pub(super) definition: Value,
    /// Id of the world.
    pub(super) world: String,
    /// The steps, in order.
    pub(super) steps: Vec<Step>,
    references: References,
}

/// A step.
pub(super) enum Step {
    /// World time moves on, in microseconds.
    Wait(i64),
    /// A request to the control plane.
    Office(ControlCall),
    /// A request to a mocked API.
    Ask(Box<Ask>),
    /// A request that is told of and not repeated.
    Left {
        /// Its number; none for one of the control plane.
        n: Option<u64>,
        /// The reason.
        why: &'static str,
    },
}

/// A request, and what a server that obeys every rule answers.
pub(super) struct Ask {
    /// Number of the request.
    pub(super) n: u64,
    /// The surface.
    pub(super) surface: Surface,
    /// Label of the caller; empty for a login.
    pub(super) by: String,
    /// The request.
    pub(super) asked: Asked,
    /// HTTP status; none when no whole answer comes.
    pub(super) status: Option<u16>,
    /// Body of the answer, in clear; none when it is not JSON.
    pub(super) answer: Option<Clear>,
    /// True when the answer is demanded, and not only waited for.
    pub(super) is_judged: bool,
}

/// World time to which a request to the control plane returns; none of one that restores no
/// snapshot. The time of a snapshot that it takes is added to those of the others.
fn remembered(
    snapshots: &mut BTreeMap<String, Timestamp>,
    call: &ControlCall,
) -> Option<Timestamp> {
    let below = call.path.strip_prefix("/snapshots")?;
    if below.is_empty() {
        let name = call.body["name"].as_str()?.to_owned();
        // The first one keeps its name; a second one of that name is refused.
        snapshots.entry(name).or_insert(call.at);
        return None;
    }
    let name = below.strip_prefix('/')?;
    match name.strip_suffix("/restore") {
        Some(name) => snapshots.get(name).copied(),
        None => snapshots.remove(name).and(None),
    }
}

impl Session {
    /// The steps of a session.
    pub(super) fn of(material: &Material<'_>, ran: Ran, range: ExportRange) -> Self {
        let mut asking = Asking {
            redaction: material.redaction,
            references: References::of(&ran.born),
            samples: ran.samples,
        };
        let mut now = ran.definition.born_at;
        let mut snapshots = BTreeMap::new();
        let mut steps = Vec::new();
        let mut pending = Vec::new();
        for item in ran.items {
            let at = match &item {
                Item::Call(call) if call.n > range.to => break,
                Item::Call(call) if call.n < range.from && !call.changes => continue,
                Item::Left { n: Some(n), .. } if !(range.from..=range.to).contains(n) => continue,
                Item::Call(call) => Some(call.at),
                Item::Control(call) => Some(call.at),
                Item::Left { .. } => None,
            };
            let returns_to = match &item {
                Item::Control(call) => remembered(&mut snapshots, call),
                Item::Call(_) | Item::Left { .. } => None,
            };
            let is_call = matches!(item, Item::Call(_));
            let step = match item {
                Item::Call(call) => asking.step(&call, range),
                Item::Control(call) => asking.office(call),
                Item::Left { n, why } => Step::Left { n, why },
            };
            let is_repeated = !matches!(step, Step::Left { .. });
            if let Some(at) = at.filter(|at| *at > now && is_repeated) {
                pending.push(Step::Wait(at.as_microsecond() - now.as_microsecond()));
                now = at;
            }
            pending.push(step);
            // A snapshot that is restored brings its time with it.
            now = returns_to.unwrap_or(now);
            // What the back office does after the last request is no part of it.
            if is_call {
                steps.append(&mut pending);
            }
        }
        if range.to == u64::MAX {
            steps.append(&mut pending);
        }
        Self {
            definition: definition(&ran.definition),
            world: ran.definition.id.clone(),
            steps,
            references: asking.references,
        }
    }

    /// A reference.
    pub(super) fn reference(&self, number: usize) -> &Reference {
        &self.references.all()[number]
    }

    /// Every reference that is used.
    pub(super) fn references(&self) -> &[Reference] {
        self.references.all()
    }

    /// The answer that is demanded; none when only its status is.
    pub(super) fn expected(&self, answer: &Clear) -> Option<Value> {
        answered::expected(answer, &self.references)
    }

    /// The references that the answer to a request tells, each with its place.
    pub(super) fn told_by(&self, request: u64) -> impl Iterator<Item = (&Reference, &str)> {
        self.references().iter().filter_map(move |reference| match &reference.origin {
            Origin::Answer { n, pointer } if *n == request => Some((reference, pointer.as_str())),
            Origin::Answer { .. }
            | Origin::Fixture { .. }
            | Origin::Password { .. }
            | Origin::Username { .. }
            | Origin::Pin { .. } => None,
        })
    }
}

impl Asking<'_> {
    fn step(&mut self, call: &Call, range: ExportRange) -> Step {
        let left = |why| Step::Left { n: Some(call.n), why };
        let surface = call.entry.log_renderer.surface();
        let outcome = Outcome::of(&call.entry);
        // Reads of the app and of managed cards take no claim, and are refused for what they ask too.
        let may_ask =
            matches!(surface, Some(Surface::AG | Surface::MC)) && call.entry.status() == Some(403);
        if outcome == Outcome::Refused && !call.changes && !may_ask {
            return left("it is refused before anybody looks at what it asks");
        }
        let status = call.entry.status().filter(|_| !call.is_lost);
        if status == Some(429) {
            return left("how many requests are too many depends on who else asks");
        }
        let asked = match self.of(call) {
            Ok(asked) => asked,
            Err(why) => return left(why),
        };
        let is_demanded = !call.is_lost && !asked.is_sample;
        let answer = clear::answer(&call.entry, self.redaction).filter(|_| is_demanded);
        if let Some(answer) = &answer {
            answered::tell(answer, call.n, &mut self.references);
        }
        Step::Ask(Box::new(Ask {
            n: call.n,
            surface: surface.unwrap_or(Surface::SB),
            by: call.by.clone().unwrap_or_default(),
            asked,
            status,
            answer,
            is_judged: call.n >= range.from,
        }))
    }

    fn office(&mut self, call: ControlCall) -> Step {
        let body = with_references(&call.body, &mut self.references);
        if literals::has_marks(&call.body.to_string()) {
            return Step::Left { n: None, why: "its body may be anything" };
        }
        let path = literals::with_references(&call.path, &mut self.references);
        Step::Office(ControlCall { body, path, ..call })
    }
}

fn with_references(value: &Value, references: &mut References) -> Value {
    match value {
        Value::String(text) => json!(literals::with_references(text, references)),
        Value::Array(items) => items.iter().map(|item| with_references(item, references)).collect(),
        Value::Object(members) => {
            let one = |(name, value): (&String, &Value)| {
                (name.clone(), with_references(value, references))
            };
            Value::Object(members.iter().map(one).collect::<Map<_, _>>())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}

/// A definition as a world is asked for, whose clock stands where it began: time moves in steps.
fn definition(definition: &Definition) -> Value {
    let Definition { seed, fixture, born_at, rules, readings, setup, .. } = definition;
    let mut wanted = json!({
        "seed": seed,
        "fixture": fixture,
        "clock": {"mode": "frozen", "at": written(*born_at)},
    });
    if !rules.is_empty() {
        wanted["rules"] = json!(rules);
    }
    if !readings.is_empty() {
        wanted["readings"] = json!(readings);
    }
    if !setup.is_empty() {
        wanted["setup"] = json!(setup);
    }
    wanted
}
