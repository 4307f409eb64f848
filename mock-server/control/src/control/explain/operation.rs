//! Operations explained in advance: one runs in a copy of its world, and tells its checks (SB 6.1).

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::{
    repair,
    trial::{Trial, would},
};
use crate::{
    command::{Check, MadeCheck},
    control::{
        Answer, Control, Problem, Turn,
        extract::{Body, InWorld},
    },
    explained_api::{Draft, ExplainedApi, ExplainedOperation, InputError, Wanted},
    gate::Explained,
    log::Reason,
    register::Repeat,
    surface::Surface,
    worlds::Handle,
};

/// An operation to explain.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::control) struct ExplainBody {
    /// Code of the surface: `PG`, `AG`, `ER` or `MC`.
    surface: String,
    /// Name of the operation, as the surface has it.
    operation: String,
    /// Label of the caller: a credential, or a user.
    r#as: String,
    /// Input of the operation; names in the path of a REST API stand among its members.
    #[serde(default)]
    input: Map<String, Value>,
    /// PG, AG: the members of the answer that are asked for; `{ success error }` when absent.
    select: Option<String>,
    /// ER, MC: value of the header `Idempotency-Key`; none when absent.
    idempotency_key: Option<String>,
}

/// An operation as it would be answered now, and why.
#[derive(Serialize, ToSchema)]
pub(in crate::control) struct OperationExplained {
    /// `succeed` or `fail`.
    would: &'static str,
    answer: AnswerBody,
    /// Checks, in the order in which they are made.
    checks: Vec<CheckBody>,
    /// Checks that would come behind the one that fails.
    not_reached: Vec<&'static str>,
    /// Ops that take the request past what stands in its way, in order; empty when no op does.
    #[schema(value_type = Vec<Value>)]
    repair: Vec<Value>,
    request: RequestBody,
}

/// The answer that the request would get.
#[derive(Serialize, ToSchema)]
struct AnswerBody {
    /// HTTP status; null when a fault would lose the answer.
    #[schema(required)]
    status: Option<u16>,
    /// Body, before it is encrypted where the surface does so.
    body: Value,
}

/// A check that was made.
#[derive(Serialize, ToSchema)]
struct CheckBody {
    check: &'static str,
    ok: bool,
    /// The state or the value that stands in the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    found: Option<String>,
    /// The requirement of the surface that states the check.
    #[serde(skip_serializing_if = "Option::is_none")]
    requirement: Option<&'static str>,
}

/// The request that was answered, before it is signed or encrypted.
#[derive(Serialize, ToSchema)]
struct RequestBody {
    method: &'static str,
    path: String,
    #[schema(value_type = std::collections::HashMap<String, String>)]
    headers: Map<String, Value>,
    body: Value,
}

/// Stands for everything that is no check of an operation, such as a fault.
const OTHERWISE: Check = Check::new("nothing else stands in the way", &[]);

