//! Refusals of all programs.

use crate::programs::{collateral, managed, prepaid};

/// A refusal. Nothing was changed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// By the program of collateral cards.
    #[error(transparent)]
    Collateral(#[from] collateral::Refusal),
    /// By the program of managed cards.
    #[error(transparent)]
    Managed(#[from] managed::Refusal),
    /// By the program of prepaid cards.
    #[error(transparent)]
    Prepaid(#[from] prepaid::Refusal),
}
