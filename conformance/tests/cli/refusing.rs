//! A server that refuses everybody.

use std::{
    io::{Read, Write},
    net::TcpListener,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

/// A server that refuses everybody, or answers what the test says, and remembers what it was asked.
pub(crate) struct Refusing {
    pub(crate) url: String,
    connections: Arc<AtomicUsize>,
    pub(crate) heard: Arc<Mutex<String>>,
}

impl Refusing {
    pub(crate) fn start() -> Self {
        let body = r#"{"error":"Unauthorized","description":"Invalid API key"}"#;
        Self::answering(401, "application/json", move |_| body.to_owned())
    }

    /// `answer` makes a body of what was heard.
    pub(crate) fn answering(
        status: u16,
        media_type: &'static str,
        answer: impl Fn(&str) -> String + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (connections, heard) = (Arc::<AtomicUsize>::default(), Arc::<Mutex<String>>::default());
        let (counted, noted) = (connections.clone(), heard.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                counted.fetch_add(1, Ordering::SeqCst);
                let mut stream = stream.unwrap();
                let mut bytes = [0; 65536];
                let mut text = String::new();
                while let Ok(count) = stream.read(&mut bytes)
                    && count > 0
                {
                    text.push_str(&String::from_utf8_lossy(&bytes[..count]));
                    if is_whole(&text) {
                        break;
                    }
                }
                noted.lock().unwrap().push_str(&text);
                let body = answer(&text);
                let _ = write!(
                    stream,
                    "HTTP/1.1 {status} Whatever\r\ncontent-type: {media_type}\r\n\
                     content-length: {}\r\nconnection: close\r\n\r\n{body}",
                    body.len()
                );
            }
        });
        Self { url, connections, heard }
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

fn is_whole(text: &str) -> bool {
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    body.len() >= length.unwrap_or(0)
}
