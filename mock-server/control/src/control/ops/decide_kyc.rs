//! `decide-kyc` (SB 5.2).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Effect, Op, Outcome, act};
use crate::{
    control::entities::{Reference, prepaid},
    programs::prepaid::{Cardholder, cardholder::Decision, commands::DecideHolder},
    rulebook::er::KycLevel,
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DecideKyc {
    /// The cardholder, or the user whose newest cardholder is meant.
    #[serde(alias = "user")]
    cardholder: Reference,
    status: Decision,
    /// As before when absent.
    #[schema(value_type = Option<String>)]
    level: Option<KycLevel>,
}

/// A cardholder and where its KYC and its registration stand.
#[derive(Serialize, ToSchema)]
pub(super) struct CardholderKyc {
    pub(super) cardholder: String,
    kyc_status: &'static str,
    registration_status: &'static str,
    kyc_level: &'static str,
}

impl CardholderKyc {
    pub(super) fn of(holder: &Cardholder) -> Self {
        Self {
            cardholder: holder.external_id.clone(),
            kyc_status: holder.kyc.word(),
            registration_status: holder.registration.word(),
            kyc_level: holder.level.word(),
        }
    }
}

impl Op for DecideKyc {
    const NAME: &'static str = "decide-kyc";
    const SUMMARY: &'static str = "Decides the KYC or the registration of a cardholder at once.";
    type Result = CardholderKyc;

    fn run(self, handle: &Handle) -> Outcome<CardholderKyc> {
        let id = handle
            .read(|world| prepaid::cardholder(world, &self.cardholder).map(|holder| holder.id))?;
        let command = DecideHolder { holder: id, decision: self.status, level: self.level };
        act(handle, Self::NAME, &command)?;
        let result = handle.read(|world| CardholderKyc::of(&world.issuer.prepaid.holders[id]));
        let changed = vec![format!("cardholder:{}", result.cardholder)];
        Ok(Effect { result, changed })
    }
}
