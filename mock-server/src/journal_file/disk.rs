//! Storage of a journal file, and the file system as such a storage.

use std::{
    ffi::OsString,
    fs::{File, OpenOptions},
    io::{self, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use super::Batch;

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

/// Whether something has to be on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Durability {
    /// On the disk.
    Disk,
    /// With the operating system.
    System,
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

/// Path of something that stands beside a file: its name, a point, and this.
pub(super) fn beside(file: &Path, what: &str) -> PathBuf {
    let mut name = OsString::from(file.as_os_str());
    name.push(".");
    name.push(what);
    name.into()
}

/// Options with which only the owner may read and write what is created.
pub(super) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Writes a file, in the place of another one of its name.
pub(super) fn write_new(path: &Path, bytes: &[u8], durability: Durability) -> io::Result<()> {
    let mut file = private().create(true).truncate(true).open(path)?;
    file.write_all(bytes)?;
    if durability == Durability::Disk {
        file.sync_all()?;
        sync_directory(path)?;
    }
    Ok(())
}

/// Brings the names in the directory of a file to the disk.
pub(super) fn sync_directory(file: &Path) -> io::Result<()> {
    let directory = match file.parent() {
        Some(parent) if parent != Path::new("") => parent,
        Some(_) | None => Path::new("."),
    };
    match cfg!(unix) {
        true => File::open(directory)?.sync_all(),
        // Elsewhere a directory cannot be opened, and names are kept with the files.
        false => Ok(()),
    }
}
