//! Numbers of the rows of the collateral program.

use crate::collections::row_id;

row_id! {
    /// `cardApplicationId`.
    ApplicationId
}

row_id! {
    /// A transaction's number.
    TransactionId
}

row_id! {
    /// `cardId: Int`, the internal card id.
    CardId
}

row_id! {
    /// A charge's number.
    ChargeId
}

row_id! {
    /// A deposit's number.
    DepositId
}

row_id! {
    /// A limit change's number.
    LimitChangeId
}

row_id! {
    /// A partner's number.
    PartnerId
}

row_id! {
    /// A customer organization's number.
    OrganizationId
}

row_id! {
    /// A company's number.
    CompanyId
}

row_id! {
    /// A card user's internal number.
    CardUserId
}

row_id! {
    /// A dispute's number.
    DisputeId
}

row_id! {
    /// `quoteId`.
    QuoteId
}

row_id! {
    /// A swap's number.
    SwapId
}

row_id! {
    /// `digitalWalletId`.
    WalletId
}

row_id! {
    /// A withdrawal's number.
    WithdrawalId
}

row_id! {
    /// A shipment's number.
    ShipmentId
}
