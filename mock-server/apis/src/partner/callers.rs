//! The partners of a world and their people, as the control plane shows them (SB 3.2, 3.7).

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{
    programs::collateral::{CardUser, Partner, PartnerId},
    world::{Holder, KeyFault, World},
};

/// The partners, each with its organizations and credentials.
pub(super) fn partners(world: &World, now: Timestamp) -> Value {
    let program = &world.issuer.collateral;
    let organizations = |ids: &[_]| -> Vec<Value> {
        ids.iter()
            .map(|id| &program.organizations[*id])
            .map(|row| json!({"label": row.label, "organization_id": row.organization_id}))
            .collect()
    };
    let partner = |partner: &Partner| {
        let ids: Vec<_> = partner.holdings.organizations.iter().collect();
        json!({"label": partner.label, "partner_organization_id": partner.organization_id,
               "organizations": organizations(&ids),
               "credentials": credentials(world, partner.id, now)})
    };
    program.partners.iter().map(partner).collect()
}

fn credentials(world: &World, partner: PartnerId, now: Timestamp) -> Vec<Value> {
    let all = &world.access.credentials;
    let ours = all.iter().filter(|credential| credential.holder == Holder::Partner(partner));
    ours.map(|credential| {
        let state = match all.judge(credential, &world.rules, now) {
            Ok(()) => "valid",
            Err(KeyFault::Revoked) => "revoked",
            Err(KeyFault::Expired) => "expired",
            Err(KeyFault::Environment) => "other environment",
        };
        json!({"name": credential.name, "state": state, "api_token": credential.api_token,
               "client_secret": credential.client_secret.reveal()})
    })
    .collect()
}

/// The card users of a world, with the outcome that their applications will have.
pub(super) fn people(world: &World) -> Vec<Value> {
    let program = &world.issuer.collateral;
    let person = |user: &CardUser| {
        let organization = &program.organizations[program.companies[user.company].organization];
        let partner = &program.partners[organization.partner?];
        Some(json!({"label": user.label, "card_user_id": user.external_id,
                    "partner": partner.label, "organization": organization.label,
                    "outcome": user.outcome}))
    };
    program.users.iter().filter_map(person).collect()
}

/// The card users of a fresh world, as the catalogue shows them.
pub(super) fn personas(world: &World) -> Vec<Value> {
    let program = &world.issuer.collateral;
    let persona = |user: &CardUser| {
        let organization = &program.organizations[program.companies[user.company].organization];
        let partner = &program.partners[organization.partner?];
        let cards: Vec<_> = user.cards.iter().map(|id| program.cards[id].status.name()).collect();
        let name = format!("{} {}", user.first_name, user.last_name);
        Some(json!({"label": user.label, "name": name, "fixture": world.definition.fixture,
                    "partner": partner.label, "organization": organization.label,
                    "outcome": user.outcome, "kyc_profile": user.profile.is_some(),
                    "applicant": user.applicant, "cards": cards}))
    };
    program.users.iter().filter_map(persona).collect()
}
