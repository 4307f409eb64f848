//! Files that only their owner may read, and names that are on the disk.

use std::{
    ffi::OsString,
    fs::{File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Where something is safe once it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// On the disk: it survives a loss of power.
    Disk,
    /// With the operating system: it survives the end of the program.
    System,
}

/// Path of something that stands beside a file: its name, a point, and this.
pub(super) fn beside(file: &Path, what: &str) -> PathBuf {
    let mut name = OsString::from(file.as_os_str());
    name.push(".");
    name.push(what);
    name.into()
}

/// Options to write a file; only the owner may read and write one that is created.
pub(super) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Writes a file that only its owner may read, in the place of another one of its name.
pub fn write_private(path: &Path, bytes: &[u8], durability: Durability) -> io::Result<()> {
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
