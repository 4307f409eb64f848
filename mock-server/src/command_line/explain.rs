//! `mock-server explain`: whether an operation would work now, and why (SB 6.1).

use axum::http::Method;
use clap::Args;
use serde_json::{Value, json};

use super::{
    Verdict,
    input::members,
    print, print_json,
    sandbox::{Sandbox, WorldArgs},
};

/// Explain whether an operation would work now: the exact answer, the checks in their order, and the
/// ops that repair it. The exit code is 1 if it would fail.
#[derive(Clone, Debug, Args)]
pub(super) struct Explain {
    #[command(flatten)]
    world: WorldArgs,
    /// Code of the surface: PG, AG, ER or MC.
    surface: String,
    /// Name of the operation, like `createCard`.
    operation: String,
    /// Caller: the label of a credential, or of a user.
    #[arg(long = "as", value_name = "LABEL")]
    caller: String,
    /// Members of the input: `cardId=1`; `name:=JSON` for a value that is no text. Numbers are
    /// numbers in the GraphQL APIs, and texts in the others.
    #[arg(value_name = "NAME=VALUE")]
    input: Vec<String>,
    /// Value of the header `Idempotency-Key`.
    #[arg(long, value_name = "KEY")]
    idempotency_key: Option<String>,
    /// Print the answer as JSON.
    #[arg(long)]
    json: bool,
}

impl Explain {
    pub(super) async fn run(self) -> anyhow::Result<Verdict> {
        let sandbox = self.world.sandbox()?;
        let answer = self.asked(&sandbox).await?;
        match self.json {
            true => print_json(&answer)?,
            false => print(&readable(&answer))?,
        }
        Ok(if answer["would"] == "succeed" { Verdict::Yes } else { Verdict::No })
    }

    async fn asked(&self, sandbox: &Sandbox) -> anyhow::Result<Value> {
        let has_numbers = ["PG", "AG"].contains(&self.surface.as_str());
        let input = members(&self.input, |_, text| match serde_json::from_str(text) {
            Ok(value @ (Value::Number(_) | Value::Bool(_))) if has_numbers => value,
            _ => json!(text),
        })?;
        let mut body = json!({"surface": self.surface, "operation": self.operation,
                              "as": self.caller, "input": input});
        if let Some(key) = &self.idempotency_key {
            body["idempotency_key"] = json!(key);
        }
        sandbox.send(Method::POST, &self.world.path("/explain"), &body).await
    }
}

/// An explanation in lines: the checks, the answer, and the ops as commands.
fn readable(answer: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut lines = vec![format!("would {}", text(&answer["would"]))];
    for check in answer["checks"].as_array().into_iter().flatten() {
        let mark = if check["ok"] == true { "ok  " } else { "FAIL" };
        let found = check["found"].as_str().map(|found| format!(": {found}")).unwrap_or_default();
        let id = check["requirement"].as_str().map(|id| format!(" [{id}]")).unwrap_or_default();
        lines.push(format!("  {mark} {}{found}{id}", text(&check["check"])));
    }
    for check in answer["not_reached"].as_array().into_iter().flatten() {
        lines.push(format!("  -    {}", text(check)));
    }
    lines.push(format!("answer {} {}", answer["answer"]["status"], answer["answer"]["body"]));
    for op in answer["repair"].as_array().into_iter().flatten() {
        let input = op["input"].as_object().into_iter().flatten();
        let input = input.map(|(name, value)| match value {
            Value::String(text) => format!(" {name}={text}"),
            value => format!(" {name}:='{value}'"),
        });
        lines.push(format!(
            "repair mock-server ops {}{}",
            text(&op["op"]),
            input.collect::<String>()
        ));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_explanation_is_readable() {
        let answer = json!({
            "would": "fail", "answer": {"status": 200, "body": {"success": false}},
            "checks": [{"check": "it is mine", "ok": true},
                       {"check": "it is approved", "ok": false, "found": "PENDING", "requirement": "PG-CARD-06"}],
            "not_reached": ["it is shipped"],
            "repair": [{"op": "satisfy", "input": {"card_user": "nora"}}],
        });
        let expected = "would fail\n  ok   it is mine\n  FAIL it is approved: PENDING [PG-CARD-06]\n  \
                        -    it is shipped\nanswer 200 {\"success\":false}\n\
                        repair mock-server ops satisfy card_user=nora";
        assert_eq!(readable(&answer), expected);
    }
}
