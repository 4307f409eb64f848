//! Requests and answers of the managed cards surface.

use serde_json::Value;

use super::target::{Dialect, Pointer};
use crate::{
    Mismatch, StepResult, World,
    checks::money,
    drivers::{
        Answer,
        managed::{Caller, Request, operation, template::Values},
    },
    surfaces::managed::things::ManagedCard,
};

impl World {
    /// The actor of that name: "the caller", "the second caller".
    ///
    /// # Errors
    /// One whom only a sandbox has, such as the unverified caller, is missing elsewhere.
    pub fn caller(&self, name: &str) -> StepResult<Caller> {
        self.target()?;
        if !self.on_sandbox() && !self.managed.callers.has(name) {
            return Err(Mismatch::missing(name, "[surfaces.MC.credentials] has no such caller"));
        }
        self.managed.callers.get(name)
    }

    /// The target's way of writing; the contract's where none is stated.
    pub fn managed_dialect(&self) -> Dialect {
        let surface = self.target.as_ref().and_then(|target| target.surfaces.managed.clone());
        surface.and_then(|one| one.dialect).unwrap_or_default()
    }

    /// `actor` asks for an operation in the target's own words; the answer becomes the last one.
    pub async fn request(
        &mut self,
        actor: &str,
        operation: &str,
        values: Values<'_>,
    ) -> StepResult<Answer> {
        let request = self.caller(actor)?.request(operation, values)?;
        let answer = self.request_exactly(actor, &request).await?;
        self.has_operation(operation, &answer)?;
        Ok(answer)
    }

    /// Refuses to judge a foreign target by an operation that it turns out not to have: no source
    /// gives its path, and the dialect names none.
    pub fn has_operation(&self, operation: &str, answer: &Answer) -> StepResult {
        let is_unwritten = operation::named(operation).is_some_and(|one| !one.documented)
            && self.managed_dialect().form(operation).is_none_or(|form| form.path.is_none());
        if self.on_sandbox() || !is_unwritten || !matches!(answer.status, 404 | 405) {
            return Ok(());
        }
        Err(Mismatch::missing(
            format!("{operation} at the contract's path"),
            format!("HTTP {}: surfaces.MC.dialect.operations names no path", answer.status),
        ))
    }

    /// `actor` sends exactly this request; the answer becomes the last one.
    pub async fn request_exactly(&mut self, actor: &str, request: &Request) -> StepResult<Answer> {
        let answer = self.caller(actor)?.send(request).await?;
        self.managed.answers.push(answer.clone());
        Ok(answer)
    }

    /// `actor` reads something without this becoming the last answer; it has to be served.
    pub async fn peek(
        &self,
        actor: &str,
        operation: &str,
        values: Values<'_>,
    ) -> StepResult<Value> {
        let caller = self.caller(actor)?;
        let request = caller.request(operation, values)?;
        let answer = caller.send(&request).await?;
        self.has_operation(operation, &answer)?;
        seen(&request, answer)
    }

    /// `actor` sends exactly this request without its answer becoming the last one; it has to be
    /// served.
    pub async fn peek_exactly(&self, actor: &str, request: &Request) -> StepResult<Value> {
        seen(request, self.caller(actor)?.send(request).await?)
    }

    /// The card of that name as its owner reads it.
    pub async fn peek_at_card(&self, name: &str) -> StepResult<Value> {
        let card = self.managed.cards.get(name)?;
        self.peek(&card.owner, "cards.get", &[("reference", &card.reference)]).await
    }

    /// The status of a card as its owner reads it.
    pub async fn card_status(&self, name: &str) -> StepResult<String> {
        let card = self.peek_at_card(name).await?;
        self.shown_text(&card, Pointer::CardStatus)
    }

    /// The balance of a card as its owner reads it, in millionths.
    pub async fn card_balance(&self, name: &str) -> StepResult<i64> {
        let card = self.peek_at_card(name).await?;
        self.shown_amount(&card, Pointer::CardAvailable)
    }

    /// The last answer of the surface.
    pub fn heard(&self) -> StepResult<&Answer> {
        self.target()?;
        let last = self.managed.answers.last();
        last.ok_or_else(|| Mismatch::suite("an answer", "nothing was sent yet"))
    }

    /// The answer before the last one, and the last one.
    pub fn heard_twice(&self) -> StepResult<[&Answer; 2]> {
        self.target()?;
        match self.managed.answers.as_slice() {
            [.., first, second] => Ok([first, second]),
            few => Err(Mismatch::suite("two answers", few.len().to_string())),
        }
    }

    /// The text that an answer shows for a thing: a number counts as its digits.
    pub fn shown_text(&self, json: &Value, pointer: Pointer) -> StepResult<String> {
        match self.managed_dialect().find(json, pointer) {
            Some(Value::String(text)) if !text.is_empty() => Ok(text.clone()),
            Some(Value::Number(number)) => Ok(number.to_string()),
            other => Err(Mismatch::behaviour(
                format!("a text as {pointer}"),
                other.map_or_else(|| format!("nothing there in {json}"), Value::to_string),
            )),
        }
    }

    /// The amount that an answer shows for a thing, in millionths, whether as text or as number.
    pub fn shown_amount(&self, json: &Value, pointer: Pointer) -> StepResult<i64> {
        let text = self.shown_text(json, pointer)?;
        let amounts = self.managed_dialect().amounts;
        amounts
            .millionths(&text)
            .ok_or_else(|| Mismatch::behaviour(format!("an amount as {pointer}"), text))
    }

    /// An amount of the scenario as it is asked for on a card: as it is written, or in proportion to
    /// what the card was found to have (MC 2).
    pub fn amount_on(&self, card: &ManagedCard, amount: &str) -> StepResult<String> {
        let Some(worth) = card.worth else { return Ok(amount.to_owned()) };
        let said = money::millionths(amount)
            .ok_or_else(|| Mismatch::suite("a decimal amount", amount.to_owned()))?;
        Ok(money::shown(worth.of(said)))
    }
}

/// The JSON that a reading is answered with; it has to be served.
fn seen(request: &Request, answer: Answer) -> StepResult<Value> {
    if (200..300).contains(&answer.status) {
        return Ok(answer.into_json());
    }
    let wanted = format!("{} {} is served", request.method, request.path);
    Err(Mismatch::behaviour(wanted, answer.summary()))
}
