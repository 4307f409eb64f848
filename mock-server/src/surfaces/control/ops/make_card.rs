//! `make-card`: what a partner does with `createCard` (PG 7.1).

use serde::Deserialize;
use utoipa::ToSchema;

use super::{Effect, Op, Outcome, act, activate_card::CardStatusNow};
use crate::{
    people::PostalAddress,
    programs::collateral::{
        CardType,
        commands::IssueCard,
        plastic::{Shipping, ShippingMethod},
    },
    surfaces::control::entities::{Reference, collateral},
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MakeCard {
    /// The application, or the person whose newest application is meant.
    application: Reference,
    /// `virtual` when absent.
    #[serde(rename = "type")]
    kind: Option<Form>,
    /// The name on the card; none when absent.
    display_name: Option<String>,
    /// The shipping of a physical card.
    shipping: Option<ShippingInput>,
}

/// Form of a card.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Form {
    Virtual,
    Physical,
}

/// Address and recipient of a physical card; it goes the usual way.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ShippingInput {
    address: PostalAddress,
    phone_number: String,
}

impl Op for MakeCard {
    const NAME: &'static str = "make-card";
    const SUMMARY: &'static str = "Makes a card of an approved application.";
    type Result = CardStatusNow;

    fn run(self, handle: &Handle) -> Outcome<CardStatusNow> {
        let application = handle
            .read(|world| collateral::application(world, &self.application).map(|row| row.id))?;
        let kind = match self.kind {
            None | Some(Form::Virtual) => CardType::Virtual,
            Some(Form::Physical) => CardType::Physical,
        };
        let shipping = self.shipping.map(|shipping| Shipping {
            address: shipping.address,
            phone_number: shipping.phone_number,
            first_name: None,
            last_name: None,
            method: ShippingMethod::Standard,
        });
        let command = IssueCard {
            application,
            kind,
            limit: None,
            display_name: self.display_name,
            shipping,
            billing: None,
            pin: None,
        };
        let card = act(handle, Self::NAME, &command)?;
        let status = handle.read(|world| world.issuer.collateral.cards[card].status.name());
        let changed = vec![format!("card:{card}"), format!("application:{application}")];
        Ok(Effect { result: CardStatusNow { card: card.to_string(), status }, changed })
    }
}
