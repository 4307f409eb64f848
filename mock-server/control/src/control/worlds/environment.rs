//! The credentials of a world, and the variables that hold them (SB 3.2).

use std::fmt::Write as _;

use axum::{Json, extract::State, http::HeaderMap};
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};

use super::answer;
use crate::control::{Control, extract::InWorld, query::Query};

/// Shows where the mocked APIs answer, and the credentials of a world.
#[utoipa::path(get, path = "/worlds/{world}/credentials", responses((status = 200, description = "Credentials by surface.", body = Value)))]
pub(in crate::control) async fn credentials(
    State(control): State<Control>,
    InWorld(handle): InWorld,
    headers: HeaderMap,
) -> Json<Map<String, Value>> {
    Json(answer::surfaces(&control, &handle, &control.base(&headers)))
}

/// In which form the variables come.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::control) struct EnvironmentForm {
    /// `sh` when absent.
    #[serde(default, rename = "as")]
    #[param(inline, value_type = Option<Form>)]
    form: Form,
}

#[derive(Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Form {
    /// Commands of a shell.
    #[default]
    Sh,
    /// A `.env` file.
    Dotenv,
    /// A target file of the suite, with the variables as comments.
    Target,
}

/// Tells the credentials of a world as variables.
#[utoipa::path(get, path = "/worlds/{world}/env", params(EnvironmentForm), responses((status = 200, description = "Variables.", content_type = "text/plain", body = String)))]
pub(in crate::control) async fn env(
    State(control): State<Control>,
    InWorld(handle): InWorld,
    Query(EnvironmentForm { form }): Query<EnvironmentForm>,
    headers: HeaderMap,
) -> String {
    let base = control.base(&headers);
    let (head, start) = match form {
        Form::Sh => (String::new(), "export "),
        Form::Dotenv => (String::new(), ""),
        Form::Target => (target(&base), "# export "),
    };
    let id = handle.id().to_owned();
    let mut all = vec![("SANDBOX_URL".to_owned(), base), ("SANDBOX_WORLD".to_owned(), id)];
    let now = handle.now();
    handle.read(|world| {
        for (name, value) in control.apis(None).flat_map(|api| api.variables(world, now)) {
            all.push((name.to_owned(), value));
        }
    });
    let mut text = head;
    for (name, value) in all {
        let _ = writeln!(text, "{start}{name}={value}");
    }
    text
}

/// A target file with which the suite judges this server (SB 22).
fn target(base: &str) -> String {
    format!("version = 1\nkind = \"sandbox\"\n\n[surfaces.SB]\nurl = \"{base}/_sandbox\"\n\n")
}
