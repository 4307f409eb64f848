//! The operation that a request asks for, before anything of it is checked: faults are compared with
//! it.

use axum::http::request::Parts;
use serde_json::{Map, Value};

use super::route;
use crate::{
    crypto::jwt::Token,
    gate::{Received, RequestContext},
    surface::Surface,
    user_token,
    world::faults::{Call, RequestedCalls},
};

/// Types of what references name, by their prefixes.
pub(super) const NAMED: [(&str, &str); 7] = [
    ("card", "crd_"),
    ("authorization", "aut_"),
    ("dispute", "dsp_"),
    ("operation", "opr_"),
    ("wallet", "wal_"),
    ("program", "prg_"),
    ("delivery", "dlv_"),
];

/// Members of bodies that hold references.
const MEMBERS: [&str; 3] = ["authorization", "program", "wallet"];

/// Reads the request as far as it can be read.
pub(super) fn look(context: &RequestContext, parts: &Parts, received: &Received) -> RequestedCalls {
    let token =
        user_token::header(&parts.headers).and_then(|header| Token::read(user_token::bare(header)));
    let by = context.read(|world| {
        let user = world.issuer.managed.user(token?.text("user_id")?)?;
        Some(user.label.clone())
    });
    let target = route::named(parts.uri.path(), &parts.method);
    let (operation, reference) = target.map_or(("", ""), |(endpoint, at)| (endpoint.name, at));
    let body = match received {
        Received::Whole(bytes) => serde_json::from_slice(bytes).ok(),
        Received::TooLarge | Received::Unread => None,
    };
    let entities = entities(reference, body.as_ref().and_then(Value::as_object));
    let call = Call { operation: operation.to_owned(), entities, errors: Vec::new() };
    RequestedCalls { surface: Surface::MC, by, calls: vec![call] }
}

/// Entities that a path and a body name, each `<type>:<id>`.
pub(super) fn entities(reference: &str, body: Option<&Map<String, Value>>) -> Vec<String> {
    let members = body.into_iter().flat_map(|body| {
        MEMBERS.into_iter().filter_map(|name| body.get(name).and_then(Value::as_str))
    });
    let typed = |reference: &str| {
        let mut kinds = NAMED.into_iter();
        let (kind, _) = kinds.find(|(_, prefix)| reference.starts_with(prefix))?;
        Some(format!("{kind}:{reference}"))
    };
    std::iter::once(reference).chain(members).filter_map(typed).collect()
}
