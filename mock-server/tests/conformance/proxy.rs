//! A proxy in front of the partner surface of a sandbox. It reads and writes HTTP/1.1 itself, so
//! that every byte of an answer is its own, and knows every partner's secret, so that it can change
//! a request and sign it again.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, Ordering},
    },
};

use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// A request as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.to_owned(), value.to_owned()));
    }

    /// The GraphQL document, or nothing.
    pub(crate) fn document(&self) -> String {
        let body: Value = serde_json::from_slice(&self.body).unwrap_or(Value::Null);
        body["query"].as_str().unwrap_or_default().to_owned()
    }

    pub(crate) fn asks(&self, field: &str) -> bool {
        self.document().contains(field)
    }

    fn is_control(&self) -> bool {
        self.path.starts_with("/_sandbox")
    }
}

/// An answer on its way back.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    pub(crate) fn set_json(&mut self, json: &Value) {
        self.body = json.to_string().into_bytes();
    }

    /// Changes the result of every root field.
    pub(crate) fn results(&mut self, change: impl Fn(&mut Value)) {
        let mut json = self.json();
        if let Some(results) = json["data"].as_object_mut() {
            results.values_mut().filter(|one| !one.is_null()).for_each(change);
            self.set_json(&json);
        }
    }

    /// Changes the result of a root field, where there is one.
    pub(crate) fn result(&mut self, field: &str, change: impl FnOnce(&mut Value)) {
        let mut json = self.json();
        if let Some(result) = json.pointer_mut(&format!("/data/{field}"))
            && !result.is_null()
        {
            change(result);
            self.set_json(&json);
        }
    }
}

/// What the proxy knows: secrets by token, and what a misbehaviour remembers.
#[derive(Default)]
pub(crate) struct Memory {
    secrets: Mutex<BTreeMap<String, String>>,
    /// The key of the first partner of a world, by the keys of its others.
    first: Mutex<BTreeMap<String, String>>,
    count: AtomicI64,
    pub(crate) kept: Mutex<BTreeMap<String, Value>>,
}

impl Memory {
    /// Signs a request again, as it is now, with the secret of its key.
    pub(crate) fn sign(&self, request: &mut Request) {
        let key = request.header("x-agio-api-key").unwrap_or_default().to_owned();
        let Some(secret) = self.secrets.lock().unwrap().get(&key).cloned() else { return };
        let stamp = request.header("x-agio-timestamp").unwrap_or_default().to_owned();
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(format!("{stamp}.").as_bytes());
        mac.update(&request.body);
        request.set("x-agio-signature", &hex::encode(mac.finalize().into_bytes()));
    }

    /// Whether its signature is right: only such a request may be signed again without hiding what
    /// the suite wants to see refused.
    pub(crate) fn is_signed(&self, request: &Request) -> bool {
        let mut again = request.clone();
        self.sign(&mut again);
        let signature = |one: &Request| one.header("x-agio-signature").map(str::to_owned);
        signature(request).is_some() && signature(&again) == signature(request)
    }

    /// Another number each time.
    pub(crate) fn next(&self) -> i64 {
        self.count.fetch_add(1, Ordering::Relaxed)
    }

    /// Stamps a request with the present time.
    #[expect(clippy::disallowed_methods, reason = "a proxy lives in real time, as clients do")]
    pub(crate) fn stamp_anew(&self, request: &mut Request) {
        let stamp = request.header("x-agio-timestamp").and_then(|text| text.parse::<i64>().ok());
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        let now = i64::try_from(now.as_millis()).unwrap() + self.next();
        if stamp.is_some() {
            request.set("x-agio-timestamp", &now.to_string());
        }
    }

    /// The key of the first partner of the world to which a request's key belongs.
    pub(crate) fn first_of_world(&self, request: &Request) -> Option<String> {
        self.first.lock().unwrap().get(request.header("x-agio-api-key")?).cloned()
    }

    fn learn(&self, json: &Value) {
        let partners = json.pointer("/surfaces/PG/partners").and_then(Value::as_array);
        let keys: Vec<_> = partners
            .into_iter()
            .flatten()
            .filter_map(|partner| partner.pointer("/credentials/0/api_token")?.as_str())
            .map(str::to_owned)
            .collect();
        if let Some(first) = keys.first() {
            let all = keys.iter().map(|key| (key.clone(), first.clone()));
            self.first.lock().unwrap().extend(all);
        }
        self.learn_secrets(json);
    }

    fn learn_secrets(&self, json: &Value) {
        if let (Some(token), Some(secret)) =
            (json["api_token"].as_str(), json["client_secret"].as_str())
        {
            self.secrets.lock().unwrap().insert(token.to_owned(), secret.to_owned());
        }
        match json {
            Value::Array(items) => items.iter().for_each(|item| self.learn_secrets(item)),
            Value::Object(members) => members.values().for_each(|value| self.learn_secrets(value)),
            _ => {}
        }
    }
}

