//! `doctor`.

use serde_json::json;

use super::{Running, program, told};

const KEY: &str = "ac3e0000-0000-4000-8000-000000000001";
const SECRET: &str = "sandbox-acme-client-secret";

#[test]
fn a_message_or_a_har_entry_is_judged() {
    let server = Running::new();
    let body = r#"{"query":"{ AgioCard_card_company { id } }"}"#;
    let mut sign = program();
    sign.args(["craft", "sign"]).env("AGIO_PARTNER_API_TOKEN", KEY);
    let headers = told(sign.env("AGIO_PARTNER_CLIENT_SECRET", SECRET), body).out;
    let judge = |input: &str, args: &[&str]| {
        let mut command = program();
        command.args(["doctor", "-", "--url", &server.url]).args(args);
        told(&mut command, input)
    };
    let raw = format!(
        "POST /partner/cards/graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n{}\r\n\r\n{body}",
        headers.trim_end().replace('\n', "\r\n")
    );
    let good = judge(&raw, &[]);
    assert_eq!(good.code, 0, "{good:?}");
    assert!(
        good.out.starts_with("ok with status 200, in world default, by acme/primary"),
        "{good:?}"
    );
    let wrong = judge(&raw.replace("company { id }", "company { name }"), &["--json"]);
    assert_eq!((wrong.code, &wrong.json()["outcome"]), (1, &json!("refused")));
    let headers: Vec<_> = raw
        .lines()
        .skip(1)
        .take_while(|line| !line.is_empty())
        .map(|line| line.split_once(": ").unwrap())
        .map(|(name, value)| json!({"name": name, "value": value}))
        .collect();
    let har = json!({"log": {"entries": [{"request": {"method": "POST",
        "url": "https://cards.example/partner/cards/graphql", "headers": headers,
        "postData": {"text": body}}}]}});
    assert_eq!(judge(&har.to_string(), &[]).code, 0);
    let none = judge("nonsense", &[]);
    assert!(none.code == 2 && none.errors.contains("is no request"), "{none:?}");
}
