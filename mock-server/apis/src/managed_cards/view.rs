//! The program as one caller sees it: things in reach, and the rules for how they are shown.

use crate::{
    issuer::Caller,
    programs::managed::{Authorization, Card, Dispute, Managed, Operation, User, card::Balance},
    rulebook::{Rulebook, mc::BalanceDisplay},
    world::{CommandContext, World},
};

/// The program as a caller sees it.
#[derive(Clone, Copy)]
pub(super) struct View<'w> {
    /// The program.
    pub(super) managed: &'w Managed,
    /// The rules in force.
    pub(super) rules: &'w Rulebook,
    caller: Caller,
}

impl<'w> View<'w> {
    /// The view of the principal of a command.
    pub(super) fn of(world: &'w World, context: &CommandContext) -> Self {
        let caller = context.principal.caller;
        Self { managed: &world.issuer.managed, rules: &world.rules, caller }
    }

    /// The caller, where it is a user; the back office sees the things of all users.
    pub(super) fn user(&self) -> Option<&'w User> {
        match self.caller {
            Caller::User(user) => self.managed.users.get(user),
            Caller::Ops | Caller::Partner(_) | Caller::InAppUser(_) | Caller::Project(_) => None,
        }
    }

    /// True for the back office, which sees the things of all users.
    pub(super) fn sees_all(&self) -> bool {
        self.caller == Caller::Ops
    }

    /// True when a card is in reach.
    pub(super) fn reaches(&self, card: &Card) -> bool {
        self.sees_all() || self.caller == Caller::User(card.user)
    }

    /// The card in reach with this reference.
    pub(super) fn card(&self, reference: &str) -> Option<&'w Card> {
        self.managed.card(reference).filter(|card| self.reaches(card))
    }

    /// The authorization in reach with this reference.
    pub(super) fn authorization(&self, reference: &str) -> Option<&'w Authorization> {
        let found = self.managed.authorization(reference)?;
        self.reaches(&self.managed.cards[found.card]).then_some(found)
    }

    /// The dispute in reach with this reference.
    pub(super) fn dispute(&self, reference: &str) -> Option<&'w Dispute> {
        let found = self.managed.dispute(reference)?;
        self.reaches(&self.managed.cards[found.card]).then_some(found)
    }

    /// The operation in reach with this reference.
    pub(super) fn operation(&self, reference: &str) -> Option<&'w Operation> {
        let found = self.managed.operation(reference)?;
        let owner = self.managed.wallets[found.wallet].user;
        (self.sees_all() || self.caller == Caller::User(owner)).then_some(found)
    }

    /// The available amount of a balance as it is shown (AMB-MC-03), in minor units.
    pub(super) fn shown_available(&self, balance: Balance) -> i64 {
        match self.rules.mc.authorize.balance_display {
            BalanceDisplay::AvailableDrops => balance.available,
            BalanceDisplay::SeparateHold => balance.total(),
        }
    }
}
