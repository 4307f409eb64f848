//! Judgements on the headers of answers, and on their bytes.

use jiff::{Timestamp, fmt::rfc2822::DateTimeParser};

use crate::{Mismatch, StepResult, World};

/// Headers of the transport, which are there or not as the connection needs them.
const TRANSPORT: [&str; 5] =
    ["connection", "content-length", "keep-alive", "transfer-encoding", "vary"];

then!("the answer is dated {string}", is_dated);
fn is_dated(world: &mut World, instant: String) -> StepResult {
    let expected: Timestamp =
        instant.parse().map_err(|_| Mismatch::suite("an instant", &instant))?;
    let answer = world.answer()?;
    let date = answer.header("date");
    if date.and_then(|text| DateTimeParser::new().parse_timestamp(text).ok()) == Some(expected) {
        return Ok(());
    }
    let seen = date.map_or_else(|| "no Date".to_owned(), |date| format!("Date: {date}"));
    Err(Mismatch::behaviour(format!("a Date of {instant}"), seen))
}

then!("it has no header that the answer before has not", no_further_header);
fn no_further_header(world: &mut World) -> StepResult {
    let [first, second] = world.two_answers()?;
    let known = |name: &str| TRANSPORT.contains(&name) || first.header(name).is_some();
    match second.headers.iter().find(|(name, _)| !known(name)) {
        None => Ok(()),
        Some((name, _)) => Err(Mismatch::behaviour("no further header", name)),
    }
}

then!("the answer is {string}, byte for byte", is_noted);
/// The body of the answer equals noted JSON, members in the order in which they were noted.
fn is_noted(world: &mut World, name: String) -> StepResult {
    let expected = world.value(&name)?.to_string();
    let answer = world.answer()?;
    if *answer.body == *expected.as_bytes() {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("{name}, byte for byte"), answer.summary()))
}
