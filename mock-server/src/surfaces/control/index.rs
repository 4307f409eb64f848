//! What `GET /_sandbox` lists: every door of the server (SB 25).

use serde_json::{Value, json};

use super::{catalogue::CATALOGUES, parameters::parameters_of};
use crate::surfaces::MockedApi;

/// The routes below `/_sandbox`, with their methods.
const ROUTES: &[(&str, &[&str])] = &[
    ("/", &["GET"]),
    ("/health", &["GET"]),
    ("/ready", &["GET"]),
    ("/version", &["GET"]),
    ("/catalog/{name}", &["GET"]),
    ("/openapi/{surface}", &["GET"]),
    ("/whoami", &["POST"]),
    ("/unrouted", &["GET"]),
    ("/worlds", &["GET", "POST", "DELETE"]),
    ("/worlds/{world}", &["GET", "PUT", "DELETE"]),
    ("/worlds/{world}/reset", &["POST"]),
    ("/worlds/{world}/credentials", &["GET"]),
    ("/worlds/{world}/env", &["GET"]),
    ("/worlds/{world}/clock", &["GET", "PUT"]),
    ("/worlds/{world}/clock/advance", &["POST"]),
    ("/worlds/{world}/timers", &["GET"]),
    ("/worlds/{world}/rules", &["GET", "PATCH", "DELETE"]),
    ("/worlds/{world}/readings", &["GET", "PATCH", "DELETE"]),
    ("/worlds/{world}/deviations", &["GET", "PUT"]),
    ("/worlds/{world}/faults", &["GET", "POST", "DELETE"]),
    ("/worlds/{world}/faults/{fault}", &["GET", "DELETE"]),
    ("/worlds/{world}/requests", &["GET", "DELETE"]),
    ("/worlds/{world}/requests/{n}", &["GET"]),
    ("/worlds/{world}/stream", &["GET"]),
    ("/worlds/{world}/events", &["GET"]),
    ("/worlds/{world}/receivers", &["GET", "POST"]),
    ("/worlds/{world}/receivers/{id}", &["GET", "DELETE"]),
    ("/worlds/{world}/receivers/{id}/pause", &["POST"]),
    ("/worlds/{world}/receivers/{id}/resume", &["POST"]),
    ("/worlds/{world}/deliveries", &["GET"]),
    ("/worlds/{world}/deliveries/{id}", &["GET"]),
    ("/worlds/{world}/deliveries/{id}/resend", &["POST"]),
    ("/worlds/{world}/journal", &["GET"]),
    ("/worlds/{world}/ops/{op}", &["POST"]),
];

/// The mocked APIs.
pub(super) fn surfaces(apis: &[&dyn MockedApi]) -> Value {
    let path = |api: &&dyn MockedApi| (api.surface().to_string(), json!(api.root().path()));
    Value::Object(apis.iter().map(path).collect())
}

/// Every route of the control plane, with its methods and query parameters.
pub(super) fn all() -> Vec<Value> {
    let row = |(path, methods): &(&str, &[&str])| {
        let mut row = json!({"path": format!("/_sandbox{}", path.trim_end_matches('/')),
                             "methods": methods});
        let parameters = parameters_of(path);
        if !parameters.is_empty() {
            row["parameters"] = json!(parameters);
        }
        if path.starts_with("/catalog/") {
            row["names"] = json!(CATALOGUES);
        }
        row
    };
    ROUTES.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The router cannot be asked what it has, so its source is.
    #[test]
    fn every_route_of_the_router_is_listed() {
        let source = include_str!("mod.rs");
        let (world, rest) = source.split_once("let routes = Router::new()").unwrap();
        let (rest, _) = rest.split_once(".nest(").unwrap();
        let paths = |text: &str| -> Vec<String> {
            let found = text.split(".route(").skip(1);
            found.map(|one| one.split('"').nth(1).unwrap().to_owned()).collect()
        };
        let mut routed: Vec<_> = paths(world)
            .into_iter()
            .map(|path| format!("/worlds/{{world}}{}", path.trim_end_matches('/')))
            .chain(paths(rest))
            .collect();
        routed.sort_unstable();
        let mut listed: Vec<_> = ROUTES.iter().map(|(path, _)| (*path).to_owned()).collect();
        listed.sort_unstable();
        assert_eq!(listed, routed);
    }
}
