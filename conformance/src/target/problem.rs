//! Problems of a target file: all of them at once, each with its line and its repair.

use std::fmt;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line, counted from 1; 0 where there is none.
    pub line: usize,
    /// The problem.
    pub what: String,
    /// The repair.
    pub repair: String,
}

/// A target file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadFile {
    /// The file.
    pub file: String,
    /// Everything that is wrong with it.
    pub problems: Vec<Problem>,
}

impl fmt::Display for BadFile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            if index > 0 {
                formatter.write_str("\n")?;
            }
            match problem.line {
                0 => write!(formatter, "{}: {}", self.file, problem.what)?,
                line => write!(formatter, "{}:{line}: {}", self.file, problem.what)?,
            }
            write!(formatter, "\n  repair: {}", problem.repair)?;
        }
        Ok(())
    }
}

impl std::error::Error for BadFile {}

/// Collects problems of one text.
pub(crate) struct Problems<'a> {
    text: &'a str,
    found: Vec<Problem>,
}

impl<'a> Problems<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        Self { text, found: Vec::new() }
    }

    /// Something is wrong at this offset of the text.
    pub(crate) fn at(&mut self, offset: usize, what: impl Into<String>, repair: impl Into<String>) {
        let line = self.text[..offset.min(self.text.len())].matches('\n').count() + 1;
        self.found.push(Problem { line, what: what.into(), repair: repair.into() });
    }

    /// Something is missing that has no place.
    pub(crate) fn missing(&mut self, what: impl Into<String>, repair: impl Into<String>) {
        self.found.push(Problem { line: 0, what: what.into(), repair: repair.into() });
    }

    /// The place of a text in the file, for claims that are written once.
    pub(crate) fn place_of(&self, text: &str) -> usize {
        self.text.find(text).unwrap_or_default()
    }

    /// Nothing, or everything that was found, in order of line.
    pub(crate) fn into_result(mut self, file: &str) -> Result<(), BadFile> {
        if self.found.is_empty() {
            return Ok(());
        }
        self.found.sort_by_key(|problem| problem.line);
        Err(BadFile { file: file.to_owned(), problems: self.found })
    }
}
