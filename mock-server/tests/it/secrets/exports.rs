//! Everything in which a world leaves the server: exports, stripped journals, comparisons, metrics
//! and views.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use super::{journal::write_everywhere, search::Search, sessions::Secrets};
use crate::{envelope::Project, support::Sandbox};

/// Texts of all of them, each with its path.
pub(super) async fn all(sandbox: &Sandbox) -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    for path in [
        "/worlds/test/export?as=gherkin",
        "/worlds/test/export?as=curl",
        "/worlds/test/export?as=har",
        "/worlds/test/export?as=journal&strip=true",
        "/worlds/test/journal?strip=true",
        "/worlds/test/diff?with_world=default",
        "/worlds/test/entities?limit=1000",
        "/metrics",
    ] {
        let told = sandbox.control("GET", path, &json!({})).await;
        assert_eq!(told.status, 200, "{path}: {}", told.text());
        all.push((path, told.text()));
    }
    all
}

#[tokio::test]
async fn no_secret_that_a_client_writes_into_a_plain_field_leaves_the_server() {
    let mut sandbox = Sandbox::new().await;
    let mut main = Project::named(&sandbox, "main").await;
    let mut secrets = Secrets::default();
    let pan = sandbox.pan(&mut secrets).await;
    let session = sandbox.open_session(&mut secrets).await;
    let shown = sandbox.control("GET", "/worlds/test/credentials", &Value::Null).await.json();
    let secret = shown["PG"]["partners"][0]["credentials"][0]["client_secret"].clone();
    let secret = secret.as_str().unwrap().to_owned();
    let planted = vec![pan, session.key, secret, main.secret.clone()];
    let mut written = 0;
    for canary in &planted {
        let (base64, hex) = (STANDARD.encode(canary), hex::encode(canary));
        for text in [canary.clone(), format!("fee for {canary}, twice"), base64, hex] {
            write_everywhere(&mut sandbox, &mut main, &text, written).await;
            written += 1;
        }
    }
    let search = Search::new(&planted);
    for (path, text) in all(&sandbox).await {
        assert_eq!(search.leak(&text), None, "{path}: {text}");
    }
}
