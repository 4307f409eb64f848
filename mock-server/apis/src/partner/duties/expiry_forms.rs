//! Both forms of a revealed expiry (PG-CLIENT-15).

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::Value;

use super::request::{Mark, PartnerRequest, mark};
use crate::{
    card_graphql::SeenCall,
    client_duties::{Detector, History, Tally},
    crypto::session_key,
};

/// The duty that a client goes on after it was shown an expiry as text, and one as object. How its run
/// ended no request shows; whoever asks for the report says it.
#[derive(Default)]
pub(super) struct ExpiryForms {
    /// Key and iv of sessions that were not used yet.
    keys: BTreeMap<Mark, [Vec<u8>; 2]>,
    /// Requests that were shown an expiry as text.
    texts: Vec<u64>,
    /// Requests that were shown an expiry as object.
    objects: Vec<u64>,
}

impl ExpiryForms {
    fn keep(&mut self, call: &SeenCall) {
        let text = |name| call.member(name).and_then(Value::as_str);
        let bytes = |name| STANDARD.decode(text(name)?).ok();
        if let (Some(session), Some(key), Some(iv)) = (text("sessionId"), bytes("key"), bytes("iv"))
        {
            self.keys.insert(mark(&[session]), [key, iv]);
        }
    }

    /// The expiry that a call was shown.
    fn revealed(&mut self, call: &SeenCall) -> Option<Value> {
        let session = call.argument("sessionId")?.as_str()?;
        let [key, iv] = self.keys.remove(&mark(&[session]))?;
        let sealed = call.member("encryptedSecrets")?.as_str()?;
        let plain = session_key::decrypt(&key, &iv, sealed)?;
        let mut secrets: Value = serde_json::from_str(&plain).ok()?;
        secrets.get_mut("expiry").map(Value::take)
    }
}

impl Detector<PartnerRequest> for ExpiryForms {
    fn see(&mut self, request: &PartnerRequest, _: &History) {
        for call in &request.calls {
            self.keep(call);
            match self.revealed(call) {
                Some(Value::String(_)) => self.texts.push(request.n),
                Some(Value::Object(_)) => self.objects.push(request.n),
                _ => {}
            }
        }
    }

    fn finish(self: Box<Self>, history: &History) -> Tally {
        let mut tally = Tally::default();
        let Some(exit) = history.exit else { return tally };
        let first = |list: &[u64]| list.first().copied();
        let seen: Vec<u64> =
            [first(&self.texts), first(&self.objects)].into_iter().flatten().collect();
        match (exit, seen.as_slice()) {
            (0, [_, _]) => tally.met(&seen),
            // A client that does not know a form may end at the first card of that form.
            (1.., [_, ..]) | (..=-1, [_, ..]) => {
                let last =
                    self.texts.iter().chain(&self.objects).max().copied().unwrap_or_default();
                let form = if self.texts.contains(&last) { "text" } else { "object" };
                let says = format!(
                    "the run ended with status {exit}, after it was shown an expiry as {form}"
                );
                tally.missed(&[last], says);
            }
            _ => {}
        }
        tally
    }
}
