//! Making a card (PG 7.1).

use serde::{Deserialize, Serialize};

use crate::{
    command::Command,
    crypto::Secret,
    people::{PostalAddress, address::AddressRole, name},
    programs::collateral::{
        ApplyContext, CheckContext, Collateral, Refusal,
        application::{ApplicationStatus, FirstCard},
        card::CardType,
        ids::{ApplicationId, CardId},
        limit::{Limit, set_limit},
        new_card::{NewCard, draw_secrets},
        pin::Pin,
        plastic::Shipping,
        shipping::{check_shipping, ship},
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
    /// The shipping of a physical card.
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
            let marks = rules.display_name_check_charset.then_some(&*rules.display_name_marks);
            name::judge(display, rules.display_name_max, marks).map_err(Refusal::DisplayName)?;
        }
        self.limit.map_or(Ok(()), |limit| limit.check(context))?;
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
        let wishes = collateral.first_card(self.application);
        let pin = self.pin.clone().or(wishes.pin).or_else(|| {
            let default = &context.rules.pin.default;
            (!default.is_empty()).then(|| Pin(Secret::new(default.as_str())))
        });
        let draft = NewCard {
            application: self.application,
            kind: self.kind,
            status: status.into(),
            secrets,
            display_name: self.display_name.clone(),
            nickname: wishes.nickname,
            billing: self.billing.clone().or(default),
            pin,
        };
        let id = draft.make(collateral, context);
        if let Some(shipping) = shipping {
            let mut shipping = shipping.clone();
            let billing = self.billing.as_ref().filter(|_| context.rules.card.ship_to_billing);
            if let Some(billing) = billing {
                shipping.address = billing.clone();
            }
            ship(collateral, context, id, shipping);
        }
        if let Some(limit) = self.limit.or(wishes.limit) {
            set_limit(collateral, context, id, limit);
        }
        let application = collateral.applications.change(self.application);
        if context.rules.application.activate_on_first_card
            && application.status == ApplicationStatus::Approved
        {
            application.status = ApplicationStatus::Active;
            application.touch(context.now);
            collateral.users.change(application.user).updated_at = context.now;
        }
        id
    }
}

impl Collateral {
    /// The applicant's wishes for the card that is about to be made: none but for the first one.
    fn first_card(&self, application: ApplicationId) -> FirstCard {
        let application = &self.applications[application];
        match application.cards.is_empty() {
            true => application.first_card.clone(),
            false => FirstCard::default(),
        }
    }
}
