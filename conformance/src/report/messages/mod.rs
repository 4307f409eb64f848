//! The report as Cucumber Messages (NDJSON): what the official HTML formatter and other readers of
//! Cucumber take. Outlines are expanded already, so each feature's source is written out again with
//! one scenario per case, and all places point into that text.

mod execution;

use serde_json::{Value, json};

use super::{Case, Report, Step, json::begun};
use crate::outlet;

/// The version of the protocol that this writes.
const PROTOCOL: &str = "27.2.0";

/// The report as Cucumber Messages, one JSON per line.
pub fn messages(report: &Report) -> String {
    let report = &report.cleared();
    let begun = begun(report);
    let mut writer = Messages { lines: Vec::new(), next_id: 0, begun, events: Vec::new() };
    writer.report(report);
    let mut text = writer.lines.join("\n");
    text.push('\n');
    text
}

struct Messages {
    lines: Vec<String>,
    next_id: u64,
    /// When the run began, in milliseconds since 1970.
    begun: i64,
    /// Events while it ran, each with the milliseconds since it began.
    events: Vec<(u64, Value)>,
}

/// A case with the ids that its messages refer to.
struct Told<'a> {
    case: &'a Case,
    test_case: String,
    steps: Vec<String>,
}

impl Messages {
    fn report(&mut self, report: &Report) {
        self.say(json!({ "meta": {
            "protocolVersion": PROTOCOL,
            "implementation": { "name": "conformance", "version": report.suite },
            "cpu": { "name": std::env::consts::ARCH },
            "os": { "name": std::env::consts::OS },
            "runtime": { "name": "rust" },
        }}));
        let run = self.id();
        let mut told = Vec::new();
        for cases in report.cases.chunk_by(|one, next| one.feature == next.feature) {
            let pickles = self.feature(cases);
            told.extend(cases.iter().zip(pickles));
        }
        self.say(json!({ "testRunStarted": { "timestamp": self.time(0), "id": run } }));
        let told: Vec<_> =
            told.into_iter().map(|(case, pickle)| self.test_case(case, &pickle, &run)).collect();
        for one in &told {
            self.execution(one, &report.again);
        }
        let mut events = std::mem::take(&mut self.events);
        events.sort_by_key(|(at, _)| *at);
        let ended = events.last().map_or(0, |(at, _)| *at).max(report.millis);
        events.into_iter().for_each(|(_, message)| self.say(message));
        self.say(json!({ "testRunFinished": {
            "testRunStartedId": run,
            "success": report.exit_code() == 0,
            "message": report.summary(),
            "timestamp": self.time(ended),
        }}));
    }

    /// Tells a feature; answers the ids of its pickles, each with those of its steps.
    fn feature(&mut self, cases: &[Case]) -> Vec<(String, Vec<String>)> {
        let uri = format!("features/{}", cases[0].feature);
        let mut source = Source::of(&cases[0].title);
        let mut children = Vec::new();
        let mut pickles = Vec::new();
        for case in cases {
            let (child, pickle, ids) = self.scenario(case, &uri, &mut source);
            children.push(json!({ "scenario": child }));
            pickles.push((pickle, ids));
        }
        self.say(json!({ "source": {
            "uri": uri,
            "data": source.text,
            "mediaType": "text/x.cucumber.gherkin+plain",
        }}));
        self.say(json!({ "gherkinDocument": {
            "uri": uri,
            "feature": {
                "location": { "line": 1, "column": 1 },
                "tags": [],
                "language": "en",
                "keyword": "Feature",
                "name": cases[0].title,
                "description": "",
                "children": children,
            },
            "comments": [],
        }}));
        let (pickles, ids): (Vec<_>, Vec<_>) = pickles.into_iter().unzip();
        for pickle in pickles {
            self.say(json!({ "pickle": pickle }));
        }
        ids
    }

