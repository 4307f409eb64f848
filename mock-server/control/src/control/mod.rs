//! SB, the control plane under `/_sandbox`: plays the back office, moves time, sets rules.
//!
//! Its commands are the issuer's and the world's own, run as the back office and journalled like
//! every other; a mistake in a request is refused with the place and the nearest valid choice, and
//! nothing is applied.

mod access;
mod again;
mod amount;
mod browser;
mod catalogue;
mod client_report;
mod clock;
mod definition;
mod deviating;
mod diff;
mod doctor;
mod document;
mod duration;
mod entities;
mod entity_views;
mod events;
mod explain;
mod export;
mod extract;
mod faults;
mod fixture;
mod front;
mod happenings;
mod index;
mod input;
mod journal;
mod label;
mod metrics;
mod names;
mod ops;
mod page;
mod page_guard;
mod pointer;
mod problem;
mod query;
mod ready;
mod requests;
mod routes;
mod rules;
mod setup;
mod snapshots;
mod stage;
mod stream;
mod token;
mod turn;
mod waiting;
mod webhooks;
mod whoami;
mod worlds;

use std::sync::{Arc, LazyLock};

use axum::{
    Json, Router,
    http::{HeaderMap, header},
    middleware::from_fn_with_state,
};
use jiff::Timestamp;
use serde_json::Value;
use tokio::sync::{Semaphore, watch};

use crate::{
    gate::WebhookSender,
    mocked_api::MockedApi,
    world::{Act, CommandContext, Denied, World},
    worlds::{Handle, Missing, Worlds},
};
pub use access::Access;
pub use catalogue::REVISION;
pub use definition::read_idle;
pub use doctor::{OfflineVerdict, judged_offline};
use document::Description;
pub use duration::read as read_duration;
pub use export::{ExportForm, ExportRange, exported as export_journal};
pub use fixture::create_world;
pub use front::refusal;
pub use journal::{
    Difference, ImportError, Journals, Verification, WorldJournal, read_journal, read_journals,
    verified,
};
pub use page_guard::page_guard;
use problem::{Problem, ProblemCode};
pub use stage::Stage;
use turn::Turn;

/// Answer of a control route, or the refusal.
type Answer<T = Value> = Result<Json<T>, Problem>;

/// The control plane over these worlds.
#[derive(Clone)]
pub struct Control {
    worlds: Worlds,
    /// The address at which surfaces are reached; else the one in the request's `Host`.
    public_url: Option<String>,
    /// Sends deliveries that fall due while time is moved.
    sender: WebhookSender,
    /// The mocked APIs.
    apis: &'static [&'static dyn MockedApi],
    /// The log of requests shows no names, addresses and the like.
    mask_personal: bool,
    /// Tells when the server is about to end.
    stage: watch::Receiver<Stage>,
    /// The clients that are let in.
    access: Arc<Access>,
    /// Room for requests that wait for something.
    waits: Arc<Semaphore>,
    /// Number of requests that may wait.
    waits_at_most: usize,
}

/// The path below which the control plane answers.
pub const ROOT: &str = "/_sandbox";

/// Makes a world from a definition in the form of `POST /_sandbox/worlds`; an error is the problem as
/// that answers it. A definition with the id `default` replaces the default world.
pub fn make_world(worlds: &Worlds, definition: Value) -> Result<(), Value> {
    self::worlds::make::declare(worlds, definition).map_err(Problem::body)
}

/// The OpenAPI document of the control plane.
pub fn document() -> &'static Value {
    &DECLARED.1.document
}

/// The routes, and how they are described to clients. Each request that is sent again in the copy of a
/// world has a router of its own, so they are declared once.
static DECLARED: LazyLock<(Router<Control>, Description)> = LazyLock::new(|| {
    let (routes, document) = routes::routes().split_for_parts();
    (routes, Description::of(document))
});

