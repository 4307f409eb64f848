//! Card programs: made and changed (MC 19).

use serde::{Deserialize, Serialize};

use crate::{
    command::Command,
    money::{AmountOutOfRange, MOST},
    programs::managed::{
        ApplyContext, CardProgram, CheckContext, Currency, Managed, Refusal,
        adapter::{Adapter, AdapterChoice},
        card_program::{Limits, Network},
        ids::CardProgramId,
    },
};

/// A card program (`make-program`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DefineProgram {
    /// Readable reference, `prg_…`.
    pub reference: String,
    /// The name.
    pub name: String,
    /// The market, ISO 3166-1 alpha-2.
    pub country: String,
    /// The currency of its cards.
    pub currency: Currency,
    /// The network.
    pub network: Network,
    /// The adapter of its issuing partner.
    pub adapter: Option<Adapter>,
    /// Has an issuing partner.
    pub routed: bool,
    /// Switched on in its market.
    pub enabled: bool,
    /// Limits of its cards.
    pub limits: Limits,
    /// Merchant categories that decline.
    pub blocked_mccs: Vec<String>,
}

impl Command for DefineProgram {
    type Program = Managed;
    type Plan = ();
    type Done = CardProgramId;

    fn check(&self, managed: &Managed, _: &CheckContext<'_>) -> Result<(), Refusal> {
        check_limits(self.limits)?;
        match managed.program(&self.reference).is_some() {
            true => Err(Refusal::Taken(self.reference.clone())),
            false => Ok(()),
        }
    }

    fn apply(&self, (): (), managed: &mut Managed, _: &mut ApplyContext<'_>) -> CardProgramId {
        let id = managed.programs.next();
        managed.references.programs.insert(self.reference.clone(), id);
        managed.programs.push(CardProgram {
            id,
            reference: self.reference.clone(),
            name: self.name.clone(),
            country: self.country.clone(),
            currency: self.currency,
            network: self.network,
            adapter: self.adapter,
            routed: self.routed,
            enabled: self.enabled,
            limits: self.limits,
            blocked_mccs: self.blocked_mccs.clone(),
            set: AdapterChoice::default(),
        });
        id
    }
}

/// A card program is changed (`set-program`); what is absent stays.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChangeProgram {
    /// The program.
    pub program: CardProgramId,
    /// Switched on in its market.
    pub enabled: Option<bool>,
    /// Has an issuing partner.
    pub routed: Option<bool>,
    /// Limits of its cards.
    pub limits: Option<Limits>,
    /// Merchant categories that decline.
    pub blocked_mccs: Option<Vec<String>>,
}

impl Command for ChangeProgram {
    type Program = Managed;
    type Plan = ();
    type Done = ();

    fn check(&self, managed: &Managed, _: &CheckContext<'_>) -> Result<(), Refusal> {
        managed.programs.get(self.program).ok_or(Refusal::NotFound)?;
        self.limits.map_or(Ok(()), check_limits)
    }

    fn apply(&self, (): (), managed: &mut Managed, _: &mut ApplyContext<'_>) {
        let program = managed.programs.change(self.program);
        program.enabled = self.enabled.unwrap_or(program.enabled);
        program.routed = self.routed.unwrap_or(program.routed);
        program.limits = self.limits.unwrap_or(program.limits);
        if let Some(blocked) = &self.blocked_mccs {
            program.blocked_mccs.clone_from(blocked);
        }
    }
}

/// Refuses limits that no amount can meet.
fn check_limits(limits: Limits) -> Result<(), Refusal> {
    let Limits { min_funding, max_funding, max_balance, max_authorization, max_cards: _ } = limits;
    let all = [min_funding, max_funding, max_balance, max_authorization];
    match all.into_iter().all(|limit| (0..=MOST).contains(&limit)) {
        true => Ok(()),
        false => Err(AmountOutOfRange { max: MOST }.into()),
    }
}
