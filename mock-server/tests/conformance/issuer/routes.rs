//! Requests to the issuer: the five documented ones, and those that it has besides.

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post, put},
};
use serde_json::{Value, json};

use super::{
    Desk, TOKENS,
    books::{Books, Card, OTHER_UNIT, Outcome, Spending, UNIT},
    faults::Fault,
    office,
};

/// Every route.
pub(super) fn all(desk: Desk) -> Router {
    Router::new()
        .route("/cards/api/v1/programs/", get(programs))
        .route("/cards/api/v1/managed-cards/", post(create))
        .route("/cards/api/v1/managed-cards/{no}/fund/", post(fund))
        .route("/cards/api/v1/managed-cards/{no}/authorize/", post(authorize))
        .route("/cards/api/v1/disputes/", post(dispute))
        .route("/deck", get(deck))
        .route("/deck/{no}", get(card).delete(terminate))
        .route("/deck/{no}/unload", post(unload))
        .route("/deck/{no}/lock", put(lock).delete(unlock))
        .route("/events/{nr}/take", post(take))
        .route("/events/{nr}/drop", post(release))
        .route("/purses", get(purses))
        .route("/office", post(office::act))
        .with_state(desk)
}

/// A refusal, in the issuer's own form.
struct Refused(StatusCode);

impl From<StatusCode> for Refused {
    fn from(status: StatusCode) -> Self {
        Self(status)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (self.0, Json(json!({ "problem": self.0.canonical_reason() }))).into_response()
    }
}

type Reply = Result<(StatusCode, Json<Value>), Refused>;

impl Desk {
    /// The user whose token a request carries.
    fn caller(&self, headers: &HeaderMap) -> Outcome<&'static str> {
        let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let Some(value) = value else {
            let anybody = self.has(Fault::ServesAnybody).then_some(TOKENS[0].0);
            return anybody.ok_or(StatusCode::UNAUTHORIZED);
        };
        let token = value.strip_prefix("Bearer ").ok_or(StatusCode::UNAUTHORIZED)?;
        let signed = |text: &str| text.rsplit_once('.').map(|(start, _)| start.to_owned());
        let fits = |known: &str| {
            known == token || self.has(Fault::TakesAnySignature) && signed(known) == signed(token)
        };
        let user = TOKENS.iter().find(|(_, known)| fits(known)).map(|(user, _)| *user);
        user.ok_or(StatusCode::FORBIDDEN)
    }

    /// The user for whom a card is used: its owner, whoever calls, where the issuer does not look.
    fn user_of(&self, books: &Books, caller: &'static str, no: &str) -> String {
        let owner = books.cards.get(no).map(|card| card.owner.clone());
        let foreign = self.has(Fault::ServesForeignCards);
        owner.filter(|_| foreign).unwrap_or_else(|| caller.to_owned())
    }

    fn shown(&self, card: &Card) -> Value {
        let state = match card.state {
            "active" if self.has(Fault::InventsAStatus) => "usable",
            "terminated" if self.has(Fault::ShowsTerminatedAsBlocked) => "blocked",
            state => state,
        };
        json!({
            "no": card.no,
            "state": state,
            "money": { "unit": UNIT, "free": card.free, "blocked": card.blocked },
        })
    }
}

/// The number of cents that a body names, if any.
fn cents(body: &Value) -> Option<i64> {
    body["cents"].as_i64()
}

fn json_of(body: &Bytes) -> Outcome<Value> {
    serde_json::from_slice(body).map_err(|_| StatusCode::UNPROCESSABLE_ENTITY)
}

async fn programs(State(desk): State<Desk>, headers: HeaderMap) -> Reply {
    desk.caller(&headers)?;
    // The document lists the header for this call, too.
    if headers.get(header::CONTENT_TYPE).is_none_or(|kind| kind != "application/json") {
        return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE.into());
    }
    let books = desk.books.lock().unwrap();
    let all = books.schemes.iter();
    let shown = all.filter(|one| one.listed || desk.has(Fault::ListsDisabledPrograms));
    let shown: Vec<_> = shown.map(|one| json!({ "code": one.code })).collect();
    Ok((StatusCode::OK, Json(json!({ "schemes": shown }))))
}

