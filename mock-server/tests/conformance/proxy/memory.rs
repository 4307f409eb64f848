//! Knowledge of a proxy: secrets by token, and the memory of its misbehaviour.

use std::{
    collections::BTreeMap,
    sync::{
        Mutex, OnceLock,
        atomic::{AtomicI64, Ordering},
    },
};

use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;

use super::Request;

/// Secrets by token, and the memory of a misbehaviour.
#[derive(Default)]
pub(crate) struct Memory {
    secrets: Mutex<BTreeMap<String, String>>,
    /// Key of the first partner of a world, by the keys of its other partners.
    first: Mutex<BTreeMap<String, String>>,
    count: AtomicI64,
    /// API secrets of projects, by key.
    projects: Mutex<BTreeMap<String, String>>,
    /// URL of the proxy itself, for webhooks that come back to it.
    pub(super) own_url: OnceLock<String>,
    /// Tokens of the first user of a world: by the tokens of its other users, and by its name.
    first_users: Mutex<BTreeMap<String, String>>,
    /// Memory of a misbehaviour.
    pub(crate) kept: Mutex<BTreeMap<String, Value>>,
}

impl Memory {
    /// Signs a changed request again, with the secret of its key.
    pub(crate) fn sign(&self, request: &mut Request) {
        let key = request.header("x-agio-api-key").unwrap_or_default().to_owned();
        let Some(secret) = self.secrets.lock().unwrap().get(&key).cloned() else { return };
        let stamp = request.header("x-agio-timestamp").unwrap_or_default().to_owned();
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(format!("{stamp}.").as_bytes());
        mac.update(&request.body);
        request.set("x-agio-signature", &hex::encode(mac.finalize().into_bytes()));
    }

    /// True when the signature of the request is right. Only then may it be signed again; otherwise
    /// a refusal that the suite expects would be hidden.
    pub(crate) fn is_signed(&self, request: &Request) -> bool {
        let mut again = request.clone();
        self.sign(&mut again);
        let signature = |one: &Request| one.header("x-agio-signature").map(str::to_owned);
        signature(request).is_some() && signature(&again) == signature(request)
    }

    /// A new number on each call.
    pub(crate) fn next(&self) -> i64 {
        self.count.fetch_add(1, Ordering::Relaxed)
    }

    /// The present time in microseconds.
    #[expect(clippy::disallowed_methods, reason = "a proxy lives in real time, as clients do")]
    pub(crate) fn micros(&self) -> i64 {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        i64::try_from(now.as_micros()).unwrap()
    }

    /// Gives a request the present time as its timestamp.
    pub(crate) fn stamp_anew(&self, request: &mut Request) {
        let stamp = request.header("x-agio-timestamp").and_then(|text| text.parse::<i64>().ok());
        let now = self.micros() / 1_000 + self.next();
        if stamp.is_some() {
            request.set("x-agio-timestamp", &now.to_string());
        }
    }

    /// Key of the first partner of the world that a request belongs to.
    pub(crate) fn first_of_world(&self, request: &Request) -> Option<String> {
        self.first.lock().unwrap().get(request.header("x-agio-api-key")?).cloned()
    }

    /// The `Authorization` of the first user of the world that a request belongs to.
    pub(crate) fn first_user(&self, request: &Request) -> Option<String> {
        let named = request.header("authorization").or_else(|| request.header("sandbox-world"))?;
        self.first_users.lock().unwrap().get(named).cloned()
    }

    /// The `Authorization` with the signature that belongs to the token of a request.
    pub(crate) fn signed_token(&self, request: &Request) -> Option<String> {
        let (head, _) = request.header("authorization")?.rsplit_once('.')?;
        let users = self.first_users.lock().unwrap();
        users.keys().find(|known| known.starts_with(&format!("{head}."))).cloned()
    }

    /// Learns the tokens of users in a new world.
    fn learn_users(&self, json: &Value) {
        let users = json.pointer("/surfaces/AG/users").and_then(Value::as_array);
        let tokens: Vec<_> = users
            .into_iter()
            .flatten()
            .filter_map(|user| Some(format!("Bearer {}", user["token"].as_str()?)))
            .collect();
        let world = json["id"].as_str().map(str::to_owned);
        if let Some(first) = tokens.first().cloned() {
            let all = tokens.into_iter().chain(world).map(|known| (known, first.clone()));
            self.first_users.lock().unwrap().extend(all);
        }
    }

    /// Learns the secrets in an answer of the control plane.
    pub(super) fn learn(&self, json: &Value) {
        self.learn_users(json);
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

    /// API secret of a project.
    pub(super) fn api_secret(&self, key: &str) -> Option<String> {
        self.projects.lock().unwrap().get(key).cloned()
    }

    fn learn_secrets(&self, json: &Value) {
        if let (Some(token), Some(secret)) =
            (json["api_token"].as_str(), json["client_secret"].as_str())
        {
            self.secrets.lock().unwrap().insert(token.to_owned(), secret.to_owned());
        }
        if let (Some(key), Some(secret)) = (json["api_key"].as_str(), json["api_secret"].as_str()) {
            self.projects.lock().unwrap().insert(key.to_owned(), secret.to_owned());
        }
        match json {
            Value::Array(items) => items.iter().for_each(|item| self.learn_secrets(item)),
            Value::Object(members) => members.values().for_each(|value| self.learn_secrets(value)),
            _ => {}
        }
    }
}
