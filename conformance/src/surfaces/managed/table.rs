//! `[surfaces.MC]`: where the managed cards surface is, who calls it, and how the target writes what
//! no source gives.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::{
    dialect::{Amounts, Approved, Dialect, Operations, Places, Staff},
    pointer::Pointer,
    target::{Credential, Known, ManagedSurface},
};
use crate::target::{
    Problems,
    file::{
        address::{address, headers, names_a_secret},
        secret::{self, Secret, Setting, lacks_primary},
    },
};

/// The place of the table.
const AT: &str = "surfaces.MC";

/// The table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ManagedTable {
    url: Spanned<String>,
    #[serde(default)]
    headers: BTreeMap<String, Spanned<Setting>>,
    #[serde(default)]
    credentials: Credentials,
    dialect: Option<DialectTable>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Credentials {
    primary: Option<Spanned<Fields>>,
    second: Option<Spanned<Fields>>,
}

/// The fields of a login by the target's names, or `token` alone: one that is there already.
type Fields = BTreeMap<String, Spanned<Setting>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DialectTable {
    #[serde(default)]
    operations: Operations,
    #[serde(default)]
    pointers: BTreeMap<Pointer, Places>,
    #[serde(default)]
    amounts: Amounts,
    approved: Option<Approved>,
    delivery_id_header: Option<String>,
    staff: Option<StaffTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StaffTable {
    header: Spanned<String>,
    value: Spanned<Secret>,
}

impl ManagedTable {
    /// The surface as the suite uses it. A foreign target needs a primary credential.
    pub(super) fn read(
        &self,
        known: Known,
        foreign: bool,
        problems: &mut Problems<'_>,
    ) -> ManagedSurface {
        let written = &self.credentials;
        if foreign && written.primary.is_none() {
            lacks_primary(AT, "username and password, or token", self.url.span().start, problems);
        }
        ManagedSurface {
            url: address(&self.url, &format!("{AT}.url"), problems),
            headers: headers(&self.headers, AT, problems),
            primary: written.primary.as_ref().map(|one| credential(one, "primary", problems)),
            second: written.second.as_ref().map(|one| credential(one, "second", problems)),
            dialect: self.dialect.as_ref().map(|one| one.read(problems)),
            known,
        }
    }
}

/// The credential that a table of fields is.
fn credential(written: &Spanned<Fields>, name: &str, problems: &mut Problems<'_>) -> Credential {
    let at = format!("{AT}.credentials.{name}");
    let mut read = BTreeMap::new();
    for (field, setting) in written.get_ref() {
        let place = format!("{at}.{field}");
        let offset = setting.span().start;
        match setting.get_ref() {
            Setting::Written(_) if names_a_secret(field) => problems.at(
                offset,
                format!("{place}: a secret is named, not written"),
                "write { env = \"NAME\" } or { file = \"PATH\" }",
            ),
            setting => {
                read.insert(field.clone(), setting.read(offset, &place, problems));
            }
        }
    }
    if written.get_ref().is_empty() {
        problems.at(
            written.span().start,
            format!("{at} is empty"),
            "name the fields of a login such as username and password, or a token",
        );
    }
    match (read.remove("token"), read.is_empty()) {
        (Some(token), true) => Credential::Token(token),
        (Some(token), false) => {
            read.insert("token".to_owned(), token);
            Credential::Login(read)
        }
        (None, _) => Credential::Login(read),
    }
}

impl DialectTable {
    fn read(&self, problems: &mut Problems<'_>) -> Dialect {
        let staff = self.staff.as_ref().map(|staff| {
            let place = format!("{AT}.dialect.staff.value");
            let value = secret::read(&staff.value, &place, problems);
            Staff { header: staff.header.get_ref().to_ascii_lowercase(), value }
        });
        Dialect {
            operations: self.operations.clone(),
            pointers: self.pointers.clone(),
            amounts: self.amounts,
            approved: self.approved.clone(),
            delivery_id_header: self.delivery_id_header.clone(),
            staff,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::target::{Capability, Target};

    const FILE: &str = r#"
        [surfaces.MC]
        url = "https://host.example/"
        credentials.primary = { email = "a@host.example", password = { env = "PATH" } }
        credentials.second = { token = { env = "PATH" } }
        [surfaces.MC.dialect]
        pointers = { card_status = "/card/state", event_card = ["/card", "/object/id"] }
        approved = { pointer = "/state", values = ["ok", 1] }
        [surfaces.MC.dialect.operations]
        "cards.freeze" = { method = "PUT", path = "/cards/${reference}/lock" }
        [surfaces.MC.dialect.staff]
        header = "Cookie"
        value = { env = "PATH" }
        [known.MC]
        program = "p1"
    "#;

    fn surface(text: &str) -> ManagedSurface {
        Target::from_toml(text, "t.toml").unwrap().surfaces.managed.unwrap()
    }

    fn refusal(text: &str) -> String {
        Target::from_toml(text, "t.toml").unwrap_err().to_string()
    }

    #[test]
    fn a_caller_logs_in_or_has_a_token() {
        let surface = surface(FILE);
        assert_eq!(surface.url, "https://host.example");
        let Some(Credential::Login(fields)) = surface.primary else { panic!("no login") };
        assert_eq!(fields["email"], "a@host.example");
        assert!(matches!(surface.second, Some(Credential::Token(_))));
        assert_eq!(surface.known.program.as_deref(), Some("p1"));
        let target = Target::from_toml(FILE, "t.toml").unwrap();
        assert!(target.capabilities.contains(&Capability::Dialect));
        assert!(target.without_suite.is_empty());
    }

    #[test]
    fn a_dialect_says_how_the_target_writes() {
        let dialect = surface(FILE).dialect.unwrap();
        let form = dialect.form("cards.freeze").unwrap();
        assert_eq!(form.path.as_deref(), Some("/cards/${reference}/lock"));
        let frozen = serde_json::json!({ "card": { "state": "frozen" }, "state": 1 });
        assert_eq!(dialect.find(&frozen, Pointer::CardStatus).unwrap(), "frozen");
        assert!(dialect.approves(&frozen));
        assert_eq!(dialect.staff.unwrap().header, "cookie");
    }

    #[test]
    fn a_dialect_with_a_name_that_nothing_has_is_refused() {
        let said = refusal(&FILE.replace("card_status", "card_state"));
        assert!(said.contains("card_state") && said.contains("card_status"), "{said}");
        let said = refusal(&FILE.replace("cards.freeze", "cards.lock"));
        assert!(said.contains("cards.lock") && said.contains("cards.freeze"), "{said}");
        let said = refusal(&FILE.replace("cards.freeze", "cards.fund"));
        assert!(said.contains("documented"), "{said}");
    }

    #[test]
    fn a_password_is_not_written_and_a_caller_has_a_credential() {
        let written = FILE.replace("password = { env = \"PATH\" }", "password = \"hunter2\"");
        let said = refusal(&written);
        assert!(said.contains("surfaces.MC.credentials.primary.password: a secret is"), "{said}");
        assert!(!said.contains("hunter2"), "{said}");
        let empty = FILE.replace("{ token = { env = \"PATH\" } }", "{}");
        assert!(refusal(&empty).contains("credentials.second is empty"), "{}", refusal(&empty));
        let nobody = FILE.replace("credentials.primary", "credentials.second").replacen(
            "credentials.second = { token = { env = \"PATH\" } }",
            "",
            1,
        );
        assert!(refusal(&nobody).contains("credentials.primary is missing"));
    }
}
