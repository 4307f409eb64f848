//! Subscriptions over WebSocket, on a real address.

mod closing;
mod deviations;
mod foreign_ids;
mod messages;
mod queries;
mod raw;
mod record;
mod restores;
mod slow;
mod stored;
mod stream;

use std::{net::SocketAddr, time::Duration};

use clap::Parser;
use futures::{SinkExt, StreamExt};
use mock_server::{config::Config, server};
use serde_json::{Value, json};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{
        Error, Message,
        client::IntoClientRequest,
        handshake::client::{Request, Response},
    },
};

use crate::support::Sandbox;

/// The document of the guide that tells of an application.
const APPLICATION_UPDATES: &str = "subscription { AgioCard_card_application(order_by: \
     {updated_at: desc}) { id rain_application_id application_status application_reason \
     wallet_address created_at updated_at } }";

/// A sandbox that also listens.
struct Listening {
    sandbox: Sandbox,
    address: SocketAddr,
    end: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

impl Listening {
    async fn new() -> Self {
        Self::with(&[], json!({})).await
    }

    /// A server with these flags, and a world with this definition.
    async fn with(flags: &[&str], definition: Value) -> Self {
        let all = [&["mock-server", "--listen", "127.0.0.1:0"], flags].concat();
        let config = Config::parse_from(all);
        let sandbox = Sandbox::made(definition, &config).await;
        Self::over(sandbox, config).await
    }

    /// A server of these worlds.
    async fn over(sandbox: Sandbox, config: Config) -> Self {
        let listener = TcpListener::bind(config.listen).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (end, ends) = oneshot::channel();
        let worlds = sandbox.worlds.clone();
        let task = tokio::spawn(async move {
            let until = async move {
                let _ = ends.await;
            };
            server::serve(listener, worlds, &config, until).await.unwrap();
        });
        Self { sandbox, address, end: Some(end), task }
    }

    /// A handshake that offers these subprotocols.
    fn handshake(&self, protocols: &str) -> Request {
        let mut request = format!("ws://{}/graphql", self.address).into_client_request().unwrap();
        request.headers_mut().insert("sandbox-world", "test".parse().unwrap());
        if !protocols.is_empty() {
            request.headers_mut().insert("sec-websocket-protocol", protocols.parse().unwrap());
        }
        request
    }

    async fn open(&self, request: Request) -> Result<(Socket, Response), Error> {
        let stream = TcpStream::connect(self.address).await.unwrap();
        let (stream, response) = client_async(request, stream).await?;
        Ok((Socket { stream }, response))
    }

    /// A socket before its first message.
    async fn socket(&self) -> Socket {
        self.open(self.handshake("graphql-transport-ws")).await.unwrap().0
    }

    /// A socket that was acknowledged.
    async fn user(&self, label: &str) -> Socket {
        let mut socket = self.socket().await;
        socket.init(&self.sandbox.mint(label, "valid").await).await;
        assert_eq!(socket.next().await, json!({"type": "connection_ack"}));
        socket
    }

    fn tell_to_end(&mut self) {
        self.end.take().unwrap().send(()).unwrap();
    }

    /// Runs an op that must succeed, and answers its result.
    async fn op(&self, name: &str, input: Value) -> Value {
        let reply = self.sandbox.op(name, &input).await;
        assert_eq!(reply.status, 200, "{name}: {}", reply.text());
        reply.json()["result"].clone()
    }

    /// Sends a request to the control plane below the world, which must succeed.
    async fn control(&self, method: &str, path: &str, body: Value) -> Value {
        let reply = self.sandbox.control(method, &format!("/worlds/test{path}"), &body).await;
        assert!(reply.status.is_success(), "{method} {path}: {}", reply.text());
        reply.json()
    }

    /// The first card of a user.
    async fn card(&self, label: &str) -> Value {
        let cards = self.sandbox.user(label).await.cards().await;
        json!(format!("card:{}", cards[0]))
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A WebSocket of a client.
struct Socket {
    stream: WebSocketStream<TcpStream>,
}

impl Socket {
    async fn send(&mut self, message: &Value) {
        self.stream.send(Message::text(message.to_string())).await.unwrap();
    }

    async fn init(&mut self, token: &str) {
        let payload = json!({"Authorization": format!("Bearer {token}")});
        self.send(&json!({"type": "connection_init", "payload": payload})).await;
    }

    async fn subscribe(&mut self, id: &str, document: &str) {
        let message = json!({"id": id, "type": "subscribe", "payload": {"query": document}});
        self.send(&message).await;
    }

    /// Begins a live query and answers its first result: the value of its field.
    async fn watch(&mut self, id: &str, document: &str) -> Value {
        self.subscribe(id, document).await;
        self.result(id).await
    }

    async fn frame(&mut self) -> Message {
        let next = tokio::time::timeout(Duration::from_secs(20), self.stream.next());
        next.await.expect("within 20 s").expect("a frame").unwrap()
    }

    /// The next message.
    async fn next(&mut self) -> Value {
        match self.frame().await {
            Message::Text(text) => serde_json::from_str(&text).unwrap(),
            other => panic!("{other:?} is no message"),
        }
    }

    /// The value of the field in the next result of an operation.
    async fn result(&mut self, id: &str) -> Value {
        let message = self.next().await;
        assert_eq!((&message["id"], &message["type"]), (&json!(id), &json!("next")), "{message}");
        let data = message["payload"]["data"].as_object().expect("data").clone();
        data.into_iter().next().expect("a field").1
    }

    /// True when everything that was sent so far has been answered by now, and nothing else came.
    async fn is_silent(&mut self) -> bool {
        self.send(&json!({"type": "ping"})).await;
        self.next().await == json!({"type": "pong"})
    }

    /// The code with which the server closes the socket; messages before it are passed over.
    async fn code(&mut self) -> u16 {
        loop {
            match self.frame().await {
                Message::Close(Some(frame)) => return frame.code.into(),
                Message::Text(_) => {}
                other => panic!("{other:?} is no close"),
            }
        }
    }
}
