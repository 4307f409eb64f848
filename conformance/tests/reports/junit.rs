//! `JUnit` reports keep to `junit-10.xsd` of Jenkins: what it says of elements, attributes and
//! times, written down here.

use conformance::{Report, report};
use quick_xml::{Reader, events::Event};

use crate::sample::everything;

/// An element of the schema: what it may contain, the attributes it must have, those it may have.
struct Element {
    name: &'static str,
    children: &'static [&'static str],
    required: &'static [&'static str],
    optional: &'static [&'static str],
    text: bool,
}

const fn element(
    name: &'static str,
    children: &'static [&'static str],
    required: &'static [&'static str],
    optional: &'static [&'static str],
) -> Element {
    Element { name, children, required, optional, text: children.is_empty() }
}

const RERUN: [&[&str]; 3] = [&["stackTrace", "system-out", "system-err"], &["type"], &["message"]];

const SCHEMA: [Element; 15] = [
    element("testsuites", &["testsuite"], &[], &["name", "time", "tests", "failures", "errors"]),
    element(
        "testsuite",
        &["testsuite", "properties", "testcase", "system-out", "system-err"],
        &["name", "tests", "failures", "errors"],
        &[
            "group",
            "time",
            "skipped",
            "timestamp",
            "hostname",
            "id",
            "package",
            "file",
            "log",
            "url",
        ],
    ),
    element("properties", &["property"], &[], &[]),
    element("property", &[], &["name", "value"], &[]),
    element(
        "testcase",
        &[
            "skipped",
            "error",
            "failure",
            "rerunFailure",
            "rerunError",
            "flakyFailure",
            "flakyError",
            "system-out",
            "system-err",
        ],
        &["name"],
        &["time", "classname", "group"],
    ),
    element("skipped", &[], &[], &["type", "message"]),
    element("error", &[], &[], &["type", "message"]),
    element("failure", &[], &[], &["type", "message"]),
    element("rerunFailure", RERUN[0], RERUN[1], RERUN[2]),
    element("rerunError", RERUN[0], RERUN[1], RERUN[2]),
    element("flakyFailure", RERUN[0], RERUN[1], RERUN[2]),
    element("flakyError", RERUN[0], RERUN[1], RERUN[2]),
    element("stackTrace", &[], &[], &[]),
    element("system-out", &[], &[], &[]),
    element("system-err", &[], &[], &[]),
];

fn known(name: &str) -> &'static Element {
    SCHEMA.iter().find(|one| one.name == name).unwrap_or_else(|| panic!("there is no <{name}>"))
}

/// `SUREFIRE_TIME`: digits, and digits after a dot.
fn is_time(text: &str) -> bool {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    [whole, part].iter().all(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A character of XML 1.0, section 2.2.
fn is_xml(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Reads a report strictly; fails where the schema, or XML, does not allow something.
pub(crate) fn check(xml: &str) {
    if let Some(letter) = xml.chars().find(|letter| !is_xml(*letter)) {
        panic!("{letter:?} is no character of XML");
    }
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut open: Vec<&Element> = Vec::new();
    let mut roots = 0;
    loop {
        let event = reader.read_event().unwrap_or_else(|error| panic!("not well-formed: {error}"));
        let (start, empty) = match event {
            Event::Start(start) => (start, false),
            Event::Empty(start) => (start, true),
            Event::End(_) => {
                open.pop();
                continue;
            }
            Event::Text(text) => {
                let text = text.decode().unwrap();
                let allowed = open.last().is_some_and(|one| one.text);
                assert!(allowed || text.trim().is_empty(), "text {text:?}");
                continue;
            }
            Event::GeneralRef(_) => {
                assert!(open.last().is_some_and(|one| one.text));
                continue;
            }
            Event::Eof => break,
            Event::Decl(_) => continue,
            other => panic!("{other:?} has no place in a report"),
        };
        let name = String::from_utf8(start.name().as_ref().to_vec()).unwrap();
        let element = known(&name);
        match open.last() {
            Some(parent) => {
                assert!(parent.children.contains(&&*name), "<{name}> in <{}>", parent.name);
            }
            None => {
                roots += 1;
                assert_eq!(name, "testsuites");
            }
        }
        let mut seen = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.unwrap();
            let key = String::from_utf8(attribute.key.as_ref().to_vec()).unwrap();
            let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).unwrap();
            let all = [element.required, element.optional].concat();
            assert!(all.contains(&&*key), "<{name} {key}=…>");
            assert!(key != "time" || is_time(&value), "<{name} time={value:?}>");
            seen.push(key);
        }
        for required in element.required {
            assert!(seen.iter().any(|key| key == required), "<{name}> has no {required}");
        }
        if !empty {
            open.push(element);
        }
    }
    assert_eq!((roots, open.len()), (1, 0));
}

#[test]
fn a_report_keeps_to_the_schema() {
    check(&report::junit(&everything()));
    let none = Report { cases: Vec::new(), ..everything() };
    check(&report::junit(&none));
}

#[test]
#[should_panic(expected = "<testcase id=…>")]
fn what_the_schema_does_not_have_is_noticed() {
    let xml = report::junit(&everything()).replacen("<testcase name", "<testcase id=\"1\" name", 1);
    check(&xml);
}

#[test]
fn what_held_only_when_tried_again_is_shown() {
    let xml = report::junit(&everything());
    let flaky = xml.split("<testcase name=\"A flaky pass\"").nth(1).unwrap();
    let flaky = flaky.split("</testcase>").next().unwrap();
    assert!(flaky.contains("<flakyFailure ") && !flaky.contains("<failure"), "{flaky}");
    let failed = xml.split("<testcase name=\"A flaky failure\"").nth(1).unwrap();
    let failed = failed.split("</testcase>").next().unwrap();
    assert!(failed.contains("<failure message=\"flaky: ") && failed.contains("<rerunFailure "));
}
