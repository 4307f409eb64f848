//! Each sealed answer has a nonce of its own (ER 2).

use std::collections::BTreeSet;

use base64::{Engine, engine::general_purpose::STANDARD};
use mock_server::crypto::sealed::NONCE;
use serde_json::{Value, json};

use super::Project;
use crate::support::Sandbox;

#[tokio::test]
async fn no_two_answers_have_the_same_nonce() {
    let sandbox = Sandbox::new().await;
    let mut main = Project::named(&sandbox, "main").await;
    let mut nonces = BTreeSet::new();
    for _ in 0..100 {
        let request = main.request(&sandbox, "/project/balance", &json!({}), None);
        let answer: Value = sandbox.send(request).await.json();
        let sealed = STANDARD.decode(answer["encrypted"].as_str().unwrap()).unwrap();
        assert!(nonces.insert(sealed[1..=NONCE].to_vec()));
    }
}
