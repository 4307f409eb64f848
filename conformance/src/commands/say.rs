//! What a command prints. A reader that has seen enough and closes the pipe (`| head`) is no error.

use std::{
    fmt,
    io::{self, ErrorKind, Write},
};

/// Prints a line, as `println!` does.
macro_rules! say {
    ($($text:tt)*) => { $crate::commands::say::line(format_args!($($text)*)) };
}

pub(super) fn line(text: fmt::Arguments<'_>) {
    put(format_args!("{text}\n"));
}

/// Prints a text that has its own ends of lines.
pub(super) fn page(text: &str) {
    put(format_args!("{text}"));
}

/// Prints a line beside the output of a command. Whoever reads nothing there misses nothing.
pub(super) fn aside(text: fmt::Arguments<'_>) {
    let _ = io::stderr().write_fmt(format_args!("{text}\n"));
}

fn put(text: fmt::Arguments<'_>) {
    match io::stdout().write_fmt(text) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::BrokenPipe => {}
        Err(error) => panic!("cannot write to standard output: {error}"),
    }
}
