//! Reading of a journal file: which worlds it holds, and whether it is what was written.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{BufRead, BufReader, Read},
    path::Path,
};

use serde_json::{Value, json};

use super::{
    Batch, OpenError,
    line::{Head, Input, holds_another},
};
use crate::world::{
    ENGINE,
    journal::{Kind, START},
};

/// A world that a journal file holds, from its first record on.
#[derive(Clone, Debug)]
pub struct Life {
    /// Id of the world.
    pub world: String,
    /// Number of its life, from 1; each reset adds one.
    pub generation: u64,
    /// Number of the engine that wrote its first record.
    pub engine: Value,
    /// World time of its last record.
    pub at: String,
    /// Its lines, each with its line feed.
    pub lines: Vec<u8>,
    /// Numbers of its lines in the file, from 1.
    pub places: Vec<u64>,
    chain: String,
}

/// A world that has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// Id of the world.
    pub world: String,
    /// Number of its records.
    pub records: u64,
    /// Number of its life, from 1.
    pub generation: u64,
    /// World time of its end.
    pub at: String,
    /// Reason: `deleted`, `idle`, `reset` or `replaced`.
    pub why: String,
    /// Real time of its end, if it is known.
    pub real: Option<String>,
}

/// An end of a file that was not written completely.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Torn {
    /// Offset at which it begins, in bytes.
    pub start: u64,
    /// Number of its first line, from 1.
    pub line: u64,
    /// The reason, for people.
    pub why: String,
}

/// Contents of a journal file.
#[derive(Clone, Debug, Default)]
pub struct Scan {
    /// Worlds that live, in the order of their births.
    pub lives: Vec<Life>,
    /// Worlds that have ended, in the order of their ends.
    pub ended: Vec<Ended>,
    /// Number of good lines.
    pub lines: u64,
    /// Length of the good lines, in bytes.
    pub end: u64,
    /// Incomplete end, which is not among the lines.
    pub torn: Option<Torn>,
}

/// A scan on its way.
#[derive(Default)]
struct Scanner {
    live: BTreeMap<String, Life>,
    /// Lives of worlds that the next record of each begins.
    generations: BTreeMap<String, u64>,
    found: Scan,
}

/// Reason why a line is not taken.
struct Wrong {
    why: String,
    /// True when no crash explains it, even at the end.
    is_damage: bool,
}

impl Scanner {
    fn take(&mut self, line: &[u8]) -> Result<(), Wrong> {
        let torn = |why: String| Wrong { is_damage: holds_another(line), why };
        let damage = |why: String| Wrong { why, is_damage: true };
        let head = Head::read(line).ok_or_else(|| torn("it is no record".to_owned()))?;
        if let Some(version) = head.other_version() {
            return Err(damage(format!("version {version} of the format is not read")));
        }
        let number = self.found.lines + 1;
        let world = &head.world;
        if head.kind == Kind::World {
            if head.n != 0 || self.live.contains_key(world) {
                return Err(damage(format!("the world {world:?} has begun already")));
            }
            let life = Life {
                world: world.clone(),
                generation: self.generations.get(world).copied().unwrap_or(1),
                engine: Input::of(line).engine.unwrap_or_default(),
                at: String::new(),
                lines: Vec::new(),
                places: Vec::new(),
                chain: START.to_owned(),
            };
            let chain = Head::follows(line, START).map_err(torn)?;
            let life = self.live.entry(world.clone()).or_insert(life);
            life.add(line, (number, chain, head.at));
            return Ok(());
        }
        let Some(life) = self.live.get_mut(world) else {
            if head.kind == Kind::Gone && head.n == 0 {
                Head::follows(line, START).map_err(torn)?;
                let input = Input::of(line);
                let generation = input.generation.unwrap_or(1);
                self.ended((world.clone(), generation), (1, head.at), input);
                return Ok(());
            }
            return Err(damage(format!("the world {world:?} has not begun, or has ended")));
        };
        let expected = life.places.len() as u64;
        if head.n != expected {
            let why = format!("record {expected} of the world {world:?} should stand here");
            return Err(damage(why));
        }
        let chain = Head::follows(line, &life.chain).map_err(torn)?;
        life.add(line, (number, chain, head.at));
        if head.kind == Kind::Gone {
            self.end(world, line);
        }
        Ok(())
    }

