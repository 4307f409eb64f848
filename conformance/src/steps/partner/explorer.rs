//! The explorer page, as a person with a browser sees it.

mod page;

use serde_json::{Value, json};

use self::page::{CLICK_RUN, COUNT_SIGNATURES, FIELD, FOCUS_EDITOR, NAMES, STORES, TYPE_IN};
use super::Actor;
use crate::{
    Mismatch, StepResult, World,
    drivers::{
        browser::{Browser, Seen},
        partner::{Partner, sign},
        sent::Sent,
    },
    target::Surface,
};

/// The query that is run from the page.
const READ: &str = "{ AgioCard_card_company { id } }";

/// A request of the page itself: without credentials, as a browser makes it.
fn visit(partner: &Partner) -> Sent {
    let world = partner.endpoint.sandbox_world.clone();
    let headers = world.map(|world| ("sandbox-world".to_owned(), world));
    let accept = ("accept".to_owned(), "text/html,application/xhtml+xml,*/*;q=0.8".to_owned());
    Sent {
        surface: Some(Surface::PG),
        by: "a browser".to_owned(),
        method: "GET".to_owned(),
        url: partner.endpoint.url.clone(),
        headers: std::iter::once(accept).chain(headers).collect(),
        ..Sent::default()
    }
}

when!("a browser asks for the endpoint", asks);
async fn asks(world: &mut World) -> StepResult {
    let sent = visit(&world.partner("the partner")?);
    world.deliver_bytes("the partner", sent).await.map(drop)
}

then!("the answer is a page", is_page);
fn is_page(world: &mut World) -> StepResult {
    let answer = world.answer()?;
    let kind = answer.header("content-type").unwrap_or("none").to_owned();
    let is_page = answer.body.windows(5).any(|part| part.eq_ignore_ascii_case(b"<html"));
    match (answer.status, kind.starts_with("text/html"), is_page) {
        (200, true, true) => Ok(()),
        (status, _, _) => Err(Mismatch::behaviour(
            "HTTP 200 with a page of type text/html",
            format!("HTTP {status}, content-type {kind}, {} bytes", answer.body.len()),
        )),
    }
}

given!("the explorer is open in a browser", is_open);
async fn is_open(world: &mut World) -> StepResult {
    let partner = world.partner("the partner")?;
    let page = partner.http.send(&visit(&partner)).await?;
    let text = String::from_utf8_lossy(&page.body);
    if page.status != 200 || !text.to_lowercase().contains("<html") {
        return Err(Mismatch::missing("an explorer page at the endpoint", page.summary()));
    }
    if world.on_sandbox() && text.contains("The explorer is not in this build.") {
        let why = "the sandbox was built without npm; its README says how";
        return Err(Mismatch::missing("an explorer page at the endpoint", why));
    }
    let Some(webdriver) = world.target()?.webdriver.clone() else {
        return Err(Mismatch::missing("a browser", "no [browser] and no --webdriver"));
    };
    let browser = Browser::start(partner.http.connections(), &webdriver).await?;
    world.partner.browser = Some(browser.clone());
    open(&browser, &partner).await
}

/// Opens the page in the present tab.
async fn open(browser: &Browser, partner: &Partner) -> StepResult {
    let mut headers = partner.endpoint.headers.clone();
    headers.extend(
        partner.endpoint.sandbox_world.clone().map(|world| ("sandbox-world".to_owned(), world)),
    );
    browser.send_headers(&headers).await?;
    browser.prepare(COUNT_SIGNATURES).await?;
    browser.open(&partner.endpoint.url).await
}

fn browser(world: &World) -> StepResult<Browser> {
    let lacking = || Mismatch::suite("a browser", "the scenario has opened none");
    world.partner.browser.clone().ok_or_else(lacking)
}

then!("its schema browser shows {string} and {string}", shows);
async fn shows(world: &mut World, first: String, second: String) -> StepResult {
    let browser = browser(world)?;
    for name in [first, second] {
        if browser.wait(NAMES, json!([name])).await?.is_none() {
            let seen = format!("no such name after the root types were opened, at {READ:?} unsent");
            return Err(Mismatch::behaviour(format!("{name} in the schema browser"), seen));
        }
    }
    Ok(())
}

then!("it has inputs for {string} and {string} that take text", has_inputs);
async fn has_inputs(world: &mut World, first: String, second: String) -> StepResult {
    let browser = browser(world)?;
    for name in [first, second] {
        type_in(&browser, &name, "some text").await?;
        let value = browser.run(FIELD, json!([name])).await?;
        if value != "some text" {
            let took = if value.is_null() { "nothing" } else { "another text" };
            return Err(Mismatch::behaviour(format!("an input {name} that takes text"), took));
        }
    }
    Ok(())
}

