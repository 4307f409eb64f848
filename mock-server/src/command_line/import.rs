//! `mock-server import`: a world of a running server, made of a journal (SB 13.2).

use clap::Args;

use super::{
    Verdict,
    journal_args::JournalArgs,
    print, print_json,
    sandbox::{ServerArgs, segment},
};

/// Make a world of a running server from a journal. With --verify, the exit code is 1 when an
/// answer differs.
#[derive(Clone, Debug, Args)]
pub(super) struct Import {
    #[command(flatten)]
    file: JournalArgs,
    #[command(flatten)]
    server: ServerArgs,
    /// Id of the new world; that of the original when absent.
    #[arg(long)]
    id: Option<String>,
    /// Compare every answer with the recorded one.
    #[arg(long)]
    verify: bool,
    /// Import the journal of another engine if its verification finds no difference.
    #[arg(long)]
    force: bool,
    /// Print the world with its credentials as JSON.
    #[arg(long)]
    json: bool,
}

impl Import {
    pub(super) async fn run(self) -> anyhow::Result<Verdict> {
        let journal = self.file.one()?;
        let lines = journal.records.iter().map(|record| format!("{}\n", record.line()));
        let id = self.id.map(|id| format!("&id={}", segment(&id))).unwrap_or_default();
        let path = format!("/import?verify={}&force={}{id}", self.verify, self.force);
        let sandbox = self.server.sandbox()?;
        let made = sandbox.send_lines(&path, lines.collect()).await?;
        let verify = &made["verify"];
        let is_different = verify["equal"] == false;
        if self.json {
            print_json(&made)?;
        } else {
            let id = made["id"].as_str().unwrap_or_default();
            let compared = match (is_different, verify.is_object()) {
                (_, false) => String::new(),
                (false, true) => format!("; equal, {} answers compared", verify["compared"]),
                (true, true) => format!(
                    "; different in {} answers, the first is that of record {}",
                    verify["differences"], verify["first_difference"]["n"]
                ),
            };
            print(&format!(
                "made {id}{compared}; its credentials: eval \"$(mock-server env --world {id})\""
            ))?;
        }
        Ok(if is_different { Verdict::No } else { Verdict::Yes })
    }
}
