//! Deliveries: listed and shown.

use axum::{
    Json,
    extract::{Path, State},
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{delivery_body::DeliveryBody, filter::DeliveryFilter, number, unknown};
use crate::control::{
    Answer, Control,
    extract::InWorld,
    look,
    page::{Listed, Page, Paging},
    query::{Flag, Query},
    waiting::Waiting,
};

/// Lists deliveries.
///
/// With `wait`, the answer comes as soon as at least so many deliveries fit the filter, and at the
/// latest after that time; `enough` tells which it was.
#[utoipa::path(get, path = "/worlds/{world}/deliveries", params(DeliveryFilter, Paging, Waiting), responses((status = 200, description = "Deliveries.", body = Page<DeliveryBody>)))]
pub(in crate::control) async fn deliveries(
    State(control): State<Control>,
    InWorld(handle): InWorld,
    Query(filter): Query<DeliveryFilter>,
    Query(paging): Query<Paging>,
    Query(waiting): Query<Waiting>,
) -> Listed<DeliveryBody> {
    let filter = filter.check(&handle)?;
    let mut last = None;
    let fitting = || {
        let all = look(&handle, |world| world.outbox.deliveries().clone());
        match &last {
            Some((seen, count)) if all.ptr_eq(seen) => *count,
            _ => {
                let count = all.values().filter(|delivery| filter.fits(delivery)).count();
                last = Some((all, count));
                count
            }
        }
    };
    let enough = waiting.until(&control, &handle, fitting).await?;
    // A copy costs next to nothing, and the world goes on while it is read.
    let all = look(&handle, |world| world.outbox.deliveries().clone());
    let all = all.values().filter(|delivery| filter.fits(delivery));
    let show = |delivery| handle.read(|world| DeliveryBody::of(&control.sender, world, delivery));
    let mut page = paging.of(all, show)?;
    page.enough = enough;
    Ok(page)
}

/// Shows a delivery with its attempts.
#[utoipa::path(get, path = "/worlds/{world}/deliveries/{id}", params(Raw), responses((status = 200, description = "A delivery.", body = DeliveryBody)))]
pub(in crate::control) async fn delivery(
    State(control): State<Control>,
    InWorld(handle): InWorld,
    Path((_, delivery)): Path<(String, String)>,
    Query(Raw { raw }): Query<Raw>,
) -> Answer<DeliveryBody> {
    look(&handle, |world| {
        let number = number("delivery", "d-", &delivery)?;
        let found = world.outbox.delivery(number).ok_or_else(|| unknown("delivery", &delivery))?;
        Ok(Json(match raw.0 {
            true => DeliveryBody::raw(&control.sender, world, found),
            false => DeliveryBody::of(&control.sender, world, found),
        }))
    })
}

/// Options of showing a delivery.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::control) struct Raw {
    /// Shows the headers and bodies of attempts.
    #[serde(default)]
    #[param(inline, value_type = Option<Flag>)]
    raw: Flag,
}
