//! The router over all surfaces, and the server around it.
//!
//! [`router`] is the server without a network. Around it, `server/connections.rs` accepts and
//! counts connections, `connection.rs` serves one of them, `timing.rs` measures its pace,
//! `request.rs` takes a request to the router, and `refusal.rs` answers the requests that never
//! reach it (SB 18).

mod body;
mod builder;
mod connection;
mod connections;
mod refusal;
mod request;
mod running;
mod signals;
mod socket;
mod timing;

use std::{future::Future, io, sync::Arc, time::Duration};

use anyhow::Context;
use axum::{
    Router,
    extract::Request,
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    response::Response,
    routing::get,
};
use tokio::{
    net::TcpListener,
    sync::{Semaphore, watch},
};
use tower_http::{
    catch_panic::CatchPanicLayer,
    cors::{AllowOrigin, Any, CorsLayer},
};

pub use builder::Builder;
pub use running::{Refused, RunningClock, RunningWorld, Server};
pub use signals::Signals;

use crate::{
    config::{Config, JournalPlace, TokenError},
    gate::{self, Arrival, WebhookSender},
    journal_file::{JournalFile, Scan},
    log::Unrouted,
    surfaces::{
        self, MockedApi, SURFACES,
        control::{self, Access, Control, Stage},
    },
    world::{Definition, clock::real_now, journal::seal_under},
    worlds::{DEFAULT, Worlds},
};

/// Log renderer of requests that no surface serves.
static UNROUTED: Unrouted =
    Unrouted::beside(|| [surfaces::doors(), vec![control::ROOT.to_owned()]].concat());

/// The worlds of a server that starts: those of its journal file, and the default world, unless
/// `--no-default-world`. An error when the file is not one that this server can go on with; then it
/// is unchanged.
pub fn worlds(config: &Config) -> anyhow::Result<Worlds> {
    if let Some(key) = config.journal.key()? {
        anyhow::ensure!(seal_under(&key), "this process seals its journals under another key");
    }
    match &config.journal.journal {
        JournalPlace::Memory => worlds_in(None, config),
        JournalPlace::File(path) => {
            let opened = JournalFile::open(path, config.journal.journal_sync)?;
            if let Some((torn, saved)) = opened.scan.torn.as_ref().zip(opened.saved.as_ref()) {
                tracing::warn!(
                    "line {} of the journal {} was not written completely ({}): it was cut off, and \
                     is kept in {}",
                    torn.line,
                    path.display(),
                    torn.why,
                    saved.display()
                );
            }
            let restored = worlds_in(Some((opened.file, opened.scan)), config);
            restored.with_context(|| format!("the journal {}", path.display()))
        }
    }
}

/// The worlds of a server that keeps their journals in this file, if one is given; those that it holds
/// are back.
pub fn worlds_in(file: Option<(JournalFile, Scan)>, config: &Config) -> anyhow::Result<Worlds> {
    let mut worlds = Worlds::new(config.max_worlds.get(), control::create_world)
        .with_log_entries(config.log_entries)
        .with_limits(config.world_limits())
        .expiring_after(config.world_idle);
    if let Some((file, scan)) = file {
        worlds.restore(&file, scan)?;
        worlds = worlds.kept_in(file);
    }
    if !config.no_default_world && worlds.get(DEFAULT).is_err() {
        let mut definition = Definition::new(DEFAULT, DEFAULT, real_now());
        definition.idle = crate::world::Idle::Never;
        worlds.admit(&worlds.create(definition)?, false)?;
    }
    Ok(worlds)
}

/// Router of the main address, with the control plane unless it has an address of its own. A
/// control token that cannot be read is an error: without it, anybody would get in.
pub fn router(worlds: Worlds, config: &Config) -> Result<Router, TokenError> {
    let (_, stage) = watch::channel(Stage::Serving);
    Ok(Routes::new(worlds, config, WebhookSender::new(surfaces::webhook_format), stage)?.main)
}

/// Routers of the main address and of the control plane's own.
struct Routes {
    main: Router,
    control: Option<Router>,
}

