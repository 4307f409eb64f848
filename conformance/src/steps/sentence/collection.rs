//! The sentence of each step.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{LazyLock, Mutex, PoisonError},
};

use cucumber::{
    gherkin::{Feature, Step, StepType},
    step::{self, Context},
};
use futures::future::LocalBoxFuture;
use regex::{Regex, RegexSet, RegexSetBuilder};

use super::{Keyword, Sentence};
use crate::World;

/// Memory, in bytes, that the search for all expressions at once may take. The usual 2 MiB are too
/// little for so many, and it falls back to a slower search.
const SEARCH_MEMORY: usize = 64 * 1024 * 1024;

static ALL: LazyLock<All> = LazyLock::new(All::read);

/// The sentences that steps of these features may be, as the engine wants them.
///
/// # Rationale
/// The engine asks every expression for each step, takes a copy of each for each run, and a copy
/// makes its tables anew: a fifth of the time of a whole run, and more of a run of two scenarios, as
/// there are hundreds when deviations are tried out. So it gets one expression per keyword that
/// every step fits, and the sentence is looked up. Where a step has no sentence or several, it gets
/// them all, and tells so.
pub(crate) fn collection(features: &[Feature]) -> step::Collection<World> {
    let steps: Vec<_> = features.iter().flat_map(steps).collect();
    if steps.iter().all(|step| ALL.only(Keyword::of(step.ty), &step.value).is_some()) {
        let any = || Regex::new("(?s)^.*$").expect("an expression for any text");
        return step::Collection::new()
            .given(None, any(), |world, context| play(Keyword::Given, world, context))
            .when(None, any(), |world, context| play(Keyword::When, world, context))
            .then(None, any(), |world, context| play(Keyword::Then, world, context));
    }
    let chosen: BTreeSet<_> = steps.iter().flat_map(|step| ALL.that_fit(&step.value)).collect();
    let mut collection = step::Collection::new();
    for at in chosen {
        let (sentence, regex) = &ALL.sentences[at];
        let (path, line, column) =
            (sentence.place.file(), sentence.place.line(), sentence.place.column());
        let (place, regex) = (Some(step::Location { path, line, column }), regex.clone());
        collection = match sentence.keyword {
            Keyword::Given => collection.given(place, regex, sentence.call),
            Keyword::When => collection.when(place, regex, sentence.call),
            Keyword::Then => collection.then(place, regex, sentence.call),
        };
    }
    collection
}

/// The steps of a feature, backgrounds included.
fn steps(feature: &Feature) -> impl Iterator<Item = &Step> {
    let rules = feature.rules.iter();
    let backgrounds =
        feature.background.iter().chain(rules.clone().flat_map(|rule| &rule.background));
    let scenarios = feature.scenarios.iter().chain(rules.flat_map(|rule| &rule.scenarios));
    backgrounds.flat_map(|one| &one.steps).chain(scenarios.flat_map(|one| &one.steps))
}

/// Carries out a step whose sentence is the only one that it fits.
fn play(keyword: Keyword, world: &mut World, mut context: Context) -> LocalBoxFuture<'_, ()> {
    let only = ALL.only(keyword, &context.step.value);
    let (sentence, regex) = only.expect("each step of the run was found to fit one sentence");
    let groups = regex.captures(&context.step.value);
    let groups = groups.expect("the step fits the sentence");
    let text =
        |group: Option<regex::Match<'_>>| group.map_or("", |found| found.as_str()).to_owned();
    context.matches = groups.iter().map(|group| (None, text(group))).collect();
    (sentence.call)(world, context)
}

/// Every sentence with its expression.
struct All {
    sentences: Vec<(&'static Sentence, Regex)>,
    /// All expressions at once.
    set: RegexSet,
    /// The places of the sentences that fit a text, once it was asked for.
    fitting: Mutex<HashMap<String, Vec<usize>>>,
}

impl All {
    fn read() -> Self {
        let sentences: Vec<_> =
            inventory::iter::<Sentence>.into_iter().map(|one| (one, one.words.regex())).collect();
        let set = RegexSetBuilder::new(sentences.iter().map(|(_, regex)| regex.as_str()))
            .dfa_size_limit(SEARCH_MEMORY)
            .build()
            .unwrap_or_else(|error| panic!("all sentences at once: {error}"));
        Self { sentences, set, fitting: Mutex::default() }
    }

    /// The places of the sentences that fit a text, whatever their keyword.
    fn that_fit(&self, text: &str) -> Vec<usize> {
        let mut fitting = self.fitting.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = fitting.get(text) {
            return known.clone();
        }
        let found: Vec<_> = self.set.matches(text).into_iter().collect();
        fitting.insert(text.to_owned(), found.clone());
        found
    }

    /// The sentence of a keyword that a text fits, with its expression; `None` where there is none
    /// or more than one.
    fn only(&self, keyword: Keyword, text: &str) -> Option<&(&'static Sentence, Regex)> {
        let of_keyword = |at: &usize| self.sentences[*at].0.keyword == keyword;
        let mut found = self.that_fit(text).into_iter().filter(of_keyword);
        let first = found.next()?;
        found.next().is_none().then(|| &self.sentences[first])
    }
}

impl Keyword {
    /// The keyword of a step of this type.
    fn of(kind: StepType) -> Self {
        match kind {
            StepType::Given => Self::Given,
            StepType::When => Self::When,
            StepType::Then => Self::Then,
        }
    }
}
