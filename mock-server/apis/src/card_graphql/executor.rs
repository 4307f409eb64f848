//! The schema of an API, and what judges documents before they run.

use std::{
    pin::pin,
    sync::OnceLock,
    task::{Context, Poll, Waker},
};

use async_graphql::{
    EmptySubscription, ObjectType, Request, SDLExportOptions, Schema, SubscriptionType,
    ValidationMode,
    parser::{
        parse_schema,
        types::{TypeKind, TypeSystemDefinition},
    },
};
use serde_json::Value;

use super::{
    renaming::{Renamed, Renaming},
    wording::Words,
};
use crate::{
    graphql::{self, Checker, Documents, EVERYTHING, Model},
    rulebook::Rulebook,
};

/// A member of a type of the schema.
pub(crate) type Member = (&'static str, &'static str);

/// The members that only some readings of the documents have, and whether these rules have them.
type OptionalMembers = fn(&Rulebook) -> Vec<(Member, bool)>;

/// The words of an API's refusals, under the rules in force.
type WordsUnder = fn(&Rulebook) -> &'static Words;

/// The names in the place of those of the schema, and their number among [`RENAMINGS`]; none where
/// it has its own.
type NamesUnder = fn(&Rulebook) -> Option<(usize, Renamed)>;

/// The most generations of names that a schema has besides its own.
const RENAMINGS: usize = 2;

/// The schema of one API, with the root `S` of its subscriptions where it has any, and what judges
/// documents. It depends on no world, and is made once for
/// the process, each part when it is first asked for.
pub(crate) struct Executor<Q: 'static, M: 'static, S: 'static = EmptySubscription> {
    schema: OnceLock<Schema<Q, M, S>>,
    optional: OptionalMembers,
    /// The words of the API's refusals.
    pub(super) words: WordsUnder,
    names: NamesUnder,
    renamings: [OnceLock<Renaming>; RENAMINGS],
    /// One for each combination of readings.
    judges: OnceLock<Box<[OnceLock<Judge>]>>,
    default_sdl: OnceLock<String>,
    /// One for each generation of names.
    log_judges: [OnceLock<(Checker, Documents)>; RENAMINGS + 1],
    operations: OnceLock<Vec<String>>,
}

/// Checker of documents under one combination of readings.
pub(crate) struct Judge {
    pub(crate) checker: Checker,
    pub(crate) documents: Documents,
    model: OnceLock<Model>,
}

/// The members that introspection leaves out, as the executing library is told.
pub(crate) struct LeftOut(pub(crate) Vec<Member>);

impl LeftOut {
    /// Whether a member shows in the introspection that is being executed.
    pub(crate) fn shows(ctx: &async_graphql::Context<'_>, of: &str, member: &str) -> bool {
        ctx.data_opt::<Self>().is_some_and(|left_out| !left_out.0.contains(&(of, member)))
    }
}

