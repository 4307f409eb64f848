//! Holds that are given back (MC 10.4).

use super::{
    ApplyContext, Managed, Operation,
    entry::{EntryKind, Posting},
    ids::AuthorizationId,
    ledger::Account,
    operation::{Links, OperationKind},
};
use crate::money::Cents;

impl Managed {
    /// Writes down that a part of a hold, which the book has put back to the card, was given back;
    /// after the end of the card it goes on to the wallet. Returns the operation that did that, to
    /// be told of after the authorization.
    pub(super) fn gave_back(
        &mut self,
        context: &mut ApplyContext<'_>,
        id: AuthorizationId,
        amount: Cents,
    ) -> Option<Operation> {
        let card = self.authorizations[id].card;
        if amount == 0 {
            return None;
        }
        let to_wallet = self.releases_to_wallet(context, card);
        let back = if to_wallet { 0 } else { amount };
        let posting = Posting::new(EntryKind::Release, back, -amount).by_authorization(id);
        self.enter(context, card, posting);
        if !to_wallet {
            return None;
        }
        let wallet = self.cards[card].wallet;
        let links = Links { card: Some(card), authorization: Some(id), dispute: None };
        let release = (OperationKind::AuthorizationRelease, amount);
        let operation = self.credit(context, Account::Card(card), release, (wallet, links));
        Some(self.operations[operation].clone())
    }
}
