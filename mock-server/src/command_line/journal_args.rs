//! A file of journals as an argument of commands: of one world, or of all worlds of a server.

use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Args;

use super::input;
use crate::{
    spelling::nearest,
    surfaces::control::{Journals, WorldJournal, read_journals},
};

/// File of journals, and the world whose journal counts.
#[derive(Clone, Debug, Args)]
pub(super) struct JournalArgs {
    /// File with the journal of one world or of several; `-` is standard input.
    pub(super) file: PathBuf,
    /// Id of the world whose journal counts, in a file of several worlds.
    #[arg(long, value_name = "WORLD")]
    pub(super) world: Option<String>,
}

impl JournalArgs {
    /// Every journal of the file; an error when it is damaged, is empty or has no such world.
    pub(super) fn read(&self) -> anyhow::Result<Journals> {
        let place = self.file.display();
        let journals =
            read_journals(&input::bytes(&self.file)?).with_context(|| place.to_string())?;
        if journals.all.is_empty() {
            bail!("{place} holds no journal");
        }
        if let Some(world) = &self.world
            && journals.of(world).is_none()
        {
            let ids = journals.all.iter().map(|journal| journal.world.as_str());
            let near = nearest(world, ids).into_iter().next().unwrap_or_default();
            bail!("{place} has no world {world:?}; is {near} meant?");
        }
        Ok(journals)
    }

    /// The journals that count: that of the named world, or those of all worlds that still live.
    pub(super) fn chosen(&self) -> anyhow::Result<Vec<WorldJournal>> {
        let journals = self.read()?;
        let chosen: Vec<_> = match &self.world {
            Some(world) => journals.of(world).into_iter().cloned().collect(),
            None => journals.living().cloned().collect(),
        };
        if chosen.is_empty() {
            bail!("every world of the file is gone; name one by --world: {}", ids(&journals.all));
        }
        Ok(chosen)
    }

    /// The one journal that counts; an error when there are several.
    pub(super) fn one(&self) -> anyhow::Result<WorldJournal> {
        let mut chosen = self.chosen()?;
        match chosen.len() {
            1 => Ok(chosen.remove(0)),
            _ => bail!("the file has several worlds; name one by --world: {}", ids(&chosen)),
        }
    }
}

/// Ids of worlds, each of them once.
fn ids(journals: &[WorldJournal]) -> String {
    let mut ids: Vec<_> = journals.iter().map(|journal| journal.world.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.join(", ")
}
