//! `mock-server faults`: failures that are ordered in advance (SB 8).

use axum::http::Method;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Map, Value, json};

use super::{
    Verdict, print, print_json,
    readable::{items, lines, table},
    sandbox::{WorldArgs, segment},
};

/// List, order and call off failures in a world.
#[derive(Clone, Debug, Args)]
pub(super) struct Faults {
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
    /// List the faults.
    List,
    /// Order a failure; the next matching request fails unless a schedule is given.
    Add(Box<Order>),
    /// Call faults off.
    Clear {
        /// Ids of faults, like `f-1`; all of them when absent.
        faults: Vec<String>,
    },
}

/// A failure: what it matches, when it strikes, what it does.
#[derive(Clone, Debug, Args)]
struct Order {
    /// Surface of the requests, like `PG`.
    #[arg(long)]
    surface: Option<String>,
    /// Operation of the requests, like `freezeCard`; a trailing `*` stands for any ending.
    #[arg(long)]
    operation: Option<String>,
    /// Entity that the requests name, like `card:42`.
    #[arg(long)]
    entity: Option<String>,
    /// Label of the credential of the requests, like `acme/primary`.
    #[arg(long)]
    by: Option<String>,
    /// Strike the next so many matching requests.
    #[arg(long, group = "schedule", value_name = "N")]
    next: Option<u64>,
    /// Strike the matching request of this number.
    #[arg(long, group = "schedule", value_name = "N")]
    nth: Option<u64>,
    /// Strike each matching request whose number is a multiple of this.
    #[arg(long, group = "schedule", value_name = "N")]
    every: Option<u64>,
    /// Strike one in so many matching requests, drawn from the seed of the world.
    #[arg(long, group = "schedule", value_name = "N")]
    one_in: Option<u64>,
    /// Strike every matching request.
    #[arg(long, group = "schedule")]
    always: bool,
    /// Answer with this error; `GET /_sandbox/catalog/faults` lists the names.
    #[arg(long, group = "failure", value_name = "NAME")]
    error: Option<String>,
    /// Close the connection without an answer, before or after the effect.
    #[arg(long, group = "failure", value_name = "SIDE")]
    drop: Option<Side>,
    /// Close the connection after so many bytes of the body.
    #[arg(long, group = "failure", value_name = "BYTES")]
    cut_body_after: Option<u64>,
    /// Wait before the answer, like `2s`.
    #[arg(long)]
    delay: Option<String>,
    /// Name of the fault in lists.
    #[arg(long)]
    label: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Side {
    Before,
    After,
}

impl Order {
    fn body(&self) -> Value {
        let side = self.drop.map(|side| match side {
            Side::Before => "before",
            Side::After => "after",
        });
        let about = given([
            ("surface", json!(self.surface)),
            ("operation", json!(self.operation)),
            ("entity", json!(self.entity)),
            ("by", json!(self.by)),
        ]);
        let when = given([
            ("next", json!(self.next)),
            ("nth", json!(self.nth)),
            ("every", json!(self.every)),
            ("one_in", json!(self.one_in)),
            ("always", json!(self.always.then_some(true))),
        ]);
        let then = given([
            ("error", json!(self.error)),
            ("drop", json!(side)),
            ("cut_body_after", json!(self.cut_body_after)),
            ("delay", json!(self.delay)),
        ]);
        let when = if when.is_empty() { Value::Null } else { Value::Object(when) };
        let body = given([
            ("label", json!(self.label)),
            ("match", Value::Object(about)),
            ("when", when),
            ("then", Value::Object(then)),
        ]);
        Value::Object(body)
    }
}

/// The members that are not null.
fn given<const N: usize>(members: [(&str, Value); N]) -> Map<String, Value> {
    let given = members.into_iter().filter(|(_, value)| !value.is_null());
    given.map(|(name, value)| (name.to_owned(), value)).collect()
}

impl Faults {
    pub(super) async fn run(self) -> anyhow::Result<Verdict> {
        let sandbox = self.world.sandbox()?;
        let path = self.world.path("/faults");
        match self.action {
            Action::List => {
                let page = sandbox.get(&format!("{path}?limit=1000")).await?;
                match self.json {
                    true => print_json(&page)?,
                    false => print(&table(
                        &items(&page),
                        &["id", "label", "state", "matched", "fired", "left", "match", "then"],
                    ))?,
                }
            }
            Action::Add(order) => {
                let made = sandbox.send(Method::POST, &path, &order.body()).await?;
                match self.json {
                    true => print_json(&made)?,
                    false => print(&lines(&made))?,
                }
            }
            Action::Clear { faults } if faults.is_empty() => {
                sandbox.send(Method::DELETE, &path, &Value::Null).await?;
                print("called all faults off")?;
            }
            Action::Clear { faults } => {
                for fault in &faults {
                    let path = format!("{path}/{}", segment(fault));
                    sandbox.send(Method::DELETE, &path, &Value::Null).await?;
                }
                print(&format!("called {} off", faults.join(", ")))?;
            }
        }
        Ok(Verdict::Yes)
    }
}
