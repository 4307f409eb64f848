//! Reports of a target that answers what it likes, and repeats what it was told.

use conformance::{
    Report,
    outlet::hide,
    report::{self, Case},
};

use crate::{junit, messages, sample::everything};

/// A report in which everything that a target, a hook or a feature can say is `text`.
fn saying(text: &str) -> Report {
    let mut report = everything();
    let said = |of: &mut String| of.push_str(text);
    said(&mut report.target.name);
    report.target.surfaces.values_mut().for_each(said);
    report.ratchet.iter_mut().for_each(said);
    for case in &mut report.cases {
        let Case { scenario, title, steps, exchanges, left_behind, outcome, attempts, .. } = case;
        [scenario, title].into_iter().for_each(said);
        for step in steps {
            [&mut step.text, &mut step.block].into_iter().for_each(said);
        }
        for exchange in exchanges {
            let inside = exchange.inside.as_mut().unwrap();
            let all = [&mut exchange.url, &mut exchange.body, &mut exchange.answer];
            all.into_iter().chain([&mut inside.request, &mut inside.answer]).for_each(said);
            exchange.headers.iter_mut().for_each(|(_, value)| said(value));
            exchange.again.iter_mut().for_each(said);
        }
        left_behind.iter_mut().for_each(|left| {
            [&mut left.asked, &mut left.answer].into_iter().for_each(said);
        });
        attempts.iter_mut().for_each(|attempt| said(&mut attempt.why.actual));
        use conformance::report::Outcome::{
            Blocked, Error, Failed, Known, Reading, Skipped, Stale,
        };
        match outcome {
            Failed { why, .. } | Blocked { why, .. } | Error { why, .. } => {
                [&mut why.expected, &mut why.actual].into_iter().for_each(said);
            }
            Known { why, excuse, .. } => [&mut why.actual, excuse].into_iter().for_each(said),
            Skipped { detail: text, .. } | Stale { excuse: text } | Reading { reading: text } => {
                said(text);
            }
            conformance::report::Outcome::Passed => {}
        }
    }
    report
}

/// Everything that a terminal, an XML reader or a log would trip over.
fn wild() -> String {
    let controls: String = (0..0xa0_u32).filter_map(char::from_u32).collect();
    format!(
        "{controls}\u{1b}[2J\u{1b}]0;title\u{7}\r\u{feff}\u{fffe}\u{ffff}\u{1fffe}\u{2028}\u{202e} \
         ]]> </script> <!-- &amp; & \" '\n::error title=x::y\n  ::stop-commands::z\n##[error]a\n\
         ##vso[task.complete]b\n"
    )
}

#[test]
fn no_control_character_reaches_a_reader_raw() {
    let report = saying(&wild());
    let strict = |text: &str| {
        let wild = |letter: &char| letter.is_control() && !"\n\t".contains(*letter);
        assert_eq!(text.chars().find(wild), None);
        assert!(!text.contains(['\u{202e}', '\u{2028}', '\u{feff}']));
    };
    strict(&report::text(&report));
    strict(&console::strip_ansi_codes(&report::coloured(&report)));
    strict(&report::junit(&report));
    strict(&report::html(&report));
    for text in [report::json(&report), report::messages(&report)] {
        let wild = |letter: &char| letter.is_control() && *letter != '\n';
        assert_eq!(text.chars().find(wild), None);
    }
}

#[test]
fn no_line_is_a_command_to_a_log() {
    let report = saying(&wild());
    for text in [report::text(&report), report::coloured(&report)] {
        for line in text.lines() {
            assert!(!line.trim_start().starts_with("::"), "{line}");
            assert!(!line.contains("##[") && !line.contains("##vso["), "{line}");
        }
    }
}

#[test]
fn every_form_stays_valid_whatever_is_said() {
    let report = saying(&wild());
    junit::check(&report::junit(&report));
    messages::checked(&report::messages(&report));
    assert_eq!(report::read(&report::json(&report)).unwrap(), report);
    let html = report::html(&report);
    assert_eq!(html.matches("</script>").count(), 1);
}

#[test]
fn no_form_carries_a_secret_away() {
    let secret = "hostile/\"token\"-of+somebody";
    hide(secret);
    let json = serde_json::to_string(&serde_json::json!({ "seen": secret })).unwrap();
    let percent: String = secret.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let base64 = base64::Engine::encode(&base64::prelude::BASE64_STANDARD, format!("a:{secret}"));
    let text = format!(" {secret} {json} {percent} {} {base64}", hex::encode(secret));
    let report = saying(&text);
    let forms = [
        report::text(&report),
        report::coloured(&report),
        report::json(&report),
        report::junit(&report),
        report::html(&report),
        report::messages(&report),
    ];
    for form in forms {
        for part in
            ["-of+somebody", "of%2Bsomebody", "%2B%73", &hex::encode("somebody"), &base64[8..24]]
        {
            let at = form.find(part).map(|at| &form[at.saturating_sub(80)..at + part.len()]);
            assert_eq!(at, None, "{part}");
        }
    }
}
