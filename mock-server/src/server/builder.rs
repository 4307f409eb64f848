//! A server for tests, in the process of the test (SB 20).

use std::{sync::mpsc, thread};

use anyhow::Context;
use clap::Parser;
use serde_json::{Map, Value, json};
use tokio::sync::oneshot;

use super::{Ended, Listeners, running::Server, serve_all, worlds};
use crate::{config::Config, surfaces::control, worlds::DEFAULT};

/// The settings of a server that is to start: [`Server::builder`].
#[derive(Clone, Debug, Default)]
pub struct Builder {
    flags: Vec<String>,
    default_world: Map<String, Value>,
    worlds: Vec<Value>,
}

impl Server {
    /// A server that is still to be started.
    pub fn builder() -> Builder {
        Builder::default()
    }
}

impl Builder {
    /// Sets the seed of the default world. Its credentials are then derived from it, and are no
    /// longer the published ones.
    #[must_use]
    pub fn seed(self, seed: &str) -> Self {
        self.defining("seed", json!(seed))
    }

    /// Lets the clock of the default world stand still at an instant (RFC 3339).
    #[must_use]
    pub fn frozen_at(self, at: &str) -> Self {
        self.defining("clock", json!({"mode": "frozen", "at": at}))
    }

    /// Sets a member of the definition of the default world, in the form of `POST /_sandbox/worlds`:
    /// `rules`, `deviations`, `readings`, `setup`, and so on.
    #[must_use]
    pub fn defining(mut self, member: &str, value: Value) -> Self {
        self.default_world.insert(member.to_owned(), value);
        self
    }

    /// Adds a world, in the form of `POST /_sandbox/worlds`.
    #[must_use]
    pub fn world(mut self, definition: Value) -> Self {
        self.worlds.push(definition);
        self
    }

    /// Adds a flag of the command line, like `--mask-personal` or `--max-worlds=7`.
    #[must_use]
    pub fn flag(mut self, flag: &str) -> Self {
        self.flags.push(flag.to_owned());
        self
    }

    /// Starts the server on a free port of this machine, on threads of its own; it accepts
    /// connections when this returns. A mistake in a flag or definition is an error.
    pub fn start(self) -> anyhow::Result<Server> {
        let own: &[&str] = match self.flags.iter().any(|flag| flag.starts_with("--listen=")) {
            true => &["mock-server"],
            false => &["mock-server", "--listen=127.0.0.1:0"],
        };
        let own = own.iter().map(|flag| (*flag).to_owned());
        let config = Config::try_parse_from(own.chain(self.flags))?;
        let all = worlds(&config)?;
        let mut definitions = self.worlds;
        if !self.default_world.is_empty() {
            let mut default = self.default_world;
            default.insert("id".to_owned(), json!(DEFAULT));
            definitions.insert(0, Value::Object(default));
        }
        definitions
            .retain(|definition| definition["id"].as_str().is_none_or(|id| !all.was_found(id)));
        for definition in definitions {
            control::make_world(&all, definition)
                .map_err(|problem| anyhow::anyhow!("no world was made: {problem}"))?;
        }
        let (end, ends) = oneshot::channel::<()>();
        let (tell, told) = mpsc::channel();
        let ours = all.clone();
        let thread = thread::Builder::new().name("mock-server".to_owned()).spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .worker_threads(config.threads())
                .enable_all()
                .build()?;
            let handle = runtime.handle().clone();
            runtime.block_on(async {
                let begun = async {
                    let listeners = Listeners::open(&config).await?;
                    let address = listeners.main.local_addr()?;
                    anyhow::Ok((listeners, address))
                };
                let (listeners, address) = match begun.await {
                    Ok(begun) => begun,
                    Err(error) => {
                        let _ = tell.send(Err(error));
                        return anyhow::Ok(Ended { cut: 0 });
                    }
                };
                let _ = tell.send(Ok((address, handle)));
                let until = async {
                    let _ = ends.await;
                };
                Ok(serve_all(listeners, ours, &config, until).await?)
            })
        })?;
        let (address, runtime) = told.recv().context("the server ended before it listened")??;
        Ok(Server::running(format!("http://{address}"), all, runtime, (end, thread)))
    }
}
