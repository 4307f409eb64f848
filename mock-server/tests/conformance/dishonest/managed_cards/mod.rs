//! Misbehaviour of the managed cards surface.

mod access;
mod cards;
mod disputes;
mod funding;
mod lists;
mod programs;
mod spending;
mod transport;
mod wallets;
mod webhooks;

use serde_json::Value;

use super::{Misbehaviour, Wrong};
use crate::proxy::{Answer, Request};

/// Misbehaviour that breaks a documented or a public sentence, by subject.
pub(super) const PUBLIC: [&[Misbehaviour]; 8] = [
    access::PUBLIC,
    programs::PUBLIC,
    cards::PUBLIC,
    funding::PUBLIC,
    spending::PUBLIC,
    disputes::PUBLIC,
    wallets::PUBLIC,
    webhooks::PUBLIC,
];

/// Misbehaviour that breaks what was decided, by subject.
pub(super) const DECIDED: [&[Misbehaviour]; 10] = [
    access::DECIDED,
    programs::DECIDED,
    cards::DECIDED,
    funding::DECIDED,
    spending::DECIDED,
    disputes::DECIDED,
    wallets::DECIDED,
    webhooks::DECIDED,
    lists::DECIDED,
    transport::DECIDED,
];

/// Changes the body of a served call of an operation, which is the end of its path.
fn served(request: &Request, answer: &mut Answer, end: &str, change: impl FnOnce(&mut Value)) {
    if answer.is_success() && request.is_at(end) {
        let mut json = answer.json();
        change(&mut json);
        answer.set_json(&json);
    }
}

/// Changes the items of a served list, whose path ends so.
fn listed(request: &Request, answer: &mut Answer, end: &str, change: impl FnOnce(&mut Vec<Value>)) {
    served(request, answer, end, |json| {
        if let Some(items) = json["results"].as_array_mut() {
            change(items);
        }
    });
}

/// Changes every object of a served answer that has a member of this name, however deep it lies.
fn wherever(json: &mut Value, name: &str, change: &impl Fn(&mut Value)) {
    match json {
        Value::Array(items) => items.iter_mut().for_each(|one| wherever(one, name, change)),
        Value::Object(members) => {
            members.values_mut().for_each(|one| wherever(one, name, change));
            if members.contains_key(name) {
                change(json);
            }
        }
        _ => {}
    }
}

/// Changes every object of every served answer that has a member of this name.
fn everywhere(request: &Request, answer: &mut Answer, name: &str, change: impl Fn(&mut Value)) {
    if answer.is_success() && request.managed().is_some() {
        let mut json = answer.json();
        wherever(&mut json, name, &change);
        answer.set_json(&json);
    }
}

/// Changes the body of a call of an operation.
fn called(request: &mut Request, end: &str, change: impl FnOnce(&mut Value)) {
    if request.method == "POST" && request.is_at(end) {
        request.change(change);
    }
}

/// Removes a member of an object.
fn without(object: &mut Value, name: &str) {
    if let Some(members) = object.as_object_mut() {
        members.remove(name);
    }
}
