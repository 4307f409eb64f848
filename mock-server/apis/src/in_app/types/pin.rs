//! Encryption sessions, PINs and secrets.

use async_graphql::{InputObject, SimpleObject};

use super::{envelope, fields};

fields! {
    /// An encryption session; it serves one operation.
    #[derive(SimpleObject)]
    struct EncryptionKeys {
        "plain" session_id: String,
        /// AES-128 key, base64.
        "secret" key: String,
        /// GCM nonce, base64.
        "secret" iv: String,
    }
}

fields! {
    #[derive(InputObject)]
    struct SetRainCardPinInput {
        card_id: i32,
        "plain" session_id: String,
        "sealed" encrypted_pin: String,
    }
}

envelope! {
    /// Answer of `setRainCardPin` and `getRainCardPin`.
    RainCardPinResponse {
        id: i32,
        "sealed" encrypted_pin: String,
    }
}

envelope! {
    /// Answer of `revealRainCardSecrets`.
    RainCardSecretsResponse {
        id: i32,
        "sealed" encrypted_secrets: String,
    }
}
