//! Calls about what belongs to somebody else, compared with calls about what never existed.

use cucumber::gherkin::Step;

use super::answers::refused_as;
use crate::{Mismatch, StepResult, World, drivers::managed::Request};

when!(regex r#"^(the(?: [A-Za-z]+)? caller) tries (GET|POST) "([^"]*)", and the same about what never existed:?$"#, tries);
/// Sends a request with the references of the scenario, and then with references of the same form
/// that nothing has.
async fn tries(
    world: &mut World,
    step: &Step,
    actor: String,
    method: String,
    path: String,
) -> StepResult {
    let body = step.docstring.clone().unwrap_or_default();
    let body = body.trim();
    let of_another = Request::exactly(&method, &world.referenced(&path), world.referenced(body));
    let of_nobody = Request::exactly(&method, &world.never_issued(&path), world.never_issued(body));
    if of_another == of_nobody {
        return Err(Mismatch::suite("a reference of the scenario", format!("{path} {body}")));
    }
    world.request_exactly(&actor, &of_another).await?;
    world.request_exactly(&actor, &of_nobody).await.map(drop)
}

then!(regex r#"^both are refused alike, with (\d+) "([^"]+)"$"#, alike);
/// Two answers have one status and equal bytes, and none that tell which of the two exists.
fn alike(world: &mut World, status: u16, code: String) -> StepResult {
    let [another, nobody] = world.heard_twice()?;
    refused_as(another, status, &code)?;
    if another.status == nobody.status && another.body == nobody.body {
        return Ok(());
    }
    Err(Mismatch::behaviour(nobody.summary(), another.summary()))
}

then!(regex r#"^the call is answered exactly as (\d+) (\{.*\})$"#, bytes);
/// The body to the byte.
fn bytes(world: &mut World, status: u16, body: String) -> StepResult {
    let answer = world.heard()?;
    if answer.status == status && *answer.body == *body.as_bytes() {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("HTTP {status} {body}"), answer.summary()))
}
