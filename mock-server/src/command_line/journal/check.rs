//! `mock-server journal check`: whether a journal file is what was written, and what it holds.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use crate::{
    command_line::{Verdict, print, print_json},
    journal_file::{Life, OpenError, Scan, scan_file},
    world::ENGINE,
};

/// Check the chain and the numbers of the records of every world in a journal file, and tell what it
/// holds. Nothing is changed, and a server may have the file.
///
/// Exit codes: 0 a server can go on with it; 1 it is damaged, its end is incomplete, or a world in it
/// was written by another engine; 2 it cannot be read.
#[derive(Clone, Debug, Args)]
pub(super) struct Check {
    /// The journal file.
    file: PathBuf,
    /// Print it as JSON.
    #[arg(long)]
    json: bool,
}

impl Check {
    pub(super) fn run(&self) -> anyhow::Result<Verdict> {
        let scan = match scan_file(&self.file) {
            Ok(scan) => scan,
            Err(OpenError::Damaged { line, why, .. }) => return self.damaged(line, &why),
            Err(other) => return Err(other.into()),
        };
        let strange: Vec<_> = scan.lives.iter().filter(|life| !life.is_of_this_engine()).collect();
        let is_good = scan.torn.is_none() && strange.is_empty();
        if self.json {
            print_json(&described(&scan, is_good))?;
        } else {
            let mut lines = Vec::new();
            lines.extend(scan.lives.iter().map(|life| {
                let (world, records, at) = (&life.world, life.places.len(), &life.at);
                format!("{world}: {records} records, the last of {at}")
            }));
            lines.extend(scan.ended.iter().map(|ended| {
                format!("{}: {} records, gone ({})", ended.world, ended.records, ended.why)
            }));
            lines.extend(strange.iter().map(|life| other_engine(life)));
            if let Some(torn) = &scan.torn {
                let (line, why) = (torn.line, &torn.why);
                lines.push(format!("line {line} is the last one: {why}; a server cuts it off"));
            }
            let (lives, count) = (scan.lives.len(), scan.lines);
            let word = if is_good { "good" } else { "not good" };
            lines.push(format!("{word}: {count} lines, {lives} worlds that live"));
            print(&lines.join("\n"))?;
        }
        Ok(if is_good { Verdict::Yes } else { Verdict::No })
    }

    fn damaged(&self, line: u64, why: &str) -> anyhow::Result<Verdict> {
        if self.json {
            print_json(&json!({"good": false, "damaged": {"line": line, "why": why}}))?;
        } else {
            print(&format!("damaged in line {line}: {why}"))?;
        }
        Ok(Verdict::No)
    }
}

fn other_engine(life: &Life) -> String {
    let (line, world, engine) = (life.line_of(0), &life.world, &life.engine);
    format!("line {line}: {world} was written by engine {engine}; this program has engine {ENGINE}")
}

fn described(scan: &Scan, is_good: bool) -> Value {
    let lives: Vec<_> = scan
        .lives
        .iter()
        .map(|life| {
            json!({"world": life.world, "records": life.places.len(), "at": life.at,
                   "generation": life.generation, "engine": life.engine})
        })
        .collect();
    let ended: Vec<_> = scan
        .ended
        .iter()
        .map(|one| json!({"world": one.world, "records": one.records, "why": one.why}))
        .collect();
    let torn = scan.torn.as_ref().map(|torn| json!({"line": torn.line, "why": torn.why}));
    json!({"good": is_good, "lines": scan.lines, "bytes": scan.end, "worlds": lives, "gone": ended,
           "torn": torn})
}
