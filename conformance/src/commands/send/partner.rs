//! A request of the partner surface, with whatever is to be wrong with it.

use std::str::FromStr;

use super::{
    answered, bytes,
    head::{Head, Headers, Hex},
    number, show,
};
use crate::{
    StepResult, World,
    drivers::partner::{
        Draft,
        draft::{Seal, Stamp},
    },
};

/// Options of `send pg`.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// The body, as it is signed and sent: `{"query":"{ cards { id } }"}`.
    #[arg(required_unless_present = "hex", conflicts_with = "hex")]
    body: Option<String>,
    /// The body in hex, where it is no text.
    #[arg(long)]
    hex: Option<Hex>,
    /// Milliseconds from now (`+500`, `-400000`), `none`, or `text=TEXT`.
    #[arg(long, default_value = "+0", allow_hyphen_values = true)]
    timestamp: When,
    /// `proper`, `none`, `base64`, `upper-case`, `body-alone`, `text=TEXT`, `secret=OTHER`,
    /// `of-body-hex=HEX`, `of-time=+MS`, `joined-by=TEXT`.
    #[arg(long, default_value = "proper")]
    signature: How,
    #[command(flatten)]
    head: Head,
    #[arg(long)]
    accept: Option<String>,
    #[command(flatten)]
    headers: Headers,
}

#[derive(Debug, Clone)]
struct When(Stamp);

#[derive(Debug, Clone)]
struct How(Seal);

impl FromStr for When {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Ok(Self(match (text, text.strip_prefix("text=")) {
            (_, Some(text)) => Stamp::Text(text.to_owned()),
            ("none", _) => Stamp::Absent,
            (shift, _) => Stamp::Shifted(number(shift)?),
        }))
    }
}

impl FromStr for How {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (kind, value) = text.split_once('=').unwrap_or((text, ""));
        let value = || value.to_owned();
        Ok(Self(match kind {
            "proper" => Seal::Proper,
            "none" => Seal::Absent,
            "base64" => Seal::Base64,
            "upper-case" => Seal::UpperCase,
            "body-alone" => Seal::BodyAlone,
            "text" => Seal::Text(value()),
            "secret" => Seal::Secret(value()),
            "of-body-hex" => Seal::OfBody(bytes(&value())?),
            "of-time" => Seal::OfStamp(number(&value())?),
            "joined-by" => Seal::JoinedBy(value()),
            other => return Err(format!("{other:?} is no way to sign; --help names them")),
        }))
    }
}

impl Options {
    fn draft(&self) -> Draft {
        let body = self.body.clone().map(String::into_bytes);
        Draft {
            method: self.head.method.clone(),
            content_type: self.head.content_type(),
            accept: self.accept.clone(),
            key: self.head.key(),
            stamp: self.timestamp.0.clone(),
            seal: self.signature.0.clone(),
            body: body.or_else(|| self.hex.clone().map(|hex| hex.0)).unwrap_or_default(),
            headers: self.headers.further.clone(),
        }
    }

    pub(super) async fn send(&self, world: &World, options: &super::Options) -> StepResult {
        let partner = world.partner(&options.actor("partner"))?;
        let sent = partner.sign(&self.draft());
        show(&sent, None);
        if options.dry_run {
            return Ok(());
        }
        for _ in 0..options.times {
            answered(&partner.resend(&sent).await?)?;
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
    use crate::drivers::partner::recipe;

    fn again(draft: &Draft) -> Draft {
        match Line::of(&recipe::of_draft("the second partner", draft)) {
            What::Pg(options) => options.draft(),
            What::Ag(_) | What::Er(_) | What::Mc(_) => panic!("another surface"),
        }
    }

    #[test]
    fn every_request_can_be_made_again() {
        let good = Draft::query("{ cards { id } }", &json!({ "a": "it's -1" }));
        let seals = [
            Seal::Proper,
            Seal::Absent,
            Seal::Base64,
            Seal::UpperCase,
            Seal::BodyAlone,
            Seal::Text("--a=b".into()),
            Seal::Secret("x=y".into()),
            Seal::OfBody(b"\xff{}".to_vec()),
            Seal::OfStamp(-5),
            Seal::JoinedBy(String::new()),
        ];
        for seal in seals {
            let draft = good.clone().sealed(seal);
            assert_eq!(again(&draft), draft);
        }
        let stamps = [Stamp::Shifted(-300_001), Stamp::Text("none".into()), Stamp::Absent];
        for stamp in stamps {
            let draft = good.clone().stamped(stamp);
            assert_eq!(again(&draft), draft);
        }
        let mut odd = good.without_key().header("x-a", "b: c").header("x-a", "");
        odd.method = "PUT".into();
        odd.accept = Some("*/*".into());
        for (body, media_type) in
            [(b"-- x".to_vec(), None), (b"\xfe".to_vec(), Some("text/plain")), (Vec::new(), None)]
        {
            odd.body = body;
            odd.content_type = media_type.map(str::to_owned);
            assert_eq!(again(&odd), odd);
        }
        let other = Draft::body("{}").with_key("none");
        assert_eq!(again(&other), other);
    }

    #[test]
    fn what_only_a_scenario_has_is_not_promised() {
        assert_eq!(recipe::of_draft("the new token", &Draft::body("{}")), Vec::<String>::new());
    }
}
