//! A journal for tests, which knows secrets.

use super::Journal;
use crate::{
    programs::{collateral::commands::MakePartner, prepaid::commands::OpenProject},
    world::{
        CommandContext, Definition, Holder, World, access::Environment, clock::real_now,
        commands::IssueCredential,
    },
};

/// A journal that knows the secrets of the partner `acme` and of the project `main`.
pub(super) fn journal() -> Journal {
    let mut world = World::bare(Definition::new("default", "default", real_now())).unwrap();
    let mut journal = Journal::unstored(&world);
    let context = CommandContext::ops(world.definition.born_at, "test");
    let partner = MakePartner { label: "acme".to_owned() };
    let partner = world.act(&mut journal, &context, &partner).unwrap();
    let project = OpenProject { label: "main".to_owned(), access: true };
    let project = world.act(&mut journal, &context, &project).unwrap();
    let first = Some("primary".to_owned());
    for (holder, name) in [(Holder::Partner(partner), first), (Holder::Project(project), None)] {
        let environment = Environment::This;
        let issue = IssueCredential { holder, name, expires_in_us: None, environment };
        world.act(&mut journal, &context, &issue).unwrap();
    }
    journal.guard.learn(&world);
    journal
}
