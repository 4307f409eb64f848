//! Encryption sessions, PINs and secrets.

use async_graphql::{InputObject, SimpleObject};

use super::envelope;

/// An encryption session; it serves one operation.
#[derive(SimpleObject)]
pub(in crate::surfaces::partner) struct EncryptionKeys {
    pub(in crate::surfaces::partner) session_id: String,
    /// AES-128 key, base64.
    pub(in crate::surfaces::partner) key: String,
    /// GCM nonce, base64.
    pub(in crate::surfaces::partner) iv: String,
}

#[derive(InputObject)]
pub(in crate::surfaces::partner) struct SetCardPinInput {
    pub(in crate::surfaces::partner) card_id: i32,
    pub(in crate::surfaces::partner) session_id: String,
    pub(in crate::surfaces::partner) encrypted_pin: String,
}

envelope! {
    /// Answer of `setCardPin` and `getCardPin`.
    CardPinResponse {
        id: i32,
        encrypted_pin: String,
    }
}

envelope! {
    /// Answer of `revealCardSecrets`.
    CardSecretsResponse {
        id: i32,
        encrypted_secrets: String,
    }
}
