//! Cards to start from, in any status and with a balance: made by the back office where there is
//! one, so that a deviation of one operation does not disturb the scenarios of another; else by the
//! caller, or named by the target file.

use serde_json::json;

use super::{answers::served, balances::worth_found, programs::program_of};
use crate::{
    Mismatch, StepResult, World,
    checks::json as at,
    surfaces::managed::{target::Pointer, things::ManagedCard},
};

given!(regex r#"^an? (pending|active|frozen|blocked|expired|terminated|failed|under_review) card "([^"]+)" of (the(?: [A-Za-z]+)? caller)(?: with ([\d.]+))?(?: of the program (\S+))?$"#, card);
async fn card(
    world: &mut World,
    status: String,
    name: String,
    owner: String,
    available: String,
    program: String,
) -> StepResult {
    let given = |text: String| Some(text).filter(|text| !text.is_empty());
    let wanted = StartingCard { status, available: given(available), program: given(program) };
    make_card(world, &name, &owner, &wanted).await.map(drop).map_err(Mismatch::while_preparing)
}

when!(regex r#"^another card is made, an? (active|frozen) card "([^"]+)" of (the(?: [A-Za-z]+)? caller) of the program (\S+)$"#, further_card);
async fn further_card(
    world: &mut World,
    status: String,
    name: String,
    owner: String,
    program: String,
) -> StepResult {
    card(world, status, name, owner, String::new(), program).await
}

/// A card as a scenario wants to start from it.
pub(super) struct StartingCard {
    /// One of the eight statuses.
    pub(super) status: String,
    /// The balance; nothing where none is said.
    pub(super) available: Option<String>,
    /// The program; the caller's usual one where none is said.
    pub(super) program: Option<String>,
}

/// A card called `name`.
pub(super) async fn make_card(
    world: &mut World,
    name: &str,
    owner: &str,
    wanted: &StartingCard,
) -> StepResult<ManagedCard> {
    let _preparing = world.preparing();
    let made = match made_by_back_office(world, owner, wanted).await {
        Err(why) if why.is_out_of_reach() => match made_by_caller(world, owner, wanted).await {
            Err(why) if why.is_out_of_reach() => known_card(world, owner, wanted)?.ok_or(why)?,
            made => made?,
        },
        made => made?,
    };
    world.managed.cards.name(name, made.clone());
    if let (false, Some(said)) = (world.on_sandbox(), &wanted.available) {
        let worth = worth_found(world, name, said).await?;
        let card = ManagedCard { worth: Some(worth), ..made };
        world.managed.cards.name(name, card.clone());
        return Ok(card);
    }
    Ok(made)
}

async fn made_by_back_office(
    world: &World,
    owner: &str,
    wanted: &StartingCard,
) -> StepResult<ManagedCard> {
    if !world.has_back_office() {
        return Err(Mismatch::missing("a back office that makes cards", "no [provision]"));
    }
    let program = program_of(world, owner, wanted.program.as_deref()).await?;
    let input = json!({
        "user": world.caller(owner)?.label,
        "program": program,
        "status": wanted.status,
        "available": wanted.available.as_deref().unwrap_or("0"),
    });
    let made = world.op("make-card", &input).await?;
    let reference = at::text(&made, "/card")?.to_owned();
    Ok(ManagedCard { reference, owner: owner.to_owned(), program: Some(program), worth: None })
}

/// A card that the caller makes, funds and brings into a status, as far as a caller can.
async fn made_by_caller(
    world: &mut World,
    owner: &str,
    wanted: &StartingCard,
) -> StepResult<ManagedCard> {
    let bring = match wanted.status.as_str() {
        "active" => None,
        "frozen" => Some("cards.freeze"),
        "terminated" => Some("cards.terminate"),
        other => {
            let card = format!("a card that is {other}");
            return Err(Mismatch::missing(
                card,
                "no caller makes one, and there is no [provision]",
            ));
        }
    };
    let program = program_of(world, owner, wanted.program.as_deref()).await?;
    let caller = world.caller(owner)?;
    let answer = caller.send(&caller.request("cards.create", &[("program", &program)])?).await?;
    served(&answer)?;
    let reference = world.shown_text(&answer.json, Pointer::CardReference)?;
    if let Some(amount) = &wanted.available {
        let values = [("reference", reference.as_str()), ("amount", amount.as_str())];
        served(&caller.send(&caller.request("cards.fund", &values)?).await?)?;
    }
    if let Some(operation) = bring {
        let values = [("reference", reference.as_str())];
        served(&caller.send(&caller.request(operation, &values)?).await?)?;
    }
    let owner = owner.to_owned();
    Ok(ManagedCard { reference, owner, program: Some(program), worth: None })
}

/// The card that the target file names, for a scenario that wants any active one and does not use
/// it already.
fn known_card(
    world: &World,
    owner: &str,
    wanted: &StartingCard,
) -> StepResult<Option<ManagedCard>> {
    let surface = world.target()?.surfaces.managed.clone().unwrap_or_default();
    let Some(reference) = surface.known.card else { return Ok(None) };
    let taken = world.managed.cards.all().any(|(_, card)| card.reference == reference);
    let serves = owner == "the caller" && wanted.status == "active" && wanted.available.is_none();
    if taken || !serves {
        return Ok(None);
    }
    world.spare_what_is_known();
    let program = surface.known.program;
    Ok(Some(ManagedCard { reference, owner: owner.to_owned(), program, worth: None }))
}