impl<Q, M, S> Executor<Q, M, S>
where
    Q: ObjectType + Default + 'static,
    M: ObjectType + Default + 'static,
    S: SubscriptionType + Default + 'static,
{
    /// The schema of these roots.
    pub(crate) fn new(words: WordsUnder, optional: OptionalMembers) -> Self {
        Self {
            schema: OnceLock::new(),
            optional,
            words,
            names: |_| None,
            renamings: Default::default(),
            judges: OnceLock::new(),
            default_sdl: OnceLock::new(),
            log_judges: Default::default(),
            operations: OnceLock::new(),
        }
    }

    /// The executor of an API whose names depend on the rules.
    pub(crate) fn naming(mut self, names: NamesUnder) -> Self {
        self.names = names;
        self
    }

    /// The names in the place of those of the schema under these rules, if there are any.
    pub(crate) fn renaming(&self, rules: &Rulebook) -> Option<&Renaming> {
        let (number, renamed) = (self.names)(rules)?;
        let named = || Renaming::new(names(self.default_sdl()), renamed);
        Some(self.renamings[number].get_or_init(named))
    }

    /// The schema, as the executing library has it.
    pub(crate) fn schema(&self) -> &Schema<Q, M, S> {
        self.schema.get_or_init(|| {
            Schema::build(Q::default(), M::default(), S::default())
                .disable_suggestions()
                .validation_mode(ValidationMode::Fast)
                .finish()
        })
    }

    /// Members that the rules in force leave out.
    pub(crate) fn left_out(&self, rules: &Rulebook) -> Vec<Member> {
        let gone = (self.optional)(rules).into_iter().filter(|(_, there)| !there);
        gone.map(|(member, _)| member).collect()
    }

    /// The judge under these rules.
    pub(crate) fn judge(&self, rules: &Rulebook) -> &Judge {
        let optional = (self.optional)(rules);
        let reading = optional.iter().fold(0, |bits, (_, there)| bits << 1 | usize::from(*there));
        let readings = 1_usize << optional.len();
        let generation = self.generation(rules);
        let judges = || (0..readings * (RENAMINGS + 1)).map(|_| OnceLock::new()).collect();
        self.judges.get_or_init(judges)[generation * readings + reading].get_or_init(|| Judge {
            checker: Checker::new(&self.sdl(rules)),
            documents: Documents::default(),
            model: OnceLock::new(),
        })
    }

    /// Everything that introspection shows under these rules.
    pub(crate) fn model(&self, rules: &Rulebook) -> &Model {
        self.judge(rules).model.get_or_init(|| Model::new(&self.everything(rules)))
    }

    /// The schema under the default readings, in the schema definition language.
    pub(crate) fn default_sdl(&self) -> &str {
        self.default_sdl.get_or_init(|| self.sdl(&Rulebook::default()))
    }

    /// The judge of documents after they were answered: the schema under the default readings, and
    /// under the names that it has under these rules.
    pub(crate) fn log_judge(&self, rules: &Rulebook) -> &(Checker, Documents) {
        let generation = self.generation(rules);
        self.log_judges[generation].get_or_init(|| {
            let checker = match self.renaming(rules) {
                None => Checker::new(self.default_sdl()),
                Some(names) => Checker::new(&names.told(self.default_sdl())),
            };
            (checker, Documents::default())
        })
    }

    /// The number of the generation of names under these rules; 0 for those of the schema itself.
    fn generation(&self, rules: &Rulebook) -> usize {
        (self.names)(rules).map_or(0, |(number, _)| number + 1)
    }

    /// The root fields of the schema: every operation that a document can ask for.
    pub(crate) fn operations(&self) -> &[String] {
        self.operations.get_or_init(|| root_fields(self.default_sdl()))
    }

    /// Answer of the executing library to a question for the whole schema, under these rules.
    fn everything(&self, rules: &Rulebook) -> Value {
        let request = Request::new(EVERYTHING).data(LeftOut(self.left_out(rules)));
        let mut execution = pin!(self.schema().execute(request));
        // Nothing in it waits for anything; where it pauses, it is asked again.
        let mut context = Context::from_waker(Waker::noop());
        loop {
            if let Poll::Ready(response) = execution.as_mut().poll(&mut context) {
                let shown = response.data.into_json().expect("introspection is JSON");
                return self.shown(shown, rules);
            }
        }
    }

    /// The answer to introspection, without the members that the rules in force leave out, and under
    /// the names that they have.
    fn shown(&self, mut everything: Value, rules: &Rulebook) -> Value {
        let left_out = self.left_out(rules);
        let types = everything.pointer_mut("/__schema/types").and_then(Value::as_array_mut);
        for of in types.into_iter().flatten() {
            let name = of["name"].as_str().unwrap_or_default().to_owned();
            for list in ["fields", "inputFields", "enumValues"] {
                let Some(members) = of[list].as_array_mut() else { continue };
                members.retain(|member| {
                    let member = member["name"].as_str().unwrap_or_default();
                    !left_out.contains(&(name.as_str(), member))
                });
            }
        }
        match self.renaming(rules) {
            None => everything,
            Some(names) => names.told(&everything.to_string()).parse().expect("names are words"),
        }
    }

    /// The schema as these rules show it, in the schema definition language.
    fn sdl(&self, rules: &Rulebook) -> String {
        let readable = SDLExportOptions::new()
            .prefer_single_line_descriptions()
            .use_space_ident()
            .indent_width(2);
        let own = self.schema().sdl_with_options(readable);
        let kept = graphql::without(&own, &self.left_out(rules));
        match self.renaming(rules) {
            None => kept,
            Some(names) => names.told(&kept),
        }
    }
}

/// The fields of the root types of a schema.
fn root_fields(sdl: &str) -> Vec<String> {
    let document = parse_schema(sdl).expect("the schema can be read");
    let types = document.definitions.into_iter().filter_map(|definition| match definition {
        TypeSystemDefinition::Type(found) => Some(found.node),
        TypeSystemDefinition::Schema(_) | TypeSystemDefinition::Directive(_) => None,
    });
    let roots = types.filter(|found| ["Query", "Mutation"].contains(&found.name.node.as_str()));
    let fields = roots.flat_map(|root| match root.kind {
        TypeKind::Object(object) => object.fields,
        _ => Vec::new(),
    });
    fields.map(|field| field.node.name.node.to_string()).collect()
}

/// The names of the types and the root fields of a schema.
fn names(sdl: &str) -> Vec<String> {
    let document = parse_schema(sdl).expect("the schema can be read");
    let types = document.definitions.into_iter().filter_map(|definition| match definition {
        TypeSystemDefinition::Type(found) => Some(found.node.name.node.to_string()),
        TypeSystemDefinition::Schema(_) | TypeSystemDefinition::Directive(_) => None,
    });
    types.chain(root_fields(sdl)).collect()
}