impl Routes {
    fn new(
        worlds: Worlds,
        config: &Config,
        sender: WebhookSender,
        stage: watch::Receiver<Stage>,
    ) -> Result<Self, TokenError> {
        let flags = &config.access;
        let unknown_path = {
            let worlds = worlds.clone();
            async move |request: Request| {
                gate::answer_unknown_path(&worlds, &UNROUTED, request).await
            }
        };
        let apis = served(config);
        let mut main = mocked(&worlds, apis);
        if !flags.cors_origin.is_empty() {
            main = main.layer(cors(&flags.cors_origin));
        }
        let control = if flags.has_control() {
            let control = Control::new(worlds, config.public_url.clone(), sender)
                .over(apis)
                .masking_personal(config.mask_personal)
                .letting_in(access(config)?)
                .waiting_at_most(config.limits.waits())
                .ending(stage);
            let mut control = control.router();
            if !flags.control_origin.is_empty() {
                control = control.layer(cors(&flags.control_origin));
            }
            let home = get(async || (StatusCode::FOUND, [(header::LOCATION, control::ROOT)]));
            let home = home.fallback(unknown_path.clone());
            Some(control.route("/", home))
        } else {
            None
        };
        let (mut main, control) = match (flags.control_listen, control) {
            (None, Some(control)) => (main.merge(control), None),
            (_, control) => (main, control),
        };
        main = main.fallback(unknown_path.clone());
        if flags.strict {
            main = main.layer(axum::middleware::map_response(without_traces));
        }
        let caught = |router: Router| router.layer(CatchPanicLayer::new());
        let control = control.map(|control| caught(control.fallback(unknown_path)));
        Ok(Self { main: caught(main), control })
    }
}

/// The mocked APIs that are served.
fn served(config: &Config) -> &'static [&'static dyn MockedApi] {
    let is_served = |api: &&'static dyn MockedApi| config.surfaces.contains(&api.surface());
    if SURFACES.iter().all(is_served) {
        return &SURFACES;
    }
    let some: Vec<_> = SURFACES.iter().copied().filter(is_served).collect();
    // A server reads its configuration once, and its routes need the list as long as it lives.
    Vec::leak(some)
}

/// Routes of these mocked APIs over these worlds.
fn mocked(worlds: &Worlds, apis: &'static [&'static dyn MockedApi]) -> Router {
    let mut router = Router::new();
    for api in apis {
        for route in api.roots().iter().flat_map(|root| root.routes()) {
            router = router.route(&route, api.service(worlds.clone()));
        }
        router = router.merge(api.files());
    }
    router
}

/// Rules for access to the control plane (SB 17). The host and origin of `--public-url` are allowed
/// too.
fn access(config: &Config) -> Result<Access, TokenError> {
    let flags = &config.access;
    let (mut hosts, mut origins) = (flags.allow_host.clone(), flags.control_origin.clone());
    if let Some(url) = config.public_url.as_ref().and_then(|url| reqwest::Url::parse(url).ok()) {
        hosts.extend(url.host_str().map(ToOwned::to_owned));
        origins.push(url.origin().ascii_serialization());
    }
    let listens = flags.control_listen.unwrap_or(config.listen);
    let loopback = listens.ip().to_canonical().is_loopback();
    Ok(Access { token: flags.token()?, hosts, origins, loopback })
}

/// Allows the web pages of these origins to read answers (CORS). Cookies are not allowed: clients
/// send their credentials in headers.
fn cors(origins: &[String]) -> CorsLayer {
    let known = origins.iter().filter_map(|origin| HeaderValue::from_str(origin).ok());
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(known))
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
        .allow_headers(Any)
        .allow_private_network(true)
        .expose_headers([EXPLAINED, header::RETRY_AFTER])
}

/// Header with the path at which the control plane explains the request.
const EXPLAINED: HeaderName = HeaderName::from_static("sandbox-request");

/// Removes the header that reveals the control plane.
async fn without_traces(mut response: Response) -> Response {
    response.headers_mut().remove(EXPLAINED);
    response
}