async fn create(State(desk): State<Desk>, headers: HeaderMap, body: Bytes) -> Reply {
    let caller = desk.caller(&headers)?;
    let scheme = json_of(&body)?["scheme"].as_u64();
    let mut books = desk.books.lock().unwrap();
    let first = books.cards.values().find(|card| card.owner == caller).cloned();
    let card = match first.filter(|_| desk.has(Fault::GivesTheSameCard)) {
        Some(first) => first,
        None => books.make_card(caller, scheme)?,
    };
    Ok((StatusCode::OK, Json(json!({ "card": desk.shown(&card) }))))
}

async fn deck(State(desk): State<Desk>, headers: HeaderMap) -> Reply {
    let caller = desk.caller(&headers)?;
    let books = desk.books.lock().unwrap();
    let own = books.cards.values().filter(|card| card.owner == caller);
    let own: Vec<_> = own.map(|card| desk.shown(card)).collect();
    Ok((StatusCode::OK, Json(json!({ "deck": own }))))
}

async fn card(State(desk): State<Desk>, headers: HeaderMap, Path(no): Path<String>) -> Reply {
    let caller = desk.caller(&headers)?;
    let mut books = desk.books.lock().unwrap();
    let card = books.card(caller, &no)?;
    Ok((StatusCode::OK, Json(json!({ "card": desk.shown(card) }))))
}

async fn fund(
    State(desk): State<Desk>,
    headers: HeaderMap,
    Path(no): Path<String>,
    body: Bytes,
) -> Reply {
    let caller = desk.caller(&headers)?;
    let asked = cents(&json_of(&body)?).unwrap_or_default();
    let mut books = desk.books.lock().unwrap();
    let user = desk.user_of(&books, caller, &no);
    let moved = books.fund(&user, &no, asked)?;
    if desk.has(Fault::BooksNoDebit) {
        books.pay(&user, moved.paid);
    }
    if desk.has(Fault::DebitsFeesOnly) {
        books.pay(&user, asked);
    }
    if desk.has(Fault::FundsAnotherCard) {
        books.card(&user, &no)?.free -= moved.received;
        let mut others =
            books.cards.values_mut().filter(|card| card.owner == user && card.no != no);
        if let Some(other) = others.next_back() {
            other.free += moved.received;
        }
    }
    if desk.has(Fault::CreditsTwice) {
        books.card(&user, &no)?.free += moved.received;
    }
    let told = if desk.has(Fault::TellsAnotherAmount) { moved.paid + 1 } else { moved.paid };
    desk.events.tell("wallet.debited", books.number(), &json!({ "unit": UNIT, "cents": told }));
    let card = if desk.has(Fault::TellsAnotherCard) { "K-0" } else { &no };
    let about = json!({ "card": card, "cents": moved.received });
    desk.events.tell("card.funded", books.number(), &about);
    let receipt = json!({ "purse": -moved.paid, "card": moved.received });
    Ok((StatusCode::ACCEPTED, Json(json!({ "receipt": receipt }))))
}

async fn unload(
    State(desk): State<Desk>,
    headers: HeaderMap,
    Path(no): Path<String>,
    body: Bytes,
) -> Reply {
    let caller = desk.caller(&headers)?;
    let asked = cents(&json_of(&body)?).unwrap_or_default();
    let mut books = desk.books.lock().unwrap();
    let user = desk.user_of(&books, caller, &no);
    let moved = books.unload(&user, &no, asked)?;
    if desk.has(Fault::LosesWithdrawals) {
        books.pay(&user, -moved.received);
    }
    let receipt = json!({ "purse": moved.received, "card": -moved.paid });
    Ok((StatusCode::ACCEPTED, Json(json!({ "receipt": receipt }))))
}

async fn authorize(
    State(desk): State<Desk>,
    headers: HeaderMap,
    Path(no): Path<String>,
    body: Bytes,
) -> Reply {
    let caller = desk.caller(&headers)?;
    let asked = cents(&json_of(&body)?).unwrap_or_default();
    let mut books = desk.books.lock().unwrap();
    let user = desk.user_of(&books, caller, &no);
    let card = books.card(&user, &no)?;
    let before = card.state;
    let spends = before == "frozen" && desk.has(Fault::FrozenCardSpends)
        || before == "terminated" && desk.has(Fault::TerminatedCardSpends);
    if spends {
        card.state = "active";
        card.free = card.free.max(asked);
    }
    let spending = books.spend(&user, &no, asked);
    books.card(&user, &no)?.state = before;
    let mut spending = spending?;
    if desk.has(Fault::HoldsNothing) {
        books.card(&user, &no)?.free += spending.blocked;
    }
    if desk.has(Fault::SharesReferences) {
        spending.nr = books.spendings.keys().next().copied().unwrap_or_default();
    }
    if !desk.has(Fault::KeepsAuthorizationsToItself) {
        let about = json!({ "card": no, "nr": spending.nr, "cents": asked });
        desk.events.tell("card.authorization.created", books.number(), &about);
    }
    Ok((StatusCode::OK, Json(shown_spending(&spending))))
}

