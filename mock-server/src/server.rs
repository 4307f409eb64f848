//! The router over all surfaces, and serving it until told to stop.

use std::{future::Future, io, time::Duration};

use axum::{
    Router,
    extract::Request,
    response::Redirect,
    routing::{any, get},
};
use tokio::{net::TcpListener, sync::watch};
use tower_http::catch_panic::CatchPanicLayer;

use crate::{
    config::Config,
    gate::{self, Door, Postman},
    log::{Nowhere, Scribe},
    surfaces::{
        ENVELOPE_PATH, PARTNER_PATH,
        control::{Control, Document},
        envelope::{self, Envelope, EnvelopeLetters},
        partner::Partner,
    },
    world::{Definition, clock::real_now},
    worlds::{DEFAULT, MakeError, Worlds},
};

/// The surfaces that have an OpenAPI document.
const DOCUMENTS: &[(&str, Document)] = &[("ER", envelope::document)];

/// The surfaces whose requests are logged.
const SCRIBES: &[&dyn Scribe] = &[Partner::SCRIBE, Envelope::SCRIBE];

/// Who reads requests that no surface took.
static NOWHERE: Nowhere = Nowhere::beside(SCRIBES, &["/_sandbox"]);

/// The worlds of a fresh server.
pub fn worlds(config: &Config) -> Result<Worlds, MakeError> {
    let worlds =
        Worlds::new(config.max_worlds).keeping(config.log_entries).with_room(config.room());
    if !config.no_default_world {
        let mut definition = Definition::new(DEFAULT, DEFAULT, real_now());
        definition.idle = crate::world::Idle::Never;
        worlds.admit(&worlds.bear(definition)?, false)?;
    }
    Ok(worlds)
}

/// Everything the server answers.
pub fn router(worlds: Worlds, config: &Config) -> Router {
    let (_, closing) = watch::channel(false);
    routes(worlds, config, Postman::new(EnvelopeLetters), closing)
}

fn routes(
    worlds: Worlds,
    config: &Config,
    postman: Postman,
    closing: watch::Receiver<bool>,
) -> Router {
    let partner = Partner::new(worlds.clone());
    let serve = move |request: Request| {
        let partner = partner.clone();
        async move { partner.serve(request).await }
    };
    let envelope = Envelope::new(worlds.clone());
    let sealed = move |request: Request| {
        let envelope = envelope.clone();
        async move { envelope.serve(request).await }
    };
    let nobody = worlds.clone();
    let lost = move |request: Request| {
        let worlds = nobody.clone();
        async move { gate::lost(&worlds, &NOWHERE, request).await }
    };
    let control = Control::new(worlds, config.public_url.clone(), postman)
        .showing(DOCUMENTS)
        .reading(SCRIBES)
        .masking_personal(config.mask_personal)
        .ending(closing);
    Router::new()
        .route(PARTNER_PATH, any(serve))
        .route(ENVELOPE_PATH, any(sealed.clone()))
        .route(&format!("{ENVELOPE_PATH}/"), any(sealed.clone()))
        .route(&format!("{ENVELOPE_PATH}/{{*path}}"), any(sealed))
        .route("/", get(async || Redirect::to("/_sandbox")).fallback(lost.clone()))
        .merge(control.router())
        .fallback(lost)
        .layer(CatchPanicLayer::new())
}

/// Serves on a listener of the caller's until `until` is done.
pub async fn serve(
    listener: TcpListener,
    worlds: Worlds,
    config: &Config,
    until: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let postman = Postman::new(EnvelopeLetters);
    let ticker = tokio::spawn(tick(worlds.clone(), postman.clone()));
    let (close, closing) = watch::channel(false);
    let router = routes(worlds, config, postman, closing);
    // What streams are open would else keep the server from ending.
    let until = async move {
        until.await;
        close.send_replace(true);
    };
    let served = axum::serve(listener, router).with_graceful_shutdown(until).await;
    ticker.abort();
    served
}

/// Due effects fire at most 100 ms late, deliveries go out, and idle worlds go.
async fn tick(worlds: Worlds, postman: Postman) {
    loop {
        tokio::time::sleep(Duration::from_millis(100)).await;
        worlds.expire(real_now());
        for handle in worlds.all() {
            postman.dispatch(&handle);
        }
    }
}
