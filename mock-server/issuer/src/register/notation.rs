//! Notation of patches, as the register and clients write them.
//!
//! ```text
//! pin.reject_ascending = false              a rule gets another value
//! hidden pin.reject_ascending = false       … by which is done what is told as refused
//! only freezeCard sign.verify = false       … in requests for one operation
//! answer freezeCard[ok] /status = "frozen"  an answer gets another value at a pointer
//! answer AgioCard_vw_card /*/last4 drop     … or loses what is there
//! answer AgioCard_vw_card / reversed        … or has the list there in the other order
//! answer cardBalance /balance times 100     … or varies in another way ([`Variation`])
//! answer freezeCard told 200 {"data": …}    the whole answer is another one, in JSON
//! answer freezeCard[forbidden] besides {"data": …}    … or tells this too, in JSON
//! answer *[parse] status = 200              … or gets another HTTP status
//! answer * header allow = "GET"             … or another header
//! answer socket[forbidden] close = 4401     a WebSocket is closed with another code
//! effect lockCard lost                      the command runs on a copy that is thrown away
//! effect chargeCard twice                   the command is applied twice
//! effect freezeCard elsewhere               … or to another card of the same owner
//! effect freezeCard abroad                  … or to a card of another owner
//! effect freezeCard everywhere              … or to every other card too
//! principal getCardPin = ops                the command runs as somebody else
//! argument AgioCard_card where ignored      an argument of a list of rows is overlooked
//! argument AgioCard_card limit plus 1       … or a number is taken for a larger one
//! refuse replaceCard /input/reason = "lost"      an argument with this value is not valid
//! refuse createCard /input/displayName length 26 … or in another form ([`Form`])
//! skip freezeCard[signature]                a check before an operation is skipped for it
//! document operation first                  a GraphQL document is misread ([`Misreading`])
//! view AgioCard_vw_card before freezeCard   what an operation has changed is not seen there
//! ```
//!
//! A pointer is a JSON pointer whose steps may also be `*` (each element or member), `[name=value]`
//! (elements whose member `name` is `value`) and a last `-` (append). It starts at the result of
//! the operation where there is one, else at the whole body.
//!
//! An operation of the control plane is called by its id in the OpenAPI document,
//! `get_worlds_world_clock`, and the reason of its answer by the code of its problem:
//!
//! ```text
//! answer put_worlds_world_clock[clock_backwards] status = 200
//! answer activate-card[state_conflict] status = 200    … or an op that is refused
//! effect snapshot.restore lost                         a command to the world
//! effect world.reset lost                              … or what is done to the world as a whole
//! ```
//!
//! Some things that the sandbox does by itself have names too:
//!
//! ```text
//! argument authorize decline_reason ignored    a member of an op's input is overlooked
//! argument authorize amount plus 1             … or taken for a larger one
//! argument rules.patch wrong ignored           a patch leaves out what cannot be set
//! argument reverse rest plus -1                the rest of a hold is taken for a cent less
//! argument control.body unknown ignored        members that no operation knows are overlooked
//! argument log.entry unlisted ignored          the log shows values that no contract names
//! argument fault.meet operation ignored        a fault meets every operation
//! argument fault.meet entity ignored           … every entity
//! argument fault.meet by ignored               … or the requests of every caller
//! argument timeline until plus 1               effects fire so many milliseconds too early
//! argument timeline at ignored                 … or at the end of the move
//! effect timeline.chain lost                   effects of effects wait for the next move
//! effect clock.check lost                      time goes back
//! effect reset.rules lost                      a reset leaves the rules; also claims, clock,
//!                                              entities, faults, receivers
//! effect worlds.advance twice                  an advance moves the other worlds of its scenario
//! effect world.seed lost                       a world is made with another seed than it was given
//! effect dice.draw twice                       every request shifts what is drawn later
//! effect explain twice                         what is only explained is done as well
//! effect fault.drop lost                       what is dropped before happens nevertheless
//! ```

use super::{
    ArgumentReading, Change, Form, Misreading, Others, Patch, Pattern, Repeat, Step, Variation,
    form::toml_value,
};

