//! The report for a browser: one file that loads nothing from anywhere. What is wrong comes first,
//! each with what is demanded, where that is written, what was seen, and how to see it again.

mod parts;

use std::collections::BTreeMap;

use self::parts::{escaped, pretty, prose};
use super::{Again, Case, Done, Outcome, Report, meaning};
use crate::{
    exchange::Exchange,
    register::{Requirement, register},
};

/// The whole report as one HTML file.
pub fn html(report: &Report) -> String {
    let report = &report.tamed();
    let mut page = String::new();
    page.push_str("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.push_str(&format!("<title>Conformance of {}</title>\n", escaped(&report.target.name)));
    page.push_str(&format!("<style>\n{}</style>\n</head>\n<body>\n", include_str!("style.css")));
    page.push_str(&head(report));
    page.push_str("<main>\n");
    page.push_str(&problems(report));
    page.push_str(&readings(report));
    page.push_str(&skips(report));
    page.push_str(&everything(report));
    page.push_str("</main>\n");
    page.push_str(&format!("<script>\n{}</script>\n</body>\n</html>\n", include_str!("script.js")));
    page
}

fn head(report: &Report) -> String {
    let about = &report.target;
    let code = report.exit_code();
    let class = if code == 0 { "good" } else { "bad" };
    let mut out = format!(
        "<header>\n<p class=\"kicker\">Conformance report</p>\n<h1>{}</h1>\n\
         <p class=\"verdict {class}\">{}<span>exit {code}</span></p>\n<ul class=\"totals\">\n",
        escaped(&about.name),
        escaped(&sentence(meaning(code))),
    );
    for (word, count) in report.totals() {
        out.push_str(&format!("<li class=\"{word}\"><b>{count}</b> {word}</li>\n"));
    }
    out.push_str("</ul>\n<dl class=\"facts\">\n");
    let mut fact = |name: &str, value: String| {
        out.push_str(&format!("<div><dt>{name}</dt><dd>{value}</dd></div>\n"));
    };
    for (surface, url) in &about.surfaces {
        fact(surface, escaped(url));
    }
    for surface in &about.without_suite {
        fact(surface, "no suite yet".to_owned());
    }
    fact("Target", format!("{}, {}", escaped(&about.kind), escaped(&about.environment)));
    fact("Judged", format!("up to level {}", report.level));
    fact("Started", escaped(&report.started));
    fact("Took", format!("{}.{:03} s", report.millis / 1000, report.millis % 1000));
    fact("Seed", escaped(&report.seed));
    fact("Suite", escaped(&report.suite));
    let capabilities = match about.capabilities.is_empty() {
        true => "none claimed".to_owned(),
        false => escaped(&about.capabilities.join(", ")),
    };
    fact("Capabilities", capabilities);
    out.push_str("</dl>\n");
    for problem in &report.ratchet {
        out.push_str(&format!("<p class=\"notice\">Known failures: {}</p>\n", escaped(problem)));
    }
    out.push_str("</header>\n");
    out
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string());
    format!("{}{}", first.unwrap_or_default(), letters.as_str())
}

/// Everything that did not hold, by requirement, the worst first.
fn problems(report: &Report) -> String {
    let mut by_requirement: BTreeMap<(usize, &str), Vec<&Case>> = BTreeMap::new();
    for case in &report.cases {
        if case.outcome.failure().is_none() && !matches!(case.outcome, Outcome::Stale { .. }) {
            continue;
        }
        let id = case.requirements.first().map_or("", String::as_str);
        by_requirement.entry((case.outcome.rank(), id)).or_default().push(case);
    }
    if by_requirement.is_empty() {
        return String::new();
    }
    let mut out = "<section id=\"problems\">\n<h2>What to look at</h2>\n".to_owned();
    if by_requirement.len() > 1 {
        out.push_str(&contents(&by_requirement));
    }
    for (number, ((_, id), cases)) in by_requirement.into_iter().enumerate() {
        let word = cases[0].outcome.word();
        out.push_str(&format!("<article class=\"problem {word}\" id=\"problem-{number}\">\n"));
        match register().get(id) {
            Some(requirement) => out.push_str(&demanded(requirement, word)),
            None => out.push_str(&format!("<h3><span class=\"word {word}\">{word}</span></h3>\n")),
        }
        for case in cases {
            out.push_str(&problem(case, &report.again));
        }
        out.push_str("</article>\n");
    }
    out.push_str("</section>\n");
    out
}

