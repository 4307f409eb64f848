//! `make-application`: what a partner does with `createCardApplicationForPartnerUser` (PG 6.2).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Effect, Op, Outcome, act};
use crate::{
    control::entities::{Reference, collateral},
    programs::collateral::{application::Answers, commands::Apply},
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MakeApplication {
    card_user: Reference,
    /// The wallet of the person; a made-up one when absent.
    wallet_address: Option<String>,
    /// A code or title of SOC 2018; `15-1252` when absent.
    occupation: Option<String>,
    /// In dollars a year; `100000` when absent.
    annual_salary: Option<String>,
    /// `Business expenses` when absent.
    account_purpose: Option<String>,
    /// In dollars a month; `5000` when absent.
    expected_monthly_volume: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct ApplicationMade {
    application: String,
    external_id: String,
    /// As the API spells it; the review comes later.
    status: String,
}

impl Op for MakeApplication {
    const NAME: &'static str = "make-application";
    const SUMMARY: &'static str =
        "Applies for a card account of a card user; the review ends by itself.";
    type Result = ApplicationMade;

    fn run(self, handle: &Handle) -> Outcome<ApplicationMade> {
        let user = handle.read(|world| {
            collateral::user(world, &self.card_user).map(|user| user.external_id.clone())
        })?;
        let or = |given: Option<String>, usual: &str| given.unwrap_or_else(|| usual.to_owned());
        let answers = Answers {
            wallet_address: or(self.wallet_address, "0x52908400098527886e0f7030069857d2e4169ee7"),
            occupation: or(self.occupation, "15-1252"),
            annual_salary: or(self.annual_salary, "100000"),
            account_purpose: or(self.account_purpose, "Business expenses"),
            expected_monthly_volume: or(self.expected_monthly_volume, "5000"),
            terms_accepted: true,
        };
        let made = act(handle, Self::NAME, &Apply { user, answers })?;
        let changed = vec![format!("application:{}", made.application)];
        let application = made.application.to_string();
        let (external_id, status) = (made.external_id, made.status);
        Ok(Effect { result: ApplicationMade { application, external_id, status }, changed })
    }
}
