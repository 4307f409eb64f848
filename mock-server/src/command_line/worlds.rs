//! `mock-server worlds`: the worlds of a running server (SB 3).

use std::path::PathBuf;

use anyhow::Context;
use axum::http::Method;
use clap::{Args, Subcommand};
use serde_json::{Map, Value, json};

use super::{
    Verdict, input, print, print_json,
    readable::{items, lines, table},
    sandbox::{ServerArgs, segment},
};

/// List, make, show, reset, fork, compare and delete the worlds of a running server.
#[derive(Clone, Debug, Args)]
pub(super) struct Worlds {
    #[command(flatten)]
    server: ServerArgs,
    /// Print the answer as JSON.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    action: Action,
}

#[derive(Clone, Debug, Subcommand)]
enum Action {
    /// List the worlds.
    List {
        /// List only worlds with this label, `name:value`.
        #[arg(long)]
        label: Option<String>,
    },
    /// Make a world and print where it answers; with --json also its credentials.
    Make(Box<Definition>),
    /// Show a world.
    Show {
        /// Id of the world.
        #[arg(env = "SANDBOX_WORLD", default_value = "default")]
        world: String,
    },
    /// Set a world back to its beginning.
    Reset {
        /// Id of the world.
        #[arg(env = "SANDBOX_WORLD", default_value = "default")]
        world: String,
        /// Seed of the world from now on.
        #[arg(long)]
        seed: Option<String>,
    },
    /// Make a world with the state of another one and credentials of its own.
    Fork {
        /// Id of the world.
        #[arg(env = "SANDBOX_WORLD", default_value = "default")]
        world: String,
        /// Id of the fork; a generated one when absent.
        #[arg(long)]
        id: Option<String>,
        /// Number of the journal record up to which it is like its origin; the last one when absent.
        #[arg(long, value_name = "N")]
        at: Option<u64>,
    },
    /// Compare a world with one of its snapshots, or with another world. The exit code is 0 when
    /// nothing differs and 1 otherwise.
    Diff {
        /// Id of the world.
        #[arg(env = "SANDBOX_WORLD", default_value = "default")]
        world: String,
        /// Name of the snapshot.
        #[arg(long, value_name = "SNAPSHOT", required_unless_present = "with_world")]
        with: Option<String>,
        /// Id of the other world.
        #[arg(long, value_name = "WORLD", conflicts_with = "with")]
        with_world: Option<String>,
    },
    /// Delete worlds.
    Delete {
        /// Ids of the worlds.
        #[arg(required_unless_present = "label")]
        worlds: Vec<String>,
        /// Delete all worlds with this label, `name:value`.
        #[arg(long, conflicts_with = "worlds")]
        label: Option<String>,
    },
}

/// Definition of a world. Flags count more than the file.
#[derive(Clone, Debug, Args)]
struct Definition {
    /// Id of the world; a generated one when absent.
    id: Option<String>,
    /// File with the definition as JSON, in the form of `POST /_sandbox/worlds`; `-` is standard
    /// input.
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Seed from which ids, card numbers and credentials follow.
    #[arg(long)]
    seed: Option<String>,
    /// Fixture: `standard`, `empty`, or a name with a version.
    #[arg(long)]
    fixture: Option<String>,
    /// Freeze the clock at this instant (RFC 3339).
    #[arg(long, value_name = "INSTANT")]
    frozen_at: Option<String>,
    /// Label, `name:value`; can be repeated.
    #[arg(long)]
    label: Vec<String>,
    /// Time after which the unused world is deleted, or `never`.
    #[arg(long)]
    idle: Option<String>,
}

impl Definition {
    fn body(&self) -> anyhow::Result<Value> {
        let mut body = match &self.file {
            Some(file) => input::json(file)?,
            None => json!({}),
        };
        let texts = [
            ("id", &self.id),
            ("seed", &self.seed),
            ("fixture", &self.fixture),
            ("idle", &self.idle),
        ];
        for (name, value) in texts {
            if let Some(value) = value {
                body[name] = json!(value);
            }
        }
        if let Some(at) = &self.frozen_at {
            body["clock"] = json!({"mode": "frozen", "at": at});
        }
        let mut labels = Map::new();
        for label in &self.label {
            let (name, value) =
                label.split_once(':').with_context(|| format!("{label:?} is no name:value"))?;
            labels.insert(name.to_owned(), json!(value));
        }
        if !labels.is_empty() {
            body["labels"] = Value::Object(labels);
        }
        Ok(body)
    }
}

