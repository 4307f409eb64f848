//! The token and the secret of a credential, in the words of its holder's surface.

use serde::Serialize;
use utoipa::ToSchema;

use crate::world::{Credential, Holder};

/// A credential's token and secret. They are shown to whoever has made the credential.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub(super) enum Keys {
    /// Of a partner.
    Partner {
        /// Goes into `x-agio-api-key`.
        api_token: String,
        /// Signs requests.
        client_secret: String,
    },
    /// Of a project.
    Project {
        /// Goes into `API-KEY`.
        api_key: String,
        /// Seals bodies.
        api_secret: String,
    },
}

impl Keys {
    /// The keys of a credential.
    pub(super) fn of(credential: &Credential) -> Self {
        let token = credential.api_token.clone();
        let secret = credential.client_secret.reveal().to_owned();
        match credential.holder {
            Holder::Partner(_) => Self::Partner { api_token: token, client_secret: secret },
            Holder::Project(_) => Self::Project { api_key: token, api_secret: secret },
        }
    }
}
