//! `order-card`: what a project does with `/cards/create` (ER 8.6).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Effect, Op, Outcome, act};
use crate::{
    control::{
        amount::Amount,
        entities::{Reference, prepaid},
    },
    programs::prepaid::{commands::OrderCard as OrderCardCommand, product::ProductRef},
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OrderCard {
    /// The user, by either id.
    user: Reference,
    /// The project to which the user belongs; `main` when absent.
    project: Option<Reference>,
    /// The `product_code`.
    product: String,
    /// The first balance of the card; the product's least one when absent.
    initial: Option<Amount>,
    /// The project's own name of the card; none when absent.
    label: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct CardOrdered {
    order: String,
    card: String,
    /// The status of the order, which goes on by itself.
    status: &'static str,
}

impl Op for OrderCard {
    const NAME: &'static str = "order-card";
    const SUMMARY: &'static str =
        "Orders a card for a user of a project, who pays for it; the order goes on by itself.";
    type Result = CardOrdered;

    fn run(self, handle: &Handle) -> Outcome<CardOrdered> {
        let initial = self.initial.map(|amount| amount.cents("/initial")).transpose()?;
        let reference = self.project.as_deref().unwrap_or("main");
        let project =
            handle.read(|world| prepaid::project(world, reference).map(|project| project.id))?;
        let command = OrderCardCommand {
            project: Some(project),
            user: self.user.to_string(),
            product: ProductRef { code: Some(self.product), id: None },
            initial,
            label: self.label,
            key: None,
            doomed: false,
        };
        let made = act(handle, Self::NAME, &command)?;
        let (order, card) = (made.order.external_id, made.card.external_id);
        let changed = vec![format!("order:{order}"), format!("card:{card}")];
        let status = made.order.status.word();
        Ok(Effect { result: CardOrdered { order, card, status }, changed })
    }
}
