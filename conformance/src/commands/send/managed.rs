//! A request of the managed cards surface, with whatever is to be wrong with it.

use super::{
    answered,
    head::{Headers, Hex},
    show,
};
use crate::{
    StepResult, World,
    drivers::managed::{Bearer, ContentType, Request},
};

/// Options of `send mc`.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// The path with its query: `/cards/api/v1/programs/`.
    path: String,
    #[arg(long, default_value = "GET")]
    method: String,
    /// The body.
    #[arg(long, conflicts_with = "hex")]
    body: Option<String>,
    /// The body in hex, where it is no text.
    #[arg(long)]
    hex: Option<Hex>,
    /// No `Authorization`.
    #[arg(long)]
    no_token: bool,
    /// The `Idempotency-Key`.
    #[arg(long)]
    idempotency_key: Option<String>,
    /// Another media type than `application/json`.
    #[arg(long, conflicts_with = "no_content_type")]
    content_type: Option<String>,
    #[arg(long)]
    no_content_type: bool,
    #[command(flatten)]
    headers: Headers,
}

impl Options {
    fn request(&self) -> Request {
        let body = match (&self.body, &self.hex) {
            (Some(text), _) => text.clone().into_bytes(),
            (None, Some(hex)) => hex.0.clone(),
            (None, None) => Vec::new(),
        };
        let mut request = Request::exactly(&self.method, &self.path, body);
        if self.no_token {
            request.bearer = Bearer::Absent;
        }
        request.content_type = match &self.content_type {
            Some(kind) => ContentType::Is(kind.clone()),
            None if self.no_content_type => ContentType::Absent,
            None => ContentType::Usual,
        };
        request.key.clone_from(&self.idempotency_key);
        request.headers.clone_from(&self.headers.further);
        request
    }

    pub(super) async fn send(&self, world: &World, options: &super::Options) -> StepResult {
        let caller = world.caller(&options.actor("caller"))?;
        let sent = caller.write(&self.request()).await?;
        show(&sent, None);
        if options.dry_run {
            return Ok(());
        }
        for _ in 0..options.times {
            answered(&caller.http.send(&sent).await?)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{What, tests::Line},
        *,
    };
    use crate::drivers::managed::recipe;

    fn again(request: &Request) -> Request {
        match Line::of(&recipe::of_request("the second caller", request)) {
            What::Mc(options) => options.request(),
            What::Pg(_) | What::Ag(_) | What::Er(_) => panic!("another surface"),
        }
    }

    #[test]
    fn every_request_can_be_made_again() {
        let good =
            Request::exactly("POST", "/cards/api/v1/managed-cards/", "{\"program\":\"p's\"}");
        assert_eq!(again(&good), good);
        let odd = good
            .clone()
            .with(Bearer::Absent)
            .under("-k")
            .typed(ContentType::Is("text/plain".into()))
            .header("x-other", "1")
            .saying(b"\xff".to_vec());
        assert_eq!(again(&odd), odd);
        let bare = Request::exactly("GET", "/cards/api/v1/programs/?limit=1", "");
        let bare = bare.typed(ContentType::Absent);
        assert_eq!(again(&bare), bare);
    }

    #[test]
    fn what_carries_a_secret_is_not_written_down() {
        let login = Request::exactly("POST", "/api/v1/token/", r#"{"password":"hunter2"}"#);
        assert!(recipe::of_request("the caller", &login).is_empty());
        let other = Request::exactly("GET", "/", "").with(Bearer::Token("e.y.J".into()));
        assert!(recipe::of_request("the caller", &other).is_empty());
    }
}
