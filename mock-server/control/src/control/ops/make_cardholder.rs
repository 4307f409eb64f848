//! `make-cardholder`: what a project does with `/cardholders/create` (ER 8.4).

use serde::Deserialize;
use utoipa::ToSchema;

use super::{Effect, Op, Outcome, act, decide_kyc::CardholderKyc, person::PersonName};
use crate::{
    control::entities::{Reference, prepaid},
    programs::prepaid::{cardholder::KycData, commands::SubmitHolder},
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MakeCardholder {
    /// The user, by either id.
    user: Reference,
    /// The project to which the user belongs; `main` when absent.
    project: Option<Reference>,
    /// `alpha` when absent.
    subprovider_code: Option<String>,
    name: PersonName,
    /// As `1990-01-31`, which it is when absent.
    birth_date: Option<String>,
    /// Two letters; `US` when absent.
    country_iso: Option<String>,
}

impl Op for MakeCardholder {
    const NAME: &'static str = "make-cardholder";
    const SUMMARY: &'static str =
        "Hands in the KYC data of a user of a project; the review ends by itself.";
    type Result = CardholderKyc;

    fn run(self, handle: &Handle) -> Outcome<CardholderKyc> {
        let reference = self.project.as_deref().unwrap_or("main");
        let project =
            handle.read(|world| prepaid::project(world, reference).map(|project| project.id))?;
        let (first_name, last_name) = self.name.parts();
        let or = |given: Option<String>, usual: &str| given.or_else(|| Some(usual.to_owned()));
        let command = SubmitHolder {
            project: Some(project),
            user: self.user.to_string(),
            subprovider_code: or(self.subprovider_code, "alpha"),
            subprovider_id: None,
            data: Some(KycData {
                first_name: Some(first_name),
                last_name: Some(last_name),
                birth_date: or(self.birth_date, "1990-01-31"),
                email: Some("person@people.sandbox.test".to_owned()),
                phone_number_full: Some("+15550100".to_owned()),
                country_iso: or(self.country_iso, "US"),
            }),
        };
        let result = CardholderKyc::of(&act(handle, Self::NAME, &command)?);
        let changed = vec![format!("cardholder:{}", result.cardholder)];
        Ok(Effect { result, changed })
    }
}
