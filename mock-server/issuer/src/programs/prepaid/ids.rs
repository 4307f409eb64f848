//! Numbers of the rows of the prepaid program.

use crate::collections::row_id;

row_id! {
    /// A card's number.
    CardId
}

row_id! {
    /// A cardholder's number.
    CardholderId
}

row_id! {
    /// A deposit's number.
    FundsId
}

row_id! {
    /// An order's number.
    OrderId
}

row_id! {
    /// A product's number.
    ProductId
}

row_id! {
    /// A subprovider's number.
    SubproviderId
}

row_id! {
    /// A project's number.
    ProjectId
}

row_id! {
    /// A user's number.
    UserId
}

row_id! {
    /// A transaction's number.
    TransactionId
}