/// Listening sockets of the server.
#[derive(Debug)]
pub struct Listeners {
    /// Socket of the mocked APIs, and of the control plane unless it has one of its own.
    pub main: TcpListener,
    /// Socket of the control plane alone.
    pub control: Option<TcpListener>,
}

impl Listeners {
    /// Binds the addresses of a configuration; an error when one cannot be bound, or when
    /// `--control-listen` contradicts `--no-control` or `--strict`.
    pub async fn open(config: &Config) -> anyhow::Result<Self> {
        let contradiction = config.access.control_listen.is_some() && !config.access.has_control();
        anyhow::ensure!(
            !contradiction,
            "--control-listen contradicts --no-control and --strict, which remove the control plane"
        );
        let main = bind(config.listen).await?;
        let control = match config.access.control_listen {
            Some(address) => Some(bind(address).await?),
            None => None,
        };
        Ok(Self { main, control })
    }
}

async fn bind(address: std::net::SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))
}

/// Result of a server that has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// Number of requests that were cut off unanswered.
    pub cut: usize,
}

/// Serves on a listener that the caller has bound, until `until` is done.
pub async fn serve(
    listener: TcpListener,
    worlds: Worlds,
    config: &Config,
    until: impl Future<Output = ()> + Send,
) -> io::Result<Ended> {
    serve_all(Listeners { main: listener, control: None }, worlds, config, until).await
}

/// Serves on all listeners until `until` is done, then shuts down in steps (SB 18): `ready` answers
/// 503 at once; after `--drain-delay` no connection is accepted; running requests get
/// `--drain-timeout` at most; event streams are ended; all connections are closed.
pub async fn serve_all(
    listeners: Listeners,
    worlds: Worlds,
    config: &Config,
    until: impl Future<Output = ()> + Send,
) -> io::Result<Ended> {
    let sender = WebhookSender::new(surfaces::webhook_format);
    let (stage, staged) = watch::channel(Stage::Serving);
    let routes = Routes::new(worlds.clone(), config, sender.clone(), staged.clone());
    let routes = routes.map_err(io::Error::other)?;
    let limits = &config.limits;
    let state = |router| request::ServerState {
        router,
        slots: Arc::new(Semaphore::new(limits.max_inflight.get().min(Semaphore::MAX_PERMITS))),
        stage: staged.clone(),
        arrival: Arrival {
            largest_body: limits.max_body.get(),
            largest_import: limits.max_import.get(),
            slowest_body: limits.body_timeout,
            world_queue: limits.max_world_queue.get(),
            local: None,
        },
        metrics: worlds.metrics().clone(),
    };
    let main = Arc::new(state(routes.main));
    let control = routes.control.map(|router| Arc::new(state(router)));
    let connections = connections::Connections::new(limits.clone());
    let ticker = Ticker(tokio::spawn(tick(worlds.clone(), sender)));
    let accepting = async {
        let control = async {
            match (&listeners.control, &control) {
                (Some(listener), Some(state)) => connections.accept(listener, state).await,
                _ => std::future::pending().await,
            }
        };
        tokio::join!(connections.accept(&listeners.main, &main), control);
    };
    let stopped = async {
        until.await;
        stage.send_replace(Stage::Draining);
        tokio::time::sleep(limits.drain_delay).await;
    };
    tokio::select! { () = accepting => {}, () = stopped => {} }
    drop(listeners);
    let cut = connections.drain(limits.drain_timeout).await;
    stage.send_replace(Stage::Closing);
    connections.close_all(STREAM_END_TIME).await;
    drop(ticker);
    worlds.close();
    Ok(Ended { cut })
}

/// Time for event streams to end and for their clients to notice.
const STREAM_END_TIME: Duration = Duration::from_secs(1);

/// The background task; it is stopped when this value is dropped.
struct Ticker(tokio::task::JoinHandle<()>);

impl Drop for Ticker {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Background work, every 100 ms: deletes idle worlds, fires due effects and sends due webhooks.
async fn tick(worlds: Worlds, sender: WebhookSender) {
    loop {
        tokio::time::sleep(Duration::from_millis(100)).await;
        worlds.expire(real_now());
        for handle in worlds.all() {
            sender.dispatch(&handle);
        }
    }
}