impl Worlds {
    pub(super) async fn run(self) -> anyhow::Result<Verdict> {
        let sandbox = self.server.sandbox()?;
        match self.action {
            Action::List { label } => {
                let filter = label.map(|label| format!("&label={}", segment(&label)));
                let path = format!("/worlds?limit=1000{}", filter.unwrap_or_default());
                let page = sandbox.get(&path).await?;
                match self.json {
                    true => print_json(&page)?,
                    false => print(&table(
                        &items(&page),
                        &["id", "fixture", "clock.mode", "clock.now", "idle"],
                    ))?,
                }
            }
            Action::Make(definition) => {
                let made = sandbox.send(Method::POST, "/worlds", &definition.body()?).await?;
                match self.json {
                    true => print_json(&made)?,
                    false => print(&made_line(&made))?,
                }
            }
            Action::Show { world } => {
                let shown = sandbox.get(&format!("/worlds/{}", segment(&world))).await?;
                match self.json {
                    true => print_json(&shown)?,
                    false => print(&lines(&shown))?,
                }
            }
            Action::Reset { world, seed } => {
                let body = match seed {
                    Some(seed) => json!({ "seed": seed }),
                    None => json!({}),
                };
                let path = format!("/worlds/{}/reset", segment(&world));
                let reset = sandbox.send(Method::POST, &path, &body).await?;
                match self.json {
                    true => print_json(&reset)?,
                    false => print(&format!("reset {world}"))?,
                }
            }
            Action::Fork { world, id, at } => {
                let wanted = [("id", id.map(|id| json!(id))), ("at", at.map(|at| json!(at)))];
                let given = wanted.into_iter().filter_map(|(name, value)| Some((name, value?)));
                let body = Value::Object(given.map(|(name, one)| (name.to_owned(), one)).collect());
                let path = format!("/worlds/{}/fork", segment(&world));
                let made = sandbox.send(Method::POST, &path, &body).await?;
                match self.json {
                    true => print_json(&made)?,
                    false => print(&made_line(&made))?,
                }
            }
            Action::Diff { world, with, with_world } => {
                let other = match (with, with_world) {
                    (Some(name), _) => format!("with={}", segment(&name)),
                    (None, id) => format!("with_world={}", segment(&id.unwrap_or_default())),
                };
                let path = format!("/worlds/{}/diff?{other}", segment(&world));
                let found = sandbox.get(&path).await?;
                match self.json {
                    true => print_json(&found)?,
                    false => print(&differences(&found))?,
                }
                return Ok(if is_empty(&found) { Verdict::Yes } else { Verdict::No });
            }
            Action::Delete { worlds, label } => {
                let deleted = match label {
                    Some(label) => {
                        let path = format!("/worlds?label={}", segment(&label));
                        sandbox.send(Method::DELETE, &path, &Value::Null).await?
                    }
                    None => {
                        for world in &worlds {
                            let path = format!("/worlds/{}", segment(world));
                            sandbox.send(Method::DELETE, &path, &Value::Null).await?;
                        }
                        json!({ "deleted": worlds })
                    }
                };
                match self.json {
                    true => print_json(&deleted)?,
                    false => print(&lines(&deleted))?,
                }
            }
        }
        Ok(Verdict::Yes)
    }
}

/// A world that was made, for people.
fn made_line(made: &Value) -> String {
    let id = made["id"].as_str().unwrap_or_default();
    format!("made {id}; its credentials: eval \"$(mock-server env --world {id})\"")
}

/// Members of a comparison.
const DIFFERENCES: [&str; 3] = ["changes", "only_here", "only_there"];

/// True when a comparison has found nothing.
fn is_empty(found: &Value) -> bool {
    DIFFERENCES.iter().all(|name| found[name].as_array().is_none_or(Vec::is_empty))
}

/// A comparison for people: a difference a line.
fn differences(found: &Value) -> String {
    let [changes, here, there] = DIFFERENCES.map(|name| found[name].as_array());
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let changed = changes.into_iter().flatten().map(|one| {
        let [entity, member, from, to] =
            ["entity", "member", "from", "to"].map(|name| text(&one[name]));
        format!("{entity} {member}: {from} -> {to}")
    });
    let mark = |all: Option<&Vec<Value>>, sign: char| -> Vec<String> {
        all.into_iter().flatten().map(|one| format!("{sign} {}", text(one))).collect()
    };
    let mut lines: Vec<_> = changed.collect();
    lines.extend(mark(here, '+'));
    lines.extend(mark(there, '-'));
    if lines.is_empty() {
        return "nothing differs".to_owned();
    }
    lines.join("\n")
}
