//! A request of the in-app surface, with whatever is to be wrong with it.

use std::str::FromStr;

use serde_json::Value;

use super::{
    answered,
    head::{Headers, Hex},
    show,
};
use crate::{
    StepResult, World,
    drivers::in_app::{Bearer, Draft, token},
};

/// Options of `send ag`.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// The document: `{ cardBalance(cardId: 1) { success error } }`.
    #[arg(required_unless_present_any = ["body", "hex"], conflicts_with_all = ["body", "hex"])]
    document: Option<String>,
    /// Its variables, a JSON object.
    #[arg(long, value_parser = json)]
    variables: Option<Value>,
    /// The whole body, where it is not that of a document and its variables.
    #[arg(long, conflicts_with = "hex")]
    body: Option<String>,
    /// The whole body in hex, where it is no text.
    #[arg(long)]
    hex: Option<Hex>,
    /// `own`, `none`, `altered` (its signature), `unsigned`, or `text=TEXT`.
    #[arg(long, default_value = "own")]
    token: Token,
    #[command(flatten)]
    headers: Headers,
}

/// The token that goes with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Own,
    Absent,
    Altered,
    Unsigned,
    Text(String),
}

impl FromStr for Token {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Ok(match (text, text.strip_prefix("text=")) {
            (_, Some(text)) => Self::Text(text.to_owned()),
            ("own", _) => Self::Own,
            ("none", _) => Self::Absent,
            ("altered", _) => Self::Altered,
            ("unsigned", _) => Self::Unsigned,
            (other, _) => return Err(format!("{other:?} is no token; --help names them")),
        })
    }
}

fn json(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| format!("no JSON: {error}"))
}

impl Options {
    /// The request of a user whose token is `own`.
    fn draft(&self, own: &str) -> Draft {
        let variables = self.variables.clone().unwrap_or(Value::Null);
        let mut draft = Draft::query(self.document.as_deref().unwrap_or_default(), &variables);
        if let Some(text) = &self.body {
            draft.body = text.clone().into_bytes();
        }
        if let Some(hex) = &self.hex {
            draft.body.clone_from(&hex.0);
        }
        draft.bearer = match &self.token {
            Token::Own => Bearer::Own,
            Token::Absent => Bearer::Absent,
            Token::Altered => Bearer::Token(token::altered(own)),
            Token::Unsigned => Bearer::Token(token::unsigned(own)),
            Token::Text(text) => Bearer::Token(text.clone()),
        };
        draft.headers.clone_from(&self.headers.further);
        draft
    }

    pub(super) async fn send(&self, world: &World, options: &super::Options) -> StepResult {
        let user = world.user(&options.actor("user"))?;
        let sent = user.written(&self.draft(&user.token)).await?;
        show(&sent, None);
        if options.dry_run {
            return Ok(());
        }
        for _ in 0..options.times {
            answered(&user.http.send(&sent).await?)?;
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
    use crate::drivers::in_app::recipe;

    const OWN: &str = "e30.e30.abcde";

    fn again(draft: &Draft) -> Draft {
        match Line::of(&recipe::of_draft("the second user", OWN, draft)) {
            What::Ag(options) => options.draft(OWN),
            What::Pg(_) | What::Er(_) | What::Mc(_) => panic!("another surface"),
        }
    }

    #[test]
    fn every_request_can_be_made_again() {
        let good = Draft::query("{ cards { id } }", &json!({ "a": "it's -1" }));
        let bearers = [
            Bearer::Own,
            Bearer::Absent,
            Bearer::Token(token::altered(OWN)),
            Bearer::Token(token::unsigned(OWN)),
        ];
        for bearer in bearers {
            let draft = good.clone().with(bearer);
            assert_eq!(again(&draft), draft);
        }
        let mut odd = Draft::query("-x", &Value::Null).header("x-a", "b: c").header("x-a", "");
        assert_eq!(again(&odd), odd);
        for body in
            [&b"-- x"[..], b"\xfe", b"", b"{\"query\": 1}", b"{\"query\":\"{ a }\",\"x\":1}"]
        {
            odd.body = body.to_vec();
            assert_eq!(again(&odd), odd);
        }
    }

    #[test]
    fn no_token_of_a_scenario_is_written_down() {
        let minted = Draft::body("{}").with(Bearer::Token("e30.minted.x".into()));
        assert_eq!(recipe::of_draft("the user", OWN, &minted), Vec::<String>::new());
        assert_eq!(recipe::of_draft("the new user", OWN, &Draft::body("{}")), Vec::<String>::new());
    }
}
