//! `make-card`: what a partner does with `createCard` (PG 7.1), and a managed card in any status
//! (MC 19).

use std::str::FromStr;

use serde::Deserialize;
use strum::VariantNames;
use utoipa::ToSchema;

use super::{Effect, Op, Outcome, act, activate_card::CardStatusNow};
use crate::{
    control::{
        Problem,
        amount::Amount,
        entities::{Reference, collateral, managed},
    },
    people::PostalAddress,
    programs::{
        collateral::{
            ApplicationId, CardType,
            commands::IssueCard,
            plastic::{Shipping, ShippingMethod},
        },
        managed as mc,
    },
    world::World,
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MakeCard {
    /// The application, or the person whose newest application is meant; give it, or `user` and
    /// `program`.
    application: Option<Reference>,
    /// The user who gets a managed card.
    user: Option<Reference>,
    /// The card program of a managed card.
    program: Option<Reference>,
    /// The status of a managed card; `active` when absent.
    status: Option<String>,
    /// The balance of a managed card; nothing when absent.
    available: Option<Amount>,
    /// The label of a managed card.
    label: Option<String>,
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
    const SUMMARY: &'static str =
        "Makes a card of an approved application, or a managed card of a user.";
    type Result = CardStatusNow;

    fn run(self, handle: &Handle) -> Outcome<CardStatusNow> {
        match (&self.application, &self.user, &self.program) {
            (Some(application), None, None) => {
                self.has_none_of([
                    ("status", self.status.is_some()),
                    ("available", self.available.is_some()),
                    ("label", self.label.is_some()),
                ])?;
                let row =
                    |world: &World| collateral::application(world, application).map(|row| row.id);
                let application = handle.read(row)?;
                self.collateral(handle, application)
            }
            (None, Some(user), Some(program)) => {
                self.has_none_of([
                    ("type", self.kind.is_some()),
                    ("display_name", self.display_name.is_some()),
                    ("shipping", self.shipping.is_some()),
                ])?;
                let (user, program, currency) = handle.read(|world| {
                    let program = managed::program(world, program)?;
                    let user = managed::user(world, user)?.id;
                    Ok::<_, Problem>((user, program.id, program.currency))
                })?;
                self.managed(handle, (user, program, currency))
            }
            _ => Err(Problem::invalid("", "give `application`, or `user` and `program`")),
        }
    }
}

impl MakeCard {
    /// Refuses members of the other kind of card, each with whether it is given.
    fn has_none_of(&self, members: [(&str, bool); 3]) -> Result<(), Problem> {
        match members.into_iter().find(|(_, is_given)| *is_given) {
            None => Ok(()),
            Some((name, _)) => {
                let whose = match self.application {
                    Some(_) => "only a managed card has it, and that has no `application`",
                    None => "only a card of an application has it",
                };
                Err(Problem::invalid(&format!("/{name}"), whose))
            }
        }
    }

    fn managed(
        self,
        handle: &Handle,
        (user, program, currency): (mc::UserId, mc::CardProgramId, mc::Currency),
    ) -> Outcome<CardStatusNow> {
        let status = self.status.as_deref().unwrap_or("active");
        let status = mc::CardStatus::from_str(status)
            .map_err(|_| Problem::choice("/status", status, mc::CardStatus::VARIANTS))?;
        let available = self.available.map(|one| one.units(currency.code(), "/available"));
        let available = available.transpose()?.unwrap_or(0);
        let label = self.label;
        let command = mc::commands::MakeCard { user, program, status, available, label };
        let card = act(handle, <Self as Op>::NAME, &command)
            .map_err(|no| no.instead_of("/amount", "/available"))?;
        Ok(CardStatusNow::managed(handle, card))
    }

    fn collateral(self, handle: &Handle, application: ApplicationId) -> Outcome<CardStatusNow> {
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
        let card = act(handle, <Self as Op>::NAME, &command)?;
        let status = handle.read(|world| world.issuer.collateral.cards[card].status.name());
        let changed = vec![format!("card:{card}"), format!("application:{application}")];
        Ok(Effect { result: CardStatusNow { card: card.to_string(), status }, changed })
    }
}
