//! The floor: an axum server that checks the same HMAC and answers fixed bytes.

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
    sync::Arc,
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use mock_server::crypto::signature;

use super::{
    partner::{PATH, SECRET},
    process::Process,
};

/// The argument that makes this program the floor.
pub(crate) const FLAG: &str = "--serve-the-floor";

/// A running floor.
pub(crate) struct Floor {
    pub(crate) process: Process,
}

impl Floor {
    /// A floor whose answers have this many bytes, and that looks at signatures or not.
    pub(crate) fn start(bytes: usize, signed: bool) -> Self {
        let mut child = Command::new(std::env::current_exe().expect("this program"))
            .args([FLAG, &bytes.to_string(), &signed.to_string()])
            .stdout(Stdio::piped())
            .spawn()
            .expect("this program starts");
        let mut line = String::new();
        let out = child.stdout.take().expect("it is piped");
        BufReader::new(out).read_line(&mut line).expect("the floor says where it listens");
        let address = line.trim().parse().expect("an address");
        Self { process: Process { child, address } }
    }
}

struct Fixed {
    body: Bytes,
    signed: bool,
}

/// Serves until killed.
pub(crate) fn serve(arguments: &[String]) {
    let bytes = arguments[0].parse().expect("a number of bytes");
    let fixed = Arc::new(Fixed {
        body: vec![b' '; bytes].into(),
        signed: arguments[1].parse().expect("true or false"),
    });
    let router = Router::new().route(PATH, post(answer)).with_state(fixed);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        println!("{}", listener.local_addr().expect("it is bound"));
        axum::serve(listener, router).await.expect("it serves");
    });
}

async fn answer(State(fixed): State<Arc<Fixed>>, headers: HeaderMap, body: Bytes) -> Response {
    if fixed.signed && !is_signed(&headers, &body) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    ([(header::CONTENT_TYPE, "application/json; charset=utf-8")], fixed.body.clone())
        .into_response()
}

fn is_signed(headers: &HeaderMap, body: &[u8]) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("");
    let mut sent = [0; 32];
    let read = hex::decode_to_slice(text("x-agio-signature"), &mut sent);
    let parts = [text("x-agio-timestamp").as_bytes(), b".", body];
    read.is_ok() && signature::same(&signature::digest(SECRET.as_bytes(), &parts), &sent)
}
