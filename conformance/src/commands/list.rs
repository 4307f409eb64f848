//! `conformance list`: scenarios, or what of the register they cover.

use super::{Selection, run::level, say};
use crate::{
    coverage, exit,
    register::{self, Level, register},
    rehearsal,
    report::{Outcome, path_of},
};

/// Options of `list`.
#[derive(clap::Args)]
pub struct Options {
    #[command(flatten)]
    chosen: Selection,
    /// The highest level: documented, public or decided.
    #[arg(long, value_parser = level)]
    level: Option<Level>,
    /// Every requirement by section: judged here, skipped and why, or without scenario.
    #[arg(long)]
    coverage: bool,
    /// Only requirements that nothing judges: neither a scenario nor a test of this workspace.
    #[arg(long)]
    uncovered: bool,
    /// The questions that the documents leave open, and their readings.
    #[arg(long)]
    readings: bool,
}

pub(super) async fn execute(options: Options) -> anyhow::Result<u8> {
    if options.readings {
        for ambiguity in &register().ambiguities {
            let names: Vec<_> = ambiguity.reading.iter().map(|one| one.name.as_str()).collect();
            say!("{}  {}: {}", ambiguity.id, ambiguity.title, names.join(" | "));
        }
        return Ok(exit::CONFORM);
    }
    // Nothing is sent, so an embedded sandbox need not be started.
    let target = super::planning_target(&options.chosen.target)?;
    let mut plan = options.chosen.plan_for(target);
    plan.level = options.level.unwrap_or(plan.level);
    if options.coverage || options.uncovered {
        let matrix = coverage::of(&plan)?;
        say::page(&if options.uncovered { matrix.uncovered() } else { matrix.text() });
        return Ok(exit::CONFORM);
    }
    let (features, skipped) = plan.choose()?;
    let mut rows = Vec::new();
    for feature in &features {
        for scenario in &feature.scenarios {
            let known = rehearsal::on(&plan.target, feature, scenario);
            let costs: Vec<_> = known
                .map(|one| one.costs())
                .unwrap_or_default()
                .iter()
                .map(|c| format!("@{c}"))
                .collect();
            let ids = register::requirements(&scenario.tags);
            let level = ids.iter().map(|one| one.level).max().unwrap_or(Level::Decided);
            let ids: Vec<_> = ids.iter().map(|one| one.id.as_str()).collect();
            let id = format!("{}:{}", path_of(feature), scenario.position.line);
            rows.push((false, ids.join(" "), id, level, scenario.name.clone(), costs.join(" ")));
        }
    }
    for case in skipped {
        let ids = case.ids();
        let note = match case.outcome {
            Outcome::Skipped { .. } => format!("(skipped, {})", case.outcome.reason()),
            _ => format!("({}, {})", case.outcome.word(), case.outcome.reason()),
        };
        rows.push((true, ids, case.id, case.level, case.scenario, note));
    }
    // What would be skipped comes last; there may be a whole surface of it.
    rows.sort_by(|l, r| (l.0, &l.1, &l.2).cmp(&(r.0, &r.1, &r.2)));
    for (_, ids, id, level, name, note) in rows {
        say!("{ids:<14} {:<10} {name}  {note}\n{:>27}{id}", level.to_string(), "");
    }
    Ok(exit::CONFORM)
}
