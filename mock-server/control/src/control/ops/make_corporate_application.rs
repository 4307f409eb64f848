//! `make-corporate-application`: what no partner can do through the API, and "Agio ops can create
//! them on your behalf" (partner-card-api: Not exposed via this endpoint).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Effect, Op, Outcome, act, company::company, decide_application::Verdict, person::PersonName,
};
use crate::{
    control::{
        Problem, denied,
        entities::{Reference, collateral},
    },
    programs::collateral::{
        ApplicationStatus,
        application::Answers,
        commands::{Apply, Decide},
    },
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MakeCorporateApplication {
    /// The customer organization.
    organization: Reference,
    /// The person who uses the company's cards first.
    initial_user: PersonName,
    /// The decision; `pending` leaves the application to the review.
    #[serde(default = "approved")]
    status: Verdict,
    /// Why, for denials and missing information.
    reason: Option<String>,
    /// The wallet of the company; a made-up one when absent.
    wallet_address: Option<String>,
}

fn approved() -> Verdict {
    Verdict::Approved
}

#[derive(Serialize, ToSchema)]
pub(super) struct CorporateApplicationMade {
    application: String,
    external_id: String,
    /// As the API spells it.
    status: &'static str,
    organization_id: String,
    card_company: CardCompany,
    card_user_id: String,
}

/// The company of the organization.
#[derive(Serialize, ToSchema)]
struct CardCompany {
    id: i32,
    external_id: String,
    name: String,
}

impl Op for MakeCorporateApplication {
    const NAME: &'static str = "make-corporate-application";
    const SUMMARY: &'static str = "Gives an organization its company, the company's first user and \
                                   an application, decided as wanted.";
    const IS_SEVERAL: bool = true;
    type Result = CorporateApplicationMade;

    fn run(self, handle: &Handle) -> Outcome<CorporateApplicationMade> {
        let (organization, organization_id) = handle.read(|world| {
            let row = collateral::organization(world, &self.organization)?;
            Ok::<_, Problem>((row.id, row.organization_id.clone()))
        })?;
        let status = ApplicationStatus::from(self.status);
        let initial = ApplicationStatus::Pending;
        if status != initial && !initial.may_become(status) {
            let all = ApplicationStatus::ALL.into_iter().filter(|to| initial.may_become(*to));
            let allowed = all.map(|status| status.name().to_owned()).collect();
            return Err(Problem::state(initial.name(), allowed).with("pointer", "/status"));
        }
        let company = company(handle, Self::NAME, organization)?;
        let user = act(handle, Self::NAME, &self.initial_user.command(company))?;
        let card_user_id =
            handle.read(|world| world.issuer.collateral.users[user].external_id.clone());
        let answers = answers(self.wallet_address);
        // In one step: a review that falls due at once would decide first.
        let made = handle.in_one_step(|acts| {
            let apply = Apply { user: card_user_id.clone(), answers };
            let application = acts.act(Self::NAME, &apply)?.application;
            if status != initial {
                let reason = self.reason;
                let decide = Decide { application, status, reason, completion_url: None };
                acts.act(Self::NAME, &decide)?;
            }
            Ok(application)
        });
        let application = made.map_err(denied)?;
        let changed = vec![
            format!("application:{application}"),
            format!("organization:{organization}"),
            format!("card_user:{user}"),
        ];
        let result = handle.read(|world| {
            let row = &world.issuer.collateral.applications[application];
            let company = &world.issuer.collateral.companies[company];
            CorporateApplicationMade {
                application: application.to_string(),
                external_id: row.external_id.clone(),
                status: row.status.name(),
                organization_id,
                card_company: CardCompany {
                    id: company.id.0,
                    external_id: company.external_id.clone(),
                    name: company.name.clone(),
                },
                card_user_id,
            }
        });
        Ok(Effect { result, changed })
    }
}

/// Answers that no application is denied for.
fn answers(wallet_address: Option<String>) -> Answers {
    Answers {
        wallet_address: wallet_address.unwrap_or_else(|| format!("0x{}", "c0".repeat(20))),
        occupation: "11-1021".to_owned(),
        annual_salary: "100000".to_owned(),
        account_purpose: "Corporate cards".to_owned(),
        expected_monthly_volume: "50000".to_owned(),
        terms_accepted: true,
    }
}
