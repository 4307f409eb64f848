//! The sentence of each step.

use std::{
    collections::{BTreeSet, HashMap},
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
    if steps.iter().all(|step| has_only(Keyword::of(step.ty), &step.value)) {
        let any = || regex::Regex::new("(?s)^.*$").expect("an expression for any text");
        return step::Collection::new()
            .given(None, any(), |world, context| play(Keyword::Given, world, context))
            .when(None, any(), |world, context| play(Keyword::When, world, context))
            .then(None, any(), |world, context| play(Keyword::Then, world, context));
    }
    let fits: Vec<_> = steps.iter().map(|step| ALL.that_fit(&step.value)).collect();
    let chosen: BTreeSet<_> = fits.iter().flat_map(|all| all.iter().map(|fit| fit.at)).collect();
    let mut collection = step::Collection::new();
    for at in chosen {
        let known = &ALL.sentences[at];
        let sentence = known.sentence;
        let regex = regex::Regex::new(&sentence.words.written()).expect("a sentence's expression");
        let (path, line, column) =
            (sentence.place.file(), sentence.place.line(), sentence.place.column());
        let place = Some(step::Location { path, line, column });
        collection = match sentence.keyword {
            Keyword::Given => collection.given(place, regex, sentence.call),
            Keyword::When => collection.when(place, regex, sentence.call),
            Keyword::Then => collection.then(place, regex, sentence.call),
        };
    }
    collection
}

/// True when a text fits one sentence of a keyword, and no other.
fn has_only(keyword: Keyword, text: &str) -> bool {
    ALL.only_of(keyword, &ALL.that_fit(text)).is_some()
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
    let fits = ALL.that_fit(&context.step.value);
    let only = ALL.only_of(keyword, &fits);
    let fit = only.expect("each step of the run was found to fit one sentence");
    context.matches = fit.groups.iter().map(|group| (None, group.clone())).collect();
    (ALL.sentences[fit.at].sentence.call)(world, context)
}

/// Every sentence.
struct All {
    sentences: Vec<Known>,
    /// The sentences that fit a text, once it was asked for.
    fitting: Mutex<HashMap<String, Arc<[Fit]>>>,
}

/// A sentence that fits a text.
struct Fit {
    /// Its place among all.
    at: usize,
    /// The text, and its parts that the function gets.
    groups: Vec<String>,
}

/// A sentence, and what it takes to find it.
struct Known {
    sentence: &'static Sentence,
    /// What stands between its parameters, which every text that fits has in this order.
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

    /// Whether a text may fit: it begins with the first piece, ends with the last, and has the others
    /// between them.
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

impl All {
    fn read() -> Self {
        let sentences = inventory::iter::<Sentence>.into_iter().map(Known::of).collect();
        Self { sentences, fitting: Mutex::default() }
    }

    /// The sentences that fit a text, whatever their keyword.
    fn that_fit(&self, text: &str) -> Arc<[Fit]> {
        if let Some(known) = self.fitting().get(text) {
            return known.clone();
        }
        // Without the lock: two threads look for the sentences of their scenarios at the same time.
        let all = self.sentences.iter().enumerate();
        let fits = all.filter_map(|(at, one)| Some(Fit { at, groups: one.groups(text)? }));
        let found: Arc<[Fit]> = fits.collect();
        self.fitting().insert(text.to_owned(), found.clone());
        found
    }

    fn fitting(&self) -> MutexGuard<'_, HashMap<String, Arc<[Fit]>>> {
        self.fitting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The only one of these that is a sentence of a keyword; `None` where there is none or several.
    fn only_of<'f>(&self, keyword: Keyword, fits: &'f [Fit]) -> Option<&'f Fit> {
        let of_keyword = |fit: &&Fit| self.sentences[fit.at].sentence.keyword == keyword;
        let mut found = fits.iter().filter(of_keyword);
        let first = found.next()?;
        found.next().is_none().then_some(first)
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
