//! One look at the issuer on somebody's behalf.

use std::{cell::OnceCell, collections::BTreeMap};

use jiff::Timestamp;

use super::{
    Budget,
    catalogue::monthly_spend::{Spend, add_up},
};
use crate::{
    issuer::{Caller, Issuer},
    programs::collateral::OrganizationId,
    rulebook::Rulebook,
};

/// The issuer as a table reads it.
pub struct View<'a> {
    /// The issuer.
    pub issuer: &'a Issuer,
    /// The rules in force.
    pub rules: &'a Rulebook,
    /// Whose rows are visible.
    pub caller: Caller,
    /// World time.
    pub now: Timestamp,
    /// The budget of the request.
    pub(super) budget: &'a Budget,
    spend: OnceCell<Vec<Spend>>,
    organizations: OnceCell<BTreeMap<String, OrganizationId>>,
}

impl<'a> View<'a> {
    /// A look on somebody's behalf at an instant of world time.
    pub fn new(
        issuer: &'a Issuer,
        rules: &'a Rulebook,
        (caller, now): (Caller, Timestamp),
        budget: &'a Budget,
    ) -> Self {
        let (spend, organizations) = (OnceCell::new(), OnceCell::new());
        Self { issuer, rules, caller, now, budget, spend, organizations }
    }

    /// The organization with this UUID, from an index that is made once per look.
    pub(super) fn organization(&self, uuid: &str) -> Option<OrganizationId> {
        let all = || {
            let all = &self.issuer.collateral.organizations;
            self.budget.spend(all.len());
            all.iter().map(|row| (row.organization_id.clone(), row.id)).collect()
        };
        self.organizations.get_or_init(all).get(uuid).copied()
    }

    /// The months in which card users of the caller spent something, added up once per look.
    pub(super) fn spend(&self) -> &[Spend] {
        self.spend.get_or_init(|| add_up(self))
    }
}

/// Where tables get the issuer from.
pub trait Source: Send + Sync {
    /// Looks at the issuer as the root field's principal.
    fn read(&self, field: &str, look: &mut dyn FnMut(&View<'_>));

    /// Hears that the root field was answered, under which key.
    fn answered(&self, field: &str, key: &str);
}
