//! `mock-server version`: what this program is.

use clap::Args;
use serde_json::json;

use super::{Verdict, print, print_json};
use crate::{
    surfaces::{SURFACES, control::REVISION},
    world::ENGINE,
};

/// Print the version of the program and of its formats.
#[derive(Clone, Debug, Args)]
pub(super) struct Version {
    /// Print it as JSON.
    #[arg(long)]
    json: bool,
}

impl Version {
    pub(super) fn run(&self) -> anyhow::Result<Verdict> {
        let version = env!("CARGO_PKG_VERSION");
        let surfaces: Vec<_> = SURFACES.iter().map(|api| api.surface().code()).collect();
        if self.json {
            print_json(&json!({"name": "mock-server", "version": version, "engine": ENGINE,
                               "surfaces": surfaces, "revision": REVISION}))?;
        } else {
            let surfaces = surfaces.join(", ");
            let revision = REVISION.map(|revision| format!(", revision {revision}"));
            let revision = revision.unwrap_or_default();
            print(&format!(
                "mock-server {version}, engine {ENGINE}, surfaces {surfaces}{revision}"
            ))?;
        }
        Ok(Verdict::Yes)
    }
}
