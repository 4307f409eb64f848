//! Ways in which an operation can be broken.

use serde_json::{Value, json};

use crate::proxy::{Answer, Behaviour, Memory, Request};

/// A way in which an operation can be broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// 500 with JSON.
    Error,
    /// 200 with `errors` and no data, or with a failure that is not sealed.
    Refused,
    /// 500 with an HTML page.
    Page,
    /// 200 with an HTML page that asks for a login.
    Login,
    /// 200 without a body.
    Empty,
    /// 200 with JSON that is not an object.
    Text,
    /// 308 to another address.
    Redirect,
    /// 429 every time.
    Busy,
    /// The connection is closed.
    Close,
    /// No answer ever comes.
    Hang,
    /// The right members, all of them null.
    Nulls,
    /// The right members, with absurdly large numbers.
    Numbers,
    /// The right members, one level deeper.
    Nested,
}

pub(super) const WAYS: [Way; 13] = [
    Way::Error,
    Way::Refused,
    Way::Page,
    Way::Login,
    Way::Empty,
    Way::Text,
    Way::Redirect,
    Way::Busy,
    Way::Close,
    Way::Hang,
    Way::Nulls,
    Way::Numbers,
    Way::Nested,
];

impl Way {
    /// True when a few scenarios may pass all the same, because not all of them check what is
    /// wrong.
    pub(super) fn may_go_unnoticed(self) -> bool {
        !matches!(self, Self::Busy | Self::Close | Self::Hang)
    }

    /// Changes the payload of an answer.
    fn change(self, said: &mut Value) {
        match said {
            Value::Object(members) => members.values_mut().for_each(|value| self.change(value)),
            Value::Array(items) => items.iter_mut().for_each(|item| self.change(item)),
            leaf => match self {
                Self::Nulls => *leaf = Value::Null,
                Self::Numbers if leaf.is_string() => *leaf = json!("9223372036854775807"),
                Self::Numbers if leaf.is_number() => *leaf = json!(u64::MAX),
                Self::Nested => *leaf = json!({ "value": leaf.take() }),
                _ => {}
            },
        }
    }
}

/// True when a request calls an operation: an endpoint, or a field of GraphQL.
pub(super) fn asks(url: &str, body: &str, operation: &str) -> bool {
    if operation.starts_with('/') {
        return url.split_once("/api/v1").is_some_and(|(_, path)| path == operation);
    }
    !url.contains("/_sandbox")
        && body.match_indices(operation).any(|(at, _)| {
            let rest = &body[at + operation.len()..];
            !rest.starts_with(|next: char| next.is_ascii_alphanumeric() || next == '_')
        })
}

/// A server with one broken operation.
pub(super) struct Broken {
    pub(super) operation: &'static str,
    pub(super) way: Way,
}

impl Broken {
    fn is_asked(&self, request: &Request) -> bool {
        asks(&request.path, &String::from_utf8_lossy(&request.body), self.operation)
    }
}

impl Behaviour for Broken {
    fn instead(&self, request: &Request, _: &Memory) -> Option<Answer> {
        if !self.is_asked(request) {
            return None;
        }
        let refused = r#"{"data":null,"errors":[{"message":"Internal server error"}]}"#;
        let (status, kind, body) = match self.way {
            Way::Error => (500, "application/json", r#"{"message":"boom"}"#),
            Way::Refused => (200, "application/json", refused),
            Way::Page => (500, "text/html", "<html>nginx</html>"),
            Way::Login => (200, "text/html", "<!doctype html><title>Login</title>"),
            Way::Empty => (200, "application/json", ""),
            Way::Text => (200, "application/json", "\"fine\""),
            Way::Redirect => (308, "text/plain", ""),
            Way::Busy => (429, "application/json", r#"{"error":"slow down"}"#),
            Way::Close => (0, "close", ""),
            Way::Hang | Way::Nulls | Way::Numbers | Way::Nested => return None,
        };
        let mut headers = vec![("content-type".to_owned(), kind.to_owned())];
        match self.way {
            Way::Redirect => {
                headers.push(("location".to_owned(), "http://127.0.0.1:1/".to_owned()));
            }
            Way::Busy => headers.push(("retry-after".to_owned(), "60".to_owned())),
            _ => {}
        }
        Some(Answer { status, headers, body: body.as_bytes().to_vec() })
    }

    fn hangs(&self, request: &Request) -> bool {
        self.way == Way::Hang && self.is_asked(request)
    }

    fn answer(&self, request: &Request, answer: &mut Answer, memory: &Memory) {
        if !self.is_asked(request) {
            return;
        }
        match memory.told(request, answer) {
            Some(mut told) => {
                self.way.change(&mut told);
                memory.tell(request, answer, &told);
            }
            None => {
                let mut json = answer.json();
                self.way.change(&mut json);
                answer.set_json(&json);
            }
        }
    }

    fn bytes(&self, answer: &Answer) -> (Vec<Vec<u8>>, bool) {
        if answer.status == 0 { (Vec::new(), false) } else { answer.written() }
    }
}

/// A sandbox whose control plane always answers this.
pub(super) struct ControlSays(pub(super) Value);

impl Behaviour for ControlSays {
    fn control(&self, answer: &mut Answer) {
        answer.status = 200;
        answer.set_json(&self.0);
    }
}
