//! Webhooks of the issuer, with the names that the source document gives.

use serde_json::{Value, json};

/// The sender.
#[derive(Clone)]
pub(super) struct Events {
    url: String,
    client: reqwest::Client,
}

impl Events {
    /// A sender to the address that the operators of the issuer have been told.
    pub(super) fn to(url: &str) -> Self {
        // The suite's receiver of one scenario is gone in the next one, under the same address.
        let client = crate::client().pool_max_idle_per_host(0).build().unwrap();
        Self { url: url.to_owned(), client }
    }

    /// Sends an event once, whether or not somebody listens.
    pub(super) fn tell(&self, what: &str, id: u64, about: &Value) {
        let body = json!({ "id": id, "what": what, "about": about });
        let sending = self.client.post(&self.url).json(&body).send();
        tokio::spawn(async move {
            let _ = sending.await;
        });
    }
}