async fn type_in(browser: &Browser, name: &str, text: &str) -> StepResult {
    match browser.wait(TYPE_IN, json!([name])).await? {
        Some(_) => browser.write(text).await,
        None => Err(Mismatch::behaviour(format!("an input for {name} on the page"), "none")),
    }
}

when!("{actor} enters the credentials", enters);
async fn enters(world: &mut World, actor: Actor) -> StepResult {
    let (browser, partner) = (browser(world)?, world.partner(&actor.0)?);
    type_in(&browser, "api_token", &partner.credential.api_token).await?;
    type_in(&browser, "client_secret", &partner.credential.client_secret).await
}

then!("a query run from the page by {actor} is signed with WebCrypto and answered", is_signed);
async fn is_signed(world: &mut World, actor: Actor) -> StepResult {
    let (browser, partner) = (browser(world)?, world.partner(&actor.0)?);
    if browser.wait(FOCUS_EDITOR, json!([])).await?.is_none() {
        return Err(Mismatch::behaviour("an editor for queries on the page", "none"));
    }
    browser.write(READ).await?;
    if browser.wait(CLICK_RUN, json!([])).await?.is_none() {
        return Err(Mismatch::behaviour("a button that runs the query", "none"));
    }
    let fits = |body: &[u8]| String::from_utf8_lossy(body).contains("AgioCard_card_company");
    let Some(seen) = browser.posted(&partner.endpoint.url, fits).await? else {
        return Err(Mismatch::behaviour("a POST with the query to the endpoint", "none was seen"));
    };
    judge(&seen, &partner)?;
    let counted = browser.run("return window.suiteSignatures ?? 0", json!([])).await?;
    match counted.as_u64() {
        Some(0) | None => {
            Err(Mismatch::behaviour("a signature made with WebCrypto", "crypto.subtle made none"))
        }
        Some(_) => Ok(()),
    }
}

/// The three headers, a signature that verifies, and HTTP 200. No message shows a secret.
fn judge(seen: &Seen, partner: &Partner) -> StepResult {
    let header = |name: &str| {
        let lacking = || Mismatch::behaviour(format!("the header {name}"), "it is not sent");
        seen.header(name).ok_or_else(lacking)
    };
    if header("x-agio-api-key")? != partner.credential.api_token {
        return Err(Mismatch::behaviour("the api_token as x-agio-api-key", "another text"));
    }
    let (timestamp, signature) = (header("x-agio-timestamp")?, header("x-agio-signature")?);
    if signature != sign::hex(&partner.credential.client_secret, timestamp, &seen.body) {
        let wanted = "the signature of timestamp and body as they were sent";
        return Err(Mismatch::behaviour(wanted, "another signature"));
    }
    if seen.status != 200 {
        return Err(Mismatch::behaviour("HTTP 200", format!("HTTP {}", seen.status)));
    }
    Ok(())
}

then!("the secret of {actor} is in sessionStorage alone", is_kept);
async fn is_kept(world: &mut World, actor: Actor) -> StepResult {
    let (browser, partner) = (browser(world)?, world.partner(&actor.0)?);
    let secret = partner.credential.client_secret;
    let in_session = "return JSON.stringify({...sessionStorage}).includes(arguments[0])";
    if browser.wait(in_session, json!([secret])).await?.is_none() {
        return Err(Mismatch::behaviour("the secret in sessionStorage", "it is not there"));
    }
    let elsewhere = browser.run(STORES, json!([secret])).await?;
    match elsewhere.as_array() {
        Some(stores) if stores.is_empty() => Ok(()),
        _ => Err(Mismatch::behaviour("the secret in no other store", format!("in {elsewhere}"))),
    }
}

then!("a new tab starts without credentials", new_tab);
async fn new_tab(world: &mut World) -> StepResult {
    let (browser, partner) = (browser(world)?, world.partner("the partner")?);
    browser.new_tab().await?;
    open(&browser, &partner).await?;
    for name in ["api_token", "client_secret"] {
        let there = browser.wait(TYPE_IN, json!([name])).await?;
        let value = browser.run(FIELD, json!([name])).await?;
        if there.is_none() || value != Value::String(String::new()) {
            let seen = if there.is_none() { "no input" } else { "it is filled in" };
            return Err(Mismatch::behaviour(format!("an empty {name} in a new tab"), seen));
        }
    }
    Ok(())
}
