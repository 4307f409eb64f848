//! Withdrawals of collateral.

use async_graphql::InputObject;

use super::fields;
use crate::{
    card_graphql::{MutationResponse, OperationError},
    programs::collateral::Refusal,
};

fields! {
    #[derive(InputObject)]
    struct CardWithdrawInput {
        /// Contract of the token.
        "plain" token_address: String,
        /// Amount in whole tokens, such as `100.5`.
        "plain" amount: String,
        /// The chain that knows the token when absent.
        chain_id: Option<i32>,
    }
}

fields! {
    /// Answer of `cardWithdraw`.
    #[derive(async_graphql::SimpleObject)]
    struct CardWithdrawResponse {
        success: bool,
        "plain" transaction_hash: Option<String>,
        chain_id: Option<i32>,
        "plain" token_address: Option<String>,
        "plain" amount: Option<String>,
        "said" error: Option<String>,
        /// Seconds until the signature that is active now has ended.
        retry_after_sec: Option<i32>,
    }
}

impl MutationResponse for CardWithdrawResponse {
    fn failed(error: String) -> Self {
        Self {
            success: false,
            transaction_hash: None,
            chain_id: None,
            token_address: None,
            amount: None,
            error: Some(error),
            retry_after_sec: None,
        }
    }

    fn refused(said: &OperationError, error: String) -> Self {
        let mut answer = Self::failed(error);
        if let OperationError::Refused(Refusal::SignatureActive { retry_after_s }) = said {
            answer.retry_after_sec = i32::try_from(*retry_after_s).ok();
        }
        answer
    }
}
