//! Routes of the mocked APIs and of the control plane.

use std::sync::Arc;

use axum::{
    Router,
    extract::Request,
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::from_fn_with_state,
    response::Response,
    routing::get,
};
use tokio::sync::watch;
use tower_http::{
    catch_panic::CatchPanicLayer,
    cors::{AllowOrigin, Any, CorsLayer},
};

use crate::{
    config::{Config, TokenError},
    gate::{self, WebhookSender},
    log::Unrouted,
    mocked_api::MockedApi,
    surfaces::{
        self, SURFACES,
        control::{self, Access, Control, Stage},
    },
    worlds::Worlds,
};

/// Log renderer of requests that no surface serves.
static UNROUTED: Unrouted =
    Unrouted::beside(|| [surfaces::doors(), vec![control::ROOT.to_owned()]].concat());

/// Router of the main address, with the control plane unless it has an address of its own. A
/// control token that cannot be read is an error: without it, anybody would get in.
pub fn router(worlds: Worlds, config: &Config) -> Result<Router, TokenError> {
    let (_, stage) = watch::channel(Stage::Serving);
    Ok(Routes::new(worlds, config, WebhookSender::new(surfaces::webhook_format), stage)?.main)
}

/// Routers of the main address and of the control plane's own.
pub(super) struct Routes {
    pub(super) main: Router,
    pub(super) control: Option<Router>,
}

impl Routes {
    pub(super) fn new(
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
        let access = if flags.has_control() { Some(Arc::new(access(config)?)) } else { None };
        // Pages drive the control plane: where it is beside them, they are kept as it is (SB 17).
        let beside = access.as_ref().filter(|_| flags.control_listen.is_none());
        let mut main = mocked(&worlds, apis, beside);
        if !flags.cors_origin.is_empty() {
            main = main.layer(cors(&flags.cors_origin));
        }
        let control = if let Some(access) = access {
            let control = Control::new(worlds, config.public_url.clone(), sender)
                .over(apis)
                .masking_personal(config.mask_personal)
                .letting_in(access)
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

/// Routes of these mocked APIs over these worlds; `access` says who may see their pages, all where
/// it is none.
fn mocked(
    worlds: &Worlds,
    apis: &'static [&'static dyn MockedApi],
    access: Option<&Arc<Access>>,
) -> Router {
    let mut router = Router::new();
    for api in apis {
        let mut own = api.files();
        for route in api.roots().iter().flat_map(|root| root.routes()) {
            own = own.route(&route, api.service(worlds.clone()));
        }
        if let (Some(access), Some(asks)) = (access, api.page()) {
            own = own
                .route_layer(from_fn_with_state((Arc::clone(access), asks), control::page_guard));
        }
        router = router.merge(own);
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
