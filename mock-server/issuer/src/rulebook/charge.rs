//! Fees and deposits (PG 10.2, 10.3).

use super::section::section;

section! {
    /// Rules for the fees of `chargeCard`.
    Charge = "charge" {
        /// Smallest `feeCents`, in cents. Source: public: API reference.
        min_cents: i64 = 1, 0..=100_000_000;
        /// The user must have an issuer ledger account. Source: partner-card-api: chargeCard
        /// example.
        require_ledger: bool = true;
    }
}

section! {
    /// Rules for deposits to a card's deposit address.
    Fund = "fund" {
        /// World time from a transfer to its received step, in milliseconds. Source: decided.
        receive_delay_ms: i64 = 0, 0..=31_536_000_000;
        /// World time between the received and the confirmed step, in milliseconds. Source:
        /// decided.
        confirm_delay_ms: i64 = 0, 0..=31_536_000_000;
        /// A confirmed deposit raises `creditLimit`. Source: in-app-funding: Deposits.
        confirm_raises_limit: bool = true;
        /// `creditLimit` rises at the received step already. Source: in-app-funding: Deposits.
        credit_on_received: bool = false;
        /// Credit for a dollar of USDC and PYUSD, in 1/10000. Source: public: Cards Overview.
        rate_bps: i64 = 10_000, 0..=10_000;
    }
}
