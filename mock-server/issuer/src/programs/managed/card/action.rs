//! Actions on a card and the statuses that allow them: the table of MC 7.4.

use serde::{Deserialize, Serialize};

use super::CardStatus;

/// Something that a caller does with a card.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::EnumIter, strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Action {
    /// Wallet to card.
    Fund,
    /// Card to wallet.
    Withdraw,
    /// Stop spending.
    Freeze,
    /// Allow it again.
    Unfreeze,
    /// End the card.
    Terminate,
    /// Ask for money as a terminal does.
    Authorize,
    /// Dispute what was settled.
    Dispute,
}

impl Action {
    /// The word in `allowed_actions`.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

impl CardStatus {
    /// The actions that the status allows, in the order of the table.
    pub fn allowed(self) -> &'static [Action] {
        use Action::{Authorize, Dispute, Freeze, Fund, Terminate, Unfreeze, Withdraw};
        match self {
            Self::Pending => &[Terminate],
            Self::Active => &[Fund, Withdraw, Freeze, Terminate, Authorize, Dispute],
            Self::Frozen => &[Withdraw, Unfreeze, Terminate, Dispute],
            Self::Blocked | Self::Terminated | Self::UnderReview => &[Dispute],
            Self::Expired => &[Withdraw, Terminate, Dispute],
            Self::Failed => &[],
        }
    }

    /// Whether the status allows an action.
    pub fn allows(self, action: Action) -> bool {
        self.allowed().contains(&action)
    }
}

/// The part of a card that decides about its actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CardStanding {
    /// The status.
    pub status: CardStatus,
    /// The available amount is below zero.
    pub owes: bool,
}

impl CardStanding {
    /// The actions that are allowed, in the order of the table. An expired card that owes money takes
    /// it, because it could not be terminated otherwise.
    pub fn allowed(self) -> impl Iterator<Item = Action> {
        let repays = self.status == CardStatus::Expired && self.owes;
        repays.then_some(Action::Fund).into_iter().chain(self.status.allowed().iter().copied())
    }

    /// True when an action is allowed.
    pub fn allows(self, action: Action) -> bool {
        self.allowed().any(|one| one == action)
    }
}
