//! Does the managed cards surface take the caller's credentials, and no other token? Are programs
//! and wallets where the dialect says?

use std::sync::Arc;

use super::target::{Credential, ManagedSurface, Pointer};
use crate::{
    clock::TargetClock,
    doctor::{Finding, Health, foreign_answer, known::stands},
    drivers::{
        Http,
        in_app::token::altered,
        managed::{Bearer, Caller, Endpoint},
    },
    target::{Target, WebhookSink},
};

/// The repair where an answer never came.
const RUNNING: &str = "is the server still running?";

/// Login, programs, an altered token, wallets, second caller, known things.
pub(super) async fn examine(
    surface: &ManagedSurface,
    target: &Target,
    http: &Http,
) -> Vec<Finding> {
    let Some(primary) = &surface.primary else { return Vec::new() };
    let caller = caller(surface, primary, http);
    let mut findings = vec![programs("MC programs", &caller).await];
    if findings.iter().any(|one| one.health != Health::Ok) {
        return findings;
    }
    findings.push(altered_token(&caller).await);
    if surface.dialect.is_some() {
        findings.push(wallets(&caller).await);
    } else {
        findings.push(Finding::warning(
            "MC dialect",
            "there is no [surfaces.MC.dialect]",
            "no document gives bodies or answers: write down the server's, or little is judged",
        ));
    }
    findings.extend(target.webhook_sink.as_ref().map(webhooks));
    if let Some(second) = &surface.second {
        findings.push(second_caller(surface, primary, second, http).await);
    }
    if let Some(card) = &surface.known.card {
        findings.push(known_card(&caller, card).await);
    }
    findings
}

fn caller(surface: &ManagedSurface, credential: &Credential, http: &Http) -> Caller {
    Caller {
        name: "the doctor".to_owned(),
        label: "the doctor".to_owned(),
        credential: credential.clone(),
        endpoint: Arc::new(Endpoint {
            url: surface.url.clone(),
            headers: surface.headers.clone(),
            sandbox_world: None,
            dialect: surface.dialect.clone(),
            types_reads: true,
        }),
        tokens: Arc::default(),
        clock: Arc::new(TargetClock::default()),
        http: http.clone(),
    }
}

/// The caller gets in and sees the list of programs.
async fn programs(what: &str, caller: &Caller) -> Finding {
    let request = match caller.request("programs.list", &[]) {
        Ok(request) => request,
        Err(mismatch) => return Finding::problem(what, mismatch.actual, RUNNING),
    };
    if let Err(mismatch) = caller.access().await {
        let repair = "look at the login: does it have the server's field names, and is the \
                      access token at pointers.access?";
        return foreign_answer::silence(what, &mismatch, repair);
    }
    match caller.send(&request).await {
        Ok(answer) if (200..300).contains(&answer.status) => {
            match caller.dialect().list(&answer.json, Pointer::Programs) {
                Some(list) if !list.is_empty() => {
                    Finding::ok(what, format!("{} are listed", list.len()))
                }
                Some(_) => Finding::problem(what, "none is listed", "let the user have one"),
                None => Finding::problem(
                    what,
                    format!("no list: {}", answer.summary()),
                    "write surfaces.MC.dialect.pointers.programs",
                ),
            }
        }
        Ok(answer) => foreign_answer::in_place(what, &answer).unwrap_or_else(|| {
            let repair = "look at surfaces.MC.credentials.primary, and at surfaces.MC.url: it ends \
                          where /cards/api/v1/programs/ begins";
            Finding::problem(what, answer.summary(), repair)
        }),
        Err(mismatch) => foreign_answer::silence(what, &mismatch, RUNNING),
    }
}

/// A token whose signature was changed is refused. A server that takes it can be judged all
/// the same: scenarios tell.
async fn altered_token(caller: &Caller) -> Finding {
    const WHAT: &str = "MC altered token";
    const REPAIR: &str = "an altered token has to be refused; scenarios about it will fail";
    let asked = async {
        let token = altered(&caller.access().await?);
        caller.send(&caller.request("programs.list", &[])?.with(Bearer::Token(token))).await
    };
    match asked.await {
        Ok(answer) if (400..500).contains(&answer.status) => {
            Finding::ok(WHAT, format!("it is refused (HTTP {})", answer.status))
        }
        Ok(answer) => Finding::warning(WHAT, answer.summary(), REPAIR),
        Err(mismatch) => Finding::problem(WHAT, mismatch.actual, RUNNING),
    }
}

/// Wallets are listed where the dialect says.
async fn wallets(caller: &Caller) -> Finding {
    const WHAT: &str = "MC wallets";
    const REPAIR: &str = "look at operations.\"wallets.list\" and pointers.wallets of \
                          surfaces.MC.dialect; what reads wallets will fail";
    let asked = async { caller.send(&caller.request("wallets.list", &[])?).await };
    match asked.await {
        Ok(answer) if (200..300).contains(&answer.status) => {
            match caller.dialect().list(&answer.json, Pointer::Wallets) {
                Some(list) => Finding::ok(WHAT, format!("{} are listed", list.len())),
                None => Finding::warning(WHAT, format!("no list: {}", answer.summary()), REPAIR),
            }
        }
        Ok(answer) => Finding::warning(WHAT, answer.summary(), REPAIR),
        Err(mismatch) => Finding::problem(WHAT, mismatch.actual, RUNNING),
    }
}

/// The address that webhooks have to be sent to: no source says how a receiver is registered, so the
/// suite cannot do it.
fn webhooks(place: &WebhookSink) -> Finding {
    let own = format!("http://{}", place.listen);
    let url = place.public_url.as_deref().unwrap_or(&own).trim_end_matches('/');
    Finding::ok("MC webhooks", format!("let the server send them to {url}/, before the suite runs"))
}

/// The second caller gets in, too, and is not the first one again.
async fn second_caller(
    surface: &ManagedSurface,
    first: &Credential,
    second: &Credential,
    http: &Http,
) -> Finding {
    const WHAT: &str = "MC second caller";
    if first == second {
        let repair = "name another user, or remove credentials.second";
        return Finding::problem(WHAT, "it is the first one again", repair);
    }
    programs(WHAT, &caller(surface, second, http)).await
}

/// The card is there that the file names, and active.
async fn known_card(caller: &Caller, reference: &str) -> Finding {
    const WHAT: &str = "[known.MC] card";
    const REPAIR: &str = "name a card of the first user that is active";
    let asked =
        async { caller.send(&caller.request("cards.get", &[("reference", reference)])?).await };
    match asked.await {
        Ok(answer) if (200..300).contains(&answer.status) => {
            let status = caller.dialect().find(&answer.json, Pointer::CardStatus).cloned();
            stands(WHAT, Ok(status.unwrap_or_default()), &["active", "frozen"], REPAIR)
        }
        Ok(answer) => Finding::problem(WHAT, answer.summary(), REPAIR),
        Err(mismatch) => Finding::problem(WHAT, mismatch.actual, REPAIR),
    }
}
