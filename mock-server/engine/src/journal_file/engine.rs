//! The journal of one world in the file.

use std::collections::VecDeque;

use super::JournalFile;
use crate::world::journal::{Engine, GrowingLines, Lines, Receipt, Unavailable, chain_line};

/// The journal of one world in the file. Its lines are in memory too: they are read more often than
/// a server is started.
pub struct FileEngine {
    file: JournalFile,
    lines: GrowingLines,
    /// Chain value of the last line.
    link: String,
    /// Number of losses of the file that this journal knows.
    losses: u64,
    /// Takings of the file that may not be stored yet, each with the number of lines before it.
    waiting: VecDeque<(u64, u64)>,
}

impl FileEngine {
    /// The journal of a world whose lines, each with its line feed, are stored.
    pub fn holding(file: JournalFile, lines: &[u8]) -> Self {
        let losses = file.losses();
        let lines = GrowingLines::default().holding(lines);
        let link = lines.lines().link();
        Self { file, lines, link, losses, waiting: VecDeque::new() }
    }
}

impl Engine for FileEngine {
    fn append(&mut self, bare: &[u8]) -> Result<(), Unavailable> {
        let (mut line, mut link) = (Vec::new(), self.link.clone());
        chain_line(&mut link, bare, &mut line);
        // Before the taking, which is refused when something was lost until then: all of these are
        // stored.
        let decided = self.file.shared.progress().decided();
        let number = self.file.take(&line, self.losses)?;
        while self.waiting.front().is_some_and(|(number, _)| *number <= decided) {
            self.waiting.pop_front();
        }
        self.waiting.push_back((number, self.lines.len()));
        self.lines.push(line.strip_suffix(b"\n").unwrap_or(&line));
        self.link = link;
        Ok(())
    }

    fn room(&self) -> Result<(), Unavailable> {
        match self.file.shared.locked(|queue| queue.trouble.is_some()) {
            true => Err(Unavailable::Storage),
            false => Ok(()),
        }
    }

    fn receipt(&self) -> Receipt {
        match self.waiting.back() {
            Some((number, _)) => Receipt::of(self.file.shared.watch(), *number),
            None => Receipt::default(),
        }
    }

    fn drop_lost(&mut self) -> bool {
        let losses = self.file.losses();
        if losses == self.losses {
            return false;
        }
        self.losses = losses;
        let progress = self.file.shared.progress().clone();
        let lost = self.waiting.iter().find(|(number, _)| progress.is_lost(*number));
        let Some((first, before)) = lost.copied() else { return false };
        self.lines.truncate(before);
        self.link = self.lines.lines().link();
        self.waiting.retain(|(number, _)| *number < first);
        true
    }

    fn lines(&self) -> Lines {
        self.lines.lines()
    }

    fn link(&self) -> String {
        self.link.clone()
    }
}
