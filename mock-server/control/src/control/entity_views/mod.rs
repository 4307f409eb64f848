//! Looking inside (SB 12): the people, cards and money of every program, with the ids under which
//! each surface shows them, and what touched them.
//!
//! A view is written by hand, member by member, so that no number, code or PIN of a card can come
//! into it; texts that somebody chose pass the redaction of the log on top of that.

mod card;
mod changes;
mod kind;
mod managed;
mod money;
mod person;
mod prepaid;
mod timeline;

use axum::{
    Json,
    extract::{Path, State},
};
use serde::Deserialize;
use serde_json::{Value, json};
use strum::IntoEnumIterator;
use utoipa::IntoParams;

use super::{
    Answer, Control, Problem,
    extract::InWorld,
    page::{Listed, Page, Paging},
    query::{Query, Wanted},
};
use crate::{
    issuer::{Entity, Issuer},
    log::{Class, RedactionContext},
    programs::{
        collateral::{CardUser, Collateral, Entity as Pg},
        managed::Entity as Mc,
        prepaid::Entity as Er,
    },
    world::World,
};
pub(super) use changes::{Changed, Comparison};
pub(super) use kind::EntityType;
pub(super) use timeline::{__path_timeline, timeline};

/// The state that a view is made from.
pub(super) struct Viewer<'a> {
    pub(super) world: &'a World,
    pub(super) redaction: &'a RedactionContext,
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
    fn ids(&self, user: Option<&CardUser>, ids: &Value) -> Value {
        let company = user.and_then(|user| self.all().companies.get(user.company));
        let organization = company.and_then(|one| self.all().organizations.get(one.organization));
        let is_managed = organization.is_some_and(|one| one.partner.is_some());
        let is_in_app = user.is_some_and(|user| user.user_id.is_some());
        let surfaces = [("PG", is_managed), ("AG", is_in_app)];
        let shows = surfaces.into_iter().filter(|(_, shows)| *shows);
        shows.map(|(code, _)| (code, ids.clone())).collect()
    }

    /// An entity; none that is not there.
    pub(super) fn view(&self, of: Entity) -> Option<Value> {
        let Issuer { collateral, managed, prepaid } = &self.world.issuer;
        match of {
            Entity::Collateral(of) => match of {
                Pg::Application(id) => collateral.applications.get(id).map(|r| self.application(r)),
                Pg::Card(id) => collateral.cards.get(id).map(|r| self.card(r)),
                Pg::Deposit(id) => collateral.deposits.get(id).map(|r| self.deposit(r)),
                Pg::Dispute(id) => collateral.disputes.get(id).map(|r| self.dispute(r)),
                Pg::Transaction(id) => collateral.transactions.get(id).map(|r| self.transaction(r)),
                Pg::User(id) => collateral.users.get(id).map(|r| self.user(r)),
                Pg::Wallet(id) => collateral.wallets.get(id).map(|r| self.wallet(r)),
            },
            Entity::Managed(of) => match of {
                Mc::Authorization(id) => {
                    managed.authorizations.get(id).map(|r| self.managed_authorization(r))
                }
                Mc::Card(id) => managed.cards.get(id).map(|r| self.managed_card(r)),
                Mc::Dispute(id) => managed.disputes.get(id).map(|r| self.managed_dispute(r)),
                Mc::Operation(id) => managed.operations.get(id).map(|r| self.managed_operation(r)),
                Mc::Program(id) => managed.programs.get(id).map(|r| self.managed_program(r)),
                Mc::User(id) => managed.users.get(id).map(|r| self.managed_user(r)),
                Mc::Wallet(id) => managed.wallets.get(id).map(|r| self.managed_wallet(r)),
            },
            Entity::Prepaid(of) => match of {
                Er::Card(id) => prepaid.cards.get(id).map(|r| self.prepaid_card(r)),
                Er::Cardholder(id) => prepaid.holders.get(id).map(|r| self.prepaid_cardholder(r)),
                Er::Deposit(id) => prepaid.funds.get(id).map(|r| self.prepaid_deposit(r)),
                Er::Order(id) => prepaid.orders.get(id).map(|r| self.prepaid_order(r)),
                Er::Project(id) => prepaid.projects.get(id).map(|r| self.prepaid_project(r)),
                Er::Transaction(id) => {
                    prepaid.transactions.get(id).map(|r| self.prepaid_transaction(r))
                }
                Er::User(id) => prepaid.users.get(id).map(|r| self.prepaid_user(r)),
            },
        }
    }

    /// The name of an entity, `<type>:<id>`; none that is not there.
    pub(super) fn name(&self, of: Entity) -> Option<String> {
        if let Entity::Collateral(Pg::Transaction(id)) = of {
            return self.all().transactions.get(id).map(|_| format!("transaction:t-{id}"));
        }
        self.view(of)?["id"].as_str().map(ToOwned::to_owned)
    }
}

/// Filter of entities.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct EntityFilter {
    /// The type: `application`, `authorization`, `card`, `cardholder`, `deposit`, `dispute`,
    /// `operation`, `order`, `program`, `project`, `transaction`, `user` or `wallet`; all of them
    /// when absent.
    #[serde(rename = "type")]
    #[param(inline, value_type = Option<Wanted>)]
    kind: Option<Wanted>,
}

/// Lists the entities of all programs.
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
    let all = types.flat_map(|of| of.all(&world.issuer));
    paging.of(all, |of| viewer.view(of).unwrap_or_default())
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
    let found = of.find(&world, &id)?;
    let viewer = Viewer { world: &world, redaction: &redaction };
    viewer.view(found).map(Json).ok_or_else(|| Problem::entity(of.into(), &id))
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
