//! Secrets of a target file stay in the program, whatever the target answers.

use crate::{
    place::{Place, code, said, shown, target},
    refusing::Refusing,
};

#[test]
fn a_report_shows_no_secret() {
    let (place, server) = (Place::of("secrets"), Refusing::start());
    let more = "environment = \"production\"\n[timeouts]\nsettle_s = 0";
    let file = place.write("t.toml", &target(&server.url, more));
    let output = place.conformance(&[
        "run",
        "--target",
        shown(&file),
        "PG-SIGN",
        "--report",
        "html=r.html",
        "--report",
        "messages=r.ndjson",
    ]);
    assert_eq!(code(&output), 1, "{}", said(&output));
    let read = |name: &str| std::fs::read_to_string(place.0.join(name)).unwrap();
    let all = [said(&output), read("r.html"), read("r.ndjson"), read("conformance-out/last.json")];
    for text in all {
        assert!(!text.contains("a-token-of") && !text.contains("a-secret-of"));
    }
}

/// Words of a target about the one who asks: key, secret and tenant, in every form.
fn repeated(heard: &str) -> String {
    use base64::{Engine, prelude::BASE64_STANDARD};
    let secrets = ["a-token-of-somebody", "a-secret-of-somebody", "acme", "user:pass-word"];
    let mut said = heard.to_owned();
    for secret in secrets {
        let percent: String = secret.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let units: String = secret.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
        let forms = [
            secret.to_owned(),
            percent,
            units,
            hex::encode(secret),
            BASE64_STANDARD.encode(secret),
            BASE64_STANDARD.encode(format!("x{secret}y")),
        ];
        said.push_str(&format!("\n {}", forms.join(" ")));
    }
    said
}

#[test]
fn a_target_that_repeats_what_it_was_told_gets_no_secret_into_anything() {
    let place = Place::of("repeats");
    for media_type in ["text/plain", "application/json"] {
        let server = Refusing::answering(500, media_type, move |heard| {
            let said = repeated(heard);
            match media_type {
                "text/plain" => said,
                _ => serde_json::json!({ "errors": [{ "message": said }] }).to_string(),
            }
        });
        let url = server.url.replace("http://", "http://user:pass-word@");
        let more = "environment = \"production\"\n[timeouts]\nsettle_s = 0";
        let text = target(&url, more).replace(
            "[surfaces.PG.credentials",
            "headers = { x-tenant = { env = \"TENANT\" } }\n[surfaces.PG.credentials",
        );
        let file = place.write("t.toml", &text);
        let mut outputs = vec![place.conformance(&["doctor", "--target", shown(&file)])];
        outputs.push(place.conformance(&["doctor", "--format", "json", "--target", shown(&file)]));
        outputs.push(place.conformance(&[
            "run",
            "--target",
            shown(&file),
            "PG-SIGN",
            "PG-CARD",
            "--report",
            "html=r.html",
            "--report",
            "messages=r.ndjson",
            "--report",
            "junit=r.xml",
            "--report",
            "text=r.txt",
        ]));
        let mut all: Vec<_> = outputs.iter().map(said).collect();
        let files = ["r.html", "r.ndjson", "r.xml", "r.txt", "conformance-out/last.json"];
        all.extend(files.map(|name| std::fs::read_to_string(place.0.join(name)).unwrap()));
        assert!(all[2].contains("PG-SIGN") && server.connections() > 10, "{}", all[2]);
        let kept =
            ["a-token-of", "61-2D", "612d746f6b656e", "YS10b2tlbi1v", "LXNlY3JldC1v", "pass-word"];
        for text in &all {
            for part in kept {
                let at = text.find(part).map(|at| &text[at.saturating_sub(60)..at + 30]);
                assert_eq!(at, None, "{part}");
            }
            let mut words = text.split(|letter: char| !letter.is_alphanumeric());
            assert!(!words.any(|word| word == "acme"), "the tenant");
        }
    }
}

#[test]
fn what_a_target_answers_is_not_kept_whole() {
    let place = Place::of("huge");
    let server = Refusing::answering(500, "text/plain", |_| "A".repeat(3_000_000));
    let more = "environment = \"production\"\n[timeouts]\nsettle_s = 0";
    let file = place.write("t.toml", &target(&server.url, more));
    place.conformance(&["run", "--target", shown(&file), "PG-SIGN", "--report", "html=r.html"]);
    for name in ["r.html", "conformance-out/last.json"] {
        let text = std::fs::read_to_string(place.0.join(name)).unwrap();
        assert!(text.contains("3000000 bytes in all"), "{name}");
        assert!(text.len() < 3_000_000, "{name}: {}", text.len());
    }
}
