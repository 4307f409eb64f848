//! The documents of the two guides, word for word. A job of `tests/interop/in_app` reads them too.

/// Creating & Managing Cards.
pub(super) const CREATE_RAIN_CARD: &str = include_str!("printed/CreateRainCard.graphql");

/// Creating & Managing Cards.
pub(super) const FREEZE_RAIN_CARD: &str = include_str!("printed/FreezeRainCard.graphql");

/// Creating & Managing Cards.
pub(super) const UNFREEZE_RAIN_CARD: &str = include_str!("printed/UnfreezeRainCard.graphql");

/// Creating & Managing Cards.
pub(super) const CANCEL_RAIN_CARD: &str = include_str!("printed/CancelRainCard.graphql");

/// Creating & Managing Cards.
pub(super) const REPLACE_VIRTUAL_RAIN_CARD: &str =
    include_str!("printed/ReplaceVirtualRainCard.graphql");

/// Creating & Managing Cards.
pub(super) const REPLACE_RAIN_CARD: &str = include_str!("printed/ReplaceRainCard.graphql");

/// Creating & Managing Cards.
pub(super) const UPDATE_RAIN_CARD_LIMIT: &str = include_str!("printed/UpdateRainCardLimit.graphql");

/// Creating & Managing Cards.
pub(super) const UPDATE_CARD_NICKNAME: &str = include_str!("printed/UpdateCardNickname.graphql");

/// Creating & Managing Cards.
pub(super) const UPDATE_CARD_STARRED: &str = include_str!("printed/UpdateCardStarred.graphql");

/// Creating & Managing Cards.
pub(super) const SET_RAIN_CARD_PIN: &str = include_str!("printed/SetRainCardPin.graphql");

/// Creating & Managing Cards.
pub(super) const GET_RAIN_CARD_PIN: &str = include_str!("printed/GetRainCardPin.graphql");

/// Creating & Managing Cards.
pub(super) const REVEAL_RAIN_CARD_SECRETS: &str =
    include_str!("printed/RevealRainCardSecrets.graphql");

/// Creating & Managing Cards.
pub(super) const VW_CARDS: &str = include_str!("printed/VwCards.graphql");

/// Funding & Withdrawals.
pub(super) const CHECK_CARD_FUNDING_WALLET_EXISTS: &str =
    include_str!("printed/CheckCardFundingWalletExists.graphql");

/// Funding & Withdrawals.
pub(super) const SMART_WALLET_SWAP_QUOTE: &str =
    include_str!("printed/SmartWalletSwapQuote.graphql");

/// Funding & Withdrawals.
pub(super) const SMART_WALLET_EXECUTE_SWAP_QUOTE: &str =
    include_str!("printed/SmartWalletExecuteSwapQuote.graphql");

/// Funding & Withdrawals.
pub(super) const CARD_WITHDRAW: &str = include_str!("printed/CardWithdraw.graphql");

/// Funding & Withdrawals.
pub(super) const AGIO_CARD_BALANCE: &str = include_str!("printed/AgioCardBalance.graphql");

/// Funding & Withdrawals.
pub(super) const VW_CARDS_OF_FUNDING: &str = include_str!("printed/VwCardsOfFunding.graphql");
