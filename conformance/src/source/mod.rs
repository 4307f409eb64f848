//! The origin of features: the copy that is compiled in, or a directory.

mod gherkin;

use std::{
    borrow::Cow,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use anyhow::Context;
use cucumber::{Parser, cli, gherkin::Feature, parser};
use futures::stream;
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../features"]
struct Files;

/// The origin of features.
#[derive(Debug, Clone, Default)]
pub enum Source {
    /// The program itself.
    #[default]
    Embedded,
    /// A directory, or one file.
    Directory(PathBuf),
    /// Features that were read already.
    Kept(&'static [Feature]),
}

impl Source {
    /// Every feature, outlines expanded, in order of path. What is compiled in is read once.
    pub fn read(&self) -> anyhow::Result<Cow<'static, [Feature]>> {
        static EMBEDDED: OnceLock<Vec<Feature>> = OnceLock::new();
        if let Self::Kept(features) = self {
            return Ok(Cow::Borrowed(features));
        }
        if let (Self::Embedded, Some(features)) = (self, EMBEDDED.get()) {
            return Ok(Cow::Borrowed(features));
        }
        let features = self.parse()?;
        Ok(match self {
            Self::Embedded => Cow::Borrowed(EMBEDDED.get_or_init(|| features)),
            Self::Directory(_) | Self::Kept(_) => Cow::Owned(features),
        })
    }

    /// These features, read once for any number of runs. They stay for as long as the program
    /// runs.
    pub(crate) fn kept(&self) -> anyhow::Result<Self> {
        match self {
            Self::Embedded => self.read().map(|_| Self::Embedded),
            Self::Kept(_) => Ok(self.clone()),
            Self::Directory(_) => Ok(Self::Kept(Vec::leak(self.parse()?))),
        }
    }

    fn parse(&self) -> anyhow::Result<Vec<Feature>> {
        let mut texts = Vec::new();
        match self {
            Self::Embedded => {
                for name in Files::iter().filter(|name| name.ends_with(".feature")) {
                    let bytes = Files::get(&name).with_context(|| format!("{name} is gone"))?.data;
                    texts.push((PathBuf::from(&*name), String::from_utf8(bytes.into_owned())?));
                }
            }
            Self::Directory(root) => {
                collect(root, &mut texts)?;
                let folder = if root.is_file() { root.parent().unwrap_or(root) } else { root };
                for (path, _) in &mut texts {
                    *path = path.strip_prefix(folder).unwrap_or(path).to_path_buf();
                }
                anyhow::ensure!(!texts.is_empty(), "there is no feature in {}", root.display());
            }
            Self::Kept(features) => return Ok(features.to_vec()),
        }
        texts.sort();
        let read = texts.into_iter().map(|(path, text)| gherkin::read(path, &text));
        read.filter_map(Result::transpose).collect()
    }
}

fn collect(root: &Path, texts: &mut Vec<(PathBuf, String)>) -> anyhow::Result<()> {
    if root.is_file() {
        texts.push((root.to_owned(), text_of(root)?));
        return Ok(());
    }
    let entries = std::fs::read_dir(root).with_context(|| root.display().to_string())?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, texts)?;
        } else if path.extension().is_some_and(|end| end == "feature") {
            let text = text_of(&path)?;
            texts.push((path, text));
        }
    }
    Ok(())
}

fn text_of(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| path.display().to_string())
}

/// Features that were read and chosen already, as cucumber wants them.
pub(crate) struct Chosen(pub(crate) Vec<Feature>);

impl Parser<()> for Chosen {
    type Cli = cli::Empty;
    type Output = stream::Iter<std::vec::IntoIter<parser::Result<Feature>>>;

    fn parse(self, (): (), _: cli::Empty) -> Self::Output {
        stream::iter(self.0.into_iter().map(Ok).collect::<Vec<_>>())
    }
}
