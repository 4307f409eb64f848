//! `conformance steps`: the vocabulary.

use crate::{exit, source::Source, vocabulary::sentences};

/// Options of `steps`.
#[derive(clap::Args)]
pub struct Options {
    /// Only sentences that contain this.
    word: Option<String>,
}

pub(super) fn execute(options: &Options) -> anyhow::Result<u8> {
    for sentence in sentences(&Source::Embedded.read()?) {
        if options.word.as_ref().is_none_or(|word| sentence.contains(word.as_str())) {
            say!("{sentence}");
        }
    }
    Ok(exit::CONFORM)
}
