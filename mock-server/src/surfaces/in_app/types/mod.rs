//! Inputs and answers of the operations, as the schema has them (AG 4).
#![expect(dead_code, reason = "the derives make accessors that nothing calls")]

mod balance;
mod card;
mod limit;
mod pin;
mod replacement;

pub(super) use balance::RainCardBalanceResponse;
pub(super) use card::{
    CancelRainCardInput, CreateRainCardInput, CreateRainCardResponse, RainCardOperationResponse,
    RainShippingInput,
};
pub(super) use limit::{RainCardLimitResponse, UpdateRainCardLimitInput};
pub(super) use pin::{
    EncryptionKeys, RainCardPinResponse, RainCardSecretsResponse, SetRainCardPinInput,
};
pub(super) use replacement::{RainCardReplacementResponse, RainReplacedCard, ReplaceRainCardInput};

use crate::surfaces::card_graphql::{envelope, fields};
