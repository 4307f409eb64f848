//! `set-card-status`: states that are hard to reach, in the words of the card's own surface
//! (SB 5.2).

use std::str::FromStr;

use serde::Deserialize;
use serde_json::json;
use strum::VariantNames;
use utoipa::ToSchema;

use super::{Effect, Op, Outcome, act, activate_card::CardStatusNow};
use crate::{
    control::{
        Problem,
        entities::{self, AnyCard, Reference},
    },
    programs::{
        collateral::{CardId, CardStatus, commands::ForceStatus},
        managed::{self as mc, commands::DecideCard},
        prepaid::{self as er, commands::ForceCardStatus},
    },
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SetCardStatus {
    card: Reference,
    /// A status of the card's surface.
    status: String,
    /// Why; the cards of projects keep no reason.
    reason: Option<String>,
}

impl Op for SetCardStatus {
    const NAME: &'static str = "set-card-status";
    const SUMMARY: &'static str = "Forces a card into a state that is hard to reach.";
    type Result = CardStatusNow;

    fn run(self, handle: &Handle) -> Outcome<CardStatusNow> {
        match handle.read(|world| entities::card(world, &self.card))? {
            AnyCard::Prepaid(card) => self.set_prepaid(handle, card),
            AnyCard::Managed(card) => self.set_managed(handle, card),
            AnyCard::Collateral(card) => self.set_collateral(handle, card),
        }
    }
}

impl SetCardStatus {
    fn set_prepaid(&self, handle: &Handle, card: er::CardId) -> Outcome<CardStatusNow> {
        let found = serde_json::from_value::<er::CardStatus>(json!(self.status));
        let status =
            found.map_err(|_| Problem::choice("/status", &self.status, er::CardStatus::WORDS))?;
        act(handle, Self::NAME, &ForceCardStatus { card, status })?;
        let card = handle.read(|world| world.issuer.prepaid.cards[card].external_id.clone());
        let changed = vec![format!("card:{card}")];
        Ok(Effect { result: CardStatusNow { card, status: status.word() }, changed })
    }

    /// The steps of the operator have their events (MC 7.3); any other change has none.
    fn set_managed(self, handle: &Handle, card: mc::CardId) -> Outcome<CardStatusNow> {
        let status = mc::CardStatus::from_str(&self.status)
            .map_err(|_| Problem::choice("/status", &self.status, mc::CardStatus::VARIANTS))?;
        let command = DecideCard { card, status, reason: self.reason, if_pending: false };
        act(handle, Self::NAME, &command)?;
        Ok(CardStatusNow::managed(handle, card))
    }

    fn set_collateral(self, handle: &Handle, card: CardId) -> Outcome<CardStatusNow> {
        let status = CardStatus::ALL.into_iter().find(|status| status.name() == self.status);
        let status = status.ok_or_else(|| {
            Problem::choice("/status", &self.status, &CardStatus::ALL.map(CardStatus::name))
        })?;
        act(handle, Self::NAME, &ForceStatus { card, status, reason: self.reason })?;
        let result = CardStatusNow { card: card.to_string(), status: status.name() };
        Ok(Effect { result, changed: vec![format!("card:{card}")] })
    }
}
