//! Writing records: sealed and handed to the engine.
//!
//! # Rationale
//! Most records hold nothing that has to be sealed. They are written in one pass, from commands and
//! request to the bytes that the engine takes; the guard looks at these. Where it finds something,
//! or where a secret is marked, the record is made of values, in which each secret is sealed at its
//! place ([`Journal::write`]). Both ways give the same bytes.

use jiff::Timestamp;
use serde_json::Value;

use super::{
    BY, DescribedRequest, FORMAT, Journal, Kind, OP, REQUEST, Record, RequestEnd, Unavailable,
    canonical::Members,
    guard::Guard,
    lines::LINK_BYTES,
    open::{OpenRecord, RecordHead},
    rewriting::{Anything, Judge, Odd, rewrite},
    seal::{SECRET, VALUE},
};
use crate::{
    crypto::secret::MARK,
    world::{World, clock},
};

impl Journal {
    /// Stores the record of a request or of a single command, if it is to have one.
    pub(super) fn store(
        &mut self,
        world: &World,
        open: OpenRecord,
        end: Option<RequestEnd>,
        continues: bool,
    ) -> Result<(), Unavailable> {
        let Some(head) = open.head(end.as_ref()) else { return Ok(()) };
        self.pay()?;
        self.guard.learn(world);
        if self.engine.is_none() {
            self.next += 1;
            return Ok(());
        }
        if self.write_plain(&head, &open, end.as_ref()).is_ok() {
            return self.hand_over(continues);
        }
        let record = self.valued(head, open, end);
        self.write(record, continues)
    }

    /// The record of a request or of a single command, made of values; nothing is sealed in its input
    /// and its request.
    fn valued(&self, head: RecordHead, open: OpenRecord, end: Option<RequestEnd>) -> Record {
        let n = self.next;
        let commands = open.commands.into_iter();
        let input: Vec<Value> = commands.map(|command| command.item(&head)).collect();
        let text = |place, text: &str| {
            (!text.is_empty()).then(|| self.seal.text(n, place, text, &self.guard))
        };
        let mut record = Record {
            surface: Some(head.surface),
            op: text(OP, &head.operation),
            by: text(BY, &head.by),
            ..self.record(head.kind, head.at, Value::Array(input))
        };
        if let Some(end) = end {
            record.request = end.request.map(DescribedRequest::into_value);
            record.auth = end.claim.map(|(claim, _)| claim.digest().text());
            record.auth_until = end.claim.map(|(_, until)| clock::written(until));
            record.fault = end.fault.map(|number| format!("f-{number}"));
            record.answer = end.answer;
        }
        record
    }

    /// Writes the record of a request or of a single command into the buffer, in canonical form; an
    /// error when something in it has to be sealed, or is not written without values.
    fn write_plain(
        &mut self,
        head: &RecordHead,
        open: &OpenRecord,
        end: Option<&RequestEnd>,
    ) -> Result<(), Odd> {
        let Self { line, draft, guard, seal, world, next, .. } = self;
        let n = *next;
        let request = match end.and_then(|end| end.request.as_ref()) {
            None => None,
            Some(DescribedRequest::Plain(text)) => {
                Some(std::str::from_utf8(text).map_err(|_| Odd)?)
            }
            Some(DescribedRequest::Marked(_)) => return Err(Odd),
        };
        draft.clear();
        for (at, command) in open.commands.iter().enumerate() {
            draft.push(if at == 0 { b'[' } else { b',' });
            command.write(head, draft);
        }
        if draft.is_empty() {
            draft.push(b'[');
        }
        draft.push(b']');
        let draft = std::str::from_utf8(draft).map_err(|_| Odd)?;
        if has_to_be_sealed(draft, guard)
            || request.is_some_and(|text| has_to_be_sealed(text, guard))
        {
            return Err(Odd);
        }
        line.clear();
        let mut members = Members::begin(line);
        if let Some(answer) = end.and_then(|end| end.answer.as_ref()) {
            members.written("answer", |out| {
                let mut answered = Members::begin(out);
                answered.number("bytes", answer.bytes);
                answered.text("sha256", &answer.sha256);
                answered.number("status", answer.status.into());
                answered.end();
            });
        }
        members.text("at", &clock::written(head.at));
        if let Some((claim, until)) = end.and_then(|end| end.claim) {
            members.text("auth", &claim.digest().text());
            members.text("auth_until", &clock::written(until));
        }
        if !head.by.is_empty() {
            members.text("by", &seal.text(n, BY, &head.by, guard));
        }
        if let Some(fault) = end.and_then(|end| end.fault) {
            members.text("fault", &format!("f-{fault}"));
        }
        let mut rewritten = Ok(());
        members.written("input", |out| rewritten = rewrite(draft, &mut Anything, out));
        rewritten?;
        members.text("kind", head.kind.name());
        members.number("n", n);
        if !head.operation.is_empty() {
            members.text("op", &seal.text(n, OP, &head.operation, guard));
        }
        if let Some(request) = request {
            members.written("request", |out| out.extend_from_slice(request.as_bytes()));
        }
        members.text("surface", head.surface.code());
        members.number("v", FORMAT.into());
        members.text("world", world);
        members.end();
        Ok(())
    }

