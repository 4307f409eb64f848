//! The types of entities, and the entities of each.

use strum::{EnumIter, EnumString, IntoStaticStr, VariantNames};

use crate::{
    control::{
        Problem,
        entities::{self, AnyCard, AnyDeposit, AnyDispute, AnyTransaction, AnyWallet, collateral},
    },
    issuer::{Entity, Issuer},
    programs::{collateral::Entity as Pg, managed::Entity as Mc, prepaid::Entity as Er},
    world::World,
};

/// The type of an entity that can be looked into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, EnumString, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "lowercase")]
pub(in crate::control) enum EntityType {
    /// An application for cards.
    Application,
    /// An authorization on a managed card.
    Authorization,
    /// A card, with its shipments.
    Card,
    /// A user of a project who passed KYC, or did not.
    Cardholder,
    /// A transfer to a collateral address, or to one of a project or its users.
    Deposit,
    /// A dispute of a transaction or an authorization.
    Dispute,
    /// A movement of a wallet of managed cards.
    Operation,
    /// An order of a project.
    Order,
    /// A program that managed cards are made of.
    Program,
    /// A project, with its master balance.
    Project,
    /// A row of an account or of a prepaid card.
    Transaction,
    /// A person who may hold cards, with the account; a user of a project or of managed cards.
    User,
    /// A wallet, with its balances.
    Wallet,
}

/// Entities of one kind.
type All<'a> = Box<dyn Iterator<Item = Entity> + 'a>;

impl EntityType {
    /// The type of a name.
    pub(in crate::control) fn named(place: &str, name: &str) -> Result<Self, Problem> {
        name.parse().map_err(|_| Problem::choice(place, name, Self::VARIANTS))
    }

