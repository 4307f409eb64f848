//! The sentence of each step.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{LazyLock, Mutex, MutexGuard, OnceLock, PoisonError},
};

use cucumber::{
    gherkin::{Feature, Step, StepType},
    step::{self, Context},
};
use futures::future::LocalBoxFuture;
use regex::Regex;

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
        let known = &ALL.sentences[at];
        let (sentence, regex) = (known.sentence, known.regex().clone());
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
    let known = only.expect("each step of the run was found to fit one sentence");
    let groups = known.regex().captures(&context.step.value);
    let groups = groups.expect("the step fits the sentence");
    let text =
        |group: Option<regex::Match<'_>>| group.map_or("", |found| found.as_str()).to_owned();
    context.matches = groups.iter().map(|group| (None, text(group))).collect();
    (known.sentence.call)(world, context)
}

/// Every sentence.
struct All {
    sentences: Vec<Known>,
    /// The places of the sentences that fit a text, once it was asked for.
    fitting: Mutex<HashMap<String, Vec<usize>>>,
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

    /// The expression, which is read when a text has its pieces: to read all takes a third of a second.
    fn regex(&self) -> &Regex {
        self.regex.get_or_init(|| self.sentence.words.regex())
    }

    fn fits(&self, text: &str) -> bool {
        self.has_pieces(text) && self.regex().is_match(text)
    }

    /// Whether a text may fit: it begins with the first piece, ends with the last, and has the others
    /// between them.
    fn has_pieces(&self, text: &str) -> bool {
        let [first, between @ ..] = self.pieces.as_slice() else { return true };
        let Some(mut rest) = text.strip_prefix(first) else { return false };
        let Some((last, between)) = between.split_last() else { return true };
        for piece in between {
            let Some((_, behind)) = rest.split_once(piece) else { return false };
            rest = behind;
        }
        rest.ends_with(last)
    }
}

impl All {
    fn read() -> Self {
        let sentences = inventory::iter::<Sentence>.into_iter().map(Known::of).collect();
        Self { sentences, fitting: Mutex::default() }
    }

    /// The places of the sentences that fit a text, whatever their keyword.
    fn that_fit(&self, text: &str) -> Vec<usize> {
        if let Some(known) = self.fitting().get(text) {
            return known.clone();
        }
        // Without the lock: two threads look for the sentences of their scenarios at the same time.
        let all = self.sentences.iter().enumerate();
        let found: Vec<_> = all.filter(|(_, one)| one.fits(text)).map(|(at, _)| at).collect();
        self.fitting().insert(text.to_owned(), found.clone());
        found
    }

    fn fitting(&self) -> MutexGuard<'_, HashMap<String, Vec<usize>>> {
        self.fitting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The sentence of a keyword that a text fits; `None` where there is none or more than one.
    fn only(&self, keyword: Keyword, text: &str) -> Option<&Known> {
        let of_keyword = |at: &usize| self.sentences[*at].sentence.keyword == keyword;
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
