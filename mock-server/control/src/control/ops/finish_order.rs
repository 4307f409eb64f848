//! `finish-order` (SB 5.2).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Effect, Op, Outcome, act};
use crate::{
    control::{
        Problem, amount,
        entities::{Reference, prepaid},
    },
    programs::prepaid::{commands::FinishOrder, order::OrderError},
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FinishOrderNow {
    order: Reference,
    outcome: OrderOutcome,
    /// The `error_slug` of a failed order; a failure of the provider when absent.
    slug: Option<String>,
}

/// End of an order.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum OrderOutcome {
    Completed,
    /// Refunded in full.
    Failed,
}

#[derive(Serialize, ToSchema)]
pub(super) struct OrderFinished {
    order: String,
    status: &'static str,
    refunded_amount: String,
}

impl Op for FinishOrderNow {
    const NAME: &'static str = "finish-order";
    const SUMMARY: &'static str = "Ends an order now; a failed one is refunded in full.";
    type Result = OrderFinished;

    fn run(self, handle: &Handle) -> Outcome<OrderFinished> {
        let error = match (self.outcome, self.slug) {
            (OrderOutcome::Completed, None) => None,
            (OrderOutcome::Completed, Some(_)) => {
                return Err(Problem::invalid("/slug", "a completed order has no error"));
            }
            (OrderOutcome::Failed, None) => Some(OrderError::Provider),
            (OrderOutcome::Failed, Some(slug)) => Some(OrderError::Named(slug)),
        };
        let id = handle.read(|world| prepaid::order(world, &self.order).map(|order| order.id))?;
        act(handle, Self::NAME, &FinishOrder { order: id, error })?;
        let result = handle.read(|world| {
            let order = &world.issuer.prepaid.orders[id];
            OrderFinished {
                order: order.external_id.clone(),
                status: order.status.word(),
                refunded_amount: amount::text(order.refunded),
            }
        });
        let changed = vec![format!("order:{}", result.order)];
        Ok(Effect { result, changed })
    }
}
