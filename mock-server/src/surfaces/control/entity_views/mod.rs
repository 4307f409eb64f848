//! Looking inside (SB 12): the people, cards and money of partners and of the app, with the ids
//! under which each surface shows them.
//!
//! A view is written by hand, member by member, so that no number, code or PIN of a card can come
//! into it; texts that somebody chose pass the redaction of the log on top of that.

mod card;
mod money;
mod person;

use axum::{
    Json,
    extract::{Path, State},
};
use serde::Deserialize;
use serde_json::{Value, json};
use strum::{EnumIter, EnumString, IntoEnumIterator, IntoStaticStr, VariantNames};
use utoipa::IntoParams;

use super::{
    Answer, Control, Problem,
    entities::collateral,
    extract::InWorld,
    page::{Listed, Page, Paging},
    query::{Query, Wanted},
};
use crate::{
    log::{Class, RedactionContext},
    programs::collateral::{CardUser, Collateral, DepositId},
    world::World,
};

/// The type of an entity that can be looked into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, EnumString, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "lowercase")]
enum EntityType {
    /// An application for cards.
    Application,
    /// A card, with its shipments.
    Card,
    /// A transfer to a collateral address.
    Deposit,
    /// A dispute of a transaction.
    Dispute,
    /// A row of an account.
    Transaction,
    /// A person who may hold cards, with the account.
    User,
    /// A digital wallet, with its balances.
    Wallet,
}

impl EntityType {
    /// The type of a name.
    fn named(place: &str, name: &str) -> Result<Self, Problem> {
        name.parse().map_err(|_| Problem::choice(place, name, Self::VARIANTS))
    }

    /// The number of entities of the type.
    fn count(self, all: &Collateral) -> usize {
        match self {
            Self::Application => all.applications.len(),
            Self::Card => all.cards.len(),
            Self::Deposit => all.deposits.len(),
            Self::Dispute => all.disputes.len(),
            Self::Transaction => all.transactions.len(),
            Self::User => all.users.len(),
            Self::Wallet => all.wallets.len(),
        }
    }
}

/// The state that a view is made from.
struct Viewer<'a> {
    world: &'a World,
    redaction: &'a RedactionContext,
}

impl<'a> Viewer<'a> {
    fn all(&self) -> &'a Collateral {
        &self.world.issuer.collateral
    }

    /// A text about a person.
    fn personal(&self, text: &str) -> String {
        self.redaction.text(Class::Personal, text)
    }

    /// A text that somebody chose.
    fn chosen(&self, text: &str) -> String {
        self.redaction.text(Class::Plain, text)
    }

    /// The surfaces that show what a person has, each with these ids.
    fn ids(&self, user: &CardUser, ids: &Value) -> Value {
        let company = &self.all().companies[user.company];
        let is_managed = self.all().organizations[company.organization].partner.is_some();
        let surfaces = [("PG", is_managed), ("AG", user.user_id.is_some())];
        let shows = surfaces.into_iter().filter(|(_, shows)| *shows);
        shows.map(|(code, _)| (code, ids.clone())).collect()
    }

    /// An entity by a reference.
    fn find(&self, of: EntityType, reference: &str) -> Result<Value, Problem> {
        let world = self.world;
        let unknown = || Problem::entity(of.into(), reference);
        match of {
            EntityType::Application => {
                collateral::application(world, reference).map(|row| self.application(row))
            }
            EntityType::Card => collateral::card(world, reference).map(|row| self.card(row)),
            EntityType::Deposit => {
                let number = reference.parse().map(DepositId).ok();
                let row = number.and_then(|id| self.all().deposits.get(id));
                row.map(|row| self.deposit(row)).ok_or_else(unknown)
            }
            EntityType::Dispute => {
                let row = collateral::dispute(world, reference);
                row.map(|row| self.dispute(row)).ok_or_else(unknown)
            }
            EntityType::Transaction => {
                collateral::transaction(world, reference).map(|row| self.transaction(row))
            }
            EntityType::User => collateral::user(world, reference).map(|row| self.user(row)),
            EntityType::Wallet => {
                let row = collateral::wallet(world, reference);
                row.map(|row| self.wallet(row)).ok_or_else(unknown)
            }
        }
    }

    /// The entity at a place of the list of its type, from 0.
    fn at(&self, of: EntityType, place: usize) -> Option<Value> {
        let all = self.all();
        match of {
            EntityType::Application => {
                all.applications.iter().nth(place).map(|r| self.application(r))
            }
            EntityType::Card => all.cards.iter().nth(place).map(|r| self.card(r)),
            EntityType::Deposit => all.deposits.iter().nth(place).map(|r| self.deposit(r)),
            EntityType::Dispute => all.disputes.iter().nth(place).map(|r| self.dispute(r)),
            EntityType::Transaction => {
                all.transactions.iter().nth(place).map(|r| self.transaction(r))
            }
            EntityType::User => all.users.iter().nth(place).map(|r| self.user(r)),
            EntityType::Wallet => all.wallets.iter().nth(place).map(|r| self.wallet(r)),
        }
    }
}

/// Filter of entities.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct EntityFilter {
    /// The type: `application`, `card`, `deposit`, `dispute`, `transaction`, `user` or `wallet`;
    /// all of them when absent.
    #[serde(rename = "type")]
    #[param(inline, value_type = Option<Wanted>)]
    kind: Option<Wanted>,
}

/// Lists the entities of partners and of the app.
#[utoipa::path(get, path = "/worlds/{world}/entities", params(EntityFilter, Paging), responses((status = 200, description = "Entities, redacted.", body = Page)))]
pub(super) async fn list(
    State(control): State<Control>,
    InWorld(handle): InWorld,
    Query(filter): Query<EntityFilter>,
    Query(paging): Query<Paging>,
) -> Listed {
    let kind = filter.kind.as_deref().map(|kind| EntityType::named("?type", kind)).transpose()?;
    let redaction = control.redaction(&handle);
    // A copy costs next to nothing, and the world goes on while it is read.
    let world = super::look(&handle, World::clone);
    let viewer = Viewer { world: &world, redaction: &redaction };
    let types = EntityType::iter().filter(|of| kind.is_none_or(|kind| kind == *of));
    let places = types.flat_map(|of| (0..of.count(viewer.all())).map(move |place| (of, place)));
    paging.of(places, |(of, place)| viewer.at(of, place).unwrap_or_default())
}

/// Shows an entity by any id under which a surface shows it, or by its label.
#[utoipa::path(get, path = "/worlds/{world}/entities/{type}/{id}", responses((status = 200, description = "The entity, redacted.", body = Value)))]
pub(super) async fn show(
    State(control): State<Control>,
    InWorld(handle): InWorld,
    Path((_, kind, id)): Path<(String, String, String)>,
) -> Answer {
    let of = EntityType::named("/type", &kind)?;
    let redaction = control.redaction(&handle);
    let world = super::look(&handle, World::clone);
    Viewer { world: &world, redaction: &redaction }.find(of, &id).map(Json)
}

/// The members that every view begins with.
fn headed(of: EntityType, id: impl std::fmt::Display, ids: Value, state: Value) -> Value {
    let name: &str = of.into();
    let mut view = json!({"type": name, "id": format!("{name}:{id}"), "ids": ids});
    if let (Some(view), Value::Object(state)) = (view.as_object_mut(), state) {
        view.extend(state);
    }
    view
}
