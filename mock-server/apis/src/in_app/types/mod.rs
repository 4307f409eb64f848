//! Inputs and answers of the operations, as the schema has them (AG 4).
#![expect(dead_code, reason = "the derives make accessors that nothing calls")]

mod application;
mod balance;
mod card;
mod dispute;
mod limit;
mod pin;
mod replacement;
mod star;
mod swap;
mod swap_error;
mod swap_provider;
mod swap_quote;
mod timestamptz;
mod wallet_balance;
mod withdrawal;

pub(super) use application::{CreateRainCardApplicationInput, RainCardApplicationResponse};
pub(super) use balance::RainCardBalanceResponse;
pub(super) use card::{
    CancelRainCardInput, CreateRainCardInput, CreateRainCardResponse, RainCardOperationResponse,
    RainShippingInput,
};
pub(super) use dispute::{CreateCardDisputeInput, CreateCardDisputeResponse};
pub(super) use limit::{RainCardLimitResponse, UpdateRainCardLimitInput};
pub(super) use pin::{
    EncryptionKeys, RainCardPinResponse, RainCardSecretsResponse, SetRainCardPinInput,
};
pub(super) use replacement::{RainCardReplacementResponse, RainReplacedCard, ReplaceRainCardInput};
pub(super) use star::{CardChange, CardKey, CardRow};
pub(super) use swap::{
    SmartWalletExecuteSwapQuoteInput, SmartWalletSwapInput, SwapQuoteResponse, SwapResultResponse,
};
pub(super) use withdrawal::{CardWithdrawInput, CardWithdrawResponse};

use crate::card_graphql::{envelope, fields};
