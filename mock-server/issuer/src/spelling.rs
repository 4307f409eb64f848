//! Names that are spelt like a written one: the `did_you_mean` of every refusal and the guess of
//! every diagnosis.
//!
//! The distance of two names is the number of letters that were left out, added, changed or swapped
//! with their neighbour (optimal string alignment).

/// The most names that a refusal offers.
const MOST: usize = 3;

/// The names nearest to a written one, nearest first, at most three; names at the same distance
/// come in alphabetical order.
pub fn nearest<N: AsRef<str>>(written: &str, names: impl IntoIterator<Item = N>) -> Vec<String> {
    let mut near = Vec::new();
    for name in names {
        let name = name.as_ref();
        near.push((distance(name, written), name.to_owned()));
    }
    first(near)
}

/// The first names in order of distance and alphabet.
fn first(mut near: Vec<(usize, String)>) -> Vec<String> {
    near.sort_unstable();
    near.into_iter().take(MOST).map(|(_, name)| name).collect()
}

/// The first of the names that are nearest to a written one, with its distance in letters; none
/// where there are no names.
pub fn closest<N: AsRef<str>>(
    written: &str,
    names: impl IntoIterator<Item = N>,
) -> Option<(usize, N)> {
    names
        .into_iter()
        .map(|name| (distance(name.as_ref(), written), name))
        .min_by_key(|(distance, _)| *distance)
}

/// The distance of two names, in letters.
pub fn distance(one: &str, other: &str) -> usize {
    strsim::osa_distance(one, other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_names_come_first_and_equals_in_alphabetical_order() {
        let names = ["thawCard", "freezeCard", "card", "bard"];
        assert_eq!(nearest("frezeCard", names)[0], "freezeCard");
        assert_eq!(nearest("ard", names), ["bard", "card", "thawCard"]);
        assert_eq!(closest("ard", ["card", "bard"]), Some((1, "card")));
        assert_eq!(closest::<&str>("ard", []), None);
    }
}
