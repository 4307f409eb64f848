//! Explaining in advance why something would fail (SB 6.2).

use axum::{
    Json,
    extract::{Path, State},
};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::{
    control::{Answer, Control, entities::collateral, extract::InWorld, look},
    mocked_api::BlockedOperation,
    programs::collateral::{CardUser, person},
    rulebook::KycProperty,
    surface::Surface,
    world::World,
};

/// Everything that an application for a card user needs, and what of it is missing.
#[derive(Serialize, ToSchema)]
pub(in crate::control) struct CardUserExplained {
    card_user_id: String,
    label: Option<String>,
    /// The label of the partner; null for a person of the app alone.
    partner: Option<String>,
    /// The rows that an application needs.
    rows: Vec<Row>,
    /// The operations that would be refused because of them.
    blocks: Vec<Block>,
    /// Ops that make what is missing; empty when nothing would be refused.
    #[schema(value_type = Vec<Value>)]
    repair: Vec<Value>,
}

/// A row that an application needs.
#[derive(Serialize, ToSchema)]
struct Row {
    /// Its table.
    row: &'static str,
    present: bool,
    /// The fields that it lacks, by the names that op `set-kyc` has for them.
    missing: Vec<&'static str>,
}

/// An operation that would be refused.
#[derive(Serialize, ToSchema)]
struct Block {
    #[schema(value_type = String)]
    surface: Surface,
    operation: &'static str,
    /// The text of its error, byte for byte.
    error: String,
}

/// Explains which rows and fields an application for a card user would miss.
#[utoipa::path(get, path = "/worlds/{world}/explain/card-users/{card_user}", responses((status = 200, description = "What an application needs, and what is missing.", body = CardUserExplained)))]
pub(in crate::control) async fn card_user(
    State(control): State<Control>,
    InWorld(handle): InWorld,
    Path((_, reference)): Path<(String, String)>,
) -> Answer<CardUserExplained> {
    // A copy costs next to nothing, and the world goes on while it is read.
    let world = look(&handle, World::clone);
    let user = collateral::user(&world, &reference)?;
    let blocks: Vec<_> = control
        .apis(None)
        .filter_map(|api| {
            let BlockedOperation { operation, error } = api.blocked_application(&world, user)?;
            Some(Block { surface: api.surface(), operation, error })
        })
        .collect();
    let name = user.label.as_ref().unwrap_or(&user.external_id);
    let repair = match blocks.is_empty() {
        true => Vec::new(),
        false => vec![json!({"op": "satisfy", "input": {"card_user": name}})],
    };
    let program = &world.issuer.collateral;
    let partner = program.partner_of(user.company).and_then(|id| program.partners.get(id));
    Ok(Json(CardUserExplained {
        card_user_id: user.external_id.clone(),
        label: user.label.clone(),
        partner: partner.map(|partner| partner.label.clone()),
        rows: rows(&world, user),
        blocks,
        repair,
    }))
}

fn rows(world: &World, user: &CardUser) -> Vec<Row> {
    let lacking = match &user.profile {
        Some(_) => person::lacking(user, &world.rules.kyc),
        None => Vec::new(),
    };
    let row = |row, present, missing| Row { row, present, missing };
    vec![
        row("AgioCard_card_user", true, Vec::new()),
        row(
            "KycData_kyc_profile",
            user.profile.is_some(),
            lacking.into_iter().filter_map(field).collect(),
        ),
        row("Sumsub applicant", user.applicant, Vec::new()),
    ]
}

/// The field of a KYC row that gives a property, as ops name it; none for a property of the
/// applicant.
fn field(property: KycProperty) -> Option<&'static str> {
    match property {
        KycProperty::BirthDate => Some("birthDate"),
        KycProperty::NationalId => Some("nationalId"),
        KycProperty::CountryOfIssue => Some("country"),
        KycProperty::Address => Some("address"),
        KycProperty::PhoneCountryCode => Some("phoneCountryCode"),
        KycProperty::PhoneNumber => Some("phoneNumber"),
        KycProperty::SumsubShareToken | KycProperty::Key => None,
    }
}
