//! `mock-server replay`: the answers of a journal, given again and compared (SB 13.2).

use anyhow::{Context, bail};
use clap::Args;
use serde_json::{Value, json};

use super::{
    Verdict, asking,
    journal_args::JournalArgs,
    print, say,
    serve::{self, ReplayedWorld},
};
use crate::{
    surfaces::{
        SURFACES,
        control::{Verification, WorldJournal, verified},
    },
    world::{ENGINE, journal::Kind},
};

/// Replay a journal and compare every answer with the recorded one. The exit code is 0 when all are
/// equal, 1 when one differs, and 2 when the file is damaged.
#[derive(Clone, Debug, Args)]
pub(super) struct Replay {
    #[command(flatten)]
    file: JournalArgs,
    /// Number of the last record to replay; the last of all when absent.
    #[arg(long, value_name = "N")]
    to: Option<u64>,
    /// Go on from there as a server, also when an answer differs.
    #[arg(long)]
    serve: bool,
    /// Print one line of JSON for each world.
    #[arg(long)]
    json: bool,
    /// Flags of the server, behind `--`, as `serve` takes them.
    #[arg(last = true, requires = "serve", value_name = "FLAGS")]
    flags: Vec<String>,
}

impl Replay {
    pub(super) fn run(self) -> anyhow::Result<Verdict> {
        // A mistake in a flag is told before the work begins.
        let config = self.serve.then(|| serve::configured(&self.flags)).transpose()?;
        let journals = match self.to {
            Some(_) => vec![self.file.one()?],
            None => self.file.chosen()?,
        };
        let mut all_equal = true;
        let mut worlds = Vec::new();
        for journal in journals {
            let (verification, world) = self.replayed(journal)?;
            all_equal &= verification.equal;
            worlds.push(world);
        }
        let served = match &config {
            Some(config) => serve::run_with(config, worlds)?,
            None => Verdict::Yes,
        };
        Ok(if all_equal { served } else { Verdict::No })
    }

    fn replayed(&self, journal: WorldJournal) -> anyhow::Result<(Verification, ReplayedWorld)> {
        let WorldJournal { world: id, mut records, .. } = journal;
        let last = records.len().saturating_sub(1) as u64;
        if let Some(to) = self.to {
            if to > last {
                bail!("there is no record {to}; the last one of {id} has number {last}");
            }
            records.retain(|record| record.n <= to);
        }
        if self.serve {
            // A world that was deleted lives again.
            records.pop_if(|last| last.kind == Kind::Gone);
        }
        let theirs = &records[0].input["engine"];
        if *theirs != json!(ENGINE) {
            say(&format!(
                "mock-server: warning: {id} was written by engine {theirs}; this program has \
                 engine {ENGINE}"
            ));
        }
        let replaying = async { Ok(verified(&records, None, &SURFACES).await?) };
        let (found, replay) = asking(replaying).with_context(|| format!("the journal of {id}"))?;
        match self.json {
            true => {
                let mut told = json!(found);
                told["world"] = json!(id);
                print(&told.to_string())?;
            }
            false => print(&told(&id, &found))?,
        }
        Ok((found, ReplayedWorld { world: replay.world, records }))
    }
}

/// A verification for people.
fn told(id: &str, found: &Verification) -> String {
    let Verification { records, compared, differences, .. } = found;
    let Some(first) = &found.first_difference else {
        return format!("{id}: equal; {records} records, {compared} answers and effects compared");
    };
    format!(
        "{id}: different; {differences} of {compared} answers and effects, {records} records\n\
         first in record {}, {}\n  expected {}\n  got      {}",
        first.n,
        first.op,
        shown(&first.expected),
        shown(&first.got)
    )
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        other => other.to_string(),
    }
}