fn shown_spending(spending: &Spending) -> Value {
    let verdict = if spending.approved { "yes" } else { "no" };
    json!({ "event": { "nr": spending.nr, "verdict": verdict, "blocked": spending.blocked } })
}

async fn take(
    State(desk): State<Desk>,
    headers: HeaderMap,
    Path(nr): Path<u64>,
    body: Bytes,
) -> Reply {
    let caller = desk.caller(&headers)?;
    let asked = cents(&json_of(&body)?);
    let mut books = desk.books.lock().unwrap();
    let taken = books.take(caller, nr, asked)?;
    if desk.has(Fault::SettlesForNothing) {
        let no = books.spendings[&nr].card.clone();
        books.card(caller, &no)?.free += taken;
    }
    Ok((StatusCode::ACCEPTED, Json(json!({ "taken": taken }))))
}

async fn release(
    State(desk): State<Desk>,
    headers: HeaderMap,
    Path(nr): Path<u64>,
    body: Bytes,
) -> Reply {
    let caller = desk.caller(&headers)?;
    let asked = cents(&json_of(&body)?);
    let mut books = desk.books.lock().unwrap();
    let freed = books.release(caller, nr, asked)?;
    if desk.has(Fault::KeepsReversedMoney) {
        let no = books.spendings[&nr].card.clone();
        books.card(caller, &no)?.free -= freed;
    }
    Ok((StatusCode::ACCEPTED, Json(json!({ "freed": freed }))))
}

async fn dispute(State(desk): State<Desk>, headers: HeaderMap, body: Bytes) -> Reply {
    let caller = desk.caller(&headers)?;
    let nr = json_of(&body)?["event"].as_u64().ok_or(StatusCode::UNPROCESSABLE_ENTITY)?;
    let mut books = desk.books.lock().unwrap();
    let id = books.dispute(caller, nr)?;
    let about = if desk.has(Fault::DisputesSomethingElse) { nr + 1 } else { nr };
    let case = json!({ "id": format!("case-{id}"), "about": about });
    Ok((StatusCode::ACCEPTED, Json(json!({ "case": case }))))
}

async fn purses(State(desk): State<Desk>, headers: HeaderMap) -> Reply {
    let caller = desk.caller(&headers)?;
    let own = desk.books.lock().unwrap().purses.get(caller).copied().unwrap_or_default();
    let shown = json!([
        { "unit": OTHER_UNIT, "spendable": 1200, "blocked": 0 },
        { "unit": UNIT, "spendable": own, "blocked": 0 },
    ]);
    Ok((StatusCode::OK, Json(json!({ "purses": shown }))))
}

async fn lock(
    State(desk): State<Desk>,
    headers: HeaderMap,
    Path(no): Path<String>,
) -> Result<StatusCode, Refused> {
    let caller = desk.caller(&headers)?;
    let to = if desk.has(Fault::OnlySaysThatItFreezes) { "active" } else { "frozen" };
    desk.books.lock().unwrap().set_state(caller, &no, ("active", to))?;
    Ok(StatusCode::NO_CONTENT)
}

async fn unlock(
    State(desk): State<Desk>,
    headers: HeaderMap,
    Path(no): Path<String>,
) -> Result<StatusCode, Refused> {
    let caller = desk.caller(&headers)?;
    let to = if desk.has(Fault::StaysFrozen) { "frozen" } else { "active" };
    desk.books.lock().unwrap().set_state(caller, &no, ("frozen", to))?;
    Ok(StatusCode::NO_CONTENT)
}

async fn terminate(
    State(desk): State<Desk>,
    headers: HeaderMap,
    Path(no): Path<String>,
) -> Result<StatusCode, Refused> {
    let caller = desk.caller(&headers)?;
    desk.books.lock().unwrap().terminate(caller, &no)?;
    Ok(StatusCode::NO_CONTENT)
}
