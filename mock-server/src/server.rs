//! The router over all surfaces, and the server around it.
//!
//! [`router`], in `server/routes.rs`, is the server without a network. Around it, `connections.rs`
//! accepts and counts connections, `connection.rs` serves one of them, `timing.rs` measures its pace,
//! `request.rs` takes a request to the router, and `refusal.rs` answers the requests that never
//! reach it (SB 18).

mod body;
mod builder;
mod connection;
mod connections;
mod refusal;
mod request;
mod routes;
mod running;
mod signals;
mod socket;
mod timing;

use std::{future::Future, io, sync::Arc, time::Duration};

use anyhow::Context;
use tokio::{
    net::TcpListener,
    sync::{Semaphore, watch},
};

pub use builder::Builder;
pub use routes::router;
pub use running::{Refused, RunningClock, RunningWorld, Server};
pub use signals::Signals;

use crate::{
    config::{Config, JournalPlace},
    gate::{Arrival, WebhookSender},
    journal_file::{JournalFile, Scan},
    surfaces::{
        self,
        control::{self, Stage},
    },
    world::{Definition, Idle, clock::real_now, journal::seal_under},
    worlds::{DEFAULT, Worlds},
};

/// The worlds of a server that starts: those of its journal file, and the default world, unless
/// `--no-default-world`. An error when the file is not one that this server can go on with; then it
/// is unchanged.
pub fn worlds(config: &Config) -> anyhow::Result<Worlds> {
    if let Some(key) = config.journal.key()? {
        anyhow::ensure!(
            seal_under(key.reveal()),
            "this process seals its journals under another key"
        );
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
        definition.idle = Idle::Never;
        worlds.admit(&worlds.create(definition)?, false)?;
    }
    Ok(worlds)
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
    let routes = routes::Routes::new(worlds.clone(), config, sender.clone(), staged.clone());
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
