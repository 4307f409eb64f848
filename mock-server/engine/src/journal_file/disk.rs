//! Storage of a journal file, and the file system as such a storage.

use std::{
    fs::File,
    io::{self, Seek, SeekFrom, Write},
    path::PathBuf,
};

use super::{Batch, files::Durability};

/// Storage of bytes: the file system, or one that fails in a test.
pub trait Storage: Send {
    /// Writes bytes at an offset; returns how many, which may be fewer.
    fn write(&mut self, offset: u64, bytes: &[u8]) -> io::Result<usize>;

    /// Brings everything that was written to the disk. After an error it is not known what of it is
    /// there, and a later success does not tell.
    fn sync(&mut self) -> io::Result<()>;

    /// Cuts the file off at a length.
    fn cut(&mut self, length: u64) -> io::Result<()>;

    /// Notes that a batch is about to be written; on the disk, if it has to be.
    fn begin(&mut self, batch: Batch, is_durable: bool) -> io::Result<()>;

    /// Forgets the note about a batch.
    fn complete(&mut self) -> io::Result<()>;
}

/// A locked journal file.
pub(super) struct Disk {
    pub(super) file: File,
    pub(super) path: PathBuf,
}

impl Storage for Disk {
    fn write(&mut self, offset: u64, bytes: &[u8]) -> io::Result<usize> {
        self.file.seek(SeekFrom::Start(offset))?;
        self.file.write(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.file.sync_data()
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        self.file.set_len(length)
    }

    fn begin(&mut self, batch: Batch, is_durable: bool) -> io::Result<()> {
        batch.note(&self.path, if is_durable { Durability::Disk } else { Durability::System })
    }

    fn complete(&mut self) -> io::Result<()> {
        Batch::forget(&self.path)
    }
}