/// Explains whether an operation would succeed now, and why.
///
/// The request runs in a copy of the world, so it has no effect and takes no nonce and no id.
/// Signatures and tokens are not judged.
#[utoipa::path(post, path = "/worlds/{world}/explain", request_body = ExplainBody, responses((status = 200, description = "The answer that the request would get, and its checks.", body = OperationExplained)))]
pub(in crate::control) async fn operation(
    State(control): State<Control>,
    InWorld(handle): InWorld,
    Body(asked): Body<ExplainBody>,
) -> Answer<OperationExplained> {
    let (surface, api) = api(&control, &asked.surface)?;
    let operation = named(api, &asked.operation)?;
    let turn = Turn::of(&handle).await;
    let copy = handle.rehearsal(None);
    let now = copy.now();
    let (principal, draft) = copy.read(|world| {
        let callers = api.callers(world, operation);
        let principal = match callers.contains(&asked.r#as) {
            true => world.principal(&asked.r#as),
            false => return Err(Problem::choice("/as", &asked.r#as, &callers)),
        };
        let wanted = Wanted {
            operation: operation.name,
            input: asked.input,
            select: asked.select,
            idempotency_key: asked.idempotency_key,
        };
        let draft = api.draft(world, now, wanted).map_err(|error| match error {
            InputError::Unknown { pointer, name, known } => {
                let known: Vec<_> = known.iter().map(String::as_str).collect();
                Problem::unknown_field(&format!("/input{pointer}"), &name, &known)
            }
            InputError::Missing { pointer } => {
                Problem::missing(&format!("/input{pointer}"), "it stands in the path")
            }
        })?;
        Ok((principal, draft))
    })?;
    let Some(request) = draft.request() else {
        return Err(Problem::invalid("/input", "no request can be written with it"));
    };
    let trial = Trial { api, request, principal };
    let explained = trial.run(&handle).await;
    let repair = match would(&explained) {
        true => Vec::new(),
        false => repair::found(&trial, &handle, &explained).await,
    };
    if does_too(&handle) {
        turn.leave()?;
        trial.happen(&handle).await;
    }
    Ok(Json(told((surface, operation), draft, &explained, repair)))
}

/// True when a deviation lets what is explained happen in the world as well.
fn does_too(handle: &Handle) -> bool {
    handle.read(|world| world.deviations.repeat("explain")) == Some(Repeat::Twice)
}

fn api(control: &Control, code: &str) -> Result<(Surface, &'static dyn ExplainedApi), Problem> {
    let all = control.apis(None).filter_map(|api| Some((api.surface(), api.explained()?)));
    let all: Vec<_> = all.collect();
    let found = all.iter().find(|(surface, _)| surface.code() == code).copied();
    let codes = || all.iter().map(|(surface, _)| surface.code()).collect::<Vec<_>>();
    found.ok_or_else(|| Problem::choice("/surface", code, &codes()))
}

fn named(
    api: &'static dyn ExplainedApi,
    name: &str,
) -> Result<&'static ExplainedOperation, Problem> {
    let found = api.operations().iter().find(|operation| operation.name == name);
    found.ok_or_else(|| {
        let names: Vec<_> = api.operations().iter().map(|operation| operation.name).collect();
        Problem::choice("/operation", name, &names)
    })
}

fn told(
    (surface, operation): (Surface, &'static ExplainedOperation),
    draft: Draft,
    explained: &Explained,
    repair: Vec<Value>,
) -> OperationExplained {
    let succeeds = would(explained);
    let mut made = explained.explanation.checks.made();
    if !succeeds && made.iter().all(|one| one.found.is_none()) {
        let reason = explained.answer.as_ref().map_or("fault", |answer| {
            let failed = answer.done.iter().find(|done| done.reason != Reason::Ok);
            failed.map_or("fault", |done| done.reason.word())
        });
        made.push(MadeCheck { check: OTHERWISE, found: Some(reason.to_owned()) });
    }
    let body = explained.answer.as_ref().map(|answer| answer.content.bytes());
    let body = body.map(|bytes| {
        serde_json::from_slice(&bytes)
            .unwrap_or_else(|_| Value::from(String::from_utf8_lossy(&bytes)))
    });
    let code = surface.code();
    let states = |id: &&&str| id.strip_prefix(code).is_some_and(|rest| rest.starts_with('-'));
    let check = |made: &MadeCheck| CheckBody {
        check: made.check.says,
        ok: made.found.is_none(),
        found: made.found.clone(),
        requirement: made.check.requirements.iter().find(states).copied(),
    };
    OperationExplained {
        would: if succeeds { "succeed" } else { "fail" },
        answer: AnswerBody {
            status: explained.answer.as_ref().map(|answer| answer.status.as_u16()),
            body: body.unwrap_or_default(),
        },
        not_reached: if succeeds { Vec::new() } else { not_reached(operation, &made) },
        checks: made.iter().map(check).collect(),
        repair,
        request: RequestBody {
            method: "POST",
            path: draft.path,
            headers: draft
                .headers
                .into_iter()
                .map(|(name, value)| (name.to_owned(), json!(value)))
                .collect(),
            body: draft.body,
        },
    }
}

/// The checks of an operation behind those that were made.
fn not_reached(operation: &ExplainedOperation, made: &[MadeCheck]) -> Vec<&'static str> {
    let all: Vec<_> = operation.checks().collect();
    let is_made = |check: &Check| made.iter().any(|one| one.check == *check);
    let next = all.iter().rposition(|check| is_made(check)).map_or(0, |last| last + 1);
    let mut left = Vec::new();
    for check in &all[next..] {
        if !left.contains(&check.says) {
            left.push(check.says);
        }
    }
    left
}
