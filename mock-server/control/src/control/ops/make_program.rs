//! `make-program` and `set-program` (SB 5.1).

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use strum::VariantNames;
use utoipa::ToSchema;

use super::{Effect, Op, Outcome, act};
use crate::{
    control::{
        Problem,
        amount::Amount,
        entities::{Reference, managed},
    },
    programs::managed::{
        Currency,
        adapter::Adapter,
        card_program::{Limits, Network},
        commands::{ChangeProgram, DefineProgram},
    },
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MakeProgram {
    name: String,
    /// `prg_` and the name in small letters when absent.
    reference: Option<String>,
    /// `KES`, `USD` or `UGX`.
    currency: String,
    /// The market, two letters; `KE` when absent.
    country: Option<String>,
    /// `visa` when absent.
    network: Option<Network>,
    /// The issuing partner; `instant` when absent, none where the program is not routed.
    adapter: Option<Adapter>,
    /// Whether the program has an issuing partner; true when absent.
    routed: Option<bool>,
    /// Whether the program is switched on in its market; true when absent.
    enabled: Option<bool>,
    #[serde(default)]
    limits: LimitsInput,
    /// Merchant categories that decline; 7995 and 6051 when absent.
    blocked_mccs: Option<Vec<String>>,
}

/// Limits of the cards of a program. What is absent stays as it is, or as it is in dollars.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LimitsInput {
    /// Smallest funding.
    min_funding: Option<Amount>,
    /// Largest funding.
    max_funding: Option<Amount>,
    /// Largest total of a card.
    max_balance: Option<Amount>,
    /// Largest authorization.
    max_authorization: Option<Amount>,
    /// Most live cards of one user; the rule `mc.card.max_per_program` where it was never said.
    #[schema(maximum = 1_000_000)]
    max_cards: Option<u32>,
}

/// The largest `max_cards`, as the largest `mc.card.max_per_program`.
const MOST_CARDS: u32 = 1_000_000;

impl LimitsInput {
    /// The limits, in minor units of a currency, over those that were.
    fn over(&self, before: Limits, currency: Currency) -> Result<Limits, Problem> {
        let read = |amount: &Option<Amount>, before: i64, name: &str| {
            let place = format!("/limits/{name}");
            amount.as_ref().map_or(Ok(before), |amount| amount.units(currency.code(), &place))
        };
        if self.max_cards.is_some_and(|wanted| wanted > MOST_CARDS) {
            let detail = format!("A program allows at most {MOST_CARDS} cards of one user.");
            return Err(Problem::invalid("/limits/max_cards", detail));
        }
        Ok(Limits {
            max_cards: self.max_cards.or(before.max_cards),
            min_funding: read(&self.min_funding, before.min_funding, "min_funding")?,
            max_funding: read(&self.max_funding, before.max_funding, "max_funding")?,
            max_balance: read(&self.max_balance, before.max_balance, "max_balance")?,
            max_authorization: read(
                &self.max_authorization,
                before.max_authorization,
                "max_authorization",
            )?,
        })
    }
}

/// The limits of MC 3 in dollars, which a program in any currency has in its minor units.
const LIMITS: Limits = Limits {
    min_funding: 100,
    max_funding: 500_000,
    max_balance: 1_000_000,
    max_authorization: 200_000,
    max_cards: None,
};

/// A card program.
#[derive(Serialize, ToSchema)]
pub(super) struct ProgramNow {
    program: String,
}

impl Op for MakeProgram {
    const NAME: &'static str = "make-program";
    const SUMMARY: &'static str = "Makes a program that managed cards can be made of.";
    type Result = ProgramNow;

    fn run(self, handle: &Handle) -> Outcome<ProgramNow> {
        let currency = Currency::from_str(&self.currency)
            .map_err(|_| Problem::choice("/currency", &self.currency, Currency::VARIANTS))?;
        let routed = self.routed.unwrap_or(true);
        let named = || format!("prg_{}", self.name.to_lowercase().replace(' ', "_"));
        let blocked = || ["7995", "6051"].map(ToOwned::to_owned).to_vec();
        let command = DefineProgram {
            reference: self.reference.clone().unwrap_or_else(named),
            country: self.country.unwrap_or_else(|| "KE".to_owned()),
            currency,
            network: self.network.unwrap_or(Network::Visa),
            adapter: self.adapter.or(routed.then_some(Adapter::Instant)),
            routed,
            enabled: self.enabled.unwrap_or(true),
            limits: self.limits.over(LIMITS, currency)?,
            blocked_mccs: self.blocked_mccs.unwrap_or_else(blocked),
            name: self.name,
        };
        act(handle, Self::NAME, &command)?;
        let changed = vec![format!("program:{}", command.reference)];
        Ok(Effect { result: ProgramNow { program: command.reference }, changed })
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SetProgram {
    program: Reference,
    /// As before when absent.
    enabled: Option<bool>,
    /// As before when absent.
    routed: Option<bool>,
    #[serde(default)]
    limits: LimitsInput,
    /// Merchant categories that decline; as before when absent.
    blocked_mccs: Option<Vec<String>>,
}

impl Op for SetProgram {
    const NAME: &'static str = "set-program";
    const SUMMARY: &'static str = "Changes a program that managed cards are made of.";
    type Result = ProgramNow;

    fn run(self, handle: &Handle) -> Outcome<ProgramNow> {
        let row = handle.read(|world| managed::program(world, &self.program).cloned())?;
        let command = ChangeProgram {
            program: row.id,
            enabled: self.enabled,
            routed: self.routed,
            limits: Some(self.limits.over(row.limits, row.currency)?),
            blocked_mccs: self.blocked_mccs,
        };
        act(handle, Self::NAME, &command)?;
        let changed = vec![format!("program:{}", row.reference)];
        Ok(Effect { result: ProgramNow { program: row.reference }, changed })
    }
}