    fn scenario(
        &mut self,
        case: &Case,
        uri: &str,
        source: &mut Source,
    ) -> (Value, Value, (String, Vec<String>)) {
        let (scenario, pickle) = (self.id(), self.id());
        source.line("");
        let tag_line = source.line(&format!(
            "  {}",
            case.requirements.iter().map(|id| format!("@{id}")).collect::<Vec<_>>().join(" ")
        ));
        let mut tags = Vec::new();
        let mut pickle_tags = Vec::new();
        let mut column = 3;
        for name in &case.requirements {
            let id = self.id();
            let name = format!("@{name}");
            pickle_tags.push(json!({ "name": name, "astNodeId": id }));
            let location = json!({ "line": tag_line, "column": column });
            column += name.len() + 1;
            tags.push(json!({ "location": location, "name": name, "id": id }));
        }
        let line = source.line(&format!("  Scenario: {}", case.scenario));
        let (mut steps, mut pickle_steps, mut ids) = (Vec::new(), Vec::new(), Vec::new());
        let mut kind = "Unknown";
        for step in &case.steps {
            let (node, id) = (self.id(), self.id());
            kind = kind_of(step, kind);
            let (step, argument) = written(step, source, &node);
            let mut pickled = json!({
                "id": id, "text": step["text"], "type": kind, "astNodeIds": [node],
            });
            if !argument.is_null() {
                pickled["argument"] = argument;
            }
            pickle_steps.push(pickled);
            steps.push(step);
            ids.push(id);
        }
        let child = json!({
            "id": scenario,
            "location": { "line": line, "column": 3 },
            "tags": tags,
            "keyword": "Scenario",
            "name": case.scenario,
            "description": "",
            "steps": steps,
            "examples": [],
        });
        let told = json!({
            "id": pickle, "uri": uri, "name": case.scenario, "language": "en",
            "steps": pickle_steps, "tags": pickle_tags, "astNodeIds": [scenario],
        });
        (child, told, (pickle, ids))
    }

    fn test_case<'a>(
        &mut self,
        case: &'a Case,
        (pickle, pickle_steps): &(String, Vec<String>),
        run: &str,
    ) -> Told<'a> {
        let id = self.id();
        let steps: Vec<_> = pickle_steps.iter().map(|_| self.id()).collect();
        let test_steps: Vec<_> = steps
            .iter()
            .zip(pickle_steps)
            .map(|(id, pickle_step)| {
                json!({ "id": id, "pickleStepId": pickle_step, "stepDefinitionIds": [],
                        "stepMatchArgumentsLists": [] })
            })
            .collect();
        self.say(json!({ "testCase": {
            "id": id, "pickleId": pickle, "testRunStartedId": run, "testSteps": test_steps,
        }}));
        Told { case, test_case: id, steps }
    }

    /// Something that happened so many milliseconds after the run began. It is told in order of
    /// time, when everything is known.
    fn happened(&mut self, at: u64, kind: &str, mut message: Value) {
        // Attachments have no time in this version of the protocol.
        if kind != "attachment" {
            message["timestamp"] = self.time(at);
        }
        self.events.push((at, json!({ kind: message })));
    }

    fn say(&mut self, message: Value) {
        self.lines.push(outlet::ascii_controls(message.to_string()));
    }

    fn id(&mut self) -> String {
        self.next_id += 1;
        self.next_id.to_string()
    }

    fn time(&self, millis: u64) -> Value {
        let at = self.begun.saturating_add_unsigned(millis);
        json!({ "seconds": at.div_euclid(1000), "nanos": at.rem_euclid(1000) * 1_000_000 })
    }
}

fn kind_of(step: &Step, before: &'static str) -> &'static str {
    match step.keyword.as_str() {
        "Given" => "Context",
        "When" => "Action",
        "Then" => "Outcome",
        _ => before,
    }
}

/// Writes a step into the source; answers it and its argument as a pickle has it.
fn written(step: &Step, source: &mut Source, id: &str) -> (Value, Value) {
    let line = source.line(&format!("    {} {}", step.keyword, step.text));
    let kind = match step.keyword.as_str() {
        "And" | "But" | "*" => "Conjunction",
        _ => kind_of(step, "Unknown"),
    };
    let mut told = json!({
        "id": id,
        "location": { "line": line, "column": 5 },
        "keyword": format!("{} ", step.keyword),
        "keywordType": kind,
        "text": step.text,
    });
    if step.block.is_empty() {
        return (told, Value::Null);
    }
    let line = source.line("      \"\"\"");
    for text in step.block.lines() {
        source.line(&format!("      {text}"));
    }
    source.line("      \"\"\"");
    told["docString"] = json!({
        "location": { "line": line, "column": 7 }, "content": step.block, "delimiter": "\"\"\"",
    });
    (told, json!({ "docString": { "content": step.block } }))
}

/// A feature's text as it is written out again.
struct Source {
    text: String,
    lines: usize,
}

impl Source {
    fn of(title: &str) -> Self {
        Self { text: format!("Feature: {title}\n"), lines: 1 }
    }

    /// Adds a line; answers its number.
    fn line(&mut self, text: &str) -> usize {
        self.text.push_str(text);
        self.text.push('\n');
        self.lines += 1;
        self.lines
    }
}
