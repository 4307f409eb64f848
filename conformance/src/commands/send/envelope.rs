//! A call of the envelope surface, with whatever is to be wrong with it.

use std::str::FromStr;

use serde_json::{Map, Value};

use super::{
    answered,
    head::{Head, Hex},
    number, show,
};
use crate::{
    StepResult, World,
    drivers::envelope::{Body, Call, Flaw, Idempotency, Payload, Spacing, Stamp},
    exchange::blanked_body,
};

/// Options of `send er`.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// The path below the surface's address, by the contract's names: `/cards/topup`.
    path: String,
    /// The fields beside the timestamp, by the contract's names: `{"card_id":"…"}`.
    #[arg(value_parser = object)]
    payload: Option<Map<String, Value>>,
    /// Exactly what is sealed, in hex, instead of a payload.
    #[arg(long, conflicts_with = "payload")]
    exactly_hex: Option<Hex>,
    /// `fresh`, microseconds from now (`+500`, `-400000000`), `none`, or `json=TEXT`.
    #[arg(long, default_value = "fresh", allow_hyphen_values = true)]
    timestamp: When,
    /// The `Idempotency-Key`; a fresh one unless said.
    #[arg(long, conflicts_with = "no_idempotency_key")]
    idempotency_key: Option<String>,
    /// No `Idempotency-Key`.
    #[arg(long)]
    no_idempotency_key: bool,
    /// Another secret to seal with.
    #[arg(long)]
    secret: Option<String>,
    /// A flaw of the sealed value: "is sealed twice", "has no version byte", …
    #[arg(long)]
    flaw: Option<Flaw>,
    /// The body, in which `{sealed}` stands for the sealed value.
    #[arg(long)]
    around: Option<String>,
    /// The white space of the payload: `compact`, `blanks`, `lines`.
    #[arg(long, default_value = "compact", value_parser = spacing)]
    spacing: Spacing,
    #[command(flatten)]
    head: Head,
}

#[derive(Debug, Clone)]
enum When {
    Shifted(i64),
    Stamp(Stamp),
}

fn object(text: &str) -> Result<Map<String, Value>, String> {
    serde_json::from_str(text).map_err(|error| format!("no JSON object: {error}"))
}

fn spacing(text: &str) -> Result<Spacing, String> {
    match text {
        "compact" => Ok(Spacing::Compact),
        "blanks" => Ok(Spacing::Blanks),
        "lines" => Ok(Spacing::Lines),
        other => Err(format!("{other:?} is no spacing: compact, blanks, lines")),
    }
}

impl FromStr for When {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Ok(match (text, text.strip_prefix("json=")) {
            (_, Some(text)) => Self::Stamp(Stamp::Json(text.to_owned())),
            ("none", _) => Self::Stamp(Stamp::Absent),
            ("fresh", _) => Self::Stamp(Stamp::Fresh),
            (shift, _) => Self::Shifted(number(shift)?),
        })
    }
}

impl Options {
    /// The call, made at `now` in microseconds.
    fn call(&self, now: i64) -> Call {
        let (path, query) = match self.path.find('?') {
            Some(at) => self.path.split_at(at),
            None => (self.path.as_str(), ""),
        };
        let stamp = match &self.timestamp {
            When::Shifted(by) => Stamp::At(now + by),
            When::Stamp(stamp) => stamp.clone(),
        };
        let fields = self.payload.clone().unwrap_or_default();
        Call {
            path: path.to_owned(),
            query: query.to_owned(),
            method: self.head.method.clone(),
            content_type: self.head.content_type(),
            key: self.head.key(),
            idempotency: match &self.idempotency_key {
                Some(key) => Idempotency::Key(key.clone()),
                None if self.no_idempotency_key => Idempotency::Absent,
                None => Idempotency::Fresh,
            },
            payload: match &self.exactly_hex {
                Some(bytes) => Payload::Bytes(bytes.0.clone()),
                None => Payload::Fields { stamp, fields },
            },
            spacing: self.spacing,
            secret: self.secret.clone(),
            flaw: self.flaw,
            body: self.around.clone().map_or(Body::Envelope, Body::Text),
        }
    }

    pub(super) async fn send(&self, world: &World, options: &super::Options) -> StepResult {
        let project = world.project(&options.actor("project"))?;
        let sent = project.write(&self.call(project.clock.micros()))?.sent;
        show(&sent, sent.asked.as_ref().map(|asked| asked.plain.as_slice()));
        if options.dry_run {
            return Ok(());
        }
        for _ in 0..options.times {
            let reply = project.resend(&sent).await?;
            answered(&reply.answer)?;
            if reply.sealed.is_some() {
                say!("opened: {}", blanked_body(reply.payload.to_string().as_bytes()));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{
        super::{What, tests::Line},
        *,
    };
    use crate::drivers::envelope::{recipe, sealer::Part};

    const NOW: i64 = 1_900_000_000_000_000;

    fn again(call: &Call) -> Call {
        match Line::of(&recipe::of_call("the locked project", call, NOW)) {
            What::Er(options) => options.call(NOW),
            What::Pg(_) | What::Ag(_) | What::Mc(_) => panic!("another surface"),
        }
    }

    #[test]
    fn every_call_can_be_made_again() {
        let good = Call::to("/cards/topup", &json!({ "card_id": "it's", "amount": "1.00" }));
        assert_eq!(again(&good), good);
        for stamp in [Stamp::At(NOW - 5), Stamp::Json("\"x\"".into()), Stamp::Absent] {
            let call = good.clone().stamped(stamp);
            assert_eq!(again(&call), call);
        }
        let flaws = [
            Flaw::Star,
            Flaw::UrlSafe,
            Flaw::Unpadded,
            Flaw::LineBreak,
            Flaw::Hex,
            Flaw::Version(1),
            Flaw::NoVersion,
            Flaw::Cut(24),
            Flaw::Flipped(Part::Tag),
            Flaw::Flipped(Part::Nonce),
            Flaw::Flipped(Part::Ciphertext),
            Flaw::TagLast,
            Flaw::Twice,
        ];
        for flaw in flaws {
            let call = good.clone().flawed(flaw);
            assert_eq!(again(&call), call);
        }
        let mut odd =
            good.clone().with_key(None).under(Idempotency::Absent).in_body("[\"{sealed}\"]");
        odd.query = "?x=1".into();
        odd.spacing = Spacing::Lines;
        odd.secret = Some("--other".into());
        odd.content_type = None;
        odd.method = "GET".into();
        assert_eq!(again(&odd), odd);
        let call = good
            .saying(b"\xff".to_vec())
            .with_key(Some("k".into()))
            .under(Idempotency::Key("-k".into()));
        assert_eq!(again(&call), call);
    }
}
