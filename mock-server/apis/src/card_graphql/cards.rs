//! Making, replacing and changing cards (PG 7, AG 5.2 to 5.6).

use super::{
    operation::{Operation, Outcome},
    sessions::with_pin,
};
use crate::{
    programs::collateral::{
        Card, CardId, CardStatus, Refusal,
        commands::{IssueCard, Replace},
    },
    world::Act,
};

/// The members of a card that answers show.
#[derive(Clone, Debug)]
pub(crate) struct CardFacts {
    /// Internal id.
    pub(crate) id: i32,
    /// Issuer-side id, UUID text.
    pub(crate) external_id: String,
    /// `virtual` or `physical`.
    pub(crate) kind: String,
    /// The state.
    pub(crate) status: String,
    /// The last four digits of the number.
    pub(crate) last4: String,
    /// `MM`.
    pub(crate) expiration_month: String,
    /// `YYYY`.
    pub(crate) expiration_year: String,
}

impl CardFacts {
    /// Reads a card; none when it is nowhere to be found, as under a lost effect.
    pub(crate) fn of(operation: &Operation, id: CardId) -> Option<Self> {
        operation.look(|world, _| world.issuer.collateral.cards.get(id).map(Self::from))
    }
}

impl From<&Card> for CardFacts {
    fn from(card: &Card) -> Self {
        Self {
            id: card.id.0,
            external_id: card.external_id.clone(),
            kind: card.kind.name().to_owned(),
            status: card.status.name().to_owned(),
            last4: card.secrets.last4.clone(),
            expiration_month: card.secrets.expiration_month.clone(),
            expiration_year: card.secrets.expiration_year.clone(),
        }
    }
}

/// Makes a card, with a PIN that is sealed under a session where one is given. Everything but the
/// PIN is judged before the session is looked at (PG 8.3).
pub(crate) fn issue(
    operation: &Operation,
    command: IssueCard,
    pin: (Option<String>, Option<String>),
) -> Outcome<Option<CardFacts>> {
    operation.would(&command)?;
    let card =
        with_pin(operation, pin, |pin| operation.act_with_issuer(&IssueCard { pin, ..command }))?;
    Ok(CardFacts::of(operation, card))
}

/// The cards of a replacement.
pub(crate) struct ReplacedCards {
    /// Internal id of the new card.
    pub(crate) id: i32,
    /// The card that is canceled now.
    pub(crate) old: Option<CardFacts>,
    /// The card that takes its place.
    pub(crate) new: Option<CardFacts>,
}

/// Replaces a card.
pub(crate) fn replace(operation: &Operation, command: &Replace) -> Outcome<ReplacedCards> {
    let replaced = operation.act_with_issuer(command)?;
    Ok(ReplacedCards {
        id: replaced.new.0,
        old: CardFacts::of(operation, replaced.old),
        new: CardFacts::of(operation, replaced.new),
    })
}

/// A card that an operation has changed, as far as it can be found.
pub(crate) struct ChangedCard {
    /// Internal id.
    pub(crate) id: Option<i32>,
    /// Issuer-side id, UUID text.
    pub(crate) external_id: Option<String>,
    /// The state.
    pub(crate) status: Option<String>,
}

impl ChangedCard {
    /// Reads a card; `status` is told instead of the one that is found.
    pub(crate) fn read(operation: &Operation, card: CardId, status: Option<CardStatus>) -> Self {
        let card = CardFacts::of(operation, card);
        Self {
            id: card.as_ref().map(|card| card.id),
            external_id: card.as_ref().map(|card| card.external_id.clone()),
            status: status.map(|status| status.name().to_owned()).or(card.map(|card| card.status)),
        }
    }
}

/// Runs a command that takes a card to a state.
pub(crate) fn change_status<A: Act<Done = (), Refusal = Refusal>>(
    operation: &Operation,
    card: CardId,
    command: &A,
    status: CardStatus,
) -> Outcome<ChangedCard> {
    operation.act_with_issuer(command)?;
    Ok(ChangedCard::read(operation, card, Some(status)))
}
