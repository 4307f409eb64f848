//! The arguments of `conformance send` that make a request anew, at the time that it is made: signed
//! or sealed as it was, with whatever is wrong with it. They name no credential of the target: who
//! asks is told by `--as`. Each surface adds its own: [`super::partner::recipe`],
//! [`super::envelope::recipe`].

/// The option of `conformance send` that names an actor (`the partner`, `the second project`, `the
/// locked project`); `None` for one that only its scenario has, such as a token made by it.
pub(super) fn who(actor: &str) -> Option<Vec<String>> {
    let name = match actor.split(' ').collect::<Vec<_>>()[..] {
        ["the", noun] if noun != "token" => return Some(Vec::new()),
        ["the", "second", noun] if noun != "token" => "second",
        ["the", "locked", _] => "no-access",
        _ => return None,
    };
    Some(vec!["--as".to_owned(), name.to_owned()])
}

/// Method, media type and API key, where they are not the usual ones.
pub(super) fn of_head(
    method: &str,
    media_type: Option<&str>,
    key: Option<&Option<String>>,
) -> Vec<String> {
    let method = (method != "POST").then(|| format!("--method={method}"));
    let media_type = match media_type {
        Some("application/json") => None,
        Some(other) => Some(format!("--content-type={other}")),
        None => Some("--no-content-type".to_owned()),
    };
    let key = key.map(|key| match key {
        Some(key) => format!("--key={key}"),
        None => "--no-key".to_owned(),
    });
    [method, media_type, key].into_iter().flatten().collect()
}

/// An argument that is no option, whatever it begins with.
pub(super) fn positional(text: &str) -> Vec<String> {
    let guard = text.starts_with('-').then(|| "--".to_owned());
    guard.into_iter().chain([text.to_owned()]).collect()
}
