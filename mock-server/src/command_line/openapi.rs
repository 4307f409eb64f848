//! `mock-server openapi`: the OpenAPI documents, without a server.

use anyhow::bail;
use clap::Args;

use super::{Verdict, print, print_json};
use crate::{
    mocked_api::Document,
    spelling::nearest,
    surface::Surface,
    surfaces::{SURFACES, control},
};

/// Print the OpenAPI document of the control plane, or the document of a mocked API.
#[derive(Clone, Debug, Args)]
pub(super) struct OpenApi {
    /// Code of an API: `SB` is the control plane; of a GraphQL API, its schema is printed.
    #[arg(default_value = "SB")]
    surface: String,
}

impl OpenApi {
    pub(super) fn run(&self) -> anyhow::Result<Verdict> {
        let wanted = self.surface.to_ascii_uppercase();
        if wanted == Surface::SB.code() {
            print_json(control::document())?;
            return Ok(Verdict::Yes);
        }
        let Some(api) = SURFACES.iter().find(|api| api.surface().code() == wanted) else {
            let codes = SURFACES.iter().map(|api| api.surface().code());
            let codes: Vec<_> = codes.chain([Surface::SB.code()]).collect();
            let near = nearest(&wanted, &codes).into_iter().next().unwrap_or_default();
            bail!("there is no API {wanted:?}, but {}; is {near} meant?", codes.join(", "));
        };
        match api.document() {
            Document::OpenApi(document) => print_json(document())?,
            Document::Sdl(sdl) => print(sdl())?,
        }
        Ok(Verdict::Yes)
    }
}