/// A text that is not a deviation.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a deviation: {why}")]
pub struct PatchError {
    text: String,
    why: String,
}

impl Pattern {
    fn parse(text: &str) -> Result<Self, String> {
        let Some((operation, reason)) = text.split_once('[') else {
            return Ok(Self { operation: text.to_owned(), reason: None });
        };
        let word = reason.strip_suffix(']').ok_or("the reason is not closed")?;
        if word.is_empty() || !word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') {
            return Err(format!("{word:?} is no word of a reason"));
        }
        Ok(Self { operation: operation.to_owned(), reason: Some(word.to_owned()) })
    }
}

impl Patch {
    /// Parses a deviation as the register writes it.
    pub fn parse(text: &str) -> Result<Self, PatchError> {
        Self::read(text).map_err(|why| PatchError { text: text.to_owned(), why })
    }

    fn read(text: &str) -> Result<Self, String> {
        let (word, rest) = text.split_once(' ').ok_or("more than one word is needed")?;
        let rest = rest.trim();
        match word {
            "answer" => {
                let (on, change) =
                    rest.split_once(' ').ok_or("an answer operator needs a change")?;
                Ok(Self::Answer { on: Pattern::parse(on)?, change: Change::parse(change.trim())? })
            }
            "effect" => {
                const WAYS: &str = "lost, twice, elsewhere, abroad or everywhere";
                let (on, how) = rest.split_once(' ').ok_or(format!("an effect is {WAYS}"))?;
                let repeat = match how.trim() {
                    "lost" => Repeat::Lost,
                    "twice" => Repeat::Twice,
                    "elsewhere" => Repeat::Elsewhere(Others::OfTheOwner),
                    "abroad" => Repeat::Elsewhere(Others::OfSomebodyElse),
                    "everywhere" => Repeat::Elsewhere(Others::OfAnybody),
                    other => return Err(format!("an effect is {WAYS}, not {other:?}")),
                };
                Ok(Self::Effect { on: Pattern::parse(on)?, repeat })
            }
            "principal" => {
                let (on, label) =
                    rest.split_once('=').ok_or("a principal operator needs ` = label`")?;
                let on = Pattern::parse(on.trim())?;
                Ok(Self::Principal { on, label: label.trim().to_owned() })
            }
            "argument" => {
                let mut words = rest.splitn(3, ' ');
                let (Some(on), Some(name), Some(how)) = (words.next(), words.next(), words.next())
                else {
                    return Err("an argument has an operation, a name and a reading".to_owned());
                };
                let plus = || how.trim().strip_prefix("plus ")?.parse().ok();
                let reading = match how.trim() {
                    "ignored" => ArgumentReading::Ignored,
                    _ => ArgumentReading::Plus(plus().ok_or("it is `ignored` or `plus` a number")?),
                };
                Ok(Self::Argument { on: Pattern::parse(on)?, name: name.to_owned(), reading })
            }
            "refuse" => {
                let mut words = rest.splitn(3, ' ');
                let (Some(on), Some(place), Some(form)) =
                    (words.next(), words.next(), words.next())
                else {
                    return Err("a refusal has an operation, a pointer and a form".to_owned());
                };
                let form = Form::parse(form.trim())?;
                Ok(Self::Refusal { on: Pattern::parse(on)?, argument: steps(place)?, form })
            }
            "skip" => {
                let on = Pattern::parse(rest)?;
                if on.reason.is_none() {
                    return Err("a check is named by the reason with which it refuses".to_owned());
                }
                Ok(Self::Skip { on })
            }
            "document" => {
                let misreading = Misreading::parse(rest);
                let misreading =
                    misreading.ok_or(format!("a document is not misread as {rest:?}"))?;
                Ok(Self::Document { misreading })
            }
            "view" => {
                let (of, before) =
                    rest.split_once(" before ").ok_or("a view is `before` an operation")?;
                let (of, before) = (Pattern::parse(of.trim())?, Pattern::parse(before.trim())?);
                Ok(Self::View { of, before })
            }
            "hidden" => {
                let (key, value) = rest.split_once(' ').ok_or("only a rule is hidden")?;
                Self::read_rule(key, value, true, None)
            }
            "only" => {
                let mut words = rest.splitn(3, ' ');
                let (Some(on), Some(key), Some(value)) = (words.next(), words.next(), words.next())
                else {
                    return Err("a rule for one operation needs the operation".to_owned());
                };
                let on = Pattern::parse(on)?;
                if on.reason.is_some() {
                    return Err("no reason is known before a rule is read".to_owned());
                }
                Self::read_rule(key, value, false, Some(on))
            }
            key => Self::read_rule(key, rest, false, None),
        }
    }

