//! The nearest valid choices, which go with every refusal of a name (SB 0).

/// The names nearest to one that is none of them, nearest first, at most three.
pub(super) fn nearest<'a>(written: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut near: Vec<_> =
        names.into_iter().map(|name| (strsim::osa_distance(name, written), name)).collect();
    near.sort_unstable();
    near.into_iter().take(3).map(|(_, name)| name.to_owned()).collect()
}
