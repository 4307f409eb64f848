//! Swap quotes and swaps out of digital wallets (AG 5.12).

use super::{section::section, value::choice};

choice! {
    /// A provider of swaps.
    SwapProvider {
        /// Relay.
        Relay = "RELAY",
        /// Alchemy.
        Alchemy = "ALCHEMY",
        /// Symbiosis.
        Symbiosis = "SYMBIOSIS",
        /// 1inch.
        OneInch = "ONEINCH",
        /// `CoW`.
        Cow = "COW",
    }
}

choice! {
    /// Status of a swap in the answer of its execution.
    SwapStatus {
        /// On its way to another chain.
        Submitted = "submitted",
        /// Done.
        Executed = "executed",
    }
}

section! {
    /// Rules for swap quotes.
    Quote = "quote" {
        /// Life of a quote, in milliseconds. Source: decided.
        ttl_ms: i64 = 60_000, 0..=86_400_000;
        /// An expired quote is refused. Source: in-app-funding: Execute the Swap.
        check_expiry: bool = true;
        /// A quote is executed once. Source: decided.
        single_use: bool = true;
        /// A quote needs the balance in the wallet. Source: public: schema reference.
        check_balance: bool = true;
        /// Tokens must be in the token table. Source: public: schema reference.
        check_token: bool = true;
        /// Providers that are asked when none is named. Source: public: schema reference.
        default_providers: Vec<SwapProvider> =
            vec![SwapProvider::Relay, SwapProvider::Alchemy, SwapProvider::Symbiosis];
        /// `providers` is ignored. Source: in-app-funding: Get a Swap Quote.
        ignore_providers: bool = false;
        /// A quote moves the money. Source: in-app-funding: Deposit Flow.
        executes_at_once: bool = false;
        /// Distance of `minimumToAmount` below the expected output when tokens or chains differ, in
        /// 1/10000. Source: decided.
        slippage_bps: i64 = 50, 0..=10_000;
    }
}

section! {
    /// Rules for executed swaps.
    Swap = "swap" {
        /// The output goes to the recipient; else back to the wallet. Source: in-app-funding: Get a
        /// Swap Quote.
        deliver_to_recipient: bool = true;
        /// The wallet pays for the swap. Source: in-app-funding: Deposit Flow.
        debit_wallet: bool = true;
        /// Without `recipient` the output goes to the collateral address of the user. Source:
        /// public: schema reference.
        default_recipient_is_collateral: bool = false;
        /// World time from `submitted` to the arrival on another chain, in milliseconds. Source:
        /// decided.
        cross_chain_fill_ms: i64 = 12_000, 0..=86_400_000;
        /// Status of a swap across chains in the answer of its execution. Source: public: schema
        /// reference.
        cross_chain_status: SwapStatus = SwapStatus::Submitted;
    }
}
