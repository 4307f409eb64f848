//! The mocked APIs. A surface knows words: paths, names, casing, wording, statuses. What is true it
//! asks the issuer. Surfaces never import each other; what two GraphQL surfaces share lies in
//! [`graphql`] and, where it is about cards, in `card_graphql`; the rows of a request
//! in `table_source`, and what a log shows of documents in `redacted_document`. The tokens of users,
//! which two surfaces have, are `user_token`; the lists of errors and the OpenAPI documents of two
//! others, `error_code` and `rest_document`.
//!
//! The control plane is a surface too, but none of these: it stands beside them, in
//! `mock-server-control`, and is told which there are.
//!
//! # How a surface is added
//!
//! A mocked API is one value of [`MockedApi`] in a folder of its own, and everything that has to
//! know of it reads the one list [`SURFACES`]: the router, the index of doors, the limits of
//! bodies, the request log and its diagnosis, the catalogues, faults, webhooks, documents,
//! `whoami`, and the credentials and variables of a world. So there are few places to touch, and
//! the compiler names each of them:
//!
//! 1. [`Surface`] gets a variant, which is the code of the surface, and says how tokens are spelled
//!    and how accepted requests are remembered.
//! 2. Here, the folder becomes a module, and `mocked` gives its value.
//! 3. Where its callers have credentials of a kind of their own,
//!    [`Holder`](crate::world::Holder) and [`Caller`](crate::issuer::Caller) get a variant each; the
//!    ops say how its keys are shown, the tables and the mutations of PG that it is a stranger there.
//! 4. Where it shows tables, they are a folder of [`tables`], whose head says it.
//! 5. Where it sells a program of its own, the issuer gets that program's tables, commands and
//!    refusals.
//!
//! The folder itself has `mod.rs` (the order of the checks: [`Door`](crate::gate::Door)), `api.rs`
//! (the [`MockedApi`]), `log_renderer.rs` with the `doctor` (what came in, what may be shown of it,
//! what its client did wrong), `faults.rs` (the errors that can be ordered by name) and a file for
//! each noun of the API.

mod card_graphql;
#[cfg(test)]
mod class_lines;
pub mod envelope;
mod error_code;
pub mod in_app;
pub mod managed_cards;
pub mod partner;
mod redacted_document;
mod rest_document;
mod table_source;
mod user_token;

use std::sync::LazyLock;

use strum::IntoEnumIterator;

// Rooms of the crates below count as rooms of this one.
use mock_server_engine::{
    accept, clearing, client_duties, command, crypto, explained_api, fixtures, gate, graphql,
    issuer, log, mocked_api, money, pages, people, programs, register, rulebook, spelling, surface,
    tables, world, worlds,
};

use crate::{gate::WebhookFormat, mocked_api::MockedApi, surface::Surface};

/// The mocked API behind a code; the control plane is none.
fn mocked(surface: Surface) -> Option<&'static dyn MockedApi> {
    match surface {
        Surface::PG => Some(&partner::PARTNER),
        Surface::AG => Some(&in_app::IN_APP),
        Surface::ER => Some(&envelope::ENVELOPE),
        Surface::MC => Some(&managed_cards::MANAGED_CARDS),
        Surface::SB => None,
    }
}

/// Every mocked API, in the order of the codes.
pub static SURFACES: LazyLock<Vec<&'static dyn MockedApi>> =
    LazyLock::new(|| Surface::iter().filter_map(mocked).collect());

/// The form of a surface's webhooks, where it sends any.
pub fn webhook_format(surface: Surface) -> Option<&'static dyn WebhookFormat> {
    mocked(surface)?.webhook_format()
}

/// The mocked API to which a path belongs.
pub fn serving(path: &str) -> Option<&'static dyn MockedApi> {
    let longest = |api: &&'static dyn MockedApi| {
        let roots = api.roots().iter().filter(|root| root.holds(path));
        roots.map(|root| root.path().len()).max()
    };
    let all = SURFACES.iter().copied().filter(|api| longest(api).is_some());
    all.max_by_key(|api| longest(api))
}

/// The paths at which a mocked API answers.
pub fn doors() -> Vec<String> {
    SURFACES.iter().flat_map(|api| api.log_renderer().doors()).collect()
}
