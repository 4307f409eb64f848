//! Making a card (PG 7.1).

use serde::{Deserialize, Serialize};

use crate::{
    card_data::CardSecrets,
    collections::List,
    command::Command,
    crypto::Secret,
    people::{PostalAddress, address::AddressRole, name},
    programs::collateral::{
        ApplyContext, CheckContext, Collateral, Refusal,
        application::ApplicationStatus,
        card::{Card, CardStatus, CardType},
        ids::{ApplicationId, CardId},
        limit::{Limit, LimitChange},
        pin::Pin,
        plastic::{Shipment, ShipmentStatus, Shipping},
    },
};

/// `createCard`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct IssueCard {
    /// The application it is made from.
    pub application: ApplicationId,
    /// Virtual or physical.
    pub kind: CardType,
    /// Spending limit.
    pub limit: Option<Limit>,
    /// Name on the card.
    pub display_name: Option<String>,
    /// Where a physical card goes.
    pub shipping: Option<Shipping>,
    /// Billing address.
    pub billing: Option<PostalAddress>,
    /// The PIN it starts with.
    pub pin: Option<Pin>,
}

impl Command for IssueCard {
    type Program = Collateral;
    type Plan = ();
    type Done = CardId;

    fn check(&self, collateral: &Collateral, context: &CheckContext<'_>) -> Result<(), Refusal> {
        let rules = &context.rules.card;
        let application = collateral.own_application(context.caller, self.application)?;
        let status = application.status.name();
        if rules.require_approved && !rules.application_states.iter().any(|s| s == status) {
            return Err(Refusal::ApplicationNotApproved);
        }
        if let Some(display) = &self.display_name {
            name::judge(display, rules.display_name_max, rules.display_name_check_charset)
                .map_err(Refusal::DisplayName)?;
        }
        self.limit.map_or(Ok(()), |limit| limit.check(&context.rules.limit))?;
        check_shipping(self.kind, self.shipping.as_ref(), rules.require_shipping, context)?;
        if let Some(billing) = &self.billing {
            billing.check(AddressRole::Billing, None)?;
        }
        self.pin.as_ref().map_or(Ok(()), |pin| pin.check(&context.rules.pin))
    }

    fn apply(&self, (): (), collateral: &mut Collateral, context: &mut ApplyContext<'_>) -> CardId {
        let secrets = draw_secrets(context);
        let status = match self.kind {
            CardType::Virtual => context.rules.card.virtual_initial_status,
            CardType::Physical => context.rules.card.physical_initial_status,
        };
        let shipping = self.shipping.as_ref().filter(|_| self.kind == CardType::Physical);
        let default = shipping
            .filter(|_| context.rules.card.billing_defaults_to_shipping)
            .map(|shipping| shipping.address.clone());
        let pin = self.pin.clone().or_else(|| {
            let default = &context.rules.pin.default;
            (!default.is_empty()).then(|| Pin(Secret::new(default.as_str())))
        });
        let draft = Draft {
            application: self.application,
            kind: self.kind,
            status: status.into(),
            secrets,
            display_name: self.display_name.clone(),
            nickname: None,
            billing: self.billing.clone().or(default),
            pin,
        };
        let id = draft.make(collateral, context);
        if let Some(shipping) = shipping {
            ship(collateral, context, id, shipping.clone());
        }
        if let Some(limit) = self.limit {
            set_limit(collateral, context, id, limit);
        }
        let application = collateral.applications.change(self.application);
        if context.rules.application.activate_on_first_card
            && application.status == ApplicationStatus::Approved
        {
            application.status = ApplicationStatus::Active;
            application.updated_at = context.now;
            collateral.users.change(application.user).updated_at = context.now;
        }
        id
    }
}

/// Draws the number, CVC and expiry of a new card.
pub(super) fn draw_secrets(context: &mut ApplyContext<'_>) -> CardSecrets {
    let rules = &context.rules.card;
    CardSecrets::draw(context.dice, context.now, &rules.pan_prefix, rules.validity_months)
}

/// Refuses a shipping address that a card of this kind lacks or cannot use.
pub(super) fn check_shipping(
    kind: CardType,
    shipping: Option<&Shipping>,
    required: bool,
    context: &CheckContext<'_>,
) -> Result<(), Refusal> {
    let rules = &context.rules.card;
    // What is not used is written down all the same.
    shipping.map_or(Ok(()), Shipping::check_length)?;
    match (kind, shipping) {
        (CardType::Virtual, Some(_)) if rules.refuse_shipping_on_virtual => {
            Err(Refusal::ShippingOnVirtual)
        }
        (CardType::Physical, None) if required => Err(Refusal::ShippingMissing),
        (CardType::Virtual, _) | (CardType::Physical, None) => Ok(()),
        (CardType::Physical, Some(shipping)) => {
            let phone = rules.require_shipping_phone.then_some(shipping.phone_number.as_str());
            Ok(shipping.address.check(AddressRole::Shipping, phone)?)
        }
    }
}

/// A card that is about to be made, new or as a replacement.
pub(super) struct Draft {
    pub(super) application: ApplicationId,
    pub(super) kind: CardType,
    pub(super) status: CardStatus,
    pub(super) secrets: CardSecrets,
    pub(super) display_name: Option<String>,
    pub(super) nickname: Option<String>,
    pub(super) billing: Option<PostalAddress>,
    pub(super) pin: Option<Pin>,
}

impl Draft {
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
            shipments: List::default(),
            transactions: List::default(),
            limit_changes: List::default(),
            activated_at: active.then_some(context.now),
            canceled_at: None,
            last_used_at: None,
            created_at: context.now,
            updated_at: context.now,
        });
        collateral.companies.change(company).cards.push(id);
        collateral.users.change(user).cards.push(id);
        let partner = collateral.partner_of(company);
        let holdings = &mut collateral.partners.change(partner).holdings;
        holdings.cards.push(id);
        holdings.cards_in.entry(self.status).or_default().insert(id);
        id
    }
}

/// Sends a physical card.
pub(super) fn ship(
    collateral: &mut Collateral,
    context: &mut ApplyContext<'_>,
    card: CardId,
    shipping: Shipping,
) {
    let id = collateral.shipments.next();
    collateral.shipments.push(Shipment {
        id,
        card,
        status: ShipmentStatus::Processing,
        shipping,
        tracking_number: None,
        shipped_at: None,
        delivered_at: None,
        created_at: context.now,
        updated_at: context.now,
    });
    let row = collateral.cards.change(card);
    row.shipments.push(id);
    let company = row.company;
    let partner = collateral.partner_of(company);
    collateral.partners.change(partner).holdings.shipments.push(id);
}

/// Sets a limit and remembers the change.
pub(super) fn set_limit(
    collateral: &mut Collateral,
    context: &mut ApplyContext<'_>,
    card: CardId,
    limit: Limit,
) {
    let id = collateral.limit_changes.next();
    let row = collateral.cards.change(card);
    let previous = row.limit.replace(limit);
    row.limit_changes.push(id);
    row.updated_at = context.now;
    let company = row.company;
    collateral.limit_changes.push(LimitChange {
        id,
        card,
        previous,
        limit,
        created_at: context.now,
    });
    let partner = collateral.partner_of(company);
    collateral.partners.change(partner).holdings.limit_changes.push(id);
}
