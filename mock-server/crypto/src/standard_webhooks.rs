//! Signatures of webhooks by the specification Standard Webhooks (MC 14.4).

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{Secret, signature};

/// Start of a secret; base64 of the key stands behind it.
const PREFIX: &str = "whsec_";

/// Signature of a delivery under a secret: `v1,` and the base64 of HMAC-SHA256 over id, timestamp and
/// body, with dots between them. Of a secret that is no base64, the text itself is the key.
pub fn sign(secret: &Secret, id: &[u8], timestamp: &str, body: &[u8]) -> String {
    let text = secret.reveal();
    let text = text.strip_prefix(PREFIX).unwrap_or(text);
    let key = STANDARD.decode(text).unwrap_or_else(|_| text.as_bytes().to_vec());
    let parts = [id, b".", timestamp.as_bytes(), b".", body];
    format!("v1,{}", STANDARD.encode(signature::digest(&key, &parts)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vectors_of_the_contract_and_a_public_one_hold() {
        let vectors = crate::vectors("standard_webhooks");
        assert!(vectors.len() >= 3);
        for vector in vectors {
            let text = |name: &str| vector[name].as_str().unwrap();
            let signed = vector["secrets"].as_array().unwrap().iter().map(|secret| {
                let secret = Secret::new(secret.as_str().unwrap());
                sign(&secret, text("id").as_bytes(), text("timestamp"), text("body").as_bytes())
            });
            let signed = signed.collect::<Vec<_>>().join(" ");
            assert_eq!(signed, text("signature"), "{}", text("name"));
        }
    }
}
