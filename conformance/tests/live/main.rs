//! The drivers of a WebSocket and of an event stream against servers that are silent, babble, hold half
//! of a connection or lie. None of it is the suite's fault, takes longer than its patience, or more
//! memory than a bound.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get, fails it")]

mod server;
mod sockets;
mod streams;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use conformance::{
    Mismatch, StepResult,
    drivers::{
        Http,
        in_app::{Endpoint, User, generation::Generation},
    },
    mismatch::Class,
};
use tokio::sync::OnceCell;

use server::Server;

/// The time of a request, as a target file may say it.
const REQUEST: Duration = Duration::from_secs(3);

/// The longest that a driver may take: two answers, and some time for a machine that is busy.
const LONGEST: Duration = Duration::from_secs(15);

/// The most bytes that a server gets rid of: the bounds of the drivers, and the buffers between.
const MOST_BYTES: usize = 24 * 1024 * 1024;

/// A user of the app at this server, whose names are known.
fn user(server: &Server) -> User {
    let _ = rustls::crypto::ring::default_provider().install_default();
    User {
        name: "the user".to_owned(),
        token: "a.b.c".to_owned(),
        endpoint: Arc::new(Endpoint {
            url: format!("http://{}/graphql", server.address),
            ws_url: format!("ws://{}/graphql", server.address),
            headers: Vec::new(),
            organization_key: None,
            sandbox_world: None,
            generation: OnceCell::new_with(Some(Generation::Rain)),
        }),
        keeps_token: true,
        http: Http::new(Http::client(REQUEST).unwrap()),
    }
}

/// The outcome of a story with a server, which is bounded and never the suite's fault.
async fn bounded<T>(way: &str, server: Server, story: impl AsyncFn(User) -> StepResult<T>) -> Told {
    let began = Instant::now();
    let told = tokio::time::timeout(LONGEST, story(user(&server))).await;
    let told = told.unwrap_or_else(|_| panic!("{way}: nothing after {:?}", began.elapsed()));
    let sent = server.sent();
    assert!(sent < MOST_BYTES, "{way}: {sent} bytes");
    match told {
        Ok(_) => Told::Served,
        Err(Mismatch { class: Class::Behaviour, actual, .. }) => Told::Misbehaves(actual),
        Err(Mismatch { class: Class::Unreachable, actual, .. }) => Told::Unreachable(actual),
        Err(other) => panic!("{way}: {other}"),
    }
}

/// A verdict on a server.
#[derive(Debug)]
enum Told {
    /// The server did what was wanted.
    Served,
    /// The server answered, and not as demanded.
    Misbehaves(String),
    /// The server did not answer.
    Unreachable(String),
}

impl Told {
    /// True when the verdict is as a test expects: `served`, or the beginning of the kind and a part of what
    /// was seen, `misbehaves: closed with`.
    fn is(&self, wanted: &str) -> bool {
        let (kind, part) = wanted.split_once(": ").unwrap_or((wanted, ""));
        match self {
            Self::Served => kind == "served",
            Self::Misbehaves(seen) => kind == "misbehaves" && seen.contains(part),
            Self::Unreachable(seen) => kind == "unreachable" && seen.contains(part),
        }
    }
}
