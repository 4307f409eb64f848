//! Reading journals from lines: of one world, or of all worlds of a server (SB 13.1, 13.3).

use std::collections::BTreeMap;

use super::refusal::ImportError;
use crate::world::{
    Record,
    journal::{FORMAT, Kind, START},
    replay::ReplayError,
};

/// The journal of one life of a world: from its definition to its end, or to the end of the file.
#[derive(Clone, Debug)]
pub struct WorldJournal {
    /// Id of the world.
    pub world: String,
    /// Records, numbered without gaps and chained.
    pub records: Vec<Record>,
    /// True when the world was deleted, or when another one took its place later in the file.
    pub is_over: bool,
}

/// The journals in a file, in the order in which their worlds began.
#[derive(Clone, Debug, Default)]
pub struct Journals {
    /// Every life of every world.
    pub all: Vec<WorldJournal>,
    /// Index of the journal to which each line belongs.
    lines: Vec<usize>,
}

/// Reads the records of any number of worlds, one a line. The records of each world are those that
/// were written: numbered without gaps, chained, of one version. An error names the line.
pub fn read_journals(text: &[u8]) -> Result<Journals, ImportError> {
    let mut journals = Journals::default();
    // Index of the journal that goes on, by the id of its world.
    let mut open = BTreeMap::new();
    let lines = text.split(|byte| *byte == b'\n').enumerate();
    for (at, line) in lines.filter(|(_, line)| !line.is_empty()) {
        let wrong = |why: String| ImportError::Invalid { line: at as u64 + 1, why };
        let record: Record =
            serde_json::from_slice(line).map_err(|error| wrong(error.to_string()))?;
        if record.v != FORMAT {
            return Err(wrong(format!("version {} of the format is not read", record.v)));
        }
        if record.n == 0 && record.kind == Kind::World {
            let new = journals.all.len();
            if let Some(former) = open.insert(record.world.clone(), new) {
                journals.close(former);
            }
            let world = record.world.clone();
            journals.all.push(WorldJournal { world, records: Vec::new(), is_over: false });
        }
        let Some(of) = open.get(&record.world).copied() else {
            return Err(wrong(format!("the journal of {:?} does not begin here", record.world)));
        };
        let records = &mut journals.all[of].records;
        let n = records.len() as u64;
        if record.n != n {
            return Err(wrong(format!("record {n} of {:?} is missing", record.world)));
        }
        let before = records.last().map_or(START, |last: &Record| last.chain.as_str());
        if record.link(before) != record.chain {
            return Err(wrong(format!("record {n} is not the one that was written")));
        }
        if record.kind == Kind::Gone {
            open.remove(&record.world);
            journals.close(of);
        }
        journals.all[of].records.push(record);
        journals.lines.push(of);
    }
    Ok(journals)
}

/// Reads the records of one world, one a line, as [`read_journals`] does.
pub fn read_journal(text: &[u8]) -> Result<Vec<Record>, ImportError> {
    let journals = read_journals(text)?;
    if let Some(line) = journals.lines.iter().position(|of| *of > 0) {
        let other = &journals.all[1].world;
        let why = format!("the journal of {other:?} begins; give that of one world");
        return Err(ImportError::Invalid { line: line as u64 + 1, why });
    }
    match journals.all.into_iter().next() {
        Some(journal) => Ok(journal.records),
        None => Err(ImportError::Invalid { line: 1, why: ReplayError::NoWorld.to_string() }),
    }
}

impl Journals {
    fn close(&mut self, journal: usize) {
        self.all[journal].is_over = true;
    }

    /// The worlds that go on behind the end of the file.
    pub fn living(&self) -> impl Iterator<Item = &WorldJournal> {
        self.all.iter().filter(|journal| !journal.is_over)
    }

    /// The last life of a world; none when the file has no world of this id.
    pub fn of(&self, world: &str) -> Option<&WorldJournal> {
        self.all.iter().rev().find(|journal| journal.world == world)
    }

    /// The records of all worlds as lines, in the order of the file.
    pub fn lines(&self) -> impl Iterator<Item = &Record> {
        let mut next = vec![0; self.all.len()];
        self.lines.iter().filter_map(move |of| {
            let at: &mut usize = next.get_mut(*of)?;
            *at += 1;
            self.all[*of].records.get(*at - 1)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A record of a world behind others, with a chain that fits.
    fn line(of: &mut BTreeMap<String, (u64, String)>, world: &str, kind: Kind) -> String {
        if kind == Kind::World {
            of.remove(world);
        }
        let (n, before) = of.get(world).cloned().unwrap_or((0, START.to_owned()));
        let mut record =
            Record { v: FORMAT, world: world.to_owned(), n, kind, ..Record::default() };
        record.chain = record.link(&before);
        of.insert(world.to_owned(), (n + 1, record.chain.clone()));
        record.line()
    }

    #[test]
    fn a_file_holds_several_worlds_and_several_lives_of_one() {
        use Kind::{Control, Gone, World};
        let mut of = BTreeMap::new();
        let story = [
            ("a", World),
            ("b", World),
            ("a", Control),
            ("b", Gone),
            ("a", Control),
            ("b", World),
            ("a", World),
            ("b", Control),
        ];
        let text: Vec<_> =
            story.into_iter().map(|(world, kind)| line(&mut of, world, kind)).collect();
        let read = read_journals(text.join("\n").as_bytes()).unwrap();
        let lives: Vec<_> = read
            .all
            .iter()
            .map(|one| (one.world.as_str(), one.records.len(), one.is_over))
            .collect();
        assert_eq!(lives, [("a", 3, true), ("b", 2, true), ("b", 2, false), ("a", 1, false)]);
        assert_eq!(read.of("a").unwrap().records.len(), 1);
        assert_eq!(read.living().count(), 2);
        let again: Vec<_> = read.lines().map(Record::line).collect();
        assert_eq!(again, text);
        let many = read_journal(text.join("\n").as_bytes()).unwrap_err().to_string();
        assert!(many.starts_with("line 2: ") && many.contains("\"b\""), "{many}");
        for (leave_out, wrong) in [(2, "line 4: record 1"), (1, "line 3: "), (4, "")] {
            let mut fewer = text.clone();
            fewer.remove(leave_out);
            match read_journals(fewer.join("\n").as_bytes()) {
                Ok(_) => assert_eq!(wrong, ""),
                Err(error) => assert!(error.to_string().starts_with(wrong), "{error}"),
            }
        }
    }
}
