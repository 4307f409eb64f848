//! The card programs, side by side: each has its nouns, commands, money and refusals, and knows
//! nothing of the others.

pub mod collateral;
pub mod event;
pub mod prepaid;
pub mod refusal;
pub mod turn;

use serde::{Deserialize, Serialize, de::DeserializeOwned};

pub use event::{Event, EventKind};
pub use refusal::Refusal;
pub use turn::{Caller, CheckContext, Effect, Turn};

use self::{collateral::Collateral, prepaid::Prepaid};

/// Everything the issuer knows. A plain value: cloning it is a snapshot, comparing two tells
/// whether anything happened.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Issuer {
    /// Cards that spend against collateral (PG, AG).
    pub collateral: Collateral,
    /// Prepaid cards (ER).
    pub prepaid: Prepaid,
}

/// Something that can be done to the issuer.
pub trait Command: Clone + std::fmt::Debug + Serialize + DeserializeOwned {
    /// Its name in the journal.
    const NAME: &'static str;
    /// What the check found out and applying needs.
    type Plan;
    /// What came of it.
    type Done;

    /// Every reason to refuse. Sees the issuer read-only.
    fn check(&self, issuer: &Issuer, context: &CheckContext<'_>) -> Result<Self::Plan, Refusal>;

    /// Does what was planned; cannot fail.
    fn apply(&self, plan: Self::Plan, issuer: &mut Issuer, turn: &mut Turn<'_>) -> Self::Done;
}
