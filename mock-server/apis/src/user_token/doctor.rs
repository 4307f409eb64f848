//! A token that was not taken: which of the ways to get it wrong was it?

use serde_json::json;
use strum::IntoEnumIterator;

use super::{AUTHORIZATION, TokenFamily, bare};
use crate::{
    crypto::jwt::Token,
    log::{Diagnosis, Entry, Proof, Reason, RedactionContext},
    surface::Surface,
};

impl TokenFamily {
    /// The cause of a refused token.
    pub(crate) fn cause(
        &self,
        entry: &Entry,
        redaction: &RedactionContext,
        reason: Reason,
    ) -> Diagnosis {
        let header = entry.request.head.header(AUTHORIZATION).unwrap_or_default();
        cause(self, (entry, redaction), (header, reason))
    }

    /// The cause of a refused token that stands in the body of its request.
    pub(crate) fn cause_of(
        &self,
        token: &str,
        (entry, redaction): (&Entry, &RedactionContext),
        reason: Reason,
    ) -> Diagnosis {
        cause(self, (entry, redaction), (token, reason))
    }
}

fn cause(
    family: &TokenFamily,
    (entry, redaction): (&Entry, &RedactionContext),
    (header, reason): (&str, Reason),
) -> Diagnosis {
    let bare = bare(header);
    let token = Token::read(bare);
    let proved = |cause, says: &str| Diagnosis::proved(cause, says, Proof::of(true));
    let Some(token) = token else {
        let says = "It is not three parts of base64url with JSON objects in the first two.";
        return match reason {
            Reason::TokenMissing => {
                let proof = Proof::of(header.is_empty());
                Diagnosis::proved("jwt-missing", "There is no header Authorization.", proof)
            }
            Reason::TokenScheme => proved("jwt-no-bearer", "The scheme is not Bearer."),
            _ => Diagnosis::proved("jwt-malformed", says, Proof::of(Token::read(bare).is_none())),
        };
    };
    match reason {
        Reason::TokenScheme => proved("jwt-no-bearer", "The token stands there without Bearer."),
        // The bare token can be read, so something stands around it.
        Reason::TokenMalformed => proved("jwt-quoted", "Something stands around the token."),
        Reason::TokenAlgorithm => algorithm(&token),
        Reason::TokenSignature => signature(family, &token, redaction),
        Reason::TokenExpired => time(entry, &token, "exp"),
        Reason::TokenNotYet => time(entry, &token, "nbf"),
        Reason::TokenRefresh => {
            let proof = Proof::of(token.text(family.kind) == Some("refresh"));
            Diagnosis::proved("jwt-refresh-as-access", "It is a refresh token.", proof)
        }
        Reason::TokenUserDisabled => proved("jwt-user-disabled", "The user is disabled."),
        Reason::TokenUser => {
            let is_known = token
                .text(family.user)
                .is_some_and(|id| redaction.user(family.surface, id).is_some());
            let says = format!("Its claim {} names no user of the world.", family.user);
            Diagnosis::proved("jwt-unknown-user", says, Proof::of(!is_known))
        }
        _ => world(family, &token, redaction),
    }
}

fn algorithm(token: &Token<'_>) -> Diagnosis {
    if token.header.contains_key("crit") {
        let says = "Its header names an extension (crit); none is understood.";
        return Diagnosis::proved("jwt-alg-other", says, Proof::of(true));
    }
    let is_none = token.algorithm().is_some_and(|name| name.eq_ignore_ascii_case("none"));
    match is_none {
        true => {
            let says = "Its header says that it is not signed.";
            Diagnosis::proved("jwt-alg-none", says, Proof::of(is_none))
        }
        false => {
            let proof = Proof::of(token.algorithm() != Some("HS256"));
            Diagnosis::proved("jwt-alg-other", "Its algorithm is not HS256.", proof)
        }
    }
}

fn signature(family: &TokenFamily, token: &Token<'_>, redaction: &RedactionContext) -> Diagnosis {
    let named = token.text("world").unwrap_or_default();
    let (keys, key_name) = (redaction.token_keys(family.surface), family.key);
    let mut others = keys.iter().filter(|(world, _)| world != named);
    match others.find(|(_, key)| token.is_signed_with(key)) {
        Some((world, key)) => {
            let says = format!("It is signed with the {key_name} of the world {world}.");
            let proof = Proof::of(token.is_signed_with(key));
            Diagnosis::proved("jwt-secret-of", says, proof).shown_by(json!({ "world": world }))
        }
        None => of_another_surface(family, token, redaction).unwrap_or_else(|| {
            let fits = keys.iter().any(|(_, key)| token.is_signed_with(key));
            let says = format!("Its signature fits no {key_name} of any world here.");
            Diagnosis::proved("jwt-wrong-secret", says, Proof::of(!fits))
        }),
    }
}

/// A token of another API of the same sandbox, which clients of several mix up.
fn of_another_surface(
    family: &TokenFamily,
    token: &Token<'_>,
    redaction: &RedactionContext,
) -> Option<Diagnosis> {
    Surface::iter().filter(|other| *other != family.surface).find_map(|other| {
        let keys = redaction.token_keys(other);
        let (world, key) = keys.iter().find(|(_, key)| token.is_signed_with(key))?;
        let says = format!("It is a token of {other}, of the world {world}.");
        let proof = Proof::of(token.is_signed_with(key));
        let shown = json!({ "world": world, "surface": other });
        Some(Diagnosis::proved("jwt-secret-of", says, proof).shown_by(shown))
    })
}

/// Distance between the time of the request and the one that the token has, in words.
fn time(entry: &Entry, token: &Token<'_>, claim: &str) -> Diagnosis {
    let now = entry.at.as_second();
    let at = token.claims.get(claim).and_then(serde_json::Value::as_i64);
    let (cause, word) =
        if claim == "exp" { ("jwt-expired", "ended") } else { ("jwt-not-yet", "begins") };
    let Some(at) = at else {
        let says = format!("Its claim {claim} is no whole number of seconds.");
        return Diagnosis::proved(cause, says, Proof::of(true));
    };
    let says = match claim {
        "exp" if now == at => format!(
            "It {word} in the second of this request: its claim exp is the first second in which it is \
             not good."
        ),
        "exp" => format!("It {word} {} s before this request.", now.saturating_sub(at)),
        _ => format!("It {word} {} s after this request.", at.saturating_sub(now)),
    };
    let is_out = if claim == "exp" { now >= at } else { now < at };
    Diagnosis::proved(cause, says, Proof::of(is_out))
        .shown_by(json!({"claim": claim, "seconds": now.saturating_sub(at)}))
}

fn world(family: &TokenFamily, token: &Token<'_>, redaction: &RedactionContext) -> Diagnosis {
    let Some(named) = token.text("world") else {
        let says = "It has no claim world.";
        return Diagnosis::proved("jwt-no-world", says, Proof::of(true));
    };
    let name = redaction.name(named);
    match redaction.gone_world(named) {
        Some(why) => {
            let says = format!("It belonged to the world {name}, which is gone ({why}).");
            Diagnosis::proved("jwt-of-gone-world", says, Proof::of(true))
                .shown_by(json!({"world": name, "why": why}))
        }
        None => {
            let says = format!("There is no world {name}.");
            let known =
                redaction.token_keys(family.surface).iter().any(|(world, _)| world == named);
            Diagnosis::proved("jwt-no-world", says, Proof::of(!known))
        }
    }
}
