//! The company of an organization, which several ops need.

use super::act;
use crate::{
    control::Problem,
    programs::collateral::{CompanyId, OrganizationId, commands::MakeCompany},
    worlds::Handle,
};

/// The company of an organization, made when there is none yet.
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