/// Where to find each of several.
fn contents(by_requirement: &BTreeMap<(usize, &str), Vec<&Case>>) -> String {
    let mut out = "<ol class=\"contents\">\n".to_owned();
    for (number, ((_, id), cases)) in by_requirement.iter().enumerate() {
        let word = cases[0].outcome.word();
        let title = register().get(id).map_or("", |requirement| requirement.title.as_str());
        let times = match cases.len() {
            1 => String::new(),
            count => format!(" <small>{count} scenarios</small>"),
        };
        out.push_str(&format!(
            "<li><span class=\"word {word}\">{word}</span> <a href=\"#problem-{number}\"><code>{id}</code> \
             {}</a>{times}</li>\n",
            prose(title)
        ));
    }
    out.push_str("</ol>\n");
    out
}

fn demanded(requirement: &Requirement, word: &str) -> String {
    format!(
        "<h3><span class=\"word {word}\">{word}</span> <code>{}</code> {} \
         <span class=\"level\">{}</span></h3>\n\
         <p class=\"statement\">{}</p>\n<p class=\"source\">Source: {}</p>\n",
        requirement.id,
        prose(&requirement.title),
        requirement.level,
        prose(&requirement.statement),
        escaped(&requirement.source),
    )
}

fn problem(case: &Case, again: &Again) -> String {
    let others: Vec<_> = case.requirements.iter().skip(1).map(String::as_str).collect();
    let others = match others.is_empty() {
        true => String::new(),
        false => format!(" It also judges {}.", others.join(", ")),
    };
    let mut out = format!(
        "<h4>{}</h4>\n<p class=\"place\">{}{others}</p>\n",
        escaped(&case.scenario),
        escaped(&case.id)
    );
    out.push_str(&steps(case));
    match &case.outcome {
        Outcome::Known { excuse, .. } | Outcome::Stale { excuse } => {
            out.push_str(&format!("<p class=\"notice\">{}</p>\n", escaped(excuse)));
        }
        _ => {}
    }
    if let Some((_, why)) = case.outcome.failure() {
        out.push_str(&format!("<p class=\"class\">{}</p>\n", escaped(&sentence(why.class.hint()))));
        out.push_str(&format!(
            "<div class=\"compare\">\n<div class=\"expected\"><h5>Expected</h5><pre>{}</pre></div>\n\
             <div class=\"actual\"><h5>Actual</h5><pre>{}</pre></div>\n</div>\n",
            escaped(&pretty(&why.expected)),
            escaped(&pretty(&why.actual)),
        ));
    }
    out.push_str(&exchanges(&case.exchanges, again));
    out.push_str(&format!(
        "<p class=\"again\">Again: <code>{}</code></p>\n",
        escaped(&again.run(&case.id))
    ));
    out
}

fn steps(case: &Case) -> String {
    let mut out = "<ol class=\"steps\">\n".to_owned();
    for step in &case.steps {
        let class = match step.result {
            Done::Held => "held",
            Done::Failed => "broke",
            Done::NotRun => "not-run",
        };
        let block = match step.block.is_empty() {
            true => String::new(),
            false => format!("<pre>{}</pre>", escaped(&step.block)),
        };
        out.push_str(&format!(
            "<li class=\"{class}\"><b>{}</b> {}{block}</li>\n",
            escaped(&step.keyword),
            escaped(&step.text),
        ));
    }
    out.push_str("</ol>\n");
    out
}

/// What went over the wire: the last exchange lies open, because it is nearest to the failure.
fn exchanges(exchanges: &[Exchange], again: &Again) -> String {
    let mut out = String::new();
    for (index, exchange) in exchanges.iter().enumerate() {
        let last = index + 1 == exchanges.len();
        let open = if last { " open" } else { "" };
        let status = exchange.status.map_or("no answer".to_owned(), |status| status.to_string());
        let headers: Vec<_> =
            exchange.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        out.push_str(&format!(
            "<details class=\"exchange\"{open}>\n<summary><span>{}</span> {} {} <b>{}</b></summary>\n\
             <div class=\"wire\">\n<div><h5>Request</h5><pre class=\"dim\">{}</pre><pre>{}</pre></div>\n\
             <div><h5>Answer</h5><pre>{}</pre></div>\n</div>\n",
            escaped(&exchange.by),
            escaped(&exchange.method),
            escaped(&exchange.url),
            escaped(&status),
            escaped(&headers.join("\n")),
            escaped(&pretty(&exchange.body)),
            escaped(&pretty(&exchange.answer)),
        ));
        if let Some(inside) = &exchange.inside {
            out.push_str(&format!(
                "<div class=\"wire\">\n<div><h5>Sealed in it</h5><pre>{}</pre></div>\n\
                 <div><h5>Sealed in the answer</h5><pre>{}</pre></div>\n</div>\n",
                escaped(&pretty(&inside.request)),
                escaped(
                    if inside.answer.is_empty() {
                        "nothing that opens".to_owned()
                    } else {
                        pretty(&inside.answer)
                    }
                    .as_str()
                ),
            ));
        }
        out.push_str(&format!(
            "<div class=\"curl\"><button type=\"button\">copy</button><pre>{}</pre></div>\n</details>\n",
            escaped(&again.request(exchange).join("\n"))
        ));
    }
    out
}

