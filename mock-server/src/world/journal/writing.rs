//! Writing records: sealed, chained and handed to the engine.

use jiff::Timestamp;
use serde_json::Value;

use super::{
    BY, FORMAT, Journal, Kind, OP, REQUEST, Record, RequestEnd, Unavailable, open::OpenRecord,
    record,
};
use crate::world::{World, clock};

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
            record.request = end.request;
            record.auth = end.claim.map(|(claim, _)| claim.digest().text());
            record.auth_until = end.claim.map(|(_, until)| clock::written(until));
            record.fault = end.fault.map(|number| format!("f-{number}"));
            record.answer = end.answer;
        }
        self.write(record, continues)
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

    /// Seals a record, chains and stores it. With `continues`, it may exceed the limit of bytes.
    pub(super) fn write(&mut self, mut record: Record, continues: bool) -> Result<(), Unavailable> {
        if self.engine.is_none() {
            self.next += 1;
            return Ok(());
        }
        // The seed opens all sealed values, so it is never sealed itself.
        let seed = (record.kind == Kind::World).then(|| record.input["seed"].take());
        self.seal.close(record.n, "", &mut record.input, &self.guard);
        if let Some(request) = &mut record.request {
            self.seal.close(record.n, REQUEST, request, &self.guard);
        }
        if let Some(seed) = seed {
            record.input["seed"] = seed;
        }
        self.chained(&record, continues)
    }

    /// Chains a record and stores it.
    pub(super) fn chained(&mut self, record: &Record, continues: bool) -> Result<(), Unavailable> {
        let Some(engine) = &mut self.engine else { return Ok(()) };
        self.line.clear();
        record.write_bare(&mut self.line);
        let chain = record::link(&self.chain, &self.line);
        self.line.pop();
        self.line.extend_from_slice(b",\"chain\":\"");
        self.line.extend_from_slice(chain.as_bytes());
        self.line.extend_from_slice(b"\"}");
        let bytes = self.bytes + self.line.len() as u64 + 1;
        if bytes > self.limits.bytes && !continues {
            return Err(Unavailable::Bytes(self.limits.bytes));
        }
        engine.append(&self.line)?;
        self.chain = chain;
        self.next += 1;
        self.bytes = bytes;
        Ok(())
    }
}