    /// Every entity of the type: those of collateral cards first, then prepaid ones, then managed
    /// ones, each in order of making.
    pub(in crate::control) fn all(self, issuer: &Issuer) -> All<'_> {
        let Issuer { collateral, managed, prepaid } = issuer;
        match self {
            Self::Application => {
                let all = collateral.applications.iter();
                Box::new(all.map(|row| Entity::Collateral(Pg::Application(row.id))))
            }
            Self::Authorization => {
                let all = managed.authorizations.iter();
                Box::new(all.map(|row| Entity::Managed(Mc::Authorization(row.id))))
            }
            Self::Card => {
                let pg = collateral.cards.iter().map(|row| Entity::Collateral(Pg::Card(row.id)));
                let er = prepaid.cards.iter().map(|row| Entity::Prepaid(Er::Card(row.id)));
                let mc = managed.cards.iter().map(|row| Entity::Managed(Mc::Card(row.id)));
                Box::new(pg.chain(er).chain(mc))
            }
            Self::Cardholder => {
                let all = prepaid.holders.iter();
                Box::new(all.map(|row| Entity::Prepaid(Er::Cardholder(row.id))))
            }
            Self::Deposit => {
                let pg = collateral.deposits.iter();
                let pg = pg.map(|row| Entity::Collateral(Pg::Deposit(row.id)));
                let er = prepaid.funds.iter().map(|row| Entity::Prepaid(Er::Deposit(row.id)));
                Box::new(pg.chain(er))
            }
            Self::Dispute => {
                let pg = collateral.disputes.iter();
                let pg = pg.map(|row| Entity::Collateral(Pg::Dispute(row.id)));
                let mc = managed.disputes.iter().map(|row| Entity::Managed(Mc::Dispute(row.id)));
                Box::new(pg.chain(mc))
            }
            Self::Operation => {
                let all = managed.operations.iter();
                Box::new(all.map(|row| Entity::Managed(Mc::Operation(row.id))))
            }
            Self::Order => {
                Box::new(prepaid.orders.iter().map(|row| Entity::Prepaid(Er::Order(row.id))))
            }
            Self::Program => {
                Box::new(managed.programs.iter().map(|row| Entity::Managed(Mc::Program(row.id))))
            }
            Self::Project => {
                Box::new(prepaid.projects.iter().map(|row| Entity::Prepaid(Er::Project(row.id))))
            }
            Self::Transaction => {
                let pg = collateral.transactions.iter();
                let pg = pg.map(|row| Entity::Collateral(Pg::Transaction(row.id)));
                let er = prepaid.transactions.iter();
                Box::new(pg.chain(er.map(|row| Entity::Prepaid(Er::Transaction(row.id)))))
            }
            Self::User => {
                let pg = collateral.users.iter().map(|row| Entity::Collateral(Pg::User(row.id)));
                let er = prepaid.users.iter().map(|row| Entity::Prepaid(Er::User(row.id)));
                let mc = managed.users.iter().map(|row| Entity::Managed(Mc::User(row.id)));
                Box::new(pg.chain(er).chain(mc))
            }
            Self::Wallet => {
                let pg = collateral.wallets.iter();
                let pg = pg.map(|row| Entity::Collateral(Pg::Wallet(row.id)));
                let mc = managed.wallets.iter().map(|row| Entity::Managed(Mc::Wallet(row.id)));
                Box::new(pg.chain(mc))
            }
        }
    }

    /// The entity of the type that a reference names.
    pub(in crate::control) fn find(
        self,
        world: &World,
        reference: &str,
    ) -> Result<Entity, Problem> {
        Ok(match self {
            Self::Application => {
                Entity::Collateral(Pg::Application(collateral::application(world, reference)?.id))
            }
            Self::Authorization => {
                let found = entities::managed::authorization(&world.issuer.managed, reference);
                let found = found.ok_or_else(|| Problem::entity(self.into(), reference))?;
                Entity::Managed(Mc::Authorization(found.id))
            }
            Self::Card => match entities::card(world, reference)? {
                AnyCard::Collateral(id) => Entity::Collateral(Pg::Card(id)),
                AnyCard::Prepaid(id) => Entity::Prepaid(Er::Card(id)),
                AnyCard::Managed(id) => Entity::Managed(Mc::Card(id)),
            },
            Self::Cardholder => {
                Entity::Prepaid(Er::Cardholder(entities::prepaid::cardholder(world, reference)?.id))
            }
            Self::Deposit => match entities::deposit(world, reference)? {
                AnyDeposit::Collateral(id) => Entity::Collateral(Pg::Deposit(id)),
                AnyDeposit::Prepaid(id) => Entity::Prepaid(Er::Deposit(id)),
            },
            Self::Dispute => match entities::dispute(world, reference)? {
                AnyDispute::Collateral(id) => Entity::Collateral(Pg::Dispute(id)),
                AnyDispute::Managed(id) => Entity::Managed(Mc::Dispute(id)),
            },
            Self::Operation => {
                Entity::Managed(Mc::Operation(entities::managed::operation(world, reference)?.id))
            }
            Self::Order => {
                Entity::Prepaid(Er::Order(entities::prepaid::order(world, reference)?.id))
            }
            Self::Program => {
                Entity::Managed(Mc::Program(entities::managed::program(world, reference)?.id))
            }
            Self::Project => {
                Entity::Prepaid(Er::Project(entities::prepaid::project(world, reference)?.id))
            }
            Self::Transaction => match entities::transaction(world, reference)? {
                AnyTransaction::Collateral(id) => Entity::Collateral(Pg::Transaction(id)),
                AnyTransaction::Prepaid(id) => Entity::Prepaid(Er::Transaction(id)),
                AnyTransaction::Managed(id) => Entity::Managed(Mc::Authorization(id)),
            },
            Self::User => user(world, reference)?,
            Self::Wallet => match entities::wallet(world, reference)? {
                AnyWallet::Digital(id) => Entity::Collateral(Pg::Wallet(id)),
                AnyWallet::Managed(id, _) => Entity::Managed(Mc::Wallet(id)),
            },
        })
    }
}

/// A user of any program; where a reference names several, the person who holds collateral cards.
fn user(world: &World, reference: &str) -> Result<Entity, Problem> {
    let found = collateral::user(world, reference).map(|row| Entity::Collateral(Pg::User(row.id)));
    found.or_else(|unknown| {
        let managed = entities::managed::user(world, reference).ok();
        let managed = managed.map(|row| Entity::Managed(Mc::User(row.id)));
        let prepaid = || entities::prepaid::user(world, reference);
        let found = managed.or_else(|| prepaid().map(|row| Entity::Prepaid(Er::User(row.id))));
        found.ok_or(unknown)
    })
}
