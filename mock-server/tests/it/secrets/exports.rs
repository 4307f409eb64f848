//! Everything in which a world leaves the server: exports, stripped journals, comparisons, metrics
//! and views.

use serde_json::json;

use crate::support::Sandbox;

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
