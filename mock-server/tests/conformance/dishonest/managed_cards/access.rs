//! Misbehaviour with tokens.

use serde_json::{Value, json};

use super::{Misbehaviour, Wrong, served, without};
use crate::proxy::Answer;

/// Serves what was refused for its credentials.
fn serve(answer: &mut Answer, body: &Value) {
    if answer.status == 401 {
        answer.status = 200;
        answer.headers.retain(|(name, _)| name != "www-authenticate");
        answer.set_json(body);
    }
}

pub(super) const PUBLIC: &[Misbehaviour] = &[
    Misbehaviour {
        name: "lists programs for everybody",
        area: "MC-AUTH-",
        wrong: Wrong::Answer(|r, a, _| {
            if r.is_at("/programs/") {
                serve(a, &json!({"results": [], "next_cursor": null}));
            }
        }),
    },
    Misbehaviour {
        name: "says that it makes cards for everybody",
        area: "MC-AUTH-",
        wrong: Wrong::Answer(|r, a, _| {
            if r.method == "POST" && r.is_at("/managed-cards/") {
                serve(a, &json!({"reference": "crd_000000000000000000000001"}));
            }
        }),
    },
    Misbehaviour {
        name: "logs in without a refresh token",
        area: "MC-TOKEN",
        wrong: Wrong::Answer(|r, a, _| served(r, a, "/token/", |v| without(v, "refresh"))),
    },
    Misbehaviour {
        name: "gives a broken access token for a refresh token",
        area: "MC-TOKEN",
        wrong: Wrong::Answer(|r, a, _| {
            served(r, a, "/token/refresh/", |v| {
                let token = v["access"].as_str().unwrap_or_default();
                v["access"] = json!(token.rsplit_once('.').map_or("", |(head, _)| head));
            });
        }),
    },
    Misbehaviour {
        name: "refreshes nothing",
        area: "MC-TOKEN",
        wrong: Wrong::Answer(|r, a, _| {
            served(r, a, "/token/refresh/", |v| without(v, "access"));
        }),
    },
    Misbehaviour {
        name: "verifies every token",
        area: "MC-TOKEN",
        wrong: Wrong::Answer(|r, a, _| {
            if r.is_at("/token/verify/") {
                serve(a, &json!({}));
            }
        }),
    },
    Misbehaviour {
        name: "verifies no token",
        area: "MC-TOKEN",
        wrong: Wrong::Answer(|r, a, _| {
            if r.is_at("/token/verify/") && a.is_success() {
                a.status = 401;
            }
        }),
    },
];

pub(super) const DECIDED: &[Misbehaviour] = &[
    Misbehaviour {
        name: "forbids what it does not know the caller of",
        area: "MC-AUTH-",
        wrong: Wrong::Answer(|r, a, _| {
            if a.status == 401 && r.managed().is_some() {
                a.status = 403;
            }
        }),
    },
    Misbehaviour {
        name: "does not name the scheme of its credentials",
        area: "MC-AUTH-",
        wrong: Wrong::Answer(|_, a, _| a.headers.retain(|(name, _)| name != "www-authenticate")),
    },
    Misbehaviour {
        name: "tells unknown names from wrong passwords",
        area: "MC-TOKEN-05",
        wrong: Wrong::Answer(|r, a, _| {
            let name = serde_json::from_slice::<Value>(&r.body).unwrap_or_default();
            let is_persona = name["username"].as_str().is_some_and(|name| name.contains("amara"));
            if r.is_at("/token/") && a.status == 401 && !is_persona {
                a.set_json(&json!({"detail": "No such user", "code": "no_active_account"}));
            }
        }),
    },
    Misbehaviour {
        name: "says that an exchanged refresh token is good",
        area: "MC-TOKEN-09",
        wrong: Wrong::Answer(|r, a, _| {
            let body = json!({"access": "a.b.c", "refresh": "a.b.c"});
            if r.is_at("/token/refresh/") {
                serve(a, &body);
            }
        }),
    },
];
