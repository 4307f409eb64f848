//! Does the control plane of a sandbox take us?

use super::{Finding, connection::anything};
use crate::drivers::Http;

/// Asks the control plane for its worlds.
pub(super) async fn examine(control: &str, token: Option<&str>, http: &Http) -> Vec<Finding> {
    const WHAT: &str = "control plane";
    let url = format!("{control}/worlds");
    let mut sent = anything(&url);
    if let Some(token) = token {
        sent.headers.push(("authorization".to_owned(), format!("Bearer {token}")));
    }
    let finding = match http.send(&sent).await {
        Ok(answer) if answer.status == 200 && answer.json["items"].is_array() => {
            Finding::ok(WHAT, format!("{control} answers; each scenario gets a world of its own"))
        }
        Ok(answer) if matches!(answer.status, 401 | 403) => Finding::problem(
            WHAT,
            answer.summary(),
            "export SANDBOX_CONTROL_TOKEN, or name it as surfaces.SB.credentials.primary.token",
        ),
        Ok(answer) => Finding::problem(
            WHAT,
            format!("{url}: {}", answer.summary()),
            "is this a mock-server? Its control plane ends in /_sandbox",
        ),
        Err(mismatch) => Finding::problem(
            WHAT,
            format!("{url} does not answer: {}", mismatch.actual),
            "is the server running, and the url right? `mock-server` starts one",
        ),
    };
    vec![finding]
}
