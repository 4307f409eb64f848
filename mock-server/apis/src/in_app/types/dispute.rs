//! Disputes of transactions.

use async_graphql::InputObject;

use super::{envelope, fields};

fields! {
    #[derive(InputObject)]
    struct CreateCardDisputeInput {
        transaction_id: i32,
        "personal" text_evidence: Option<String>,
    }
}

envelope! {
    /// Answer of `createCardDispute`.
    CreateCardDisputeResponse {
        "plain" dispute_id: String,
    }
}
