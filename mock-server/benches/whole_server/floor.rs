//! The floor for comparison: an axum server that checks the same HMAC, or opens the same envelope,
//! and answers fixed bytes.

use std::sync::Arc;

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use conformance::{drivers::envelope::sealer::Sealer, surfaces::envelope::target::EnvelopeCodec};
use mock_server::crypto::signature;
use serde_json::Value;

use super::{
    door::{Door, SEALING, SIGNING},
    process::Process,
};

/// Argument that makes this program the floor.
pub(crate) const FLAG: &str = "--serve-the-floor";

/// A running floor.
pub(crate) struct Floor {
    pub(crate) process: Process,
}

impl Floor {
    /// Starts a floor whose answers have this many bytes, with this authentication.
    pub(crate) fn start(bytes: usize, door: Door) -> Self {
        let process = Process::of_this_program(&[FLAG, &bytes.to_string(), door.word()]);
        Self { process }
    }
}

struct Fixed {
    body: Bytes,
    door: Door,
}

/// Serves until killed.
pub(crate) fn serve(arguments: &[String]) {
    let bytes = arguments[0].parse().expect("a number of bytes");
    let fixed = Arc::new(Fixed {
        body: vec![b' '; bytes].into(),
        door: Door::named(&arguments[1]).expect("a door"),
    });
    let router = Router::new().route(fixed.door.path(), post(answer)).with_state(fixed);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        println!("{}", listener.local_addr().expect("it is bound"));
        axum::serve(listener, router).await.expect("it serves");
    });
}

async fn answer(State(fixed): State<Arc<Fixed>>, headers: HeaderMap, body: Bytes) -> Response {
    let answer = match fixed.door {
        Door::Key => Some(fixed.body.clone()),
        Door::Signed => is_signed(&headers, &body).then(|| fixed.body.clone()),
        Door::Sealed => opened(&body).map(|()| sealed(&fixed.body)),
    };
    match answer {
        Some(body) => {
            ([(header::CONTENT_TYPE, "application/json; charset=utf-8")], body).into_response()
        }
        None => StatusCode::UNAUTHORIZED.into_response(),
    }
}

fn is_signed(headers: &HeaderMap, body: &[u8]) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("");
    let mut sent = [0; 32];
    let read = hex::decode_to_slice(text("x-agio-signature"), &mut sent);
    let parts = [text("x-agio-timestamp").as_bytes(), b".", body];
    read.is_ok() && signature::same(&signature::digest(SIGNING.as_bytes(), &parts), &sent)
}

fn opened(body: &[u8]) -> Option<()> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let sealed = Sealer::new(EnvelopeCodec::default(), SEALING).ok()?;
    let plain = sealed.open(&sealed.read(body["encrypted"].as_str()?).ok()?).ok()?;
    serde_json::from_slice(&plain).ok().map(|_: Value| ())
}

/// A sealed envelope as long as the fixed bytes.
fn sealed(fixed: &Bytes) -> Bytes {
    let plain = &fixed[..(fixed.len() / 4 * 3).saturating_sub(60)];
    let sealer = Sealer::new(EnvelopeCodec::default(), SEALING).expect("the published layout");
    let text = sealer.write(&sealer.seal(plain, [7; 24]));
    format!("{{\"encrypted\":\"{text}\"}}").into()
}
