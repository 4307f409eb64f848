//! The refusal that an application for a person would get for data that the issuer misses (PG 6.4),
//! as the control plane explains it.

use super::schema::WORDS;
use crate::{
    card_graphql::OperationError,
    mocked_api::BlockedOperation,
    programs::collateral::{CardUser, Refusal, person},
    world::World,
};

/// The operation that would be refused, and its error; none when nothing is missed, or when the person
/// belongs to no partner.
pub(super) fn blocked(world: &World, user: &CardUser) -> Option<BlockedOperation> {
    world.issuer.collateral.partner_of(user.company)?;
    let missing = person::missing(Some(user), &world.rules.kyc);
    if missing.is_empty() {
        return None;
    }
    let error = OperationError::from(Refusal::KycMissing(missing)).envelope(&WORDS)?;
    Some(BlockedOperation { operation: "createCardApplicationForPartnerUser", error })
}
