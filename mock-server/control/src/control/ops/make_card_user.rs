//! `make-card-user` (SB 5.1).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Effect, Op, Outcome, act,
    company::company,
    in_app_user::{complete_kyc, is_free},
    kyc::KycInput,
    person::PersonName,
};
use crate::{
    control::{
        Problem,
        entities::{Reference, collateral},
        label::Label,
    },
    programs::collateral::{
        CardUserId,
        person::{Kyc, Outcome as Review},
    },
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MakeCardUser {
    partner: Reference,
    /// A customer organization of the partner.
    organization: Reference,
    name: PersonName,
    /// The end of a review; the one that the last name chooses when absent.
    outcome: Option<Review>,
    /// Complete when absent.
    kyc: Option<KycInput>,
    /// Whether there is an applicant; true when absent.
    applicant: Option<bool>,
    /// The name by which other ops refer to the person.
    label: Option<Label>,
    /// Whether the person has a login in the app, whose user id follows from the seed of the world;
    /// false when absent.
    #[serde(default)]
    in_app: bool,
}

#[derive(Serialize, ToSchema)]
pub(super) struct CardUserMade {
    card_user_id: Option<String>,
    /// The id of the login in the app; none for a person without one.
    user_id: Option<String>,
    /// The internal id.
    #[schema(value_type = i32)]
    id: CardUserId,
}

impl Op for MakeCardUser {
    const NAME: &'static str = "make-card-user";
    const SUMMARY: &'static str = "Makes a card user in an organization of a partner.";
    const IS_SEVERAL: bool = true;
    type Result = CardUserMade;

    fn run(self, handle: &Handle) -> Outcome<CardUserMade> {
        let label = self.label.map(|Label(label)| label);
        let organization = handle.read(|world| {
            is_free(world, label.as_deref())?;
            let partner = collateral::partner(world, &self.partner)?;
            let row = collateral::organization(world, &self.organization)?;
            if row.partner != Some(partner.id) {
                return Err(Problem::entity("organization of this partner", &self.organization));
            }
            Ok(row.id)
        })?;
        let company = company(handle, Self::NAME, organization)?;
        let mut command = self.name.command(company);
        command.label = label;
        if self.in_app {
            command.user_id =
                Some(handle.read(|world| world.new_user_id(command.label.as_deref())));
        }
        command.applicant = self.applicant.unwrap_or(command.applicant);
        command.outcome = self.outcome.unwrap_or(command.outcome);
        let kyc = self.kyc.unwrap_or_else(|| Kyc::Complete.into());
        command.kyc = kyc.row.clone();
        let id = act(handle, Self::NAME, &command)?;
        complete_kyc(handle, Self::NAME, id, &kyc)?;
        let (card_user_id, user_id) = handle.read(|world| {
            let user = world.issuer.collateral.users.get(id);
            user.map(|user| (user.external_id.clone(), user.user_id.clone())).unzip()
        });
        let changed = vec![format!("card_user:{id}")];
        Ok(Effect {
            result: CardUserMade { card_user_id, user_id: user_id.flatten(), id },
            changed,
        })
    }
}
