//! The card numbers of this program.

use super::Managed;
use crate::card_data::{CardSecrets, HoldsCardData};

impl HoldsCardData for Managed {
    fn card_data(&self) -> Box<dyn Iterator<Item = &CardSecrets> + '_> {
        let Self {
            numbers,
            users: _,
            wallets: _,
            programs: _,
            cards: _,
            authorizations: _,
            operations: _,
            disputes: _,
            refunds: _,
            entries: _,
            ledger: _,
            records: _,
            references: _,
            sequence: _,
        } = self;
        Box::new(numbers.values())
    }

    /// One for each network of the programs.
    fn bins(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        Box::new(self.programs.iter().map(|program| program.network.bin()))
    }
}
