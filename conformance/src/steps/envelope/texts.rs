//! Texts that a feature spells out: bodies and payloads, in which names stand for ids and `{now}`
//! for the time.

use cucumber::gherkin::Step;

use crate::{Mismatch, StepResult, World};

impl World {
    /// A text in which `{now}`, `{now+45s}`, `{now-1us}`, `{now in seconds}`, `{that}` and
    /// `{that+1us}` are times. A single `{now}` or `{that}` is the timestamp that is used.
    pub(super) fn timed(&mut self, text: &str) -> StepResult<String> {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            match after.split_once('}') {
                Some((inner, behind)) if inner.starts_with("now") || inner.starts_with("that") => {
                    out.push_str(&self.time(inner)?.to_string());
                    rest = behind;
                }
                _ => {
                    out.push('{');
                    rest = after;
                }
            }
        }
        out.push_str(rest);
        Ok(out)
    }

    fn time(&mut self, words: &str) -> StepResult<i64> {
        let now = self.envelope.projects.get("the project")?.clock.clone();
        let exact = now.now().as_microsecond();
        let last = || {
            let last = self.envelope.stamp;
            last.ok_or_else(|| Mismatch::suite("a timestamp that was used", "none"))
        };
        let stamp = match words {
            "now" => now.micros(),
            "now in seconds" => return Ok(exact / 1_000_000),
            "now in milliseconds" => return Ok(exact / 1_000),
            "now in nanoseconds" => return Ok(exact.saturating_mul(1_000)),
            "now in whole milliseconds" => now.micros() / 1_000 * 1_000,
            "that" => last()?,
            _ => {
                let from = if words.starts_with("that") { last()? } else { exact };
                let shift = words.trim_start_matches("now").trim_start_matches("that");
                from + shifted(shift)?
            }
        };
        self.envelope.stamp = Some(stamp);
        Ok(stamp)
    }

    /// The text below a step, with ids for names in braces and times.
    pub(super) fn below(&mut self, step: &Step) -> StepResult<String> {
        let text = step.docstring.clone().ok_or_else(|| Mismatch::suite("a text", "none"))?;
        let text = self.timed(text.trim())?;
        let cards = self.envelope.cards.all();
        let text = cards.fold(text, |text, (name, card)| {
            let order = card.order.as_deref().unwrap_or_default();
            text.replace(&format!("{{{name}}}"), &card.id)
                .replace(&format!("{{the order of {name}}}"), order)
        });
        Ok(text)
    }
}

fn shifted(words: &str) -> StepResult<i64> {
    let wrong = || Mismatch::suite("a shift such as +45s or -1us", words.to_owned());
    let (number, unit) = match words.strip_suffix("us") {
        Some(number) => (number, 1),
        None => (words.strip_suffix('s').ok_or_else(wrong)?, 1_000_000),
    };
    let number: i64 = number.parse().map_err(|_| wrong())?;
    Ok(number * unit)
}

/// The rows of the table below a step.
pub(super) fn rows(step: &Step) -> Vec<Vec<String>> {
    step.table.as_ref().map(|table| table.rows.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::shifted;

    #[test]
    fn shifts_are_microseconds() {
        assert_eq!(shifted("+45s").unwrap(), 45_000_000);
        assert_eq!(shifted("-30000001us").unwrap(), -30_000_001);
        assert!(shifted("later").is_err());
    }
}