fn readings(report: &Report) -> String {
    let readings = report.readings();
    if readings.is_empty() {
        return String::new();
    }
    let mut out = "<section>\n<h2>What the documents leave open</h2>\n\
        <p>Several readings are right; these are the target's.</p>\n<table class=\"readings\">\n\
        <tr><th>Question</th><th></th><th>Reading</th></tr>\n"
        .to_owned();
    for found in readings {
        let expected = found
            .expected
            .map(|one| format!(" <em>expected {}</em>", escaped(&one)))
            .unwrap_or_default();
        out.push_str(&format!(
            "<tr><td><code>{}</code></td><td>{}</td><td>{}{expected}</td></tr>\n",
            found.id,
            prose(&found.title),
            escaped(&found.reading),
        ));
    }
    out.push_str("</table>\n</section>\n");
    out
}

fn skips(report: &Report) -> String {
    let skips = report.skips();
    if skips.is_empty() {
        return String::new();
    }
    let mut out = "<section>\n<h2>What was not judged</h2>\n<table>\n\
        <tr><th class=\"number\">Scenarios</th><th>Why</th></tr>\n"
        .to_owned();
    for (reason, count) in skips {
        out.push_str(&format!(
            "<tr><td class=\"number\">{count}</td><td>{}</td></tr>\n",
            escaped(&reason)
        ));
    }
    out.push_str("</table>\n</section>\n");
    out
}

/// Every scenario, by section of the register.
fn everything(report: &Report) -> String {
    let mut by_area: BTreeMap<String, Vec<&Case>> = BTreeMap::new();
    for case in &report.cases {
        let id = case.requirements.first().map_or("", String::as_str);
        let area = id.rsplit_once('-').map_or(id, |(area, _)| area);
        by_area.entry(area.to_owned()).or_default().push(case);
    }
    if by_area.is_empty() {
        return "<section>\n<h2>Nothing ran</h2>\n<p>The filter matched no scenario.</p>\n</section>\n"
            .to_owned();
    }
    let mut out = "<section>\n<h2>Every scenario</h2>\n\
        <p class=\"find\"><input type=\"search\" placeholder=\"PG-AUTH, failed, capability…\" \
        aria-label=\"Show only what contains\"></p>\n"
        .to_owned();
    for (area, mut cases) in by_area {
        cases.sort_by_key(|case| case.requirements.clone());
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for case in &cases {
            *counts.entry(case.outcome.rank()).or_default() += 1;
        }
        let counts: Vec<_> = counts
            .into_iter()
            .map(|(rank, count)| {
                let word = Outcome::WORDS[rank];
                format!("<span class=\"{word}\">{count} {word}</span>")
            })
            .collect();
        out.push_str(&format!(
            "<details class=\"area\">\n<summary><b>{}</b> <span>{}</span></summary>\n<table>\n",
            escaped(&area),
            counts.join(", ")
        ));
        for case in cases {
            out.push_str(&row(case));
        }
        out.push_str("</table>\n</details>\n");
    }
    out.push_str("</section>\n");
    out
}

fn row(case: &Case) -> String {
    let word = case.outcome.word();
    let reason = match &case.outcome {
        Outcome::Passed => String::new(),
        _ => format!("<br><small>{}</small>", escaped(&case.outcome.reason())),
    };
    let flaky = if case.flaky { " <small>held only when tried again</small>" } else { "" };
    format!(
        "<tr><td><span class=\"word {word}\">{word}</span></td><td><code>{}</code> \
         <span class=\"level\">{}</span></td><td>{}{flaky}{reason}</td><td><small>{}</small></td></tr>\n",
        escaped(&case.ids()),
        case.level,
        escaped(&case.scenario),
        escaped(&case.id),
    )
}