/// What is done to what passes; the default does nothing.
pub(crate) trait Behaviour: Send + Sync + 'static {
    /// Changes a request before it is passed on.
    fn request(&self, _request: &mut Request, _memory: &Memory) {}
    /// Answers by itself instead of passing a request on.
    fn instead(&self, _request: &Request, _memory: &Memory) -> Option<Answer> {
        None
    }
    /// How often a request is passed on; its last answer counts.
    fn times(&self, _request: &Request) -> usize {
        1
    }
    /// Changes an answer on its way back.
    fn answer(&self, _request: &Request, _answer: &mut Answer, _memory: &Memory) {}
    /// Changes the answer of the control plane.
    fn control(&self, _answer: &mut Answer) {}
    /// Writes the answer's bytes; whether the connection stays open.
    fn bytes(&self, answer: &Answer) -> (Vec<Vec<u8>>, bool) {
        let mut head = format!("HTTP/1.1 {} X\r\n", answer.status);
        for (name, value) in &answer.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(&format!("content-length: {}\r\n\r\n", answer.body.len()));
        (vec![[head.as_bytes(), &answer.body].concat()], true)
    }
}

/// Starts a proxy before `upstream`; answers its address.
pub(crate) async fn start(upstream: &str, behaviour: impl Behaviour) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let shared = Arc::new((behaviour, Memory::default(), upstream.to_owned()));
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (shared, client) = (shared.clone(), client.clone());
            tokio::spawn(async move {
                let (behaviour, memory, upstream) = &*shared;
                connection(stream, behaviour, memory, upstream, &client).await;
            });
        }
    });
    url
}

async fn connection(
    stream: TcpStream,
    behaviour: &impl Behaviour,
    memory: &Memory,
    upstream: &str,
    client: &reqwest::Client,
) {
    let _ = stream.set_nodelay(true);
    let (read, mut write) = stream.into_split();
    let mut read = BufReader::new(read);
    while let Some(mut request) = next_request(&mut read).await {
        let mut answer = if request.is_control() {
            let mut answer = pass(&request, upstream, client).await;
            memory.learn(&answer.json());
            behaviour.control(&mut answer);
            answer
        } else {
            behaviour.request(&mut request, memory);
            match behaviour.instead(&request, memory) {
                Some(answer) => answer,
                None => {
                    let mut answer = pass(&request, upstream, client).await;
                    for _ in 1..behaviour.times(&request) {
                        let stamp = request.header("x-agio-timestamp").unwrap_or_default();
                        let next = stamp.parse::<i64>().unwrap_or_default() + 1;
                        request.set("x-agio-timestamp", &next.to_string());
                        memory.sign(&mut request);
                        answer = pass(&request, upstream, client).await;
                    }
                    behaviour.answer(&request, &mut answer, memory);
                    answer
                }
            }
        };
        answer.headers.retain(|(name, _)| {
            !matches!(name.as_str(), "content-length" | "transfer-encoding" | "connection")
        });
        let (pieces, stays) = behaviour.bytes(&answer);
        for piece in pieces {
            if write.write_all(&piece).await.is_err() || write.flush().await.is_err() {
                return;
            }
        }
        if !stays {
            return;
        }
    }
}

async fn next_request(read: &mut BufReader<tokio::net::tcp::OwnedReadHalf>) -> Option<Request> {
    let mut line = String::new();
    read.read_line(&mut line).await.ok().filter(|count| *count > 0)?;
    let mut words = line.split(' ');
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        read.read_line(&mut line).await.ok().filter(|count| *count > 0)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.push((name.to_lowercase(), value.trim().to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length = length.and_then(|(_, value)| value.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    read.read_exact(&mut body).await.ok()?;
    Some(Request { method, path, headers, body })
}

async fn pass(request: &Request, upstream: &str, client: &reqwest::Client) -> Answer {
    let method = request.method.parse().unwrap();
    let mut sent = client.request(method, format!("{upstream}{}", request.path));
    for (name, value) in &request.headers {
        if !matches!(name.as_str(), "host" | "content-length") {
            sent = sent.header(name, value);
        }
    }
    let answer = sent.body(request.body.clone()).send().await.unwrap();
    let text = |value: &reqwest::header::HeaderValue| value.to_str().unwrap().to_owned();
    Answer {
        status: answer.status().as_u16(),
        headers: answer.headers().iter().map(|(n, v)| (n.to_string(), text(v))).collect(),
        body: answer.bytes().await.unwrap().to_vec(),
    }
}