    fn read_rule(
        key: &str,
        value: &str,
        is_hidden: bool,
        only: Option<Pattern>,
    ) -> Result<Self, String> {
        let value = value.trim().strip_prefix('=').ok_or("a rule needs ` = value`")?;
        Ok(Self::Rule { key: key.to_owned(), value: toml_value(value)?, is_hidden, only })
    }
}

impl Change {
    fn parse(text: &str) -> Result<Self, String> {
        if let Some(told) = text.strip_prefix("told ") {
            let (status, body) = told.split_once(' ').ok_or("a status and a body are told")?;
            let status = status.parse().map_err(|_| "a status is a number")?;
            let body = serde_json::from_str(body).map_err(|error| error.to_string())?;
            return Ok(Self::Told(status, body));
        }
        if let Some(more) = text.strip_prefix("besides ") {
            let more = serde_json::from_str(more).map_err(|error| error.to_string())?;
            return Ok(Self::Besides(more));
        }
        if let Some((pointer, variation)) = Variation::split(text) {
            return Ok(Self::Varied(steps(pointer)?, variation));
        }
        if let Some(pointer) = text.strip_suffix(" drop") {
            return Ok(Self::Drop(steps(pointer.trim())?));
        }
        if let Some(pointer) = text.strip_suffix(" reversed") {
            return Ok(Self::Reversed(steps(pointer.trim())?));
        }
        let (place, value) =
            split_assignment(text).ok_or("an answer needs ` = value`, `drop` or `reversed`")?;
        if place == "status" {
            let status = toml_value(value)?.as_u64().and_then(|n| u16::try_from(n).ok());
            return status.map(Self::Status).ok_or("a status is a number".into());
        }
        if place == "close" {
            let code = toml_value(value)?.as_u64().and_then(|n| u16::try_from(n).ok());
            // RFC 6455, 7.4.2: the codes below 3000 that stand in a frame, and those that anybody may
            // choose.
            let code = code.filter(|code| matches!(code, 1000..=1014 | 3000..=4999));
            return code.map(Self::Close).ok_or("a WebSocket is closed with such a code".into());
        }
        if let Some(name) = place.strip_prefix("header ") {
            let value = toml_value(value)?;
            let value = value.as_str().ok_or("the value of a header is a text")?;
            return Ok(Self::Header(name.trim().to_owned(), value.to_owned()));
        }
        Ok(Self::Set(steps(place)?, toml_value(value)?))
    }
}

/// Splits at the first ` = `; no step of a pointer contains one.
fn split_assignment(text: &str) -> Option<(&str, &str)> {
    text.split_once(" = ").map(|(place, value)| (place.trim(), value))
}

fn steps(pointer: &str) -> Result<Vec<Step>, String> {
    if pointer.is_empty() || pointer == "/" {
        return Ok(Vec::new());
    }
    let rest = pointer.strip_prefix('/').ok_or_else(|| format!("{pointer:?} is not a pointer"))?;
    let step = |text: &str| match text {
        "*" => Step::Each,
        "-" => Step::Append,
        _ => match text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) {
            Some(inner) if inner.contains('=') => {
                let (name, value) = inner.split_once('=').unwrap_or((inner, ""));
                Step::Where(name.to_owned(), value.to_owned())
            }
            _ => Step::To(text.replace("~1", "/").replace("~0", "~")),
        },
    };
    Ok(rest.split('/').map(step).collect())
}

#[cfg(test)]
mod tests;