    /// The next record, with nothing in it but its input.
    pub(super) fn record(&self, kind: Kind, at: Timestamp, input: Value) -> Record {
        Record {
            v: FORMAT,
            world: self.world.clone(),
            n: self.next,
            at: clock::written(at),
            kind,
            input,
            ..Record::default()
        }
    }

    /// Seals a record and stores it. With `continues`, it may exceed the limit of bytes.
    pub(super) fn write(&mut self, mut record: Record, continues: bool) -> Result<(), Unavailable> {
        if self.engine.is_none() {
            self.next += 1;
            return Ok(());
        }
        self.close_values(&mut record);
        self.store_record(&record, continues)
    }

    /// Seals the secrets in input and request of a record.
    fn close_values(&self, record: &mut Record) {
        // The seed opens all sealed values, so it is never sealed itself.
        let seed = (record.kind == Kind::World).then(|| record.input["seed"].take());
        self.seal.close(record.n, "", &mut record.input, &self.guard);
        if let Some(request) = &mut record.request {
            self.seal.close(record.n, REQUEST, request, &self.guard);
        }
        if let Some(seed) = seed {
            record.input["seed"] = seed;
        }
    }

    /// Stores a record as it is.
    pub(super) fn store_record(
        &mut self,
        record: &Record,
        continues: bool,
    ) -> Result<(), Unavailable> {
        self.line.clear();
        record.write_bare(&mut self.line);
        self.hand_over(continues)
    }

    /// Hands the record in the buffer to the engine.
    fn hand_over(&mut self, continues: bool) -> Result<(), Unavailable> {
        let Some(engine) = &mut self.engine else { return Ok(()) };
        let bytes = self.bytes + (self.line.len() + LINK_BYTES + 1) as u64;
        if bytes > self.limits.bytes && !continues {
            return Err(Unavailable::Bytes(self.limits.bytes));
        }
        engine.append(&self.line)?;
        self.next += 1;
        self.bytes = bytes;
        Ok(())
    }
}

impl DescribedRequest {
    /// The request as a value.
    fn into_value(self) -> Value {
        match self {
            Self::Plain(text) => serde_json::from_slice(&text).expect("it was written as JSON"),
            Self::Marked(value) => value,
        }
    }
}

/// True when a text of JSON may hold something that has to be sealed.
fn has_to_be_sealed(text: &str, guard: &Guard) -> bool {
    if [MARK, SECRET, VALUE].iter().any(|name| has_name(text, name)) {
        return true;
    }
    // Without escapes, whatever is in one of the texts is in all of them together.
    match text.contains('\\') {
        false => guard.finds(text),
        true => rewrite(text, &mut Guarded(guard), &mut Vec::new()).is_err(),
    }
}

/// True when a name stands in a text of JSON, with its quotation marks.
fn has_name(text: &str, name: &str) -> bool {
    let is_quoted =
        |at: usize| text[..at].ends_with('"') && text[at + name.len()..].starts_with('"');
    text.match_indices(name).any(|(at, _)| is_quoted(at))
}

/// Judge that lets nothing pass in which the guard finds a secret.
struct Guarded<'g>(&'g Guard);

impl Judge for Guarded<'_> {
    type Place = ();

    fn top(&self) {}

    fn member(&mut self, (): (), name: &str) -> Option<()> {
        (!self.0.finds(name)).then_some(())
    }

    fn item(&mut self, (): ()) {}

    fn text(&mut self, (): (), text: &str) -> bool {
        !self.0.finds(text)
    }

    fn number(&mut self, (): (), number: &str) -> bool {
        !self.0.finds(number)
    }
}

#[cfg(test)]
mod tests;
