//! The members of an entity that differ between two states, for timelines and comparisons (SB 12,
//! 14). A secret that differs shows as `changed`, without either value.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::{Viewer, prepaid::dollars};
use crate::{
    collections::{BalanceChange, RowChange},
    control::amount::text_in,
    issuer::{Entity, Touched},
    log::RedactionContext,
    programs::{collateral, managed, prepaid},
    world::World,
};

/// Members that are no state, or change whenever another one does.
const UNTOLD: [&str; 5] = ["type", "id", "ids", "updated_at", "events_raised"];

/// The word for a secret that is another one.
const CHANGED: &str = "changed";

/// A member of the account of a person, and the name under which the APIs show it.
const BALANCES: [(&str, &str); 5] = [
    ("credit_limit", "creditLimit"),
    ("pending_charges", "pendingCharges"),
    ("posted_charges", "postedCharges"),
    ("balance_due", "balanceDue"),
    ("spending_power", "spendingPower"),
];

/// A changed member: its value before and afterwards.
pub(in crate::control) type Changed = Map<String, Value>;

/// Two states of a world, or of two worlds, as the same reader sees them.
pub(in crate::control) struct Comparison<'a> {
    pub(in crate::control) before: Viewer<'a>,
    pub(in crate::control) after: Viewer<'a>,
}

impl<'a> Comparison<'a> {
    /// Two states that one world has been in, seen from its present.
    pub(in crate::control) fn within(world: &'a World, redaction: &'a RedactionContext) -> Self {
        let viewer = || Viewer { world, redaction };
        Self { before: viewer(), after: viewer() }
    }

    /// True when a step touched an entity. A card against collateral is touched by what touches the
    /// account that it spends from.
    pub(in crate::control) fn touches(&self, of: Entity, touched: &[Touched]) -> bool {
        let account = self.account_of(of);
        touched.iter().any(|one| one.entity() == Some(of) || is_account(one, account))
    }

    /// Changes of an entity by a step: each member with its values before and afterwards, or
    /// `changed` for a secret.
    pub(in crate::control) fn changed(&self, of: Entity, touched: &[Touched]) -> Changed {
        let account = self.account_of(of);
        let mut members = Changed::new();
        for one in touched {
            if one.entity() == Some(of) {
                self.members_of(one, &mut members);
            } else if is_account(one, account) {
                self.balances_of(one, &mut members);
            }
        }
        members
    }

    /// The person whose account a card against collateral spends from.
    fn account_of(&self, of: Entity) -> Option<Entity> {
        let Entity::Collateral(collateral::Entity::Card(card)) = of else { return None };
        let user = self.after.all().cards.get(card)?.user;
        Some(Entity::Collateral(collateral::Entity::User(user)))
    }

    /// The members that a change of an entity changed.
    pub(in crate::control) fn members_of(&self, one: &Touched, into: &mut Changed) {
        use collateral::ChangedEntity as Pg;
        use managed::ChangedEntity as Mc;
        use prepaid::ChangedEntity as Er;
        match one {
            Touched::Collateral(Pg::Application(rows)) => {
                self.differing(into, rows, |viewer, row| viewer.application(row));
            }
            Touched::Collateral(Pg::Card(rows)) => {
                self.differing(into, rows, |viewer, row| viewer.card(row));
                secret(into, "secrets", rows, |row| &row.secrets);
                secret(into, "pin", rows, |row| (&row.pin, &row.staged_pin));
            }
            Touched::Collateral(Pg::Deposit(rows)) => {
                self.differing(into, rows, |viewer, row| viewer.deposit(row));
            }
            Touched::Collateral(Pg::Dispute(rows)) => {
                self.differing(into, rows, |viewer, row| viewer.dispute(row));
            }
            Touched::Collateral(Pg::Transaction(rows)) => {
                self.differing(into, rows, |viewer, row| viewer.transaction(row));
            }
            Touched::Collateral(Pg::User(rows)) => {
                self.differing(into, rows, |viewer, row| viewer.without_balances(row));
                self.balances_of(one, into);
                secret(into, "profile", rows, |row| &row.profile);
            }
            Touched::Collateral(Pg::Wallet(rows)) => {
                self.differing(into, rows, |viewer, row| viewer.wallet(row));
            }
            Touched::Managed(Mc::Authorization(rows)) => {
                self.differing(into, rows, |viewer, row| viewer.managed_authorization(row));
            }
            Touched::Managed(Mc::Card(rows)) => self.differing(into, rows, |viewer, row| {
                without(viewer.managed_card(row), &["available", "held"])
            }),
            Touched::Managed(Mc::Dispute(rows)) => {
                self.differing(into, rows, |viewer, row| viewer.managed_dispute(row));
            }
            Touched::Managed(Mc::Operation(rows)) => {
                self.differing(into, rows, |viewer, row| viewer.managed_operation(row));
            }
            Touched::Managed(Mc::Program(rows)) => {
                self.differing(into, rows, |viewer, row| viewer.managed_program(row));
            }
            Touched::Managed(Mc::User(rows)) => {
                self.differing(into, rows, |viewer, row| viewer.managed_user(row));
            }
            Touched::Managed(Mc::Wallet(rows)) => self.differing(into, rows, |viewer, row| {
                without(viewer.managed_wallet(row), &["available", "held"])
            }),
            Touched::ManagedBalance(change) => self.managed_balance(change, into),
            Touched::Prepaid(Er::Card(rows)) => {
                self.differing(into, rows, |viewer, row| {
                    without(viewer.prepaid_card(row), &["balance"])
                });
                secret(into, "secrets", rows, |row| &row.secrets);
            }
            Touched::Prepaid(Er::Cardholder(rows)) => {
                self.differing(into, rows, |viewer, row| viewer.prepaid_cardholder(row));
                secret(into, "kyc_data", rows, |row| &row.data);
            }
            Touched::Prepaid(Er::Deposit(rows)) => {
                self.differing(into, rows, |viewer, row| viewer.prepaid_deposit(row));
            }
            Touched::Prepaid(Er::Order(rows)) => {
                self.differing(into, rows, |viewer, row| viewer.prepaid_order(row));
            }
            Touched::Prepaid(Er::Project(rows)) => {
                self.differing(into, rows, |viewer, row| {
                    without(viewer.prepaid_project(row), &["balance"])
                });
            }
            Touched::Prepaid(Er::Transaction(rows)) => {
                self.differing(into, rows, |viewer, row| viewer.prepaid_transaction(row));
            }
            Touched::Prepaid(Er::User(rows)) => {
                self.differing(into, rows, |viewer, row| {
                    without(viewer.prepaid_user(row), &["balance"])
                });
            }
            Touched::PrepaidBalance(BalanceChange { account, before, after }) => {
                let name = match account {
                    prepaid::Account::Hold(_) => "hold",
                    prepaid::Account::Order(_) => "taken",
                    prepaid::Account::World
                    | prepaid::Account::Master(_)
                    | prepaid::Account::User(_)
                    | prepaid::Account::Card(_)
                    | prepaid::Account::Merchants
                    | prepaid::Account::Fees => "balance",
                };
                into.insert(name.to_owned(), json!([dollars(*before), dollars(*after)]));
            }
        }
    }

