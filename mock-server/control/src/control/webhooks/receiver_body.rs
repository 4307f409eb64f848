//! A receiver as the control plane shows it.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    control::duration,
    surface::Surface,
    world::{
        World,
        clock::written,
        outbox::{Receiver, ReleaseOrder, address},
    },
};

/// A receiver of webhooks.
#[derive(Serialize, ToSchema)]
#[schema(as = Receiver)]
pub(in crate::control) struct ReceiverBody {
    /// `h-` and its number.
    id: String,
    /// The surface whose events it gets.
    #[schema(value_type = String)]
    surface: Surface,
    /// ER: the label of the project whose events it gets.
    #[schema(required)]
    project: Option<String>,
    /// The id under which the API itself knows it.
    subscription_id: String,
    /// The address, without user and query, or `sink`.
    url: String,
    state: ReceiverState,
    /// Types of the events that it gets, each with a trailing `*` for any ending; all when empty.
    events: Vec<String>,
    order: ReleaseOrder,
    /// Number of times that each delivery is sent.
    duplicate: u32,
    /// Real time that it has to answer; null for that of its surface.
    #[schema(required)]
    timeout: Option<String>,
    created_at: String,
    /// The secret under which deliveries are signed. Making a receiver is the one occasion on which
    /// it is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
}

/// State of a receiver.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ReceiverState {
    /// The receiver gets deliveries.
    Active,
    /// Deliveries are held back.
    Paused,
    /// The receiver has answered that it is gone (410 on MC), and gets nothing until it is resumed.
    SwitchedOff,
    /// The receiver was removed.
    Removed,
}

impl ReceiverBody {
    /// A receiver without its secret.
    pub(super) fn of(world: &World, receiver: &Receiver) -> Self {
        let state = match receiver {
            Receiver { active: false, .. } => ReceiverState::Removed,
            Receiver { switched_off: true, .. } => ReceiverState::SwitchedOff,
            Receiver { paused: true, .. } => ReceiverState::Paused,
            Receiver { .. } => ReceiverState::Active,
        };
        // A project that a restore took back leaves its receivers.
        let projects = &world.issuer.prepaid.projects;
        let project = |id| projects.get(id).map(|project| project.label.clone());
        let micros = |ms: u64| i64::try_from(ms.saturating_mul(1000)).unwrap_or(i64::MAX);
        Self {
            id: format!("h-{}", receiver.number),
            surface: receiver.audience.surface(),
            project: receiver.audience.project().and_then(project),
            subscription_id: receiver.external_id.clone(),
            url: address::masked(&receiver.url),
            state,
            events: receiver.events.clone(),
            order: receiver.order,
            duplicate: receiver.duplicate,
            timeout: receiver.timeout_ms.map(|ms| duration::written(micros(ms))),
            created_at: written(receiver.created_at),
            secret: None,
        }
    }

    /// A receiver that was just made, with its secret.
    pub(super) fn with_secret(world: &World, receiver: &Receiver) -> Self {
        let secrets = world.webhook_secrets(receiver, receiver.created_at);
        let secret = secrets.first().map(|secret| secret.reveal().to_owned());
        Self { secret, ..Self::of(world, receiver) }
    }
}
