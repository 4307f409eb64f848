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

#[test]
fn a_request_to_a_real_environment_is_judged_by_the_secret_of_its_key() {
    const AT: &str = "2030-01-01T00:00:00Z";
    const SECRET: &str = "a secret of a real environment";
    let craft = |args: &[&str], input: &str| {
        let mut craft = program();
        craft.arg("craft").args(args).args(["--at", AT]);
        craft.env("AGIO_PARTNER_API_TOKEN", "5d7e9c2e-7a1b-4b6f-9b1d-2f6f3c0a9e11");
        told(craft.envs([("AGIO_PARTNER_CLIENT_SECRET", SECRET), ("ER_API_SECRET", SECRET)]), input)
    };
    let judge = |input: &str, secret: &str, args: &[&str]| {
        let mut command = program();
        command.args(["doctor", "-", "--secret-env", "REAL_SECRET"]).args(args);
        told(command.env("REAL_SECRET", secret), input)
    };
    let raw = |path: &str, headers: &str, body: &str| {
        format!(
            "POST {path} HTTP/1.1\nhost: x\ncontent-type: application/json\n{headers}\n\n{body}"
        )
    };
    // A card that only the real environment has: what it is about is not judged.
    let body = r#"{"query":"mutation { freezeCard(cardId: 987654321) { success } }"}"#;
    let signed = raw("/partner/cards/graphql", craft(&["sign"], body).out.trim_end(), body);
    let good = judge(&signed, SECRET, &["--at", AT]);
    assert_eq!((good.code, good.out.as_str()), (0, "PG would let it in\n"), "{good:?}");
    let payload = json!({"external_user_id": "somebody", "card_id": "0123456789abcdef01234567"});
    let sealed = craft(&["seal"], &payload.to_string()).out;
    let sealed = raw("/api/v1/cards/freeze", "api-key: sbk_real", sealed.trim_end());
    let good = judge(&sealed, SECRET, &["--at", AT, "--json"]);
    assert_eq!((good.code, &good.json()["surface"]), (0, &json!("ER")), "{good:?}");
    for request in [&signed, &sealed] {
        let wrong = judge(request, "another secret", &["--at", AT, "--json"]);
        assert_eq!((wrong.code, &wrong.json()["is_accepted"]), (1, &json!(false)), "{wrong:?}");
        let late = judge(request, SECRET, &["--at", "2030-01-01T01:00:00Z"]);
        assert!(late.code == 1 && late.out.contains("would refuse it with status 4"), "{late:?}");
    }
    let swapped = signed.replace("freezeCard", "lockCard");
    assert_eq!(judge(&swapped, SECRET, &["--at", AT]).code, 1);
    let unset = told(program().args(["doctor", "-", "--secret-env", "NO_SUCH"]), &signed);
    assert!(unset.code == 2 && unset.errors.contains("NO_SUCH"), "{unset:?}");
    let tokens = judge(&signed.replace("/partner/cards/graphql", "/graphql"), SECRET, &[]);
    assert!(tokens.code == 2 && tokens.errors.contains("PG and ER"), "{tokens:?}");
}
