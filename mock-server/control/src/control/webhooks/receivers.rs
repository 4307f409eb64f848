//! Receivers: listed, shown, added, removed, held back.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    input::{Events, check_url},
    receiver_body::ReceiverBody,
    receiver_named,
};
use crate::{
    control::{
        Answer, Control, Problem, Turn, act,
        entities::{Reference, prepaid},
        extract::{Body, InWorld},
        look,
        page::{Listed, Page, Paging},
        query::Query,
    },
    surface::Surface,
    world::{
        commands::{PauseReceiver, Subscribe, Unsubscribe},
        outbox::Audience,
    },
    worlds::Handle,
};

/// Lists the receivers of webhooks.
#[utoipa::path(get, path = "/worlds/{world}/receivers", params(Paging), responses((status = 200, description = "Receivers.", body = Page<ReceiverBody>)))]
pub(in crate::control) async fn receivers(
    InWorld(handle): InWorld,
    Query(paging): Query<Paging>,
) -> Listed<ReceiverBody> {
    let items: Vec<_> = look(&handle, |world| {
        let active = world.outbox.receivers().iter().filter(|receiver| receiver.active);
        active.map(|receiver| ReceiverBody::of(world, receiver)).collect()
    });
    paging.of(items.into_iter(), |item| item)
}

/// Shows a receiver.
#[utoipa::path(get, path = "/worlds/{world}/receivers/{id}", responses((status = 200, description = "A receiver.", body = ReceiverBody)))]
pub(in crate::control) async fn receiver(
    InWorld(handle): InWorld,
    Path((_, receiver)): Path<(String, String)>,
) -> Answer<ReceiverBody> {
    look(&handle, |world| Ok(Json(ReceiverBody::of(world, receiver_named(world, &receiver)?))))
}

/// A receiver as it is asked for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::control) struct NewReceiver {
    /// The code of a surface that delivers events.
    surface: String,
    /// An http address, or `sink`, where every delivery succeeds.
    url: String,
    /// ER: the project whose events are delivered; `main` when absent.
    project: Option<Reference>,
    /// Types of the events that it gets, each with a trailing `*` for any ending; all when absent.
    #[schema(value_type = Option<Vec<String>>)]
    events: Option<Events>,
}

/// Adds a receiver.
#[utoipa::path(post, path = "/worlds/{world}/receivers", request_body = NewReceiver, responses((status = 201, description = "The receiver.", body = ReceiverBody)))]
pub(in crate::control) async fn subscribe(
    State(control): State<Control>,
    InWorld(handle): InWorld,
    Body(wanted): Body<NewReceiver>,
) -> Result<(StatusCode, Json<ReceiverBody>), Problem> {
    let surface = telling(&control, &wanted.surface)?;
    check_url(&wanted.url)?;
    if let Some(events) = &wanted.events {
        events.check(surface)?;
    }
    let _turn = Turn::of(&handle).await;
    let audience = audience(&handle, surface, wanted.project.as_deref())?;
    let events = wanted.events.map(|events| events.0).unwrap_or_default();
    let command = Subscribe { audience: Some(audience), url: wanted.url, events };
    let receiver = act(&handle, "receivers", &command)?;
    let shown = handle.read(|world| ReceiverBody::with_secret(world, &receiver));
    Ok((StatusCode::CREATED, Json(shown)))
}

/// The surface with a code, where it delivers events.
fn telling(control: &Control, code: &str) -> Result<Surface, Problem> {
    let all = control.apis(None).filter(|api| api.webhook_format().is_some());
    let all: Vec<_> = all.map(|api| api.surface()).collect();
    let found = all.iter().copied().find(|surface| surface.code() == code);
    found.ok_or_else(|| {
        let codes: Vec<_> = all.iter().map(|surface| surface.code()).collect();
        Problem::choice("/surface", code, &codes)
    })
}

/// The party whose events a receiver of a surface gets.
fn audience(handle: &Handle, surface: Surface, project: Option<&str>) -> Result<Audience, Problem> {
    let of_all = match surface {
        Surface::AG => Audience::InAppUsers,
        Surface::MC => Audience::ManagedUsers,
        Surface::ER | Surface::PG | Surface::SB => {
            let label = project.unwrap_or("main");
            return handle
                .read(|world| prepaid::project(world, label).map(|project| project.id))
                .map(Audience::Project);
        }
    };
    match project {
        None => Ok(of_all),
        Some(_) => {
            let detail = format!("a receiver of {surface} gets the events of all users");
            Err(Problem::invalid("/project", detail))
        }
    }
}

/// Removes a receiver.
#[utoipa::path(delete, path = "/worlds/{world}/receivers/{id}", responses((status = 204, description = "Done.")))]
pub(in crate::control) async fn unsubscribe(
    InWorld(handle): InWorld,
    Path((_, receiver)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let _turn = Turn::of(&handle).await;
    let subscription = handle
        .read(|world| receiver_named(world, &receiver).map(|found| found.external_id.clone()))?;
    act(&handle, "receivers", &Unsubscribe { subscription })?;
    Ok(StatusCode::NO_CONTENT)
}

async fn hold(
    control: &Control,
    handle: &Handle,
    receiver: &str,
    pause: bool,
) -> Answer<ReceiverBody> {
    let turn = Turn::of(handle).await;
    let number = handle.read(|world| receiver_named(world, receiver).map(|found| found.number))?;
    act(handle, "receivers", &PauseReceiver { receiver: number, pause })?;
    turn.leave()?;
    control.sender.deliver_to(handle, number).await;
    handle.read(|world| Ok(Json(ReceiverBody::of(world, receiver_named(world, receiver)?))))
}

/// Holds the deliveries of a receiver back.
#[utoipa::path(post, path = "/worlds/{world}/receivers/{id}/pause", responses((status = 200, description = "The receiver.", body = ReceiverBody)))]
pub(in crate::control) async fn pause(
    State(control): State<Control>,
    InWorld(handle): InWorld,
    Path((_, receiver)): Path<(String, String)>,
) -> Answer<ReceiverBody> {
    hold(&control, &handle, &receiver, true).await
}

/// Sends the deliveries of a receiver that were held back, in its order. A receiver that has switched
/// itself off gets deliveries again.
#[utoipa::path(post, path = "/worlds/{world}/receivers/{id}/resume", responses((status = 200, description = "The receiver.", body = ReceiverBody)))]
pub(in crate::control) async fn resume(
    State(control): State<Control>,
    InWorld(handle): InWorld,
    Path((_, receiver)): Path<(String, String)>,
) -> Answer<ReceiverBody> {
    hold(&control, &handle, &receiver, false).await
}
