//! Providers of swaps (AG 5.12).

use async_graphql::Enum;

use crate::{programs::collateral::commands::AskedProvider, rulebook};

/// A provider of swaps.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(rename_items = "UPPERCASE")]
pub(crate) enum SwapProvider {
    Relay,
    Alchemy,
    Symbiosis,
    #[graphql(name = "ONEINCH")]
    OneInch,
    Cow,
    /// Every provider there is.
    All,
}

impl From<SwapProvider> for AskedProvider {
    fn from(provider: SwapProvider) -> Self {
        use rulebook::SwapProvider as P;
        Self::One(match provider {
            SwapProvider::Relay => P::Relay,
            SwapProvider::Alchemy => P::Alchemy,
            SwapProvider::Symbiosis => P::Symbiosis,
            SwapProvider::OneInch => P::OneInch,
            SwapProvider::Cow => P::Cow,
            SwapProvider::All => return Self::All,
        })
    }
}

impl From<rulebook::SwapProvider> for SwapProvider {
    fn from(provider: rulebook::SwapProvider) -> Self {
        use rulebook::SwapProvider as P;
        match provider {
            P::Relay => Self::Relay,
            P::Alchemy => Self::Alchemy,
            P::Symbiosis => Self::Symbiosis,
            P::OneInch => Self::OneInch,
            P::Cow => Self::Cow,
        }
    }
}
