//! Timelines: everything that touched an entity, oldest first (SB 12).

use std::{collections::BTreeMap, ops::Range};

use axum::extract::{Path, State};
use serde_json::{Value, json};

use super::{Comparison, EntityType};
use crate::{
    control::{
        Control,
        extract::InWorld,
        look,
        page::{Listed, Page, Paging},
        query::Query,
    },
    surface::Surface,
    world::{World, clock::written, history::Step},
    worlds::Handle,
};

/// Lists what touched an entity, oldest first.
///
/// Each step has its world time, the operation, op or effect (`what`), the caller (`by`; `ops` for
/// the back office, `timeline` for an effect), the number of the request or of the journal record, and
/// the members that it changed, each with its values before and afterwards. A secret shows as
/// `changed`. A world remembers its last 50,000 changes.
#[utoipa::path(get, path = "/worlds/{world}/entities/{type}/{id}/timeline", params(Paging), responses((status = 200, description = "What touched the entity.", body = Page)))]
pub(in crate::control) async fn timeline(
    State(control): State<Control>,
    InWorld(handle): InWorld,
    Path((_, kind, id)): Path<(String, String, String)>,
    Query(paging): Query<Paging>,
) -> Listed {
    let of = EntityType::named("/type", &kind)?;
    let redaction = control.redaction(&handle);
    // A copy costs next to nothing, and the world goes on while it is read.
    let world = look(&handle, World::clone);
    let entity = of.find(&world, &id)?;
    let comparison = Comparison::within(&world, &redaction);
    let requests = Requests::of(&handle);
    // An id whose thing was taken back by a restore may belong to another thing since.
    let is_making =
        |step: &&Step| step.touched.iter().any(|one| one.is_new() && one.entity() == Some(entity));
    let made = world.history.steps().filter(is_making).last().map_or(0, |step| step.number);
    let steps = world.history.steps().skip_while(|step| step.number < made);
    let steps = steps.filter(|step| comparison.touches(entity, &step.touched));
    paging.of(steps, |step| {
        let mut shown = json!({"at": written(step.at), "what": step.what, "by": step.by});
        if let Some(record) = step.record {
            shown["journal"] = json!(record);
        }
        if let Some(request) = requests.that_made(step) {
            shown["request"] = json!(request);
        }
        shown["changed"] = Value::Object(comparison.changed(entity, &step.touched));
        shown
    })
}

/// Requests of the log by the journal records that they made.
struct Requests {
    by_first: BTreeMap<u64, (Range<u64>, u64)>,
}

impl Requests {
    fn of(handle: &Handle) -> Self {
        let entries = handle.log().page();
        let made = entries.entries.iter().filter(|entry| !entry.records.is_empty());
        let by_first =
            made.map(|entry| (entry.records.start, (entry.records.clone(), entry.n))).collect();
        Self { by_first }
    }

    /// The number of the request that made a step; none for the control plane, for effects, and for
    /// requests that the log does not hold any more.
    fn that_made(&self, step: &Step) -> Option<u64> {
        let record = step.record.filter(|_| step.surface != Surface::SB)?;
        let (_, (records, number)) = self.by_first.range(..=record).next_back()?;
        records.contains(&record).then_some(*number)
    }
}
