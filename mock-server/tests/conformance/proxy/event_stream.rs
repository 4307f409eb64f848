//! Event streams through a proxy: their events pass one by one.

use tokio::io::{AsyncWrite, AsyncWriteExt};

use super::{Behaviour, Memory, Request, sent};

/// True for a request whose answer does not end.
pub(super) fn is_meant(request: &Request) -> bool {
    request.path.split('?').next() == Some("/graphql/events")
}

/// Passes a request on, and the events of its answer as they come. An answer that is no stream ends
/// by itself.
pub(super) async fn run(
    request: &Request,
    (behaviour, memory): (&impl Behaviour, &Memory),
    (upstream, client): (&str, &reqwest::Client),
    mut write: impl AsyncWrite + Unpin,
) {
    let mut answer = sent(request, &format!("{upstream}{}", request.path), client).await.unwrap();
    let mut head = format!("HTTP/1.1 {} X\r\n", answer.status().as_u16());
    for (name, value) in answer.headers() {
        if !matches!(name.as_str(), "content-length" | "transfer-encoding" | "connection") {
            head.push_str(&format!("{name}: {}\r\n", value.to_str().unwrap()));
        }
    }
    head.push_str("connection: close\r\n\r\n");
    if write.write_all(head.as_bytes()).await.is_err() {
        return;
    }
    let mut waiting = String::new();
    while let Ok(Some(bytes)) = answer.chunk().await {
        waiting.push_str(&String::from_utf8_lossy(&bytes));
        while let Some((event, rest)) = waiting.split_once("\n\n") {
            let on = match event.contains("data:") {
                true => behaviour.event(event, memory),
                false => vec![event.to_owned()],
            };
            let text: String = on.iter().map(|event| format!("{event}\n\n")).collect();
            if write.write_all(text.as_bytes()).await.is_err() || write.flush().await.is_err() {
                return;
            }
            waiting = rest.to_owned();
        }
    }
    let _ = write.write_all(waiting.as_bytes()).await;
}
