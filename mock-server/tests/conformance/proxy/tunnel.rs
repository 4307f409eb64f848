//! WebSockets through a proxy: bytes pass as they are, both ways.

use tokio::{
    io::{AsyncRead, AsyncWrite, AsyncWriteExt, copy_bidirectional, join},
    net::TcpStream,
};

use super::Request;

/// True for a request that turns its connection to another protocol.
pub(super) fn is_meant(request: &Request) -> bool {
    request.header("upgrade").is_some()
}

/// Passes the request on, and then everything that either side says.
pub(super) async fn run(
    request: &Request,
    upstream: &str,
    (read, write): (impl AsyncRead + Unpin, impl AsyncWrite + Unpin),
) {
    let host = upstream.trim_start_matches("http://");
    let Ok(mut server) = TcpStream::connect(host).await else { return };
    let mut head = format!("{} {} HTTP/1.1\r\n", request.method, request.path);
    for (name, value) in &request.headers {
        let value = if name == "host" { host } else { value };
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    if server.write_all(head.as_bytes()).await.is_ok() {
        let _ = copy_bidirectional(&mut join(read, write), &mut server).await;
    }
}
