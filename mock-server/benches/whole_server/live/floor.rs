//! The floor: a bare WebSocket server that sends a fixed text to every subscription when it is told
//! to.

use futures::{SinkExt, StreamExt};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::broadcast,
};
use tokio_tungstenite::{
    accept_hdr_async,
    tungstenite::{
        Message,
        handshake::server::{ErrorResponse, Request, Response},
    },
};

use super::super::process::Process;

/// Argument that makes this program the floor.
pub(crate) const FLAG: &str = "--serve-the-floor-of-subscriptions";

/// The message that stands for the move of the clock; every other one begins a subscription.
pub(super) const MOVE: &str = "move";

/// Starts a floor whose results have this many bytes.
pub(super) fn start(bytes: usize) -> Process {
    Process::of_this_program(&[FLAG, &bytes.to_string()])
}

/// Serves until killed.
pub(crate) fn serve(arguments: &[String]) {
    let bytes: usize = arguments[0].parse().expect("a number of bytes");
    let envelope = r#"{"type":"next","payload":""}"#;
    let filling = " ".repeat(bytes.saturating_sub(envelope.len()));
    let result = envelope.replace(r#""""#, &format!("\"{filling}\""));
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        println!("{}", listener.local_addr().expect("it is bound"));
        let (moves, _) = broadcast::channel(16);
        loop {
            let (stream, _) = listener.accept().await.expect("a connection");
            tokio::spawn(talk(stream, moves.clone(), result.clone()));
        }
    });
}

async fn talk(stream: TcpStream, moves: broadcast::Sender<()>, result: String) {
    stream.set_nodelay(true).expect("a socket of this machine");
    let mut moved = moves.subscribe();
    let mut socket = accept_hdr_async(stream, chosen).await.expect("a handshake");
    let mut subscriptions = 0;
    loop {
        tokio::select! {
            message = socket.next() => match message {
                Some(Ok(Message::Text(text))) if text.as_str() == MOVE => {
                    moves.send(()).expect("this one listens too");
                }
                Some(Ok(Message::Text(_))) => {
                    subscriptions += 1;
                    socket.send(Message::text(result.clone())).await.expect("it is read");
                }
                _ => return,
            },
            _ = moved.recv() => {
                for _ in 0..subscriptions {
                    socket.send(Message::text(result.clone())).await.expect("it is read");
                }
            }
        }
    }
}

/// Chooses the subprotocol that is offered.
#[expect(clippy::result_large_err, reason = "the library's callback answers this")]
fn chosen(request: &Request, mut response: Response) -> Result<Response, ErrorResponse> {
    if let Some(offered) = request.headers().get("sec-websocket-protocol") {
        response.headers_mut().insert("sec-websocket-protocol", offered.clone());
    }
    Ok(response)
}
