//! The operations of the surface with the contract's paths and bodies (MC 4.6): the dialect that is
//! built in.

/// An operation of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operation {
    /// `cards.fund`.
    pub name: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The path, in which `${reference}` stands for the thing that it is about.
    pub path: &'static str,
    /// The template of the body; empty for none.
    pub body: &'static str,
    /// True when a source document gives method and path, so that no dialect changes them.
    pub documented: bool,
}

const fn reads(name: &'static str, path: &'static str) -> Operation {
    Operation { name, method: "GET", path, body: "", documented: false }
}

const fn posts(name: &'static str, path: &'static str, body: &'static str) -> Operation {
    Operation { name, method: "POST", path, body, documented: false }
}

const fn documented(operation: Operation) -> Operation {
    Operation { documented: true, ..operation }
}

/// The body of what moves money.
const AMOUNT: &str = r#"{"amount":"${amount}","currency":"${currency}"}"#;

/// Every operation.
pub const ALL: &[Operation] = &[
    posts("token.create", "/api/v1/token/", ""),
    posts("token.refresh", "/api/v1/token/refresh/", r#"{"refresh":"${token}"}"#),
    posts("token.verify", "/api/v1/token/verify/", r#"{"token":"${token}"}"#),
    documented(reads("programs.list", "/cards/api/v1/programs/")),
    documented(posts(
        "cards.create",
        "/cards/api/v1/managed-cards/",
        r#"{"program":"${program}","label":"${label}"}"#,
    )),
    reads("cards.list", "/cards/api/v1/managed-cards/"),
    reads("cards.get", "/cards/api/v1/managed-cards/${reference}/"),
    documented(posts("cards.fund", "/cards/api/v1/managed-cards/${reference}/fund/", AMOUNT)),
    posts("cards.withdraw", "/cards/api/v1/managed-cards/${reference}/withdraw/", AMOUNT),
    posts("cards.freeze", "/cards/api/v1/managed-cards/${reference}/freeze/", ""),
    posts("cards.unfreeze", "/cards/api/v1/managed-cards/${reference}/unfreeze/", ""),
    posts("cards.terminate", "/cards/api/v1/managed-cards/${reference}/terminate/", ""),
    documented(posts(
        "cards.authorize",
        "/cards/api/v1/managed-cards/${reference}/authorize/",
        r#"{"amount":"${amount}","currency":"${currency}","merchant":{"name":"Coffee Hut","mcc":"5999"}}"#,
    )),
    reads("cards.ledger", "/cards/api/v1/managed-cards/${reference}/ledger/"),
    reads("authorizations.list", "/cards/api/v1/authorizations/"),
    reads("authorizations.get", "/cards/api/v1/authorizations/${reference}/"),
    posts("authorizations.settle", "/cards/api/v1/authorizations/${reference}/settle/", AMOUNT),
    posts("authorizations.reverse", "/cards/api/v1/authorizations/${reference}/reverse/", AMOUNT),
    documented(posts(
        "disputes.create",
        "/cards/api/v1/disputes/",
        r#"{"authorization":"${authorization}","reason":"not_received","amount":"${amount}"}"#,
    )),
    reads("disputes.list", "/cards/api/v1/disputes/"),
    reads("disputes.get", "/cards/api/v1/disputes/${reference}/"),
    posts("disputes.cancel", "/cards/api/v1/disputes/${reference}/cancel/", ""),
    reads("wallets.list", "/accounting/api/v1/wallets/"),
    reads("operations.list", "/accounting/api/v1/operations/"),
    reads("operations.get", "/accounting/api/v1/operations/${reference}/"),
    reads("deliveries.get", "/weebhook/deliveries/${reference}/"),
    posts("deliveries.retry", "/weebhook/deliveries/${reference}/retry/", ""),
];

/// The operation of that name.
pub fn named(name: &str) -> Option<&'static Operation> {
    ALL.iter().find(|one| one.name == name)
}

/// The operation that a request to a path of the contract is for: its own method's, or else
/// whichever stands at that path.
pub fn at(method: &str, path: &str) -> Option<&'static Operation> {
    let path = path.split('?').next().unwrap_or_default();
    let mut there = ALL.iter().filter(|one| fits(one.path, path));
    let first = there.next()?;
    if first.method == method {
        return Some(first);
    }
    // Of two at one path, a method that neither has is taken for the one that changes something.
    let others = there.find(|one| one.method == method);
    Some(others.unwrap_or(first))
}

fn fits(template: &str, path: &str) -> bool {
    let (mut wanted, mut given) =
        (template.trim_end_matches('/').split('/'), path.trim_end_matches('/').split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some(part), Some(text)) if part == text => {}
            (Some("${reference}"), Some(text)) if !text.is_empty() => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_tells_its_operation() {
        let name = |method: &str, path: &str| at(method, path).map(|one| one.name);
        assert_eq!(name("POST", "/cards/api/v1/managed-cards/crd_1/fund/"), Some("cards.fund"));
        assert_eq!(name("GET", "/cards/api/v1/managed-cards/?limit=2"), Some("cards.list"));
        assert_eq!(name("POST", "/cards/api/v1/managed-cards"), Some("cards.create"));
        assert_eq!(name("PUT", "/cards/api/v1/managed-cards/"), Some("cards.create"));
        assert_eq!(name("DELETE", "/cards/api/v1/managed-cards/crd_1/"), Some("cards.get"));
        assert_eq!(name("POST", "/cards/api/v1/managed-cards/crd_1/lock/"), None);
        assert_eq!(name("POST", "/api/v1/token/refresh/"), Some("token.refresh"));
    }
}
