//! Target files that are right, and what is said of those that are not.

use super::*;
use crate::{
    surfaces::envelope::target::EnvelopeCodec,
    target::{Environment, Isolation},
};

const FOREIGN: &str = r#"
    [surfaces.PG]
    url = "https://host.example/graphql"
    [surfaces.PG.credentials.primary]
    api_token = { env = "PATH" }
    client_secret = { env = "PATH" }
"#;

fn refusal(text: &str) -> String {
    Target::from_toml(text, "t.toml").unwrap_err().to_string()
}

#[test]
fn a_foreign_target_is_judged_up_to_public() {
    let target = Target::from_toml(FOREIGN, "t.toml").unwrap();
    assert_eq!((target.level, target.isolation), (Level::Public, Isolation::Shared));
    assert_eq!(target.name, "t");
}

#[test]
fn a_target_that_does_not_say_is_taken_for_one_that_matters() {
    let environment = |text: &str| Target::from_toml(text, "t").unwrap().environment;
    assert_eq!(environment(FOREIGN), Environment::Production);
    assert_eq!(environment(&FOREIGN.replace("host.example", "localhost")), Environment::Local);
    assert_eq!(environment(&FOREIGN.replace("host.example", "[::1]:9")), Environment::Local);
}

#[test]
fn an_unknown_key_is_refused_with_the_nearest() {
    let text = format!("levle = \"public\"\n{FOREIGN}");
    assert!(refusal(&text).starts_with("t.toml:1: unknown field `levle`"));
    assert!(refusal(&text).ends_with("repair: did you mean level?"), "{}", refusal(&text));
}

#[test]
fn a_written_secret_is_refused_and_not_shown() {
    let text = FOREIGN.replacen("{ env = \"PATH\" }", "\"hunter2\"", 2);
    assert!(refusal(&text).starts_with("t.toml:5: a secret is named, not written"));
    assert!(!refusal(&text).contains("hunter2"));
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let text = FOREIGN.replace("PATH", "NO_SUCH_VARIABLE_HERE").replace("https:", "ftp:");
    assert_eq!(
        refusal(&text),
        "t.toml:3: surfaces.PG.url: \"ftp://host.example/graphql\" is not an address: its \
         scheme\n  repair: write it as https://host.example/path\n\
         t.toml:5: surfaces.PG.credentials.primary.api_token: the environment variable \
         NO_SUCH_VARIABLE_HERE is not set\n  repair: export NO_SUCH_VARIABLE_HERE=…, or name \
         another variable or a file\n\
         t.toml:6: surfaces.PG.credentials.primary.client_secret: the environment variable \
         NO_SUCH_VARIABLE_HERE is not set\n  repair: export NO_SUCH_VARIABLE_HERE=…, or name \
         another variable or a file"
    );
}

#[test]
fn claims_need_what_they_claim() {
    let text = format!("capabilities = [\"pin-codec\", \"clock\"]\n{FOREIGN}");
    assert_eq!(
        refusal(&text),
        "t.toml:1: the capability pin-codec needs surfaces.PG.pin_codec\n  repair: add \
         surfaces.PG.pin_codec, or remove pin-codec from capabilities\n\
         t.toml:1: the capability clock needs [provision]\n  repair: add [provision], or \
         remove clock from capabilities"
    );
}

#[test]
fn an_envelope_target_has_its_codec_and_dialect() {
    let text = r#"
        capabilities = ["envelope-codec"]
        [surfaces.ER]
        url = "https://host.example/api/v1/"
        credentials.primary = { api_key = { env = "PATH" }, api_secret = { env = "PATH" } }
        credentials.no_access = { api_key = { env = "PATH" }, api_secret = { env = "PATH" } }
        [surfaces.ER.dialect]
        total = "count"
        [known.ER]
        card = "c1"
    "#;
    let target = Target::from_toml(text, "t.toml").unwrap();
    let claimed: Vec<_> = target.capabilities.iter().map(ToString::to_string).collect();
    assert_eq!(claimed, ["no-access-key", "envelope-codec", "dialect"]);
    let envelope = target.surfaces.envelope.unwrap();
    assert_eq!(envelope.url, "https://host.example/api/v1");
    assert_eq!(envelope.codec, Some(EnvelopeCodec::default()));
    assert_eq!(envelope.dialect.unwrap().total.as_deref(), Some("count"));
    assert_eq!(envelope.known.card.as_deref(), Some("c1"));
}

#[test]
fn a_sandbox_brings_everything_with_it() {
    let text = "kind = \"sandbox\"\n[surfaces.SB]\nurl = \"http://127.0.0.1:1/_sandbox\"";
    let target = Target::from_toml(text, "t").unwrap();
    assert_eq!(target.surfaces.partner.unwrap().url, "http://127.0.0.1:1/partner/cards/graphql");
    assert_eq!(target.surfaces.envelope.unwrap().url, "http://127.0.0.1:1/api/v1");
    assert_eq!(target.level, Level::Decided);
}

#[test]
fn an_address_that_paths_are_put_behind_has_neither_query_nor_fragment() {
    for tail in ["?x=1", "#x", "?", "/path?tenant=blue"] {
        let said = refusal(&FOREIGN.replace("graphql\"", &format!("graphql{tail}\"")));
        assert!(said.starts_with("t.toml:3: surfaces.PG.url"), "{said}");
        assert!(said.contains("it has a query or a fragment"), "{said}");
    }
    let sink = "[webhook_sink]\nlisten = \"127.0.0.1:0\"\npublic_url = \"https://t.example/?a\"\n";
    assert!(refusal(&format!("{FOREIGN}{sink}")).contains("webhook_sink.public_url"));
    // A hook is called as it is named.
    let hook = "[provision]\nhttp = { url = \"https://h.example/hook?team=blue\" }\n";
    let target = Target::from_toml(&format!("{FOREIGN}{hook}"), "t").unwrap();
    assert_eq!(target.hook.unwrap().place(), "https://h.example/hook?team=blue");
}
