//! Where features come from: the copy that is compiled in, or a directory.

use std::{path::PathBuf, sync::OnceLock};

use anyhow::Context;
use cucumber::{
    Parser, cli,
    feature::Ext as _,
    gherkin::{Feature, GherkinEnv},
    parser,
};
use futures::stream;
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../features"]
#[include = "*.feature"]
#[include = "**/*.feature"]
struct Files;

/// Where features come from.
#[derive(Debug, Clone, Default)]
pub enum Source {
    /// The program itself.
    #[default]
    Embedded,
    /// A directory.
    Directory(PathBuf),
}

impl Source {
    /// Every feature, outlines expanded, in order of path. What is compiled in is read once.
    pub fn read(&self) -> anyhow::Result<Vec<Feature>> {
        static EMBEDDED: OnceLock<Vec<Feature>> = OnceLock::new();
        if let (Self::Embedded, Some(features)) = (self, EMBEDDED.get()) {
            return Ok(features.clone());
        }
        let features = self.parse()?;
        Ok(match self {
            Self::Embedded => EMBEDDED.get_or_init(|| features).clone(),
            Self::Directory(_) => features,
        })
    }

    fn parse(&self) -> anyhow::Result<Vec<Feature>> {
        let mut texts = Vec::new();
        match self {
            Self::Embedded => {
                for name in Files::iter() {
                    let bytes = Files::get(&name).with_context(|| format!("{name} is gone"))?.data;
                    texts.push((PathBuf::from(&*name), String::from_utf8(bytes.into_owned())?));
                }
            }
            Self::Directory(root) => {
                collect(root, &mut texts)?;
                for (path, _) in &mut texts {
                    *path = path.strip_prefix(root).unwrap_or(path).to_path_buf();
                }
            }
        }
        texts.sort();
        texts
            .into_iter()
            .map(|(path, text)| {
                let shown = path.display().to_string();
                let mut feature = Feature::parse(&text, GherkinEnv::default())
                    .map_err(|error| anyhow::anyhow!("{shown}: {error}"))?;
                feature.path = Some(path);
                feature.expand_examples().map_err(|error| anyhow::anyhow!("{shown}: {error}"))
            })
            .collect()
    }
}

fn collect(root: &PathBuf, texts: &mut Vec<(PathBuf, String)>) -> anyhow::Result<()> {
    let entries = std::fs::read_dir(root).with_context(|| root.display().to_string())?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, texts)?;
        } else if path.extension().is_some_and(|end| end == "feature") {
            let text = std::fs::read_to_string(&path)?;
            texts.push((path, text));
        }
    }
    Ok(())
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
