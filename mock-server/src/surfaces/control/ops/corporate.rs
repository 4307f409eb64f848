//! `make-corporate-application`: what no partner can do through the API, and "Agio ops can create
//! them on your behalf" (partner-card-api: Not exposed via this endpoint).
//!
//! An organization gets its company, the company's first user with everything that an application
//! asks for, and the application itself, decided as the back office wants.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Outcome,
    decisions::{Verdict, reference},
    people::{company, person},
};
use crate::{
    programs::collateral::{
        ApplicationStatus,
        application::Answers,
        commands::{Apply, Decide},
    },
    surfaces::control::{Problem, denied, input, refs},
    worlds::Handle,
};

const OP: &str = "make-corporate-application";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Corporate {
    /// The customer organization, by label or id.
    organization: Value,
    /// The person who uses the company's cards first; the last word of the name chooses how a
    /// review ends.
    initial_user: String,
    /// What the application becomes; `pending` leaves it to the review.
    #[serde(default = "approved")]
    status: Verdict,
    /// Why, for denials and missing information.
    reason: Option<String>,
    wallet_address: Option<String>,
}

fn approved() -> Verdict {
    Verdict::Approved
}

pub(super) fn make(handle: &Handle, body: Value) -> Outcome {
    let wanted: Corporate = input::read(body)?;
    let reference = reference(&wanted.organization, "/organization")?;
    let (organization, organization_id) = handle.read(|world| {
        let row = refs::organization(world, &reference)?;
        Ok::<_, Problem>((row.id, row.organization_id.clone()))
    })?;
    let status = ApplicationStatus::from(wanted.status);
    let initial = ApplicationStatus::Pending;
    if status != initial && !initial.may_become(status) {
        let all = ApplicationStatus::ALL.into_iter().filter(|to| initial.may_become(*to));
        let allowed = all.map(|status| status.name().to_owned()).collect();
        return Err(Problem::state(initial.name(), allowed).with("pointer", "/status"));
    }
    let company = company(handle, OP, organization)?;
    let user = person(handle, OP, company, &wanted.initial_user, "/initial_user")?;
    let external = handle.read(|world| world.issuer.collateral.users[user].external_id.clone());
    let answers = Answers {
        wallet_address: wanted.wallet_address.unwrap_or_else(|| format!("0x{}", "c0".repeat(20))),
        occupation: "11-1021".to_owned(),
        annual_salary: "100000".to_owned(),
        account_purpose: "Corporate cards".to_owned(),
        expected_monthly_volume: "50000".to_owned(),
        terms_accepted: true,
    };
    // In one step: a review that falls due at once would decide first.
    let made = handle.together(|acts| {
        let applied = acts.act(OP, &Apply { user: external.clone(), answers })?;
        let application = applied.application;
        if status != initial {
            let reason = wanted.reason;
            acts.act(OP, &Decide { application, status, reason, completion_url: None })?;
        }
        Ok(application)
    });
    let application = made.map_err(denied)?;
    let result = handle.read(|world| {
        let row = &world.issuer.collateral.applications[application];
        let company = &world.issuer.collateral.companies[company];
        json!({"application": application.to_string(), "external_id": row.external_id,
               "status": row.status.name(), "organization_id": organization_id,
               "card_company": {"id": company.id, "external_id": company.external_id,
                                "name": company.name},
               "card_user_id": external})
    });
    let changed = vec![
        format!("application:{application}"),
        format!("organization:{organization}"),
        format!("card_user:{user}"),
    ];
    Ok((result, changed))
}
