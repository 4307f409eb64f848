//! Random bytes: every answer is one that the contract knows.

use axum::{body::Body, http::Request};
use base64::{Engine, engine::general_purpose::STANDARD};
use mock_server::crypto::sealed;
use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};
use serde_json::{Value, json};

use super::Project;
use crate::support::{START_MS, Sandbox};

const PATHS: [&str; 8] = [
    "/users/get",
    "/users/create",
    "/cardholders/create",
    "/cards/create",
    "/cards/topup",
    "/cards/txs",
    "/wh/subscribe",
    "/no/where",
];

const PLAIN: [&str; 8] = [
    "Not found",
    "API key not found",
    "Encrypted payload not found",
    "Invalid encrypted payload format",
    "Request timestamp not found in encrypted payload",
    "Invalid timestamp format",
    "Request timestamp outside allowed window",
    "Duplicate request detected",
];

struct Noise {
    rng: ChaCha8Rng,
    sent: i64,
}

impl Noise {
    fn below(&mut self, bound: u64) -> u64 {
        self.rng.next_u64() % bound
    }

    fn bytes(&mut self, most: u64) -> Vec<u8> {
        let mut bytes = vec![0; usize::try_from(self.below(most)).unwrap()];
        self.rng.fill_bytes(&mut bytes);
        bytes
    }

    fn value(&mut self, depth: u64) -> Value {
        match self.below(8 + depth) {
            0 => Value::Null,
            1 => json!(self.below(2) == 0),
            2 => json!(self.rng.next_u64() as i64),
            3 => json!(self.rng.next_u64() as f64 / 1e3),
            4 => json!("ext-ada"),
            5 => json!("12.34"),
            6 | 7 => json!(String::from_utf8_lossy(&self.bytes(12))),
            8 => json!([self.value(depth - 1)]),
            _ => json!({"first_name": self.value(depth - 1), "email": self.value(depth - 1)}),
        }
    }

    fn payload(&mut self) -> Value {
        self.sent += 1;
        let mut payload = json!({"request_timestamp": START_MS * 1000 + self.sent});
        for name in [
            "request_timestamp",
            "external_user_id",
            "user_id",
            "card_id",
            "amount",
            "kyc_data",
            "product_code",
            "initial_topup_amount",
            "subprovider_code",
            "currency",
            "slug",
            "limit",
            "skip",
            "url",
            "label",
        ] {
            let often = if name == "request_timestamp" { 10 } else { 2 };
            if self.below(often) == 0 {
                payload[name] = self.value(3);
            }
        }
        payload
    }

    fn body(&mut self, secret: &str) -> Vec<u8> {
        let seal = |plain: &[u8]| {
            let envelope = sealed::seal(secret, sealed::VERSION, &[9; sealed::NONCE], plain);
            json!({ "encrypted": envelope }).to_string().into_bytes()
        };
        match self.below(8) {
            0 => self.bytes(300),
            1 => json!({ "encrypted": STANDARD.encode(self.bytes(200)) }).to_string().into_bytes(),
            2 => json!({ "encrypted": self.value(3) }).to_string().into_bytes(),
            3 => seal(&self.bytes(200)),
            4 => {
                let mut text = self.payload().to_string().into_bytes();
                let at = usize::try_from(self.below(text.len() as u64)).unwrap();
                text[at] = self.rng.next_u32() as u8;
                seal(&text)
            }
            5 => {
                let mut body = seal(self.payload().to_string().as_bytes());
                let at = usize::try_from(self.below(body.len() as u64)).unwrap();
                body[at] = self.rng.next_u32() as u8;
                body
            }
            _ => seal(self.payload().to_string().as_bytes()),
        }
    }
}

#[tokio::test]
async fn random_bodies_get_only_known_answers() {
    let sandbox = Sandbox::new().await;
    let main = Project::named(&sandbox, "main").await;
    let mut noise = Noise { rng: ChaCha8Rng::seed_from_u64(7), sent: 0 };
    let mut seen = std::collections::BTreeMap::<String, u32>::new();
    for _ in 0..20_000 {
        let path = PATHS[usize::try_from(noise.below(8)).unwrap()];
        let body = noise.body(&main.secret);
        let request = Request::post(format!("/api/v1{path}"))
            .header("API-KEY", &main.key)
            .header("content-type", "application/json")
            .header("idempotency-key", "k")
            .body(Body::from(body.clone()))
            .unwrap();
        let reply = sandbox.send(request).await;
        let opened = main.open(reply.status, &reply.body);
        let shown = || String::from_utf8_lossy(&body).into_owned();
        if !opened.is_sealed {
            let text = opened.text("/error");
            assert!(PLAIN.contains(&text), "{path} {} {}", opened.body, shown());
            *seen.entry(text.to_owned()).or_default() += 1;
            continue;
        }
        let (status, slug) = (opened.status.as_u16(), opened.slug());
        assert!(status < 500 || slug == "invalid_pricing", "{path} {} {}", opened.body, shown());
        assert_eq!(opened.body["success"] == true, status == 200);
        *seen.entry(slug.to_owned()).or_default() += 1;
    }
    assert!(seen.len() > 10, "{seen:?}");
}
