//! Cards on their way from one status to the next.

use jiff::{Timestamp, ToSpan, civil::date, tz::TimeZone};

use super::{
    ApplyContext, Effect, Managed,
    card::{Card, CardStanding, CardStatus, Plastic},
    card_program::PARTNER,
    ids::CardId,
};
use crate::card_data::CardSecrets;

impl Managed {
    /// Gives a card a status, with the instants and the plastic that go with it. Returns the status
    /// before.
    pub(super) fn become_status(
        &mut self,
        context: &mut ApplyContext<'_>,
        id: CardId,
        status: CardStatus,
        reason: Option<String>,
    ) -> CardStatus {
        let now = context.now;
        let has_plastic = match status {
            CardStatus::Active | CardStatus::Frozen | CardStatus::Blocked | CardStatus::Expired => {
                true
            }
            CardStatus::Pending
            | CardStatus::Terminated
            | CardStatus::Failed
            | CardStatus::UnderReview => false,
        };
        if has_plastic && self.cards[id].plastic.is_none() {
            self.emboss(context, id);
        }
        let card = self.cards.change(id);
        card.status_reason = reason;
        card.updated_at = now;
        if has_plastic {
            card.activated_at.get_or_insert(now);
        }
        // A card that the operator forces out of a final status has not ended after all.
        card.terminated_at = (status == CardStatus::Terminated).then_some(now);
        card.failure = None;
        std::mem::replace(&mut card.status, status)
    }

    /// The part of a card that decides about its actions.
    pub(super) fn standing(&self, card: &Card) -> CardStanding {
        CardStanding { status: card.status, owes: self.ledger.card(card.id).available < 0 }
    }

    /// The partner makes the card, which expires by itself from then on.
    fn emboss(&mut self, context: &mut ApplyContext<'_>, id: CardId) {
        let network = self.program_of(&self.cards[id]).network;
        let months = context.rules.mc.card.validity_months;
        let secrets = CardSecrets::draw(context.dice, context.now, network.bin(), months);
        let last = context.now.to_zoned(TimeZone::UTC).date().saturating_add(months.months());
        self.cards.change(id).plastic = Some(Plastic {
            card_id: format!("{PARTNER}-{id:08}", id = id.0),
            last4: secrets.last4.clone(),
            expiry_month: last.month(),
            expiry_year: last.year(),
        });
        self.numbers.insert(id, secrets);
        if let Some(end) = self.end_of_validity(id) {
            context.later.push((end, Effect::ExpireCard(id)));
        }
    }

    /// The first instant, in UTC, after the last valid month of a card; nothing before the partner
    /// has made it.
    pub(super) fn end_of_validity(&self, id: CardId) -> Option<Timestamp> {
        let plastic = self.cards[id].plastic.as_ref()?;
        let first = date(plastic.expiry_year, plastic.expiry_month, 1);
        let next = first.checked_add(1.month()).ok()?;
        next.to_zoned(TimeZone::UTC).ok().map(|end| end.timestamp())
    }
}
