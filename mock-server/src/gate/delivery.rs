//! Sending what is under way in the outboxes of worlds. Only this is a task: what is due when, and
//! what came of it, is data of the world.

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use axum::http::{HeaderMap, header};
use jiff::Timestamp;
use tokio::task::JoinSet;

use super::{Answer, Content, Done, rewrite};
use crate::{
    register::Reason,
    rulebook::Rulebook,
    world::{
        Moment, World, clock,
        outbox::{Attempt, Delivery, SINK},
        steer::{AcknowledgeDelivery, RecordAttempt},
    },
    worlds::Handle,
};

/// How a surface writes its deliveries.
pub trait Letters: Send + Sync + 'static {
    /// Body and headers of a delivery, open, so that deviations can have their hand on them.
    fn write(&self, world: &World, delivery: &Delivery) -> Option<Answer>;

    /// The last hand on it: what is sealed is sealed here.
    fn seal(&self, world: &World, delivery: &Delivery, letter: Answer) -> Answer;

    /// Whether an answer acknowledges it.
    fn acknowledges(&self, rules: &Rulebook, status: u16, body: &[u8]) -> bool;

    /// How long a receiver has to answer, in real time.
    fn patience(&self, rules: &Rulebook) -> Duration;
}

/// Sends deliveries.
#[derive(Clone)]
pub struct Postman {
    letters: Arc<dyn Letters>,
    client: Arc<OnceLock<reqwest::Client>>,
}

/// What goes over the wire.
struct Parcel {
    delivery: u64,
    due: Timestamp,
    url: String,
    headers: HeaderMap,
    body: Vec<u8>,
    patience: Duration,
}

/// So much of an answer is read.
const ANSWER_LIMIT: usize = 64 * 1024;
/// So much of it is kept.
const BODY_START: usize = 200;

impl Postman {
    /// A postman for deliveries that are written so.
    pub fn new(letters: impl Letters) -> Self {
        Self { letters: Arc::new(letters), client: Arc::default() }
    }

    /// Sends what is under way in a world until nothing is left. Deliveries to one address go one
    /// after the other. Somebody who is at it already is not disturbed.
    pub async fn deliver(&self, handle: &Handle) {
        let _alone = handle.mail().await;
        loop {
            let parcels = handle.read(|world| self.collect(world));
            if parcels.is_empty() {
                return;
            }
            let mut routes: Vec<(String, Vec<Parcel>)> = Vec::new();
            for parcel in parcels {
                match routes.iter_mut().find(|(url, _)| *url == parcel.url) {
                    Some((_, route)) => route.push(parcel),
                    None => routes.push((parcel.url.clone(), vec![parcel])),
                }
            }
            let mut rounds = JoinSet::new();
            for (_, route) in routes {
                let (postman, handle) = (self.clone(), handle.clone());
                rounds.spawn(async move {
                    for parcel in route {
                        postman.send(&handle, parcel).await;
                    }
                });
            }
            rounds.join_all().await;
            handle.settle();
        }
    }

    fn collect(&self, world: &World) -> Vec<Parcel> {
        let under_way = world.outbox.under_way();
        under_way.into_iter().filter_map(|number| self.parcel(world, number)).collect()
    }

    /// A delivery as it is sent now.
    pub fn raw(&self, world: &World, number: u64) -> Option<(HeaderMap, Vec<u8>)> {
        let delivery = world.outbox.delivery(number)?;
        let mut letter = self.letters.write(world, delivery)?;
        let repeated = !delivery.attempts.is_empty();
        let reason = if repeated { Reason::Repeated } else { Reason::Ok };
        let operation = "webhook.attempt".to_owned();
        letter.done = vec![Done { operation, key: None, reason }];
        let letter = self.letters.seal(world, delivery, rewrite::answer(world, letter));
        let mut headers = HeaderMap::new();
        for (name, value) in letter.headers {
            headers.insert(name, value);
        }
        headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static(letter.content_type));
        let body = match letter.content {
            Content::Json(value) | Content::ToSeal(value) => value.to_string().into_bytes(),
            Content::Bytes(bytes) => bytes.to_vec(),
        };
        Some((headers, body))
    }

    fn parcel(&self, world: &World, number: u64) -> Option<Parcel> {
        let delivery = world.outbox.delivery(number)?;
        let url = world.outbox.receiver(delivery.receiver)?.url.clone();
        let (headers, body) = self.raw(world, number)?;
        let patience = self.letters.patience(&world.rules);
        Some(Parcel { delivery: number, due: delivery.under_way?, url, headers, body, patience })
    }

    async fn send(&self, handle: &Handle, parcel: Parcel) {
        let delivery = parcel.delivery;
        let began = clock::real_now();
        let outcome = match parcel.url.as_str() {
            SINK => Ok((200, br#"{"success":true}"#.to_vec())),
            _ => self.over_the_wire(&parcel).await,
        };
        let took_ms = clock::real_now().duration_since(began).as_millis();
        let (status, body, error) = match outcome {
            Ok((status, body)) => (Some(status), body, None),
            Err(error) => (None, Vec::new(), Some(error)),
        };
        let start = String::from_utf8_lossy(&body).chars().take(BODY_START).collect();
        let attempt = Attempt {
            at: parcel.due,
            status,
            took_ms: i64::try_from(took_ms).unwrap_or(i64::MAX),
            error,
            body_start: start,
        };
        tracing::debug!(world = handle.id(), delivery, ?status, "a delivery was tried");
        let moment = |operation: &str| Moment::ops(handle.now(), operation);
        let record = RecordAttempt { delivery, attempt };
        // The receiver may have gone away meanwhile; then nobody asks what came of it.
        let recorded = handle.act(&moment("webhook.attempt"), &record).is_ok();
        let rules = handle.read(|world| world.rules.clone());
        let acknowledged =
            status.is_some_and(|status| self.letters.acknowledges(&rules, status, &body));
        if recorded && acknowledged {
            let command = AcknowledgeDelivery { delivery };
            let _ = handle.act(&moment("webhook.acknowledge"), &command);
        }
    }

    async fn over_the_wire(&self, parcel: &Parcel) -> Result<(u16, Vec<u8>), String> {
        let client = self.client.get_or_init(client);
        let request = client
            .post(&parcel.url)
            .headers(parcel.headers.clone())
            .timeout(parcel.patience)
            .body(parcel.body.clone());
        let mut response = request.send().await.map_err(|error| word(&error))?;
        let status = response.status().as_u16();
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| word(&error))? {
            body.extend_from_slice(&chunk);
            if body.len() >= ANSWER_LIMIT {
                body.truncate(ANSWER_LIMIT);
                break;
            }
        }
        Ok((status, body))
    }
}

/// No redirects, no cookies, no proxies from the environment.
fn client() -> reqwest::Client {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
        .expect("a client without certificates of its own can be built")
}

fn word(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        "timeout".to_owned()
    } else if error.is_connect() {
        "no connection".to_owned()
    } else {
        "broken off".to_owned()
    }
}
