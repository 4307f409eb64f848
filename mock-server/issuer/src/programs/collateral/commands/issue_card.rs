//! Making a card (PG 7.1).

use serde::{Deserialize, Serialize};

use crate::{
    command::{Check, Command},
    crypto::Secret,
    people::{PostalAddress, address::AddressRole, name},
    programs::collateral::{
        ApplyContext, CheckContext, Collateral, Refusal,
        application::{ApplicationStatus, FirstCard},
        card::CardType,
        checks::{LIMIT, OWN_APPLICATION, PIN, SHIPPING},
        ids::{ApplicationId, CardId},
        limit::{Limit, set_limit},
        new_card::{NewCard, draw_secrets},
        pin::Pin,
        plastic::Shipping,
        shipping::{check_shipping, ship},
    },
};

/// Cards are made from the application in its state.
const APPROVED: Check =
    Check::new("application is APPROVED or ACTIVE", &["PG-CARD-06", "AG-CARD-02"]);
/// The name can stand on a card.
const DISPLAY_NAME: Check =
    Check::new("displayName has the allowed length and characters", &["PG-CARD-08", "AG-CARD-08"]);
/// The billing address can be one.
const BILLING: Check = Check::new("the billing address has every line that it needs", &[]);

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

    const CHECKS: &'static [Check] =
        &[OWN_APPLICATION, APPROVED, DISPLAY_NAME, LIMIT, SHIPPING, BILLING, PIN];

    fn check(&self, collateral: &Collateral, context: &CheckContext<'_>) -> Result<(), Refusal> {
        let rules = &context.rules.card;
        let own = collateral.own_application(context.caller, self.application);
        let application = context.holds(OWN_APPLICATION, own)?;
        let status = application.status.name();
        let states = &rules.application_states;
        let approved = match rules.require_approved && !states.iter().any(|s| s == status) {
            true => Err(Refusal::ApplicationNotApproved),
            false => Ok(()),
        };
        context.finds(APPROVED, || status, approved)?;
        let named = self.display_name.as_ref().map_or(Ok(()), |display| {
            let marks = rules.display_name_check_charset.then_some(&*rules.display_name_marks);
            name::judge(display, rules.display_name_max, marks).map_err(Refusal::DisplayName)
        });
        context.holds(DISPLAY_NAME, named)?;
        context.holds(LIMIT, self.limit.map_or(Ok(()), |limit| limit.check(context)))?;
        let (shipping, required) = (self.shipping.as_ref(), rules.require_shipping);
        context.holds(SHIPPING, check_shipping(self.kind, shipping, required, context))?;
        let billing = self.billing.as_ref();
        let billed = billing.map_or(Ok(()), |billing| billing.check(AddressRole::Billing, None));
        context.holds(BILLING, billed)?;
        match &self.pin {
            Some(pin) => context.holds(PIN, pin.check(&context.rules.pin)),
            None => Ok(()),
        }
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
