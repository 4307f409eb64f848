//! Cards that are about to be made, new or as a replacement.

use super::{
    ApplyContext, Collateral,
    card::{Card, CardStatus, CardType},
    ids::{ApplicationId, CardId},
    pin::Pin,
};
use crate::{card_data::CardSecrets, collections::Ids, people::PostalAddress};

/// Draws the number, CVC and expiry of a new card.
pub(super) fn draw_secrets(context: &mut ApplyContext<'_>) -> CardSecrets {
    let rules = &context.rules.card;
    CardSecrets::draw(context.dice, context.now, &rules.pan_prefix, rules.validity_months)
}

/// A card that is about to be made, new or as a replacement.
pub(super) struct NewCard {
    pub(super) application: ApplicationId,
    pub(super) kind: CardType,
    pub(super) status: CardStatus,
    pub(super) secrets: CardSecrets,
    pub(super) display_name: Option<String>,
    pub(super) nickname: Option<String>,
    pub(super) billing: Option<PostalAddress>,
    pub(super) pin: Option<Pin>,
}

impl NewCard {
    /// Makes the row and hangs it on its application, company, person and partner.
    pub(super) fn make(
        self,
        collateral: &mut Collateral,
        context: &mut ApplyContext<'_>,
    ) -> CardId {
        let id = collateral.cards.next();
        let application = collateral.applications.change(self.application);
        application.cards.push(id);
        let (company, user) = (application.company, application.user);
        let active = self.status == CardStatus::Active;
        let staged = self.status == CardStatus::NotActivated && context.rules.pin.stage_physical;
        let (pin, staged_pin) =
            if active { (self.pin, None) } else { (None, self.pin.filter(|_| staged)) };
        collateral.cards.push(Card {
            id,
            external_id: context.uuid("card.external_id"),
            application: self.application,
            company,
            user,
            kind: self.kind,
            status: self.status,
            secrets: self.secrets,
            display_name: self.display_name,
            nickname: self.nickname,
            is_starred: false,
            limit: None,
            billing: self.billing,
            pin,
            staged_pin,
            replaced_by: None,
            replacement_reason: None,
            cancel_reason: None,
            shipments: Ids::default(),
            transactions: Ids::default(),
            limit_changes: Ids::default(),
            activated_at: active.then_some(context.now),
            canceled_at: None,
            last_used_at: None,
            created_at: context.now,
            updated_at: context.now,
        });
        collateral.companies.change(company).cards.push(id);
        collateral.users.change(user).cards.push(id);
        if let Some(holdings) = collateral.holdings(company) {
            holdings.cards.push(id);
            holdings.cards_in.entry(self.status).or_default().insert(id);
        }
        id
    }
}
