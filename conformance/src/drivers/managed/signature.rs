//! The signature of a delivery after Standard Webhooks (MC 14.4), checked a second time on our side.

use base64::{Engine, prelude::BASE64_STANDARD as BASE64};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::{Mismatch, StepResult, drivers::webhook_sink::Delivery};

/// The signature of a body under a secret such as `whsec_…`, without its version.
///
/// # Errors
/// A secret that is not `whsec_` and base64.
pub fn of(secret: &str, id: &str, timestamp: &str, body: &[u8]) -> StepResult<String> {
    let key = secret.strip_prefix("whsec_").and_then(|text| BASE64.decode(text).ok());
    let key = key.ok_or_else(|| {
        Mismatch::behaviour("a secret of whsec_ and standard base64", "another text")
    })?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key)
        .map_err(|error| Mismatch::suite("a key for HMAC", error.to_string()))?;
    mac.update(format!("{id}.{timestamp}.").as_bytes());
    mac.update(body);
    Ok(BASE64.encode(mac.finalize().into_bytes()))
}

/// The signatures that a delivery lists, in order, without their versions.
pub fn listed(delivery: &Delivery) -> Vec<&str> {
    let header = delivery.header("webhook-signature").unwrap_or_default();
    header.split(' ').filter_map(|one| one.strip_prefix("v1,")).collect()
}

/// True when one of the signatures that a delivery lists is made with this secret.
pub fn fits(delivery: &Delivery, secret: &str) -> StepResult<bool> {
    let [id, timestamp] = ["webhook-id", "webhook-timestamp"].map(|name| delivery.header(name));
    let (Some(id), Some(timestamp)) = (id, timestamp) else { return Ok(false) };
    let own = of(secret, id, timestamp, &delivery.body)?;
    Ok(listed(delivery).contains(&own.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    fn delivery(signature: &str) -> Delivery {
        let headers = [
            ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
            ("webhook-timestamp", "1614265330"),
            ("webhook-signature", signature),
        ];
        Delivery {
            path: "/the-receiver".to_owned(),
            method: "POST".to_owned(),
            headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
            body: br#"{"test": 2432232314}"#.to_vec(),
        }
    }

    #[test]
    fn the_published_vector_fits() {
        let good = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        assert!(fits(&delivery(good), SECRET).unwrap());
        assert!(fits(&delivery(&format!("v1,AAAA {good}")), SECRET).unwrap());
        assert!(!fits(&delivery("v1,AAAA"), SECRET).unwrap());
        assert!(!fits(&delivery(&good[3..]), SECRET).unwrap());
        assert!(fits(&delivery(good), "secret").is_err());
    }
}
