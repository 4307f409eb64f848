//! The command line of the suite.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Parser, Subcommand};
use conformance::{
    Plan, exit,
    mutate::{Verdict, mutate},
    plan,
    register::register,
    report, run,
    source::Source,
    target::{Target, embedded::Embedded},
    vocabulary::sentences,
};

/// Judges implementations of card-issuing APIs, requirement by requirement.
#[derive(Parser)]
#[command(name = "conformance", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs scenarios against a target and judges it.
    Run {
        #[command(flatten)]
        options: Options,
        /// Write the report as JSON to this file too.
        #[arg(long)]
        json: Option<PathBuf>,
    },
    /// Lists scenarios, or the requirements that have none.
    List {
        /// Prefixes of requirement ids.
        filter: Vec<String>,
        /// Only requirements without a scenario.
        #[arg(long)]
        uncovered: bool,
    },
    /// Tells what a requirement or ambiguity is.
    Explain {
        /// `PG-AUTH-04`, `AMB-PG-01`.
        id: String,
    },
    /// Lists the sentences that features are written in.
    Steps,
    /// Breaks the sandbox on purpose and demands that the suite notices.
    Mutate {
        #[command(flatten)]
        options: Options,
    },
}

#[derive(clap::Args)]
struct Options {
    /// Prefixes of requirement ids; none means all.
    filter: Vec<String>,
    /// `embedded`, `sandbox=URL` of a running mock-server, or a target file.
    #[arg(long, default_value = "embedded")]
    target: String,
    /// How many scenarios run at once.
    #[arg(long)]
    jobs: Option<usize>,
    /// From which the seeds of all worlds follow.
    #[arg(long, default_value = "conformance")]
    seed: String,
    /// Read features from this directory instead of the program.
    #[arg(long)]
    features: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> ExitCode {
    match execute(Cli::parse().command).await {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            eprintln!("conformance: {error:#}");
            ExitCode::from(exit::CONFIGURATION)
        }
    }
}

async fn execute(command: Command) -> anyhow::Result<u8> {
    match command {
        Command::Run { options, json } => {
            let (plan, _running) = options.plan().await?;
            let report = run(&plan).await?;
            print!("{}", report::text(&report));
            if let Some(file) = json {
                std::fs::write(file, serde_json::to_string_pretty(&report)?)?;
            }
            Ok(report.exit_code())
        }
        Command::List { filter, uncovered } => list(&filter, uncovered),
        Command::Explain { id } => explain(&id),
        Command::Steps => {
            for sentence in sentences(&Source::Embedded.read()?) {
                println!("{sentence}");
            }
            Ok(exit::CONFORM)
        }
        Command::Mutate { options } => {
            let (plan, _running) = options.plan().await?;
            let mutants = mutate(&plan, true).await?;
            for mutant in &mutants {
                println!("{:>9}  {}", mutant.verdict.word(), mutant.id);
            }
            let killed = mutants.iter().filter(|one| one.verdict == Verdict::Killed).count();
            println!("\n{killed} of {} deviations killed", mutants.len());
            Ok(if killed == mutants.len() { exit::CONFORM } else { exit::BEHAVIOUR })
        }
    }
}

impl Options {
    async fn plan(self) -> anyhow::Result<(Plan, Option<Embedded>)> {
        let mut running = None;
        let target = match self.target.split_once('=') {
            Some(("sandbox", url)) => {
                Target::sandbox(url, std::env::var("SANDBOX_CONTROL_TOKEN").ok())
            }
            None if self.target == "embedded" => {
                let embedded = Embedded::start().await?;
                let target = embedded.target.clone();
                running = Some(embedded);
                target
            }
            _ => Target::from_file(Path::new(&self.target))?,
        };
        let mut plan = Plan::of(target);
        plan.filter = self.filter;
        plan.seed = self.seed;
        plan.jobs = self.jobs.unwrap_or(plan.jobs);
        plan.source = self.features.map_or(Source::Embedded, Source::Directory);
        Ok((plan, running))
    }
}

fn list(filter: &[String], uncovered: bool) -> anyhow::Result<u8> {
    let asked =
        |id: &str| filter.is_empty() || filter.iter().any(|one| id.starts_with(one.as_str()));
    let features = Source::Embedded.read()?;
    let scenarios: Vec<_> = features.iter().flat_map(|feature| &feature.scenarios).collect();
    if uncovered {
        let covered = |id: &String| scenarios.iter().any(|scenario| scenario.tags.contains(id));
        for requirement in register().requirements.iter().filter(|one| asked(&one.id)) {
            if !covered(&requirement.id) {
                println!(
                    "{:<14} {:<10} {}",
                    requirement.id,
                    requirement.level.to_string(),
                    requirement.title
                );
            }
        }
        return Ok(exit::CONFORM);
    }
    for scenario in scenarios {
        for requirement in plan::requirements(&scenario.tags).iter().filter(|one| asked(&one.id)) {
            println!(
                "{:<14} {:<10} {}",
                requirement.id,
                requirement.level.to_string(),
                scenario.name
            );
        }
    }
    Ok(exit::CONFORM)
}

fn explain(id: &str) -> anyhow::Result<u8> {
    if let Some(requirement) = register().get(id) {
        println!("{} [{}] {}", requirement.id, requirement.level, requirement.title);
        println!("\n{}\n", requirement.statement);
        println!("source     {}", requirement.source);
        println!("probe      {}", requirement.probe);
        println!("expect     {}", requirement.expect);
        for (id, text) in requirement
            .deviations()
            .iter()
            .zip(std::iter::once(&requirement.deviation).chain(&requirement.more_deviations))
        {
            println!("deviation  {id}: {text}");
        }
        return Ok(exit::CONFORM);
    }
    let Some(ambiguity) = register().ambiguity(id) else {
        anyhow::bail!("there is no requirement or ambiguity {id:?}; `conformance list` shows them")
    };
    println!("{} {}\n\n{}\n", ambiguity.id, ambiguity.title, ambiguity.text);
    println!("source     {}", ambiguity.source);
    for reading in &ambiguity.reading {
        println!("reading    {}: {}", reading.name, reading.meaning);
    }
    Ok(exit::CONFORM)
}
