//! The names that somebody may have meant who wrote another one.

/// The largest number of names in one question.
const SHOWN: usize = 3;

/// The known names nearest to `word`, the nearest first: those of which one letter is another, else
/// those that it abbreviates (`PG-FRZ` is `PG-FREEZE`), else those with the fewest letters to
/// change.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let word = word.to_lowercase();
    let known: Vec<_> = known.into_iter().collect();
    let distance = |name: &str| strsim::damerau_levenshtein(&word, &name.to_lowercase());
    // One letter is a slip of the hand.
    let slip = known.iter().any(|name| distance(name) <= 1);
    let mut all: Vec<_> = known
        .into_iter()
        .map(|name| {
            let other = slip || !abbreviates(&word, &name.to_lowercase());
            ((other, distance(name), name.len()), name)
        })
        .collect();
    all.sort_unstable();
    all.dedup();
    let Some(best) = all.first().map(|((other, distance, _), _)| (*other, *distance)) else {
        return Vec::new();
    };
    let near = |((other, distance, _), _): &((bool, usize, usize), &str)| {
        *other == best.0 && *distance <= best.1 + 1
    };
    all.into_iter().filter(near).take(SHOWN).map(|(_, name)| name).collect()
}

/// `did you mean PG-FREEZE?`; nothing where nothing is known.
pub(crate) fn question<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    match nearest(word, known).as_slice() {
        [] => String::new(),
        names => format!("did you mean {}?", names.join(" or ")),
    }
}

/// The question as the end of a sentence: `; did you mean PG-FREEZE?`.
pub(crate) fn meant<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    match question(word, known) {
        question if question.is_empty() => question,
        question => format!("; {question}"),
    }
}

/// Whether part by part, between hyphens, the letters of `short` stand in `long` in their order,
/// the
/// first of each part first.
pub(crate) fn abbreviates(short: &str, long: &str) -> bool {
    let (parts, whole): (Vec<_>, Vec<_>) = (short.split('-').collect(), long.split('-').collect());
    parts.len() == whole.len()
        && parts.iter().zip(whole).all(|(part, whole)| {
            let mut letters = whole.chars();
            part.chars().next() == whole.chars().next()
                && part.chars().all(|letter| letters.any(|other| other == letter))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_abbreviation_is_nearer_than_a_name_of_few_other_letters() {
        let known = ["PG-FEE", "PG-FREEZE", "PG-PIN", "ER-FREEZE"];
        assert_eq!(nearest("PG-FRZ", known), ["PG-FREEZE"]);
        assert_eq!(nearest("pg-pni", known), ["PG-PIN"]);
        assert_eq!(nearest("pins", ["applications", "pin", "pans"]), ["pin", "pans"]);
        assert_eq!(meant("x", []), "");
    }
}
