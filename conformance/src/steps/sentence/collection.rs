//! The sentence of each step.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, LazyLock, Mutex, MutexGuard, OnceLock, PoisonError},
};

use cucumber::{
    gherkin::{Feature, Step, StepType},
    step::{self, Context},
};
use futures::future::LocalBoxFuture;
use regex_lite::Regex;

use super::{Keyword, Sentence};
use crate::World;

static GIVEN: LazyLock<Sentences> = LazyLock::new(|| Sentences::of(Keyword::Given));
static WHEN: LazyLock<Sentences> = LazyLock::new(|| Sentences::of(Keyword::When));
static THEN: LazyLock<Sentences> = LazyLock::new(|| Sentences::of(Keyword::Then));

/// An expression that every step fits.
static ANY: LazyLock<regex::Regex> =
    LazyLock::new(|| regex::Regex::new("^").expect("an expression for any text"));

/// The sentences that steps of these features may be, as the engine wants them.
///
/// # Rationale
/// The engine asks every expression for each step, takes a copy of each for each run, and a copy
/// makes its tables anew: a fifth of the time of a whole run, and more of a run of two scenarios,
/// as there are hundreds when deviations are tried out. So it gets one expression per keyword that
/// every step fits, and the sentence is looked up. Where a step has no sentence or several, it gets
/// them all, and tells so.
pub(crate) fn collection(features: &[Feature]) -> step::Collection<World> {
    let steps: Vec<_> = features.iter().flat_map(steps).collect();
    let that_fit = |step: &&Step| Keyword::of(step.ty).sentences().that_fit(&step.value);
    if steps.iter().all(|step| that_fit(step).len() == 1) {
        let any = || ANY.clone();
        return step::Collection::new()
            .given(None, any(), |world, context| play(Keyword::Given, world, context))
            .when(None, any(), |world, context| play(Keyword::When, world, context))
            .then(None, any(), |world, context| play(Keyword::Then, world, context));
    }
    let fits = steps.iter().flat_map(|step| that_fit(step).to_vec());
    let place = |one: &Sentence| (one.place.file(), one.place.line(), one.place.column());
    let chosen: BTreeMap<_, _> = fits.map(|fit| (place(fit.sentence), fit.sentence)).collect();
    let mut collection = step::Collection::new();
    for ((path, line, column), sentence) in chosen {
        let regex = regex::Regex::new(&sentence.words.written()).expect("a sentence's expression");
        let place = Some(step::Location { path, line, column });
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
    let fits = keyword.sentences().that_fit(&context.step.value);
    let fit = fits.first().expect("each step of the run was found to fit one sentence");
    context.matches = fit.groups.iter().map(|group| (None, group.clone())).collect();
    (fit.sentence.call)(world, context)
}

/// The sentences of a keyword.
struct Sentences {
    all: Vec<Known>,
    /// Those that fit a text, once it was asked for.
    fitting: Mutex<HashMap<String, Arc<[Fit]>>>,
}

/// A sentence that fits a text.
#[derive(Clone)]
struct Fit {
    sentence: &'static Sentence,
    /// The text, and its parts that the function gets.
    groups: Vec<String>,
}

/// A sentence, and what it takes to find it.
struct Known {
    sentence: &'static Sentence,
    /// The texts between its parameters, which every text that fits has in this order.
    pieces: Vec<&'static str>,
    regex: OnceLock<Regex>,
}

impl Known {
    fn of(sentence: &'static Sentence) -> Self {
        Self { sentence, pieces: sentence.words.pieces(), regex: OnceLock::new() }
    }

    /// The expression, which is read when a text has its pieces.
    fn regex(&self) -> &Regex {
        self.regex.get_or_init(|| self.sentence.words.regex())
    }

    /// The text and its parts that the function gets; `None` where it does not fit.
    fn groups(&self, text: &str) -> Option<Vec<String>> {
        let found = self.has_pieces(text).then(|| self.regex().captures(text)).flatten()?;
        Some(found.iter().map(|one| one.map_or("", |one| one.as_str()).to_owned()).collect())
    }

    /// Whether a text may fit: it begins with the first piece, ends with the last, and has the
    /// others between them.
    fn has_pieces(&self, text: &str) -> bool {
        let [first, between @ ..] = self.pieces.as_slice() else { return true };
        let Some(rest) = text.strip_prefix(first) else { return false };
        let Some((last, between)) = between.split_last() else { return true };
        // The ends first: they cost least to look at, and hardly any two sentences have the same.
        let Some(mut rest) = rest.strip_suffix(last) else { return false };
        for piece in between {
            let Some((_, behind)) = rest.split_once(piece) else { return false };
            rest = behind;
        }
        true
    }
}

impl Sentences {
    fn of(keyword: Keyword) -> Self {
        let all = inventory::iter::<Sentence>.into_iter();
        let all = all.filter(|one| one.keyword == keyword).map(Known::of).collect();
        Self { all, fitting: Mutex::default() }
    }

    /// Those that fit a text.
    fn that_fit(&self, text: &str) -> Arc<[Fit]> {
        if let Some(known) = self.fitting().get(text) {
            return known.clone();
        }
        // Without the lock: two threads look for the sentences of their scenarios at the same time.
        let fit = |one: &Known| Some(Fit { sentence: one.sentence, groups: one.groups(text)? });
        let found: Arc<[Fit]> = self.all.iter().filter_map(fit).collect();
        self.fitting().insert(text.to_owned(), found.clone());
        found
    }

    fn fitting(&self) -> MutexGuard<'_, HashMap<String, Arc<[Fit]>>> {
        self.fitting.lock().unwrap_or_else(PoisonError::into_inner)
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

    fn sentences(self) -> &'static Sentences {
        match self {
            Self::Given => &GIVEN,
            Self::When => &WHEN,
            Self::Then => &THEN,
        }
    }
}
