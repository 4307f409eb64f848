//! The options of every command that works on scenarios: the target, and which of them.

use std::path::{Path, PathBuf};

use crate::{
    Plan, outlet,
    report::Reproduction,
    shell_word::quoted,
    source::Source,
    target::{Capability, Target, base, embedded::Embedded},
};

/// The seed unless told otherwise.
const SEED: &str = "conformance";

/// The scenarios and the target of a command.
#[derive(Debug, Clone, clap::Args)]
pub struct Selection {
    /// Beginnings of requirement ids (`PG`, `PG-AUTH`, `PG-AUTH-04`), or
    /// `partner/pin.feature[:12]`;
    /// none means all.
    pub filter: Vec<String>,
    /// A target file, `sandbox=URL` of a running mock-server (token: `SANDBOX_CONTROL_TOKEN`), or
    /// `embedded` (starts one).
    #[arg(long, default_value = "embedded")]
    pub target: String,
    /// Only scenarios with these tags: `"@PG-PIN-01 or not @money"`.
    #[arg(long, value_name = "EXPR")]
    pub tags: Option<cucumber::gherkin::tagexpr::TagOperation>,
    /// The number of scenarios that run at once [default: 16 on a sandbox, else 1].
    #[arg(long)]
    pub jobs: Option<usize>,
    /// The seed of all worlds, and of a random order.
    #[arg(long, default_value = SEED)]
    pub seed: String,
    /// The address of a WebDriver of Chromium (`chromedriver --port=9515`), for scenarios that need
    /// a browser.
    #[arg(long, value_name = "URL", env = "CONFORMANCE_WEBDRIVER")]
    pub webdriver: Option<String>,
    /// Read features from this directory instead of the program.
    #[arg(long, value_name = "DIR")]
    pub features: Option<PathBuf>,
}

impl Selection {
    /// The plan, and the sandbox that was started for it; it ends with the value.
    pub async fn plan(self) -> anyhow::Result<(Plan, Option<Embedded>)> {
        let (target, running) = target(&self.target).await?;
        Ok((self.plan_for(target), running))
    }

    /// The options that show something again that was seen with these.
    fn again(&self) -> Reproduction {
        let features = self
            .features
            .as_ref()
            .map(|folder| format!("--features {}", quoted(&folder.display().to_string())));
        let seed = (self.seed != SEED).then(|| format!("--seed {}", quoted(&self.seed)));
        let options: Vec<_> = features.into_iter().chain(seed).collect();
        Reproduction { target: self.target.clone(), options: options.join(" ") }
    }

    /// The place of the features.
    pub fn source(&self) -> Source {
        self.features.clone().map_or(Source::Embedded, Source::Directory)
    }

    /// The plan for a target.
    pub fn plan_for(self, target: Target) -> Plan {
        let again = self.again();
        let mut plan = Plan::of(target);
        plan.source = self.source();
        plan.filter = self.filter;
        plan.tags = self.tags;
        plan.seed = self.seed;
        plan.jobs = self.jobs.unwrap_or(plan.jobs);
        plan.again = again;
        if let Some(webdriver) = self.webdriver {
            plan.target.webdriver = Some(webdriver);
            plan.target.capabilities.insert(Capability::Browser);
        }
        plan
    }
}

/// The target of that name; `embedded` starts one.
pub async fn target(name: &str) -> anyhow::Result<(Target, Option<Embedded>)> {
    if let Some(("sandbox", url)) = name.split_once('=') {
        outlet::hide_userinfo(url);
        let token = std::env::var("SANDBOX_CONTROL_TOKEN").ok();
        return Ok((Target::sandbox(&sandbox_address(url)?, token), None));
    }
    if name == "embedded" {
        let embedded = Embedded::start().await?;
        return Ok((embedded.target.clone(), Some(embedded)));
    }
    Ok((Target::from_file(Path::new(name))?, None))
}

fn sandbox_address(url: &str) -> anyhow::Result<String> {
    base(url).map_err(|wrong| {
        anyhow::anyhow!(
            "sandbox={url} is not an address: {wrong}; write it as sandbox=http://127.0.0.1:8080"
        )
    })
}

/// The target of that name, for commands that send nothing: `embedded` is not started.
pub(super) fn planning_target(name: &str) -> anyhow::Result<Target> {
    match name.split_once('=') {
        Some(("sandbox", url)) => Ok(Target::sandbox(&sandbox_address(url)?, None)),
        None if name == "embedded" => {
            let mut target = Target::sandbox("http://127.0.0.1", None);
            name.clone_into(&mut target.name);
            Ok(target)
        }
        _ => Ok(Target::from_file(Path::new(name))?),
    }
}
