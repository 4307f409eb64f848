//! Encryption sessions in the app (AG 5.7).

use crate::rulebook::{section::section, value::choice};

choice! {
    /// The form of a session's member `key` (AMB-AG-03).
    ClientCrypto {
        /// The AES key itself.
        Symmetric = "symmetric",
        /// The issuer's RSA key, to which the client wraps a key of its own.
        RsaWrapped = "rsa_wrapped",
    }
}

section! {
    /// Rules for encryption sessions that only the app has.
    InAppSession = "ag.session" {
        /// The form of a session's member `key` (AMB-AG-03). Source: in-app-cards: PIN Management;
        /// decided.
        client_crypto: ClientCrypto = ClientCrypto::Symmetric;
    }
}
