//! The card numbers of this program.

use super::Collateral;
use crate::card_data::{CardSecrets, HoldsCardData};

impl HoldsCardData for Collateral {
    fn card_data(&self) -> Box<dyn Iterator<Item = &CardSecrets> + '_> {
        let Self {
            cards,
            partners: _,
            organizations: _,
            companies: _,
            users: _,
            applications: _,
            transactions: _,
            charges: _,
            deposits: _,
            shipments: _,
            limit_changes: _,
            wallets: _,
            quotes: _,
            swaps: _,
            withdrawals: _,
            disputes: _,
            prices: _,
            users_by_external_id: _,
            users_by_user_id: _,
        } = self;
        Box::new(cards.iter().map(|card| &card.secrets))
    }

    /// None: the rules say what all numbers begin with.
    fn bins(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        Box::new(std::iter::empty())
    }
}