    /// The balances of the account of a person that a change changed.
    fn balances_of(&self, one: &Touched, into: &mut Changed) {
        let Touched::Collateral(collateral::ChangedEntity::User(rows)) = one else { return };
        let account = |viewer: &Viewer<'_>, row: &Option<Arc<collateral::CardUser>>| {
            row.as_ref().map_or(Value::Null, |row| viewer.user(row)["account"].take())
        };
        let before = account(&self.before, &rows.before);
        let after = account(&self.after, &rows.after);
        for (member, name) in BALANCES {
            let (from, to) = (&before[member], &after[member]);
            if from != to {
                into.insert(name.to_owned(), json!([from, to]));
            }
        }
    }

    /// Adds the members that differ between the views of a row before and afterwards.
    fn differing<T>(
        &self,
        into: &mut Changed,
        rows: &RowChange<T>,
        view: impl Fn(&Viewer<'_>, &T) -> Value,
    ) {
        let shown = |viewer, row: &Option<Arc<T>>| match row.as_deref().map(|row| view(viewer, row))
        {
            Some(Value::Object(members)) => members,
            _ => Map::new(),
        };
        let before = shown(&self.before, &rows.before);
        let after = shown(&self.after, &rows.after);
        let null = &Value::Null;
        for name in before.keys().chain(after.keys().filter(|name| !before.contains_key(*name))) {
            let (from, to) = (before.get(name).unwrap_or(null), after.get(name).unwrap_or(null));
            if from != to && !UNTOLD.contains(&name.as_str()) {
                into.insert(name.clone(), json!([from, to]));
            }
        }
    }

    fn managed_balance(&self, change: &BalanceChange<managed::Account>, into: &mut Changed) {
        let BalanceChange { account, before, after } = *change;
        let managed = &self.after.world.issuer.managed;
        let of_card = |card| {
            let card = managed.cards.get(card)?;
            managed.programs.get(card.program).map(|program| program.currency)
        };
        let (name, currency) = match account {
            managed::Account::Wallet(wallet) => {
                ("available", managed.wallets.get(wallet).map(|wallet| wallet.currency))
            }
            managed::Account::WalletHeld(wallet) => {
                ("held", managed.wallets.get(wallet).map(|wallet| wallet.currency))
            }
            managed::Account::Card(card) => ("available", of_card(card)),
            managed::Account::CardHeld(card) => ("held", of_card(card)),
            managed::Account::Outside(_)
            | managed::Account::Merchants(_)
            | managed::Account::Disputed(_) => return,
        };
        let code = currency.map_or("USD", managed::Currency::code);
        into.insert(name.to_owned(), json!([text_in(before, code), text_in(after, code)]));
    }
}

impl Viewer<'_> {
    /// A person without the figures of the account that are told by their own names.
    fn without_balances(&self, user: &collateral::CardUser) -> Value {
        let mut view = self.user(user);
        if let Some(account) = view["account"].as_object_mut() {
            for (member, _) in BALANCES {
                account.shift_remove(member);
            }
        }
        view
    }
}

/// True when a change is one of the account of this person.
fn is_account(one: &Touched, person: Option<Entity>) -> bool {
    let Touched::Collateral(collateral::ChangedEntity::User(rows)) = one else { return false };
    let account =
        |row: &Option<Arc<collateral::CardUser>>| row.as_ref().and_then(|row| row.account.clone());
    person.is_some() && one.entity() == person && account(&rows.before) != account(&rows.after)
}

/// Notes a secret that is another one afterwards.
fn secret<'r, T, S: PartialEq>(
    into: &mut Changed,
    name: &str,
    rows: &'r RowChange<T>,
    of: impl Fn(&'r T) -> S,
) {
    if let (Some(before), Some(after)) = (&rows.before, &rows.after)
        && of(before) != of(after)
    {
        into.insert(name.to_owned(), json!(CHANGED));
    }
}

/// A view without these members.
fn without(mut view: Value, members: &[&str]) -> Value {
    if let Some(all) = view.as_object_mut() {
        all.retain(|name, _| !members.contains(&name.as_str()));
    }
    view
}
