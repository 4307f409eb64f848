//! `mock-server rules`: the rulebook of a world (SB 7).

use axum::http::Method;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::{
    Verdict,
    input::{json_or_text, members},
    print, print_json,
    readable::{items, table},
    sandbox::{Sandbox, WorldArgs},
};

/// List and set the rules of a world.
#[derive(Clone, Debug, Args)]
pub(super) struct Rules {
    #[command(flatten)]
    world: WorldArgs,
    /// Print the answer as JSON.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    action: Action,
}

#[derive(Clone, Debug, Subcommand)]
enum Action {
    /// List the rules with their values.
    List {
        /// Text that the key or the meaning must hold.
        text: Option<String>,
        /// List only rules that differ from their defaults.
        #[arg(long)]
        changed: bool,
    },
    /// Set rules, all of them or none.
    Set {
        /// Values by key, like `pin.min_digits=6`.
        #[arg(required = true, value_name = "KEY=VALUE")]
        rules: Vec<String>,
    },
}

impl Rules {
    pub(super) async fn run(self) -> anyhow::Result<Verdict> {
        let sandbox = self.world.sandbox()?;
        let path = self.world.path("/rules");
        let rules = match self.action {
            Action::List { text, changed } => {
                let mut rules = whole(&sandbox, &path).await?;
                let holds = |rule: &Value| {
                    let members = [&rule["key"], &rule["meaning"]].map(Value::as_str);
                    let holds = |text: &str| members.iter().flatten().any(|one| one.contains(text));
                    text.as_deref().is_none_or(holds) && (!changed || rule["changed"] == true)
                };
                rules.retain(holds);
                rules
            }
            Action::Set { rules } => {
                // Keys have points in them, which part no members here.
                let mut body = json!({});
                for rule in &rules {
                    let (key, _) = rule.split_once('=').unwrap_or((rule, ""));
                    let key = key.trim_end_matches(':');
                    let value =
                        members(&[rule.replacen(key, "value", 1)], |_, text| json_or_text(text))?;
                    body[key] = value["value"].clone();
                }
                items(&sandbox.send(Method::PATCH, &path, &body).await?)
            }
        };
        match self.json {
            true => print_json(&json!(rules))?,
            false => print(&table(&rules, &["key", "value", "default", "meaning"]))?,
        }
        Ok(Verdict::Yes)
    }
}

/// All items of a list, page by page.
async fn whole(sandbox: &Sandbox, path: &str) -> anyhow::Result<Vec<Value>> {
    let mut all = Vec::new();
    let mut after = String::new();
    loop {
        let page = sandbox.get(&format!("{path}?limit=1000{after}")).await?;
        all.extend(items(&page));
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return Ok(all),
        }
    }
}
