//! `mock-server version`: what this program is.

use clap::Args;
use serde_json::json;

use super::{Verdict, print, print_json};
use crate::{surfaces::SURFACES, world::ENGINE};

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
                               "surfaces": surfaces}))?;
        } else {
            let surfaces = surfaces.join(", ");
            print(&format!("mock-server {version}, engine {ENGINE}, surfaces {surfaces}"))?;
        }
        Ok(Verdict::Yes)
    }
}
