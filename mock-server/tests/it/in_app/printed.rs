//! The documents of the two guides, word for word.

/// Creating & Managing Cards.
pub(super) const CREATE_RAIN_CARD: &str = r#"mutation CreateRainCard($input: CreateRainCardInput!) {
  createRainCard(input: $input) {
    success
    id
    cardId
    cardType
    status
    last4
    expirationMonth
    expirationYear
    error
  }
}"#;

/// Creating & Managing Cards.
pub(super) const FREEZE_RAIN_CARD: &str = r#"mutation FreezeRainCard($cardId: Int!) {
  freezeRainCard(cardId: $cardId) {
    success
    id
    cardId
    status
    error
  }
}"#;

/// Creating & Managing Cards.
pub(super) const UNFREEZE_RAIN_CARD: &str = r#"mutation UnfreezeRainCard($cardId: Int!) {
  unfreezeRainCard(cardId: $cardId) {
    success
    id
    cardId
    status
    error
  }
}"#;

/// Creating & Managing Cards.
pub(super) const CANCEL_RAIN_CARD: &str = r#"mutation CancelRainCard($input: CancelRainCardInput!) {
  cancelRainCard(input: $input) {
    success
    id
    cardId
    status
    error
  }
}"#;

/// Creating & Managing Cards.
pub(super) const REPLACE_VIRTUAL_RAIN_CARD: &str = r#"mutation ReplaceVirtualRainCard($cardId: Int!) {
  replaceVirtualRainCard(cardId: $cardId) {
    success
    id
    oldCardId
    newCard {
      id
      type
      status
      last4
      expirationMonth
      expirationYear
    }
    error
  }
}"#;

/// Creating & Managing Cards.
pub(super) const REPLACE_RAIN_CARD: &str = r#"mutation ReplaceRainCard($input: ReplaceRainCardInput!) {
  replaceRainCard(input: $input) {
    success
    id
    oldCardId
    newCard {
      id
      type
      status
      last4
      expirationMonth
      expirationYear
    }
    error
  }
}"#;

/// Creating & Managing Cards.
pub(super) const UPDATE_RAIN_CARD_LIMIT: &str = r#"mutation UpdateRainCardLimit($input: UpdateRainCardLimitInput!) {
  updateRainCardLimit(input: $input) {
    success
    id
    cardId
    limitAmount
    limitFrequency
    error
  }
}"#;

/// Creating & Managing Cards.
pub(super) const UPDATE_CARD_NICKNAME: &str = r#"mutation UpdateCardNickname($cardId: Int!, $nickname: String!) {
  updateCardNickname(cardId: $cardId, nickname: $nickname) {
    success
    id
    error
  }
}"#;

/// Creating & Managing Cards.
pub(super) const UPDATE_CARD_STARRED: &str = r#"mutation UpdateCardStarred($cardId: Int!, $isStarred: Boolean!) {
  update_AgioCard_card_by_pk(pk_columns: { id: $cardId }, _set: { is_starred: $isStarred }) {
    id
    is_starred
  }
}"#;

/// Creating & Managing Cards.
pub(super) const SET_RAIN_CARD_PIN: &str = r#"mutation SetRainCardPin($input: SetRainCardPinInput!) {
  setRainCardPin(input: $input) {
    success
    id
    error
  }
}"#;

/// Creating & Managing Cards.
pub(super) const GET_RAIN_CARD_PIN: &str = r#"mutation GetRainCardPin($cardId: Int!, $sessionId: String!) {
  getRainCardPin(cardId: $cardId, sessionId: $sessionId) {
    success
    id
    encryptedPin
    error
  }
}"#;

/// Creating & Managing Cards.
pub(super) const REVEAL_RAIN_CARD_SECRETS: &str = r#"mutation RevealRainCardSecrets($cardId: Int!, $sessionId: String!) {
  revealRainCardSecrets(cardId: $cardId, sessionId: $sessionId) {
    success
    id
    encryptedSecrets
    error
  }
}"#;

/// Creating & Managing Cards.
pub(super) const VW_CARDS: &str = r#"query vwCards($where: AgioCard_vw_card_bool_exp, $limit: Int = 100, $offset: Int, $includeBalance: Boolean! = false) {
  cards: AgioCard_vw_card(where: $where, order_by: [{ last_used_at: desc_nulls_last }, { status: asc }, { created_at: desc }], limit: $limit, offset: $offset) {
    id
    card_type
    status
    last4
    nickname
    is_starred
    created_at
    last_used_at
    balance @include(if: $includeBalance) {
      credit_limit
      spending_power
      pending_charges
      posted_charges
      balance_due
    }
  }
}"#;

/// Funding & Withdrawals.
pub(super) const CHECK_CARD_FUNDING_WALLET_EXISTS: &str = r#"query checkCardFundingWalletExists($userId: String, $organizationId: uuid) {
AgioCrypto_digital_wallet(
where: {
network_id: { _eq: 60 }
wallet_type_id: { _in: [3, 7] }
deleted: { _eq: false }
readonly: { _eq: false }
_or: [{ user_id: { _eq: $userId }, organization_id: { _is_null: true } }, { organization_id: { _eq: $organizationId } }]
}
limit: 1
) {
id
nickname
wallet_type_id
network_id
}
}"#;

/// Funding & Withdrawals.
pub(super) const SMART_WALLET_SWAP_QUOTE: &str = r#"mutation SmartWalletSwapQuote($input: SmartWalletSwapInput!) {
smartWalletSwapQuote(input: $input) {
success
quote {
quoteId
fromAmount
minimumToAmount
expiry
priceImpactPct
amountInUsd
amountOutUsd
networkFeeUsd
estimatedFillSeconds
route {
provider
providersQueried
}
}
error
}
}"#;

/// Funding & Withdrawals.
pub(super) const SMART_WALLET_EXECUTE_SWAP_QUOTE: &str = r#"mutation SmartWalletExecuteSwapQuote($input: SmartWalletExecuteSwapQuoteInput!) {
smartWalletExecuteSwapQuote(input: $input) {
success
transactionHash
quoteId
status
error
}
}"#;

/// Funding & Withdrawals.
pub(super) const CARD_WITHDRAW: &str = r#"mutation CardWithdraw($input: CardWithdrawInput!) {
cardWithdraw(input: $input) {
success
transactionHash
chainId
tokenAddress
amount
error
retryAfterSec
}
}"#;

/// Funding & Withdrawals.
pub(super) const AGIO_CARD_BALANCE: &str = r#"query AgioCardBalance($cardId: Int!) {
cardBalance(cardId: $cardId) {
success
id
balance {
creditLimit
pendingCharges
postedCharges
balanceDue
spendingPower
}
error
}
}"#;

/// Funding & Withdrawals.
pub(super) const VW_CARDS_OF_FUNDING: &str = r#"query vwCards($includeBalance: Boolean! = true) {
cards: AgioCard_vw_card(limit: 100) {
id
card_type
status
last4
balance @include(if: $includeBalance) {
credit_limit
spending_power
pending_charges
posted_charges
balance_due
}
}
}"#;
