//! People and things (SB 5.1).

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Outcome, prepaid};
use crate::{
    people::PostalAddress,
    programs::collateral::{
        CardUserId, CompanyId, OrganizationId, PartnerId,
        commands::{
            CreateOrganization, MakeCompany, MakePartner, MakePerson, Satisfy, SetApplicant,
            SetProfile,
        },
        person::{self as issuer_person, Kyc, Outcome as Review, ProfileChange},
        personas,
    },
    surfaces::control::{Problem, act, duration, input, refs},
    world::{
        Holder,
        access::Environment,
        commands::{EndCredential, IssueCredential},
    },
    worlds::Handle,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewPartner {
    name: Option<String>,
    #[serde(default)]
    organizations: Vec<String>,
}

pub(super) fn make_partner(handle: &Handle, body: Value) -> Outcome {
    let wanted: NewPartner = input::read(body)?;
    let number = handle.read(|world| world.issuer.collateral.partners.len() + 1);
    let label = wanted.name.unwrap_or_else(|| format!("partner-{number}"));
    label_at(&label, "/name")?;
    let partner = act(handle, "make-partner", &MakePartner { label: label.clone() })?;
    let mut organizations = Vec::new();
    for (at, name) in wanted.organizations.into_iter().enumerate() {
        let place = format!("/organizations/{at}");
        organizations.push(organization(handle, partner, name, &place)?.1);
    }
    let credential = act(
        handle,
        "make-partner",
        &IssueCredential {
            holder: Holder::Partner(partner),
            name: Some("primary".to_owned()),
            expires_in_us: None,
            environment: Environment::This,
        },
    )?;
    Ok((
        json!({"partner": label, "api_token": credential.api_token,
               "client_secret": credential.client_secret.reveal(),
               "organizations": organizations}),
        vec![format!("partner:{partner}")],
    ))
}

fn organization(
    handle: &Handle,
    partner: PartnerId,
    name: String,
    place: &str,
) -> Result<(OrganizationId, Value), Problem> {
    let label = Some(name.clone());
    let command = CreateOrganization { partner, name, label };
    let made = act(handle, "make-organization", &command);
    let id = made.map_err(|problem| problem.with("pointer", place))?;
    let row = handle.read(|world| {
        world
            .issuer
            .collateral
            .organizations
            .get(id)
            .map(|row| (row.label.clone(), row.organization_id.clone()))
    });
    let (label, organization_id) = row.unzip();
    Ok((id, json!({"label": label.flatten(), "organization_id": organization_id})))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewOrganization {
    partner: String,
    name: String,
}

pub(super) fn make_organization(handle: &Handle, body: Value) -> Outcome {
    let wanted: NewOrganization = input::read(body)?;
    let partner = handle.read(|world| refs::partner(world, &wanted.partner).map(|row| row.id))?;
    let (id, made) = organization(handle, partner, wanted.name, "/name")?;
    Ok((made, vec![format!("organization:{id}")]))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewCredential {
    partner: Option<String>,
    project: Option<String>,
    name: Option<String>,
    expires_in: Option<String>,
    #[serde(default)]
    environment: Environment,
}

pub(super) fn make_credential(handle: &Handle, body: Value) -> Outcome {
    let wanted: NewCredential = input::read(body)?;
    let (holder, count) = handle.read(|world| {
        let holder = match (&wanted.partner, &wanted.project) {
            (Some(partner), None) => Holder::Partner(refs::partner(world, partner)?.id),
            (None, Some(project)) => Holder::Project(prepaid::project(world, project)?.id),
            _ => return Err(Problem::invalid("", "give exactly one of `partner` and `project`")),
        };
        let all = world.access.credentials.iter();
        Ok::<_, Problem>((holder, all.filter(|one| one.holder == holder).count()))
    })?;
    if let Some(name) = &wanted.name {
        label_at(name, "/name")?;
    }
    let expires_in_us =
        wanted.expires_in.map(|text| duration::micros(&text, "/expires_in")).transpose()?;
    let credential = act(
        handle,
        "make-credential",
        &IssueCredential {
            holder,
            name: Some(wanted.name.unwrap_or_else(|| format!("credential-{}", count + 1))),
            expires_in_us,
            environment: wanted.environment,
        },
    )?;
    let (token, secret) = match holder {
        Holder::Partner(_) => ("api_token", "client_secret"),
        Holder::Project(_) => ("api_key", "api_secret"),
    };
    Ok((
        json!({"credential": credential.label, "name": credential.name,
               token: credential.api_token, secret: credential.client_secret.reveal()}),
        vec![format!("credential:{}", credential.label)],
    ))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OneCredential {
    credential: String,
}

pub(super) fn end_credential(handle: &Handle, op: &str, body: Value, revoke: bool) -> Outcome {
    let OneCredential { credential } = input::read(body)?;
    let credential = credential_named(handle, &credential)?;
    let command = EndCredential { credential: credential.clone(), revoke, after_us: 0 };
    act(handle, op, &command)?;
    let changed = vec![format!("credential:{credential}")];
    let state = if revoke { "revoked" } else { "expired" };
    Ok((json!({"credential": credential, "state": state}), changed))
}

/// The label of a credential that there is.
pub(super) fn credential_named(handle: &Handle, reference: &str) -> Result<String, Problem> {
    let label = refs::bare("credential", reference);
    handle.read(|world| {
        let all = &world.access.credentials;
        let labels = all.iter().map(|credential| credential.label.as_str());
        match all.labelled(label) {
            Some(credential) => Ok(credential.label.clone()),
            None => Err(Problem::entity("credential", label).near(label, labels)),
        }
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewCardUser {
    partner: String,
    organization: String,
    name: String,
    outcome: Option<Review>,
    kyc: Option<Value>,
    applicant: Option<bool>,
    label: Option<String>,
}

pub(super) fn make_card_user(handle: &Handle, body: Value) -> Outcome {
    let wanted: NewCardUser = input::read(body)?;
    let kyc = wanted.kyc.map_or(Ok(Kyc::Complete), kyc)?;
    name_at(&wanted.name, "/name")?;
    let organization = handle.read(|world| {
        if let Some(label) = &wanted.label {
            label_at(label, "/label")?;
            if world.issuer.collateral.users.iter().any(|user| user.label.as_ref() == Some(label)) {
                return Err(Problem::state("taken", Vec::new()).with("pointer", "/label"));
            }
        }
        let partner = refs::partner(world, &wanted.partner)?;
        let row = refs::organization(world, &wanted.organization)?;
        if row.partner != partner.id {
            let reference = &wanted.organization;
            return Err(Problem::entity("organization of this partner", reference));
        }
        Ok(row.id)
    })?;
    let company = company(handle, "make-card-user", organization)?;
    let (first_name, last_name) = personas::split_name(&wanted.name);
    let command = MakePerson {
        company,
        label: wanted.label,
        email: personas::email(&first_name, &last_name),
        outcome: wanted.outcome.unwrap_or_else(|| Review::of_name(&last_name)),
        first_name,
        last_name,
        kyc,
        applicant: wanted.applicant.unwrap_or(true),
        user_id: None,
    };
    let id = act(handle, "make-card-user", &command)?;
    let external = handle
        .read(|world| world.issuer.collateral.users.get(id).map(|user| user.external_id.clone()));
    Ok((json!({"card_user_id": external, "id": id}), vec![format!("card_user:{id}")]))
}

/// A person with everything that an application asks for, in a company.
pub(super) fn person(
    handle: &Handle,
    op: &str,
    company: CompanyId,
    name: &str,
    place: &str,
) -> Result<CardUserId, Problem> {
    name_at(name, place)?;
    let (first_name, last_name) = personas::split_name(name);
    let command = MakePerson {
        company,
        label: None,
        email: personas::email(&first_name, &last_name),
        outcome: Review::of_name(&last_name),
        first_name,
        last_name,
        kyc: Kyc::Complete,
        applicant: true,
        user_id: None,
    };
    act(handle, op, &command)
}

fn name_at(name: &str, place: &str) -> Result<(), Problem> {
    if (1..=LONGEST_NAME).contains(&name.trim().chars().count()) {
        return Ok(());
    }
    Err(Problem::invalid(place, format!("a name has 1 to {LONGEST_NAME} characters")))
}

/// The longest name of a person.
const LONGEST_NAME: usize = 255;

/// A short name that can stand between the slashes of a reference.
pub(super) fn label_at(label: &str, pointer: &str) -> Result<(), Problem> {
    let plain = |c: char| !c.is_control() && !c.is_whitespace() && c != '/';
    if (1..=64).contains(&label.chars().count()) && label.chars().all(plain) {
        return Ok(());
    }
    Err(Problem::invalid(pointer, "1 to 64 characters, without slashes and spaces"))
}

/// The company of an organization, made when it has none yet.
pub(super) fn company(
    handle: &Handle,
    op: &str,
    organization: OrganizationId,
) -> Result<CompanyId, Problem> {
    let found = handle.read(|world| {
        world.issuer.collateral.organizations.get(organization).and_then(|row| row.company)
    });
    match found {
        Some(company) => Ok(company),
        None => act(handle, op, &MakeCompany { organization }),
    }
}

/// `complete`, `none`, or fields that differ from a complete row; null leaves one out.
fn kyc(value: Value) -> Result<Kyc, Problem> {
    match value {
        Value::String(word) if word == "complete" => Ok(Kyc::Complete),
        Value::String(word) if word == "none" => Ok(Kyc::None),
        Value::Object(_) => {
            let fields: IndexMap<String, Value> = input::read(value)?;
            let mut change = ProfileChange::default();
            for (name, value) in fields {
                set(&mut change, &name, value)?;
            }
            Ok(Kyc::With(Box::new(change)))
        }
        _ => Err(Problem::invalid("/kyc", "complete, none, or an object of fields")),
    }
}

fn set(change: &mut ProfileChange, name: &str, value: Value) -> Result<(), Problem> {
    const KNOWN: [&str; 11] = [
        "birthDate",
        "nationalId",
        "questionnaire",
        "country",
        "address",
        "phoneCountryCode",
        "phoneNumber",
        "phone",
        "firstName",
        "lastName",
        "email",
    ];
    let pointer = format!("/kyc/{name}");
    let text = match &value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        _ if name == "address" => None,
        _ => return Err(Problem::invalid(&pointer, "a text or null")),
    };
    if let ("birthDate", Some(date)) = (name, &text)
        && date.parse::<jiff::civil::Date>().is_err()
    {
        return Err(Problem::invalid(&pointer, format!("{date:?} is no date like 1990-05-23")));
    }
    match name {
        "birthDate" => change.birth_date = Some(text),
        "nationalId" => change.national_id = Some(text),
        "country" => change.country = Some(text),
        "phoneCountryCode" => change.phone_country_code = Some(text),
        "phoneNumber" => change.phone_number = Some(text),
        "questionnaire" if value.is_null() => {
            change.birth_date = Some(None);
            change.national_id = Some(None);
        }
        "phone" if value.is_null() => {
            change.phone_country_code = Some(None);
            change.phone_number = Some(None);
        }
        "address" => {
            let address: Option<PostalAddress> = input::read(value)?;
            change.address = Some(address);
        }
        "questionnaire" | "phone" => return Err(Problem::invalid(&pointer, "only null")),
        "firstName" | "lastName" | "email" => {}
        _ => return Err(Problem::unknown_field(&pointer, name, &KNOWN)),
    }
    Ok(())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewKyc {
    card_user: String,
    kyc: Value,
}

pub(super) fn set_kyc(handle: &Handle, body: Value) -> Outcome {
    let wanted: NewKyc = input::read(body)?;
    let user = handle.read(|world| refs::user(world, &wanted.card_user).map(|user| user.id))?;
    act(handle, "set-kyc", &SetProfile { user, kyc: kyc(wanted.kyc)? })?;
    Ok(stands(handle, user))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OneUser {
    card_user: String,
}

pub(super) fn set_applicant(handle: &Handle, op: &str, body: Value, exists: bool) -> Outcome {
    let OneUser { card_user } = input::read(body)?;
    let user = handle.read(|world| refs::user(world, &card_user).map(|user| user.id))?;
    act(handle, op, &SetApplicant { user, exists })?;
    Ok(stands(handle, user))
}

pub(super) fn satisfy(handle: &Handle, body: Value) -> Outcome {
    let OneUser { card_user } = input::read(body)?;
    let user = handle.read(|world| refs::user(world, &card_user).map(|user| user.id))?;
    let made = act(handle, "satisfy", &Satisfy { user })?;
    let (mut result, changed) = stands(handle, user);
    result["made"] = json!(made);
    Ok((result, changed))
}

/// What of a person is there now, and what an application would miss.
fn stands(handle: &Handle, user: CardUserId) -> (Value, Vec<String>) {
    let result = handle.read(|world| {
        let person = &world.issuer.collateral.users[user];
        let missing = issuer_person::missing(Some(person), &world.rules.kyc);
        json!({"card_user_id": person.external_id, "kyc_profile": person.profile.is_some(),
               "applicant": person.applicant, "missing": missing})
    });
    (result, vec![format!("card_user:{user}")])
}
