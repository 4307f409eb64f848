//! The client report as `JUnit` XML: a suite for each surface, a case for each duty; broken is a
//! failure, unseen is skipped.

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event},
};

use super::report::{ClientReport, DutyReport};

/// The report as a document.
pub(super) fn written(report: &ClientReport) -> String {
    let mut page = Page(Writer::new_with_indent(Vec::new(), b' ', 2));
    page.put(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
    let mut all = BytesStart::new("testsuites");
    all.push_attribute(("name", format!("clients of world {}", report.world).as_str()));
    counted(&mut all, &report.duties.iter().collect::<Vec<_>>());
    page.put(Event::Start(all));
    for duties in report.duties.chunk_by(|one, next| one.surface == next.surface) {
        page.suite(duties);
    }
    page.put(Event::End(BytesEnd::new("testsuites")));
    let text = String::from_utf8(page.0.into_inner()).expect("what was written is text");
    format!("{text}\n")
}

struct Page(Writer<Vec<u8>>);

impl Page {
    fn suite(&mut self, duties: &[DutyReport]) {
        let mut suite = BytesStart::new("testsuite");
        suite.push_attribute((
            "name",
            format!("duties of {} clients", duties[0].surface.code()).as_str(),
        ));
        counted(&mut suite, &duties.iter().collect::<Vec<_>>());
        self.put(Event::Start(suite));
        duties.iter().for_each(|duty| self.case(duty));
        self.put(Event::End(BytesEnd::new("testsuite")));
    }

    fn case(&mut self, duty: &DutyReport) {
        let mut case = BytesStart::new("testcase");
        case.push_attribute(("name", duty.title));
        case.push_attribute(("classname", duty.id));
        self.put(Event::Start(case));
        let element = match duty.verdict {
            "broken" => Some("failure"),
            "unseen" => Some("skipped"),
            _ => None,
        };
        if let Some(element) = element {
            let mut found = BytesStart::new(element);
            found.push_attribute(("message", duty.says.as_str()));
            if element == "failure" {
                found.push_attribute(("type", duty.verdict));
            }
            self.put(Event::Start(found));
            if element == "failure" {
                self.put(Event::Text(BytesText::new(&told(duty))));
            }
            self.put(Event::End(BytesEnd::new(element)));
        } else {
            self.put(Event::Start(BytesStart::new("system-out")));
            self.put(Event::Text(BytesText::new(&told(duty))));
            self.put(Event::End(BytesEnd::new("system-out")));
        }
        self.put(Event::End(BytesEnd::new("testcase")));
    }

    fn put(&mut self, event: Event<'_>) {
        self.0.write_event(event).expect("memory can be written to");
    }
}

fn counted(element: &mut BytesStart<'_>, duties: &[&DutyReport]) {
    let of = |word: &str| duties.iter().filter(|duty| duty.verdict == word).count();
    let counts = [
        ("tests", duties.len()),
        ("failures", of("broken")),
        ("errors", 0),
        ("skipped", of("unseen")),
    ];
    for (name, count) in counts {
        element.push_attribute((name, count.to_string().as_str()));
    }
}

/// Everything about a duty that was judged, a line each.
fn told(duty: &DutyReport) -> String {
    let mut lines = vec![
        format!("duty: {}", duty.statement),
        format!("verdict: {}, {}", duty.verdict, duty.says),
    ];
    lines.extend(duty.remark.as_ref().map(|remark| format!("remark: {remark}")));
    lines.push(format!("shown by: {}", duty.shown_by()));
    lines.push(format!("requirements: {}", duty.requirements.join(", ")));
    lines.push(format!("source: {}", duty.source));
    lines.join("\n")
}
