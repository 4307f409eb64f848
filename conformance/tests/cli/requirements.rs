//! Requirements of the command line (SB-CONF), by whose ids the tests are called.

use crate::{
    place::{Place, code, said, shown, target},
    refusing::Refusing,
};

#[test]
fn sb_conf_02_a_bad_target_file_ends_with_2_before_any_request() {
    let (place, server) = (Place::of("bad-file"), Refusing::start());
    let good = target(&server.url, "");
    let bad = [
        ("unknown-key", format!("levle = \"public\"\n{good}"), "levle", "level"),
        ("no-variable", good.replace("TOKEN", "NOBODY_SETS_THIS"), "NOBODY_SETS_THIS", "export"),
        (
            "literal",
            good.replace("{ env = \"SECRET\" }", "\"hunter2hunter2\""),
            "named, not written",
            "variable",
        ),
        ("address", good.replace("http:", "nowhere:"), "surfaces.PG.url", "https://"),
    ];
    for (name, text, what, repair) in bad {
        let file = place.write(&format!("{name}.toml"), &text);
        let output = place.conformance(&["run", "--target", shown(&file)]);
        let said = said(&output);
        assert_eq!(code(&output), 2, "{name}: {said}");
        assert!(said.contains(&format!("{name}.toml:")), "{name}: {said}");
        assert!(said.contains(what) && said.contains(repair), "{name}: {said}");
        assert!(!said.contains("hunter2"), "{said}");
    }
    assert_eq!(server.connections(), 0);
}

#[test]
fn sb_conf_03_a_run_that_judged_nothing_ends_with_4() {
    let (place, server) = (Place::of("nothing"), Refusing::start());
    let file = place.write("t.toml", &target(&server.url, ""));
    // The one is skipped here, the other is a duty that no scenario judges.
    for filter in ["PG-REVEAL-01", "SB-CONF-03"] {
        let output = place.conformance(&["run", "--target", shown(&file), filter]);
        assert_eq!(code(&output), 4, "{filter}: {}", said(&output));
    }
    assert_eq!(server.connections(), 0);
}

#[test]
fn sb_conf_04_a_missing_capability_is_a_skip_in_all_reports() {
    let (place, server) = (Place::of("skip"), Refusing::start());
    let file = place.write("t.toml", &target(&server.url, ""));
    let output = place.conformance(&[
        "run",
        "--target",
        shown(&file),
        "PG-REVEAL-01",
        "--report",
        "junit=j.xml",
        "--report",
        "json=j.json",
    ]);
    let read = |name: &str| std::fs::read_to_string(place.0.join(name)).unwrap();
    for text in [said(&output), read("j.xml")] {
        assert!(text.contains("capability: pin-codec"), "{text}");
    }
    let json: serde_json::Value = serde_json::from_str(&read("j.json")).unwrap();
    assert_eq!(json["scenarios"][0]["verdict"], "skipped");
    assert_eq!(json["scenarios"][0]["reason"], "capability");
    assert_eq!(json["totals"]["passed"], serde_json::Value::Null);
}

#[test]
fn sb_conf_06_a_plan_sends_nothing() {
    let (place, server) = (Place::of("plan"), Refusing::start());
    let hook = format!("[provision]\nhttp = {{ url = \"{}/hook\" }}\n", server.url);
    let file = target(&server.url, "capabilities = [\"provision\"]");
    let file = place.write("t.toml", &format!("{file}{hook}"));
    let output = place.conformance(&["run", "--plan", "--target", shown(&file)]);
    assert_eq!(code(&output), 0, "{}", said(&output));
    assert!(said(&output).contains("would run"), "{}", said(&output));
    assert_eq!(server.connections(), 0);
}

#[test]
fn sb_conf_09_a_production_target_sees_only_reads() {
    let (place, server) = (Place::of("production"), Refusing::start());
    let more = "environment = \"production\"\n[known.PG]\ncard_application = 1\ncard = 1\n[timeouts]\nsettle_s = 0";
    let file = place.write("t.toml", &target(&server.url, more));
    let output = place.conformance(&["run", "--target", shown(&file)]);
    let said = said(&output);
    assert!(said.contains("safe-mode: "), "{said}");
    let heard = server.heard.lock().unwrap();
    assert!(server.connections() > 10);
    let changing = heard.lines().find(|line| line.contains("\"mutation"));
    assert!(changing.is_none(), "{changing:?}");
}

#[test]
fn sb_conf_03_a_filter_that_nothing_answers_to_ends_with_2_and_the_nearest() {
    let (place, server) = (Place::of("no-such"), Refusing::start());
    let file = place.write("t.toml", &target(&server.url, ""));
    let wrong: [(&[&str], &str); 6] = [
        (&["PG-FRZ"], "did you mean PG-LIFE"),
        (&["PG-AUTH", "PG-NOSUCH"], "no requirement begins with PG-NOSUCH"),
        (&["features/partner/pins.feature"], "did you mean partner/pin"),
        (&["partner/pin.feature:9999"], "no scenario at line 9999; they begin at"),
        (&["--tags", "not @mony"], "did you mean money"),
        (&["--features", "."], "there is no feature in ."),
    ];
    for command in ["run", "list"] {
        for (arguments, told) in wrong {
            let all = [&[command, "--target", shown(&file)], arguments].concat();
            let output = place.conformance(&all);
            assert_eq!(code(&output), 2, "{arguments:?}: {}", said(&output));
            assert!(said(&output).contains(told), "{arguments:?}: {}", said(&output));
        }
    }
    assert_eq!(server.connections(), 0);
    let same = |filter: &str| said(&place.conformance(&["list", filter]));
    let all = same("PG-PIN-01");
    assert!(all.contains("PG-PIN-01"), "{all}");
    assert_eq!(same("pg-pin-01"), all);
    let coverage = |filter: &str| said(&place.conformance(&["list", "--coverage", filter]));
    assert_eq!(coverage("pg-pin"), coverage("PG-PIN"));
    let of_file = coverage("partner/pin.feature");
    assert!(of_file.contains("PG-PIN-01") && !of_file.contains("PG-AUTH"), "{of_file}");
    assert_eq!(same("features/partner/pin.feature"), same("partner/pin.feature"));
}
