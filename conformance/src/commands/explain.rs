//! `conformance explain`: what a requirement or ambiguity is, and what came of it last.

use crate::{
    exit,
    nearest::meant,
    register::{Ambiguity, Requirement, register},
    report::{self, path_of},
    source::Source,
};

/// Options of `explain`.
#[derive(clap::Args)]
pub struct Options {
    /// `PG-AUTH-04`, `AMB-PG-01`.
    id: String,
}

pub(super) fn execute(options: &Options) -> anyhow::Result<u8> {
    let id = options.id.replace('/', "-").to_uppercase();
    if let Some(requirement) = register().get(&id) {
        of_requirement(requirement)?;
    } else if let Some(ambiguity) = register().ambiguity(&id) {
        of_ambiguity(ambiguity)?;
    } else {
        let ids = register().requirements.iter().map(|one| one.id.as_str());
        let ids = ids.chain(register().ambiguities.iter().map(|one| one.id.as_str()));
        anyhow::bail!("there is no requirement or ambiguity {id}{}", meant(&id, ids));
    }
    Ok(exit::CONFORM)
}

fn of_requirement(requirement: &Requirement) -> anyhow::Result<()> {
    say!("{} [{}] {}", requirement.id, requirement.level, requirement.title);
    say!("\n{}\n", requirement.statement);
    say!("source     {}", requirement.source);
    say!("probe      {}", requirement.probe);
    say!("expect     {}", requirement.expect);
    if !requirement.needs.is_empty() {
        let needs: Vec<_> = requirement.needs.iter().map(ToString::to_string).collect();
        say!("needs      {}", needs.join(", "));
    }
    if let Some(id) = &requirement.ambiguity {
        say!("ambiguity  {id}");
    }
    let texts = std::iter::once(&requirement.deviation).chain(&requirement.more_deviations);
    for (id, text) in requirement.deviations().iter().zip(texts) {
        say!("deviation  {id}: {text}");
    }
    if let Some(note) = &requirement.note {
        say!("note       {note}");
    }
    if !requirement.rests_on.is_empty() {
        say!("rests on   {}", requirement.rests_on.join(", "));
    }
    if let Some(bad_client) = &requirement.bad_client {
        say!("bad client {bad_client}");
        say!("judged     by `conformance client`, never on a target");
    }
    for test in &requirement.judged_by {
        say!("test       {test}");
    }
    let told = scenarios(&[&requirement.id])?;
    if !told && requirement.judged_by.is_empty() {
        say!("scenario   none");
    }
    Ok(())
}

fn of_ambiguity(ambiguity: &Ambiguity) -> anyhow::Result<()> {
    say!("{} {}\n\n{}\n", ambiguity.id, ambiguity.title, ambiguity.text);
    say!("source     {}", ambiguity.source);
    say!("rule       {}", ambiguity.rule);
    for reading in &ambiguity.reading {
        let mark = if reading.name == ambiguity.default { " (the sandbox's)" } else { "" };
        say!("reading    {}: {}{mark}", reading.name, reading.meaning);
    }
    let asks = register().requirements.iter();
    let ids: Vec<_> = asks
        .filter(|one| one.ambiguity.as_ref() == Some(&ambiguity.id))
        .map(|one| one.id.as_str())
        .collect();
    say!("asked by   {}", ids.join(", "));
    if !scenarios(&ids)? {
        say!("scenario   none");
    }
    Ok(())
}

/// Tells the scenarios of requirements, and what came of them in the last run here; false when there
/// is none.
fn scenarios(ids: &[&str]) -> anyhow::Result<bool> {
    let last = std::fs::read_to_string("conformance-out/last.json").ok();
    let last = last.and_then(|text| report::read(&text).ok());
    let features = Source::Embedded.read()?;
    let mut any = false;
    for feature in features.iter() {
        for scenario in &feature.scenarios {
            if !scenario.tags.iter().any(|tag| ids.contains(&tag.as_str())) {
                continue;
            }
            any = true;
            let id = format!("{}:{}", path_of(feature), scenario.position.line);
            say!("scenario   {id}  {}", scenario.name);
            let case = last.as_ref().and_then(|last| last.cases.iter().find(|one| one.id == id));
            if let (Some(case), Some(last)) = (case, &last) {
                let reason = case.outcome.reason();
                let why = if reason.is_empty() { String::new() } else { format!(" ({reason})") };
                say!(
                    "           last {}{why}, on {}, {}",
                    case.outcome.word(),
                    last.target.name,
                    last.started
                );
            }
        }
    }
    Ok(any)
}
