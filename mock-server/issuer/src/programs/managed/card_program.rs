//! Card programs: what cards can be made of in a market (MC 3, 6).

use serde::{Deserialize, Serialize};

use super::{
    adapter::{Adapter, AdapterChoice},
    currency::Currency,
    ids::CardProgramId,
};
use crate::{collections::Row, money::Cents, rulebook::mc::Cards};

/// A card program.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CardProgram {
    /// Internal id.
    pub id: CardProgramId,
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
    /// The adapter of its issuing partner; a program without one has no route.
    pub adapter: Option<Adapter>,
    /// Has an issuing partner.
    pub routed: bool,
    /// Switched on in its market.
    pub enabled: bool,
    /// Limits of its cards.
    pub limits: Limits,
    /// Merchant categories (ISO 18245) that decline.
    pub blocked_mccs: Vec<String>,
    /// Adapter and delay that the control plane has set.
    pub set: AdapterChoice,
}

impl Row for CardProgram {
    type Id = CardProgramId;
    const TRACKED: bool = true;
}

/// The code of the one issuing partner.
pub const PARTNER: &str = "atlas";

/// A network.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
    strum::VariantNames,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Network {
    /// Visa.
    Visa,
    /// Mastercard.
    Mastercard,
}

impl Network {
    /// The first digits of its card numbers.
    pub fn bin(self) -> &'static str {
        match self {
            Self::Visa => "400088",
            Self::Mastercard => "520088",
        }
    }
}

/// Limits of the cards of a program; amounts in minor units of its currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Smallest funding.
    pub min_funding: Cents,
    /// Largest funding.
    pub max_funding: Cents,
    /// Largest total of a card.
    pub max_balance: Cents,
    /// Largest authorization.
    pub max_authorization: Cents,
    /// Most live cards of one user; `mc.card.max_per_program` where the program says none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_cards: Option<u32>,
}

impl Limits {
    /// Most live cards of one user (MC 7.2).
    pub fn most_cards(&self, rules: &Cards) -> i64 {
        self.max_cards.map_or(rules.max_per_program, i64::from)
    }
}

impl CardProgram {
    /// The adapter of a call, in the order of MC 8.1, without the delay that the rules say.
    pub fn chosen(&self, call: AdapterChoice, card: AdapterChoice) -> AdapterChoice {
        let own = AdapterChoice { adapter: self.adapter, delay_ms: None };
        call.or(card).or(self.set).or(own)
    }
}
