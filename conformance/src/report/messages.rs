//! The report as Cucumber Messages (NDJSON): what the official HTML formatter and other readers of
//! Cucumber take. Outlines are expanded already, so each feature's source is written out again with
//! one scenario per case, and all places point into that text.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Case, Done, Outcome, Report, Step};

/// The version of the protocol that this writes.
const PROTOCOL: &str = "27.2.0";

/// The report as Cucumber Messages, one JSON per line.
pub fn messages(report: &Report) -> String {
    let mut writer = Messages { lines: Vec::new(), next_id: 0, clock: begun(report) };
    writer.report(report);
    let mut text = writer.lines.join("\n");
    text.push('\n');
    text
}

fn begun(report: &Report) -> i64 {
    report.started.parse::<Timestamp>().map_or(0, Timestamp::as_millisecond)
}

struct Messages {
    lines: Vec<String>,
    next_id: u64,
    /// Milliseconds since 1970. Cases are told one after the other, as if they had run so.
    clock: i64,
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
        self.say(json!({ "testRunStarted": { "timestamp": self.now(), "id": run } }));
        let told: Vec<_> =
            told.into_iter().map(|(case, pickle)| self.test_case(case, &pickle, &run)).collect();
        for one in &told {
            self.execution(one);
        }
        self.say(json!({ "testRunFinished": {
            "testRunStartedId": run,
            "success": report.exit_code() == 0,
            "message": report.summary(),
            "timestamp": self.now(),
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
            "location": { "line": line, "column": 3 },
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

    fn execution(&mut self, told: &Told<'_>) {
        let case = told.case;
        let started = self.id();
        self.say(json!({ "testCaseStarted": {
            "id": started, "testCaseId": told.test_case, "attempt": 0, "timestamp": self.now(),
        }}));
        for (index, (step, id)) in case.steps.iter().zip(&told.steps).enumerate() {
            self.say(json!({ "testStepStarted": {
                "testCaseStartedId": started, "testStepId": id, "timestamp": self.now(),
            }}));
            if step.result == Done::Failed {
                for exchange in &case.exchanges {
                    let status = exchange.status.map_or("no answer".to_owned(), |s| s.to_string());
                    let body = format!("{}\n\n{status}\n{}", exchange.curl(), exchange.answer);
                    self.attach(&started, id, &body, "text/plain");
                }
            }
            if index + 1 == case.steps.len() {
                let verdict = json!({
                    "verdict": case.outcome.word(),
                    "requirements": case.requirements,
                    "level": case.level,
                    "reason": case.outcome.reason(),
                });
                self.attach(&started, id, &verdict.to_string(), "application/json");
            }
            let mut result = json!({ "status": status(step, case), "duration": span(step.millis) });
            if step.result == Done::Failed {
                result["message"] =
                    json!(format!("{}: {}", case.outcome.word(), case.outcome.reason()));
            }
            self.clock += i64::try_from(step.millis).unwrap_or_default();
            self.say(json!({ "testStepFinished": {
                "testCaseStartedId": started, "testStepId": id, "testStepResult": result,
                "timestamp": self.now(),
            }}));
        }
        self.say(json!({ "testCaseFinished": {
            "testCaseStartedId": started, "timestamp": self.now(), "willBeRetried": false,
        }}));
    }

    fn attach(&mut self, started: &str, step: &str, body: &str, media_type: &str) {
        self.say(json!({ "attachment": {
            "testCaseStartedId": started, "testStepId": step, "body": body,
            "mediaType": media_type, "contentEncoding": "IDENTITY", "timestamp": self.now(),
        }}));
    }

    fn say(&mut self, message: Value) {
        self.lines.push(message.to_string());
    }

    fn id(&mut self) -> String {
        self.next_id += 1;
        self.next_id.to_string()
    }

    fn now(&self) -> Value {
        json!({
            "seconds": self.clock.div_euclid(1000),
            "nanos": self.clock.rem_euclid(1000) * 1_000_000,
        })
    }
}

fn span(millis: u64) -> Value {
    json!({ "seconds": millis / 1000, "nanos": millis % 1000 * 1_000_000 })
}

/// A step that does not hold fails the case, unless the case is one that was left out.
fn status(step: &Step, case: &Case) -> &'static str {
    match (step.result, &case.outcome) {
        (Done::Held, _) => "PASSED",
        (Done::Failed, Outcome::Skipped { .. } | Outcome::Known { .. }) | (Done::NotRun, _) => {
            "SKIPPED"
        }
        (Done::Failed, _) => "FAILED",
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