impl Control {
    /// The control plane over these worlds.
    pub fn new(worlds: Worlds, public_url: Option<String>, sender: WebhookSender) -> Self {
        let (_, stage) = watch::channel(Stage::Serving);
        Self {
            worlds,
            public_url,
            sender,
            apis: &[],
            mask_personal: false,
            stage,
            access: Arc::default(),
            waits: Arc::new(Semaphore::new(waiting::USUAL_WAITS)),
            waits_at_most: waiting::USUAL_WAITS,
        }
    }

    /// Says in `ready` how far the server is, and ends its streams when it closes.
    pub fn ending(mut self, stage: watch::Receiver<Stage>) -> Self {
        self.stage = stage;
        self
    }

    /// Lets in who is meant.
    pub fn letting_in(mut self, access: Arc<Access>) -> Self {
        self.access = access;
        self
    }

    /// Lets so many requests wait for something at a time.
    #[must_use]
    pub fn waiting_at_most(mut self, waits: usize) -> Self {
        self.waits_at_most = waits.min(Semaphore::MAX_PERMITS);
        self.waits = Arc::new(Semaphore::new(self.waits_at_most));
        self
    }

    /// Shows what there is to know of these mocked APIs.
    pub fn over(mut self, apis: &'static [&'static dyn MockedApi]) -> Self {
        self.apis = apis;
        self
    }

    /// Masks what is personal in the log of requests.
    pub fn masking_personal(mut self, mask: bool) -> Self {
        self.mask_personal = mask;
        self
    }

    /// The router with every route (SB 25).
    pub fn router(self) -> Router {
        let (declared, _) = &*DECLARED;
        let routes = declared
            .clone()
            .fallback(async || Problem::new(ProblemCode::NotFound, "Nothing there", "no such path"))
            .method_not_allowed_fallback(async || {
                Problem::new(ProblemCode::Method, "Method not allowed", "see the Allow header")
            })
            .layer(from_fn_with_state(self.clone(), front::front));
        Router::new().nest(ROOT, routes).with_state(self)
    }

    /// The routes as they are described to clients.
    fn description(&self) -> &'static Description {
        let (_, description) = &*DECLARED;
        description
    }

    fn world(&self, id: &str) -> Result<Handle, Problem> {
        let handle = self.worlds.get(id).map_err(|missing| match missing {
            Missing::Unknown => Problem::new(
                ProblemCode::WorldUnknown,
                "No such world",
                format!("there is no world {id:?}"),
            ),
            Missing::Removed(gone) => {
                let why = gone.why.word();
                let at = crate::world::clock::written(gone.at);
                Problem::new(ProblemCode::WorldGone, "The world is gone", format!("{id:?}: {why}"))
                    .with("gone_at", at)
                    .with("why", why)
            }
        })?;
        handle.touch();
        Ok(handle)
    }

    /// The address under which a client reaches this server.
    fn base(&self, headers: &HeaderMap) -> String {
        self.public_url.clone().unwrap_or_else(|| {
            let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
            format!("http://{}", host.unwrap_or("127.0.0.1:8080"))
        })
    }
}

/// Does something to a world as the back office.
fn act<A: Act>(handle: &Handle, operation: &str, command: &A) -> Result<A::Done, Problem>
where
    Problem: From<A::Refusal>,
{
    act_at(handle, handle.now(), operation, command)
}

/// Does something at the instant that the caller has looked at already.
fn act_at<A: Act>(
    handle: &Handle,
    now: Timestamp,
    operation: &str,
    command: &A,
) -> Result<A::Done, Problem>
where
    Problem: From<A::Refusal>,
{
    handle.act(&CommandContext::ops(now, operation), command).map_err(denied)
}

/// Why something was not done.
fn denied<R>(denied: Denied<R>) -> Problem
where
    Problem: From<R>,
{
    match denied {
        Denied::Refused(refusal) => Problem::from(refusal),
        Denied::Unavailable(why) => Problem::unavailable(why),
    }
}

/// Looks at a world after everything due has fired.
fn look<T>(handle: &Handle, look: impl FnOnce(&World) -> T) -> T {
    handle.settle();
    handle.read(look)
}
