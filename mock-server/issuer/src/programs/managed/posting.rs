//! Entries of a card's ledger as they are written.

use super::{
    ApplyContext, Managed,
    card::Balance,
    entry::{Entry, Posting},
    ids::{CardId, reference},
};

impl Managed {
    /// Writes an entry whose money was moved.
    pub(super) fn enter(&mut self, context: &mut ApplyContext<'_>, card: CardId, posting: Posting) {
        let id = self.entries.next();
        let before = match self.records(card).entries.last() {
            Some(last) => self.entries[last].after,
            None => Balance::default(),
        };
        let after = Balance {
            available: before.available + posting.available,
            held: before.held + posting.held,
        };
        let reference = reference(context.dice, "mc.ent");
        self.entries.push(Entry { id, reference, card, posting, after, created_at: context.now });
        self.records_mut(card).entries.push(id);
        self.cards.change(card).updated_at = context.now;
    }
}
