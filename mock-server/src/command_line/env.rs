//! `mock-server env`: the credentials of a world as variables of a shell.

use clap::{Args, ValueEnum};

use super::{Verdict, print, sandbox::WorldArgs};

/// Print where a world answers and its credentials, as variables: eval "$(mock-server env)".
#[derive(Clone, Debug, Args)]
pub(super) struct Env {
    #[command(flatten)]
    world: WorldArgs,
    /// Form of the variables.
    #[arg(long = "as", value_enum, default_value = "sh", value_name = "FORM")]
    form: Form,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Form {
    /// Commands of a shell.
    Sh,
    /// A `.env` file.
    Dotenv,
    /// A target file of the conformance suite.
    Target,
}

impl Form {
    fn word(self) -> &'static str {
        match self {
            Self::Sh => "sh",
            Self::Dotenv => "dotenv",
            Self::Target => "target",
        }
    }
}

impl Env {
    pub(super) async fn run(self) -> anyhow::Result<Verdict> {
        let path = self.world.path(&format!("/env?as={}", self.form.word()));
        print(&self.world.sandbox()?.text(&path).await?)?;
        Ok(Verdict::Yes)
    }
}
