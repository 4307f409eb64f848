//! Every route of the control plane (SB 25).
//!
//! A route is declared once, at its handler: path, method, query, body and answers. The router, the
//! OpenAPI document, the index of doors and the refusal of unknown members follow from that.

use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    Control, browser, catalogue, client_report, clock, diff, doctor, entity_views, events, explain,
    export as session_export, faults, index,
    journal::{export, import, verify},
    metrics, ops, ready, requests, rules, snapshots, stream,
    webhooks::{changes, deliveries, receivers, repeats},
    whoami,
    worlds::{self, environment, fork, make},
};

/// The routes, whose paths stand below [`ROOT`](super::ROOT).
pub(super) fn routes() -> OpenApiRouter<Control> {
    OpenApiRouter::new()
        .routes(routes!(index::index))
        .routes(routes!(browser::console))
        .routes(routes!(browser::explorer))
        .routes(routes!(browser::file))
        .routes(routes!(index::health))
        .routes(routes!(ready::ready))
        .routes(routes!(catalogue::version))
        .routes(routes!(index::openapi))
        .routes(routes!(metrics::metrics))
        .routes(routes!(catalogue::show))
        .routes(routes!(catalogue::openapi))
        .routes(routes!(whoami::whoami))
        .routes(routes!(doctor::doctor))
        .routes(routes!(requests::unrouted))
        .routes(routes!(worlds::list, make::make, worlds::delete_labelled))
        .routes(routes!(worlds::show, make::put, worlds::delete))
        .routes(routes!(make::reset))
        .routes(routes!(fork::fork))
        .routes(routes!(environment::credentials))
        .routes(routes!(environment::env))
        .routes(routes!(clock::show, clock::set))
        .routes(routes!(clock::advance))
        .routes(routes!(clock::timers))
        .routes(routes!(rules::list, rules::patch, rules::clear))
        .routes(routes!(rules::readings, rules::set_readings, rules::clear_readings))
        .routes(routes!(rules::deviations, rules::set_deviations))
        .routes(routes!(faults::list, faults::make, faults::call_off_all))
        .routes(routes!(faults::show, faults::call_off))
        .routes(routes!(requests::list, requests::clear))
        .routes(routes!(requests::show))
        .routes(routes!(client_report::show))
        .routes(routes!(stream::stream))
        .routes(routes!(explain::card_user))
        .routes(routes!(explain::operation))
        .routes(routes!(events::list))
        .routes(routes!(entity_views::list))
        .routes(routes!(entity_views::show))
        .routes(routes!(entity_views::timeline))
        .routes(routes!(receivers::receivers, receivers::subscribe))
        .routes(routes!(receivers::receiver, changes::change, receivers::unsubscribe))
        .routes(routes!(receivers::pause))
        .routes(routes!(receivers::resume))
        .routes(routes!(repeats::release))
        .routes(routes!(repeats::recover))
        .routes(routes!(repeats::probe))
        .routes(routes!(deliveries::deliveries))
        .routes(routes!(deliveries::delivery))
        .routes(routes!(repeats::resend))
        .routes(routes!(export::export))
        .routes(routes!(verify::verify))
        .routes(routes!(import::import))
        .routes(routes!(snapshots::list, snapshots::take))
        .routes(routes!(snapshots::forget))
        .routes(routes!(snapshots::restore))
        .routes(routes!(diff::diff))
        .routes(routes!(session_export::export))
        .routes(routes!(ops::run))
}
