//! Faults that can never act, which are refused.

use super::super::{Control, Problem, ProblemCode, names};
use crate::{
    gate::NamedFault,
    log::LogRenderer,
    surface::Surface,
    world::{
        commands::OrderFault,
        faults::{FaultKind, fits},
    },
    worlds::Handle,
};

/// Refuses a fault that can never act, because no request can be what it is about.
pub(super) fn possible(
    control: &Control,
    handle: &Handle,
    fault: &OrderFault,
) -> Result<(), Problem> {
    let about = &fault.about;
    let surface = about.surface;
    // What an explorer is asked for is no operation of a document, and no fault sees it.
    let all = control.apis(surface).flat_map(|api| {
        let operations = api.log_renderer().operations().into_iter();
        operations.filter(|name| *name != "explorer").map(move |name| (api.surface(), name))
    });
    let all: Vec<_> = all.collect();
    let operation = about.operation.as_deref();
    if let Some(wanted) = operation {
        names::known("/match/operation", "operation", wanted, all.iter().map(|(_, name)| *name))?;
    }
    if let Some(FaultKind::Error(name)) = &fault.then.kind {
        let errors = named(control, surface, name)?;
        let reached = all.iter().filter(|(surface, name)| {
            errors.iter().any(|(of, error)| of == surface && error.reaches(name))
        });
        let reached: Vec<_> = reached.map(|(_, name)| *name).collect();
        if let Some(wanted) =
            operation.filter(|wanted| !reached.iter().any(|one| fits(wanted, one)))
        {
            let detail = format!("{name} never strikes {wanted:?}");
            return Err(Problem::invalid("/match/operation", detail)
                .near(wanted.trim_end_matches('*'), reached.iter().copied())
                .with("choices", reached));
        }
    }
    if let Some(entity) = &about.entity {
        let types = control.log_renderers(surface).flat_map(LogRenderer::entity_types);
        names::entity("/match/entity", entity, types)?;
    }
    if let Some(by) = &about.by {
        let labels = names::principals(handle, surface);
        names::known("/match/by", "credential", by, labels.iter().map(String::as_str))?;
    }
    Ok(())
}

/// The errors with this name, each with the surface that declares it.
fn named(
    control: &Control,
    surface: Option<Surface>,
    name: &str,
) -> Result<Vec<(Surface, &'static NamedFault)>, Problem> {
    let known = control
        .apis(surface)
        .flat_map(|api| api.faults().iter().map(move |error| (api.surface(), error)));
    let known: Vec<_> = known.collect();
    let found: Vec<_> = known.iter().filter(|(_, error)| error.name == name).copied().collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let detail = format!("there is no error {name:?} there; nothing was done");
    Err(Problem::new(ProblemCode::FaultUnknown, "No such error", detail)
        .with("pointer", "/then/error")
        .near(name, known.iter().map(|(_, error)| error.name)))
}
