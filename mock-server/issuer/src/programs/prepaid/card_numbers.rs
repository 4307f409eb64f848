//! The card numbers of this program.

use super::Prepaid;
use crate::card_data::{CardSecrets, HoldsCardData};

impl HoldsCardData for Prepaid {
    fn card_data(&self) -> Box<dyn Iterator<Item = &CardSecrets> + '_> {
        let Self {
            cards,
            projects: _,
            users: _,
            holders: _,
            subproviders: _,
            products: _,
            orders: _,
            transactions: _,
            funds: _,
            keys: _,
            ledger: _,
            names: _,
        } = self;
        Box::new(cards.iter().filter_map(|card| card.secrets.as_ref()))
    }

    /// Each product has its own.
    fn bins(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        Box::new(self.products.iter().map(|product| product.bin.as_str()))
    }
}
