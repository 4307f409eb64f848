//! A journal whose records are stored later than they are taken, or not at all: receipts for what is
//! stored, the way back from what is lost, and the change to another engine.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    Engine, Journal, Kind, Limits, Memory, Receipt, Record, START, Unavailable,
    lines::{BEFORE, BEHIND, LINK_DIGITS},
    record,
};
use crate::world::{World, timeline::Fired};

impl Journal {
    /// The journal of a world that these records lead to, which are in the engine. `owed` are effects
    /// that have fired and whose records are not among them.
    pub fn of_stored(
        world: &World,
        engine: Box<dyn Engine>,
        limits: Limits,
        (records, owed): (&[Record], Vec<Fired>),
    ) -> Self {
        let mut journal = Self { engine: Some(engine), limits, ..Self::unstored(world) };
        journal.guard.learn(world);
        journal.go_on_behind(records, owed);
        journal
    }

    /// Receipt for everything that was recorded so far.
    pub fn receipt(&self) -> Receipt {
        self.engine.as_ref().map(|engine| engine.receipt()).unwrap_or_default()
    }

    /// Takes records out that turned out not to be stored; true when there were any, and the world
    /// has to be made again. What a request that is being answered has done is then undone.
    pub fn drop_lost(&mut self) -> bool {
        let has_lost = self.engine.as_mut().is_some_and(|engine| engine.drop_lost());
        if has_lost && let Some(open) = &mut self.open {
            open.is_undone = true;
        }
        has_lost
    }

    /// Goes on behind these records, which are all that is stored. `owed` are effects that have fired
    /// and whose records are not among them.
    pub fn go_on_behind(&mut self, records: &[Record], owed: Vec<Fired>) {
        self.next = records.len() as u64;
        self.bytes = self.lines().bytes();
        self.owed = owed.into();
    }

    /// Stores the effects that have fired without a record. A full journal drops them: they are
    /// evidence only.
    pub fn pay(&mut self) -> Result<(), Unavailable> {
        while let Some(fired) = self.owed.pop_front() {
            let written = self.write_fired(&fired);
            if written == Err(Unavailable::Storage) {
                self.owed.push_front(fired);
            }
            written?;
        }
        Ok(())
    }

    /// Writes the record of an effect that fired; when it cannot be stored, nothing is written.
    fn write_fired(&mut self, fired: &Fired) -> Result<(), Unavailable> {
        let input = json!({"effect": fired.effect.name(), "entity": fired.effect.entity()});
        let record = Record {
            op: Some(fired.effect.name().to_owned()),
            effects: super::Change::of(fired),
            ..self.record(Kind::Fired, fired.at, input)
        };
        self.write(record, false)
    }

    /// The last line of a journal, with its line feed: the world is gone. It is not appended.
    pub fn gone_line(&self, at: Timestamp, input: Value) -> Vec<u8> {
        let mut gone = self.record(Kind::Gone, at, input);
        let link = self.engine.as_ref().map_or_else(|| START.to_owned(), |engine| engine.link());
        gone.chain = gone.link(&link);
        let mut line = gone.line().into_bytes();
        line.push(b'\n');
        line
    }

    /// Goes on in another engine, which holds all lines.
    pub fn move_to(&mut self, engine: Box<dyn Engine>) {
        self.engine = Some(engine);
    }

    /// Goes on in memory: the world is gone, and whoever still asks it is no longer recorded.
    pub fn leave(&mut self) {
        self.engine = Some(Box::new(Memory::holding(&self.lines().joined())));
    }
}

/// Chain value of a line of a journal, without its line feed, after `previous`, and the one that
/// stands in it; none when no chain value stands at its end.
pub fn links<'l>(line: &'l [u8], previous: &str) -> Option<(String, &'l str)> {
    let at = line.len().checked_sub(BEFORE.len() + LINK_DIGITS + BEHIND.len())?;
    let (bare, end) = line.split_at(at);
    let stands = end.strip_prefix(BEFORE)?.strip_suffix(BEHIND)?;
    let stands = std::str::from_utf8(stands).ok()?;
    let mut bare = bare.to_vec();
    bare.push(b'}');
    Some((record::link(previous, &bare), stands))
}
