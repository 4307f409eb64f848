//! The router over all surfaces, and serving it until told to stop.
//!
//! [`router`] is the server without a network. Around it, `server/connections.rs` takes connections and
//! counts them, `connection.rs` is one of them, `patience.rs` judges how it gets on, `request.rs` takes a
//! request to the router and `refusal.rs` says what is refused before (SB 18).

mod body;
mod connection;
mod connections;
mod patience;
mod refusal;
mod request;
mod signals;
mod socket;

use std::{future::Future, io, sync::Arc, time::Duration};

use axum::{
    Router,
    extract::Request,
    http::{HeaderName, HeaderValue, Method, header},
    response::{Redirect, Response},
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

pub use signals::Signals;

use crate::{
    config::{Config, TokenError},
    gate::{self, Arrival, WebhookSender},
    log::Unrouted,
    surfaces::{
        self, SURFACES,
        control::{self, Access, Control, Stage},
    },
    world::{Definition, clock::real_now},
    worlds::{DEFAULT, MakeError, Worlds},
};

/// The reader of requests that no surface took.
static NOWHERE: Unrouted =
    Unrouted::beside(|| [surfaces::doors(), vec![control::ROOT.to_owned()]].concat());

/// The worlds of a fresh server.
pub fn worlds(config: &Config) -> Result<Worlds, MakeError> {
    let worlds = Worlds::new(config.max_worlds.get())
        .keeping(config.log_entries)
        .with_room(config.room())
        .expiring_after(config.world_idle);
    if !config.no_default_world {
        let mut definition = Definition::new(DEFAULT, DEFAULT, real_now());
        definition.idle = crate::world::Idle::Never;
        worlds.admit(&worlds.bear(definition)?, false)?;
    }
    Ok(worlds)
}

/// Everything the server answers on its main address, or the one that the control plane shares
/// with it. A token that cannot be had lets nobody in.
pub fn router(worlds: Worlds, config: &Config) -> Result<Router, TokenError> {
    let (_, stage) = watch::channel(Stage::Serving);
    Ok(Routes::new(worlds, config, WebhookSender::new(surfaces::webhook_format), stage)?.main)
}

/// What is answered where.
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
        let keeping = &config.keeping;
        let lost = {
            let worlds = worlds.clone();
            async move |request: Request| gate::lost(&worlds, &NOWHERE, request).await
        };
        let mut main = mocked(&worlds);
        if !keeping.cors_origin.is_empty() {
            main = main.layer(cors(&keeping.cors_origin));
        }
        let control = if keeping.has_control() {
            let control = Control::new(worlds, config.public_url.clone(), sender)
                .over(&SURFACES)
                .masking_personal(config.mask_personal)
                .letting_in(access(config)?)
                .ending(stage);
            let mut control = control.router();
            if !keeping.control_origin.is_empty() {
                control = control.layer(cors(&keeping.control_origin));
            }
            let home = get(async || Redirect::to("/_sandbox")).fallback(lost.clone());
            Some(control.route("/", home))
        } else {
            None
        };
        let (mut main, control) = match (keeping.control_listen, control) {
            (None, Some(control)) => (main.merge(control), None),
            (_, control) => (main, control),
        };
        main = main.fallback(lost.clone());
        if keeping.strict {
            main = main.layer(axum::middleware::map_response(without_traces));
        }
        let caught = |router: Router| router.layer(CatchPanicLayer::new());
        let control = control.map(|control| caught(control.fallback(lost)));
        Ok(Self { main: caught(main), control })
    }
}

/// The mocked APIs over these worlds.
fn mocked(worlds: &Worlds) -> Router {
    let mut router = Router::new();
    for api in SURFACES.iter() {
        for route in api.root().routes() {
            router = router.route(&route, api.service(worlds.clone()));
        }
    }
    router
}

/// Who may use the control plane (SB 17). A host that `--public-url` names is one of ours, and its
/// origin too.
fn access(config: &Config) -> Result<Access, TokenError> {
    let keeping = &config.keeping;
    let (mut hosts, mut origins) = (keeping.allow_host.clone(), keeping.control_origin.clone());
    if let Some(url) = config.public_url.as_ref().and_then(|url| reqwest::Url::parse(url).ok()) {
        hosts.extend(url.host_str().map(ToOwned::to_owned));
        origins.push(url.origin().ascii_serialization());
    }
    let listens = keeping.control_listen.unwrap_or(config.listen);
    let loopback = listens.ip().to_canonical().is_loopback();
    Ok(Access { token: keeping.token()?, hosts, origins, loopback })
}

