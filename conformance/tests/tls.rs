//! A server that asks whoever comes for a certificate. Authority, server and client of these tests
//! are in `tests/certificates`; their keys open nothing else.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get, fails it")]

use std::sync::Arc;

use conformance::{doctor::examine, target::Target};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        RootCertStore, ServerConfig,
        pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
        server::WebPkiClientVerifier,
    },
};

const CERTIFICATES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/certificates");

fn certificate(name: &str) -> CertificateDer<'static> {
    CertificateDer::from_pem_file(format!("{CERTIFICATES}/{name}.pem")).unwrap()
}

/// A server that answers 401 to whoever has a certificate of the authority; its address.
async fn server() -> String {
    let mut authorities = RootCertStore::empty();
    authorities.add(certificate("authority")).unwrap();
    let clients = WebPkiClientVerifier::builder(Arc::new(authorities)).build().unwrap();
    let key = PrivateKeyDer::from_pem_file(format!("{CERTIFICATES}/server.key")).unwrap();
    let config = ServerConfig::builder()
        .with_client_cert_verifier(clients)
        .with_single_cert(vec![certificate("server")], key)
        .unwrap();
    let (acceptor, listener) =
        (TlsAcceptor::from(Arc::new(config)), TcpListener::bind("127.0.0.1:0").await.unwrap());
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(mut stream) = acceptor.accept(stream).await else { return };
                let mut bytes = vec![0; 65536];
                let _ = stream.read(&mut bytes).await;
                let answer = "HTTP/1.1 401 Unauthorized\r\ncontent-length: 2\r\nconnection: \
                              close\r\n\r\n{}";
                let _ = stream.write_all(answer.as_bytes()).await;
                let _ = stream.shutdown().await;
            });
        }
    });
    url
}

/// The doctor's text, by a target file with this `[tls]`.
async fn doctor(url: &str, tls: &str) -> String {
    let secret = format!("{{ file = '{CERTIFICATES}/authority.pem' }}");
    let file = format!(
        "[surfaces.PG]\nurl = '{url}/graphql'\ncredentials.primary = {{ api_token = {{ env = 'PATH' \
         }}, client_secret = {secret} }}\n{tls}"
    );
    let target = Target::from_toml(&file, "t.toml").unwrap_or_else(|bad| panic!("{bad}"));
    examine(&target).await.text()
}

#[tokio::test]
async fn a_server_that_asks_for_a_certificate_gets_one() {
    let url = server().await;
    let file = |name: &str| format!("{{ file = '{CERTIFICATES}/{name}' }}");
    let trusted = format!("[tls]\nauthorities = {}\n", file("authority.pem"));
    let known = format!(
        "{trusted}client_certificate = {}\nclient_key = {}\n",
        file("client.pem"),
        file("client.key")
    );
    let said = doctor(&url, &known).await;
    assert!(said.contains("answers (HTTP 401)"), "{said}");
    for tls in [trusted.as_str(), ""] {
        let said = doctor(&url, tls).await;
        assert!(said.contains("PROBLEM  PG TLS"), "{said}");
    }
}

#[test]
fn what_is_no_certificate_is_said_before_the_first_request() {
    let file = "[surfaces.PG]\nurl = 'https://h.example/g'\ncredentials.primary = { api_token = { \
                env = 'PATH' }, client_secret = { env = 'PATH' } }\n[tls]\nclient_certificate = { \
                env = 'PATH' }\n";
    let refused = Target::from_toml(file, "t.toml").unwrap_err().to_string();
    assert!(refused.contains("[tls] cannot be used") && refused.contains("PEM"), "{refused}");
    let alone = file.replace("client_certificate", "client_key");
    let refused = Target::from_toml(&alone, "t.toml").unwrap_err().to_string();
    assert!(refused.contains("tls.client_key has no certificate"), "{refused}");
}
