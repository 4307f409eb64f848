//! Card programs (MC 6).

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    call::{Call, Outcome},
    formats::money,
    paging::{Item, Listing},
    values,
    view::View,
};
use crate::{
    programs::managed::{CardProgram, card_program::PARTNER},
    rulebook::mc::Market,
};

/// A card program.
#[derive(Serialize, ToSchema)]
#[schema(as = Program)]
pub(super) struct ProgramBody {
    #[schema(value_type = values::Reference)]
    reference: String,
    #[schema(extensions(("x-class" = json!("plain"))))]
    name: String,
    #[schema(value_type = values::Country)]
    country: String,
    #[schema(value_type = values::Currency)]
    currency: &'static str,
    #[schema(value_type = values::CardType)]
    r#type: &'static str,
    #[schema(value_type = values::Network)]
    network: &'static str,
    /// Null where there is no route.
    #[schema(required)]
    provider: Option<ProviderBody>,
    /// Has an issuing partner.
    routed: bool,
    /// Switched on in its market.
    enabled: bool,
    limits: LimitsBody,
    #[schema(value_type = Vec<values::Mcc>)]
    blocked_mccs: Vec<String>,
}

/// An issuing partner.
#[derive(Serialize, ToSchema)]
#[schema(as = Provider)]
pub(super) struct ProviderBody {
    #[schema(extensions(("x-class" = json!("plain"))))]
    code: &'static str,
    #[schema(value_type = values::Adapter)]
    adapter: &'static str,
}

/// Limits of the cards of a program.
#[derive(Serialize, ToSchema)]
#[schema(as = Limits)]
pub(super) struct LimitsBody {
    #[schema(value_type = values::Money)]
    min_funding: String,
    #[schema(value_type = values::Money)]
    max_funding: String,
    #[schema(value_type = values::Money)]
    max_balance: String,
    #[schema(value_type = values::Money)]
    max_authorization: String,
    max_cards: i64,
}

impl ProgramBody {
    fn of(program: &CardProgram, view: View<'_>) -> Self {
        let amount = |cents| money(cents, program.currency);
        let limits = program.limits;
        let adapter = program.set.adapter.or(program.adapter);
        let provider = adapter.filter(|_| program.routed);
        Self {
            reference: program.reference.clone(),
            name: program.name.clone(),
            country: program.country.clone(),
            currency: program.currency.code(),
            r#type: "virtual",
            network: program.network.into(),
            provider: provider.map(|one| ProviderBody { code: PARTNER, adapter: one.word() }),
            routed: program.routed,
            enabled: program.enabled,
            limits: LimitsBody {
                min_funding: amount(limits.min_funding),
                max_funding: amount(limits.max_funding),
                max_balance: amount(limits.max_balance),
                max_authorization: amount(limits.max_authorization),
                max_cards: limits.most_cards(&view.rules.mc.card),
            },
            blocked_mccs: program.blocked_mccs.clone(),
        }
    }
}

/// `programs.list`: in the order in which they were made.
pub(super) fn list(call: &Call<'_>) -> Outcome {
    let currency = call.query.currency("currency");
    let page = call.page(&["currency"])?;
    call.listed(|view| {
        let is_here = |program: &CardProgram| match view.rules.mc.programs.market {
            Market::CallerCountry => {
                view.sees_all() || view.user().is_some_and(|user| user.market == program.country)
            }
            Market::Platform => true,
        };
        let is_offered = |program: &&CardProgram| {
            let rules = &view.rules.mc.programs;
            let is_named = currency.is_none_or(|code| program.currency.code() == code);
            (program.routed || rules.list_unrouted)
                && (program.enabled || rules.list_disabled)
                && is_here(program)
                && is_named
        };
        let all = view.managed.programs.iter().filter(is_offered);
        let items = all.map(|program| Item { id: program.id.0, row: program });
        Listing::forward(&page, items).shown(|program| ProgramBody::of(program, view))
    })
}