    fn end(&mut self, world: &str, line: &[u8]) {
        let Some(life) = self.live.remove(world) else { return };
        let records = life.places.len() as u64;
        self.ended((life.world, life.generation), (records, life.at), Input::of(line));
    }

    /// Notes the end of a life, of which the last record has this input.
    fn ended(
        &mut self,
        (world, generation): (String, u64),
        (records, at): (u64, String),
        input: Input,
    ) {
        let why = input.why.unwrap_or_default();
        let next = if why == RESET { generation + 1 } else { 1 };
        self.generations.insert(world.clone(), next);
        let real = input.real;
        self.found.ended.push(Ended { world, records, generation, at, why, real });
    }
}

/// Reason of an end: the world begins anew, with the next number of its life.
pub const RESET: &str = "reset";

impl Life {
    /// True when the engine of this program has written it: another one may answer otherwise.
    pub fn is_of_this_engine(&self) -> bool {
        self.engine == json!(ENGINE)
    }

    /// Number of the line in the file with record `n`, from 1.
    pub fn line_of(&self, n: u64) -> u64 {
        let at = usize::try_from(n).unwrap_or(usize::MAX);
        self.places.get(at).copied().unwrap_or(1)
    }

    fn add(&mut self, line: &[u8], (place, chain, at): (u64, String, String)) {
        self.lines.extend_from_slice(line);
        self.lines.push(b'\n');
        self.places.push(place);
        self.chain = chain;
        self.at = at;
    }
}

/// Reads lines up to their end. A last line that is incomplete, or does not follow, is torn. An error
/// names a line that is not what was written and that others follow.
pub fn scan(mut input: impl BufRead) -> std::io::Result<Result<Scan, (u64, String)>> {
    let mut scanner = Scanner::default();
    let mut line = Vec::new();
    let mut wrong: Option<Wrong> = None;
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        let number = scanner.found.lines + 1;
        if let Some(Wrong { why, .. }) = wrong {
            return Ok(Err((number, why)));
        }
        let taken = match line.strip_suffix(b"\n") {
            Some(whole) => scanner.take(whole),
            None => Err(Wrong { is_damage: holds_another(&line), why: "it is incomplete".into() }),
        };
        match taken {
            Ok(()) => {
                scanner.found.lines += 1;
                scanner.found.end += line.len() as u64;
            }
            Err(Wrong { why, is_damage: true }) => return Ok(Err((number, why))),
            Err(found) => wrong = Some(found),
        }
    }
    let mut found = scanner.found;
    found.lives = scanner.live.into_values().collect();
    found.lives.sort_by_key(|life| life.places.first().copied());
    if let Some(Wrong { why, .. }) = wrong {
        found.torn = Some(Torn { start: found.end, line: found.lines + 1, why });
    }
    Ok(Ok(found))
}

/// Reads a journal file. A batch that is not complete is torn.
pub fn scan_file(path: &Path) -> Result<Scan, OpenError> {
    let io = OpenError::io(path);
    let file = File::open(path).map_err(&io)?;
    scan_open(&file, path)
}

pub(super) fn scan_open(file: &File, path: &Path) -> Result<Scan, OpenError> {
    let io = OpenError::io(path);
    let length = file.metadata().map_err(&io)?.len();
    let batch = Batch::read(path).map_err(&io)?;
    let begun = batch
        .filter(|batch| (batch.start..batch.start.saturating_add(batch.bytes)).contains(&length));
    let most = begun.map_or(u64::MAX, |batch| batch.start);
    let scanned = scan(BufReader::with_capacity(1 << 20, file.take(most))).map_err(&io)?;
    let damaged = |(line, why)| OpenError::Damaged { path: path.to_owned(), line, why };
    let mut found = scanned.map_err(damaged)?;
    if begun.is_some() && found.torn.is_none() && length > found.end {
        let why = "its lines belong together, and are not complete".to_owned();
        found.torn = Some(Torn { start: found.end, line: found.lines + 1, why });
    }
    Ok(found)
}
