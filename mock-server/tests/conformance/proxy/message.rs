//! Requests and answers that pass through a proxy.

use serde_json::Value;

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

    /// The GraphQL document; empty when there is none.
    pub(crate) fn document(&self) -> String {
        let body: Value = serde_json::from_slice(&self.body).unwrap_or(Value::Null);
        body["query"].as_str().unwrap_or_default().to_owned()
    }

    /// True when the request asks for a field of GraphQL, calls an endpoint of the envelope
    /// surface, or is about a path of managed cards that ends so: `/fund/`.
    pub(crate) fn asks(&self, operation: &str) -> bool {
        self.calls(operation) || self.is_at(operation) || self.document().contains(operation)
    }

    /// Path of a request to managed cards, without its query.
    pub(crate) fn managed(&self) -> Option<&str> {
        let path = self.path.split('?').next()?;
        let roots = ["/cards/api/v1/", "/accounting/api/v1/", "/weebhook/", "/api/v1/token/"];
        roots.iter().any(|root| path.starts_with(root)).then_some(path)
    }

    /// True for a request to managed cards whose path, with its last slash, ends so.
    pub(crate) fn is_at(&self, end: &str) -> bool {
        end.ends_with('/') && self.managed().is_some_and(|path| path.ends_with(end))
    }

    /// Changes a body that is JSON.
    pub(crate) fn change(&mut self, change: impl FnOnce(&mut Value)) {
        if let Ok(mut json) = serde_json::from_slice(&self.body) {
            change(&mut json);
            self.body = json.to_string().into_bytes();
        }
    }

    /// True for a request to the control plane, which is not one of the mocked APIs.
    pub(crate) fn is_control(&self) -> bool {
        self.path.starts_with("/_sandbox")
    }

    /// Path below the root of the envelope surface: `/cards/topup`.
    pub(crate) fn endpoint(&self) -> Option<&str> {
        self.path.strip_prefix("/api/v1")
    }

    /// True when the request calls this endpoint.
    pub(crate) fn calls(&self, endpoint: &str) -> bool {
        self.endpoint() == Some(endpoint)
    }
}

/// An answer of the server.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// Bytes of the answer on the wire; `true` keeps the connection open afterwards.
    pub(crate) fn written(&self) -> (Vec<Vec<u8>>, bool) {
        let mut head = format!("HTTP/1.1 {} X\r\n", self.status);
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(&format!("content-length: {}\r\n\r\n", self.body.len()));
        (vec![[head.as_bytes(), &self.body].concat()], true)
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
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

    /// Changes the result of a root field, if the answer has it.
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
