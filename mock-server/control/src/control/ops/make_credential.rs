//! `make-credential` (SB 5.1).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Effect, Op, Outcome, act, keys::Keys};
use crate::{
    control::{
        Problem,
        duration::TimeSpan,
        entities::{Reference, collateral, prepaid},
        label::Label,
    },
    world::{Holder, access::Environment, commands::IssueCredential},
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MakeCredential {
    /// The partner whose credential it is; give this or `project`.
    partner: Option<Reference>,
    /// The project whose credential it is; give this or `partner`.
    project: Option<Reference>,
    /// The name of the credential; `credential-<n>` when absent.
    name: Option<Label>,
    /// The time for which the credential works from now on; for good when absent.
    expires_in: Option<TimeSpan>,
    /// The environment of the token; one of another environment is refused as an invalid key.
    #[serde(default)]
    environment: Environment,
}

#[derive(Serialize, ToSchema)]
pub(super) struct CredentialMade {
    /// The label, `<partner>/<name>`.
    credential: String,
    name: String,
    #[serde(flatten)]
    keys: Keys,
}

impl Op for MakeCredential {
    const NAME: &'static str = "make-credential";
    const SUMMARY: &'static str =
        "Issues a further credential of a partner or project; the earlier ones stay valid.";
    const MAKES_CREDENTIALS: bool = true;
    type Result = CredentialMade;

    fn run(self, handle: &Handle) -> Outcome<CredentialMade> {
        let (holder, count) = handle.read(|world| {
            let holder = match (&self.partner, &self.project) {
                (Some(partner), None) => Holder::Partner(collateral::partner(world, partner)?.id),
                (None, Some(project)) => Holder::Project(prepaid::project(world, project)?.id),
                _ => {
                    return Err(Problem::invalid(
                        "",
                        "give exactly one of `partner` and `project`",
                    ));
                }
            };
            let all = world.access.credentials.iter();
            Ok::<_, Problem>((holder, all.filter(|one| one.holder == holder).count()))
        })?;
        let name =
            self.name.map_or_else(|| format!("credential-{}", count + 1), |Label(name)| name);
        let command = IssueCredential {
            holder,
            name: Some(name),
            expires_in_us: self.expires_in.map(|time| time.micros),
            environment: self.environment,
        };
        let made = act(handle, Self::NAME, &command)?;
        let keys = Keys::of(&made);
        let changed = vec![format!("credential:{}", made.label)];
        let result = CredentialMade { credential: made.label, name: made.name, keys };
        Ok(Effect { result, changed })
    }
}
