//! Secrets that travel (PG-CLIENT-11).

use super::request::PartnerRequest;
use crate::{
    client_duties::{Detector, History, Tally},
    log::SecretSearch,
    surface::Surface,
};

/// The `client_secret` anywhere in a request, or the `api_token` in its URL, as they are or wrapped.
#[derive(Default)]
pub(super) struct LeakedSecrets {
    searches: Option<Searches>,
    tally: Tally,
}

/// Searches for the credentials of the world.
struct Searches {
    secrets: SecretSearch,
    tokens: SecretSearch,
}

impl Searches {
    fn of(history: &History) -> Self {
        let all = history.redaction.credentials().iter().map(|known| &known.credential);
        let ours: Vec<_> = all.filter(|one| one.holder.surface() == Surface::PG).collect();
        Self {
            secrets: SecretSearch::of(ours.iter().map(|one| one.client_secret.reveal())),
            tokens: SecretSearch::of(ours.iter().map(|one| one.api_token.as_str())),
        }
    }

    /// The place of what does not belong there.
    fn find(&self, request: &PartnerRequest) -> Option<&'static str> {
        let head = &request.entry.request.head;
        let target = [Some(head.path()), head.query()];
        let in_target = |search: &SecretSearch| {
            target.iter().flatten().any(|text| search.finds(text.as_bytes()))
        };
        if in_target(&self.secrets) {
            return Some("the client_secret stood in the URL");
        }
        if in_target(&self.tokens) {
            return Some("the api_token stood in the URL");
        }
        if head.headers().any(|(_, value)| self.secrets.finds(value)) {
            return Some("the client_secret stood in a header");
        }
        let body = request.entry.request.body.bytes().unwrap_or_default();
        self.secrets.finds(body).then_some("the client_secret stood in the body")
    }
}

impl Detector<PartnerRequest> for LeakedSecrets {
    fn see(&mut self, request: &PartnerRequest, history: &History) {
        let searches = self.searches.get_or_insert_with(|| Searches::of(history));
        match searches.find(request) {
            Some(says) => self.tally.missed(&[request.n], says),
            None if request.by.is_some() => self.tally.met(&[request.n]),
            None => {}
        }
    }

    fn finish(self: Box<Self>, _: &History) -> Tally {
        self.tally
    }
}