/// Lets the pages of these origins read answers (CORS). No credentials of a browser are let in:
/// what a client has to show stands in headers.
fn cors(origins: &[String]) -> CorsLayer {
    let known = origins.iter().filter_map(|origin| HeaderValue::from_str(origin).ok());
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(known))
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
        .allow_headers(Any)
        .allow_private_network(true)
        .expose_headers([EXPLAINED, header::RETRY_AFTER])
}

/// Where a request is explained.
const EXPLAINED: HeaderName = HeaderName::from_static("sandbox-request");

/// An answer that says nothing of a control plane.
async fn without_traces(mut response: Response) -> Response {
    response.headers_mut().remove(EXPLAINED);
    response
}

/// Where a server listens.
#[derive(Debug)]
pub struct Listeners {
    /// The mocked APIs, and the control plane where it has no address of its own.
    pub main: TcpListener,
    /// The control plane.
    pub control: Option<TcpListener>,
}

impl Listeners {
    /// Opens the addresses of a configuration.
    pub async fn open(config: &Config) -> anyhow::Result<Self> {
        let contradiction =
            config.keeping.control_listen.is_some() && !config.keeping.has_control();
        anyhow::ensure!(
            !contradiction,
            "--control-listen needs what --no-control and --strict take away"
        );
        let main = bind(config.listen).await?;
        let control = match config.keeping.control_listen {
            Some(address) => Some(bind(address).await?),
            None => None,
        };
        Ok(Self { main, control })
    }
}

async fn bind(address: std::net::SocketAddr) -> anyhow::Result<TcpListener> {
    use anyhow::Context;
    TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))
}

/// How a server ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// How many requests were under way that could not be answered in time.
    pub cut: usize,
}

/// Serves on a listener of the caller's until `until` is done.
pub async fn serve(
    listener: TcpListener,
    worlds: Worlds,
    config: &Config,
    until: impl Future<Output = ()> + Send,
) -> io::Result<Ended> {
    serve_all(Listeners { main: listener, control: None }, worlds, config, until).await
}

/// Serves on all listeners until `until` is done and what runs then is answered (SB 18): `ready`
/// says so at once; after `--drain-delay` no connection is taken; for `--drain-timeout` at most,
/// requests are answered; streams say goodbye; all is over.
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
    let desk = |router| request::Serving {
        router,
        places: Arc::new(Semaphore::new(limits.max_inflight.get().min(Semaphore::MAX_PERMITS))),
        stage: staged.clone(),
        arrival: Arrival {
            largest_body: limits.max_body.get(),
            slowest_body: limits.body_timeout,
            world_queue: limits.max_world_queue.get(),
            local: None,
        },
    };
    let main = Arc::new(desk(routes.main));
    let control = routes.control.map(|router| Arc::new(desk(router)));
    let connections = connections::Connections::new(limits.clone());
    let ticker = Ticker(tokio::spawn(tick(worlds, sender)));
    let taking = async {
        let control = async {
            match (&listeners.control, &control) {
                (Some(listener), Some(desk)) => connections.take(listener, desk).await,
                _ => std::future::pending().await,
            }
        };
        tokio::join!(connections.take(&listeners.main, &main), control);
    };
    let told = async {
        until.await;
        stage.send_replace(Stage::Draining);
        tokio::time::sleep(limits.drain_delay).await;
    };
    tokio::select! { () = taking => {}, () = told => {} }
    drop(listeners);
    let cut = connections.drain(limits.drain_timeout).await;
    stage.send_replace(Stage::Closing);
    connections.disperse(GOODBYE).await;
    drop(ticker);
    Ok(Ended { cut })
}

/// So long streams have to say goodbye and their clients to hear it.
const GOODBYE: Duration = Duration::from_secs(1);

/// Ends with the server, however that ends.
struct Ticker(tokio::task::JoinHandle<()>);

impl Drop for Ticker {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Due effects fire at most 100 ms late, deliveries go out, and idle worlds go.
async fn tick(worlds: Worlds, sender: WebhookSender) {
    loop {
        tokio::time::sleep(Duration::from_millis(100)).await;
        worlds.expire(real_now());
        for handle in worlds.all() {
            sender.dispatch(&handle);
        }
    }
}
