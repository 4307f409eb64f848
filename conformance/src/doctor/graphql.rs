//! Examinations that the two GraphQL surfaces have alike: a read that needs the credential, the
//! operations of the schema, and rows by their ids.

use serde_json::Value;

use super::{Finding, foreign_answer, known::Lookup};
use crate::{
    StepResult,
    budget::costs::{self, Kind, Row},
    drivers::{Answer, in_app::User, partner::Partner},
    target::Surface,
};

/// The mutations of a schema.
pub(crate) const SCHEMA: &str = "{ __schema { mutationType { fields { name } } } }";

/// The balance of a card that nobody has: a read that needs the credential and changes nothing.
pub(crate) const READ: &str = "{ cardBalance(cardId: 2147483000) { success error } }";

/// An actor who asks a GraphQL surface by its rules.
pub(crate) trait Caller {
    /// Sends a document without variables.
    async fn ask(&self, document: &str) -> StepResult<Answer>;
}

impl Caller for Partner {
    async fn ask(&self, document: &str) -> StepResult<Answer> {
        self.query(document, &Value::Null).await
    }
}

impl Caller for User {
    async fn ask(&self, document: &str) -> StepResult<Answer> {
        self.query(document, &Value::Null).await
    }
}

/// Whether a read that needs the credential is answered. `look_at` is the place of the credential.
pub(crate) async fn read(what: &str, caller: &impl Caller, look_at: &str) -> Finding {
    match caller.ask(READ).await {
        Ok(answer) if answer.status == 401 => refused(what, &answer, look_at),
        Ok(answer) => foreign_answer::graphql(what, &answer).unwrap_or_else(|| {
            Finding::ok(what, format!("a read is answered (HTTP {})", answer.status))
        }),
        Err(mismatch) => foreign_answer::silence(what, &mismatch, "is the server still running?"),
    }
}

/// A credential that is not taken.
pub(crate) fn refused(what: &str, answer: &Answer, look_at: &str) -> Finding {
    Finding::problem(what, answer.summary(), format!("look at {look_at}"))
}

/// Whether the schema has the mutations of the documents, which the target may call by other names;
/// a server may leave some out.
pub(crate) fn operations(
    surface: Surface,
    rows: &'static [Row],
    answer: &Answer,
    named: impl Fn(&str) -> String,
) -> Finding {
    let what = format!("{surface} operations");
    let fields = answer.json.pointer("/data/__schema/mutationType/fields");
    let fields = fields.and_then(Value::as_array).into_iter().flatten();
    let names: Vec<_> = fields.filter_map(|field| field["name"].as_str()).collect();
    let documented = costs::names(rows, Kind::Mutation).map(named);
    let missing: Vec<_> = documented.filter(|one| !names.contains(&one.as_str())).collect();
    if missing.is_empty() {
        return Finding::ok(what, "those of the documents are in the schema");
    }
    Finding::warning(
        what,
        format!("the schema lacks {}", missing.join(", ")),
        "scenarios on them will fail; use a filter or the ratchet until they are there",
    )
}

/// A column of the row with this id; or why there is none.
pub(crate) async fn row(
    caller: &impl Caller,
    table: &str,
    id: i64,
    column: &str,
) -> Result<Value, Lookup> {
    let document = format!("{{ {table} {{ id {column} }} }}");
    let answer = caller.ask(&document).await;
    let answer = answer.map_err(|mismatch| Lookup::Impossible(mismatch.actual))?;
    let rows = answer.result(table).and_then(Value::as_array);
    let rows = rows.ok_or_else(|| Lookup::Impossible(answer.summary()))?;
    let row = rows.iter().find(|row| row["id"] == id);
    row.map(|row| row[column].clone()).ok_or(Lookup::Nothing(id))
}
