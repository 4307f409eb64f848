//! Withdrawals of collateral, and disputes (AG 5.14, 5.15).

use super::section::section;

section! {
    /// Rules for withdrawals of collateral.
    Withdraw = "withdraw" {
        /// Time for which a received deposit keeps a signature active, in milliseconds. Source:
        /// decided.
        signature_hold_ms: i64 = 30_000, 0..=86_400_000;
        /// An active signature refuses withdrawals. Source: in-app-funding: Signature Conflicts.
        signature_conflict: bool = true;
        /// Decimals of the amount are cut off. Source: in-app-funding: Execute a Withdrawal.
        drop_fraction: bool = false;
        /// The wallet gets what was withdrawn. Source: in-app-funding: Withdrawal Flow.
        credit_wallet: bool = true;
        /// `chainId` must be given. Source: in-app-funding: Execute a Withdrawal.
        require_chain_id: bool = false;
        /// Only free collateral can be withdrawn. Source: decided.
        check_free: bool = true;
        /// A malformed amount is refused; else what is no digit or point in it is left out. Source:
        /// decided.
        check_amount: bool = true;
    }
}

section! {
    /// Rules for disputes of transactions.
    Dispute = "dispute" {
        /// A transaction has one open dispute at a time. Source: decided.
        one_per_transaction: bool = true;
    }
}
