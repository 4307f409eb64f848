//! The requests and costs of a run, told without sending anything.

use std::{collections::BTreeMap, fmt::Write as _};

use crate::{Plan, rehearsal, report::path_of, target::Expense};

/// A line per scenario that would run, with its operations and costs; then the totals.
pub fn text(plan: &Plan) -> anyhow::Result<String> {
    let (features, skipped) = plan.choose()?;
    let mut out = String::new();
    let (mut operations, mut uses) = (BTreeMap::<String, u64>::new(), BTreeMap::new());
    let (mut scenarios, mut unknown) = (0, 0);
    for feature in &features {
        for scenario in &feature.scenarios {
            scenarios += 1;
            let place = format!("{}:{}", path_of(feature), scenario.position.line);
            let _ = writeln!(out, "{place}  {}", scenario.name);
            let Some(known) = rehearsal::on(&plan.target, feature, scenario) else {
                unknown += 1;
                let _ = writeln!(out, "    not rehearsed; each request is judged when it is made");
                continue;
            };
            let sent: Vec<_> =
                known.counts.iter().map(|(name, count)| format!("{count} × {name}")).collect();
            let sent = if sent.is_empty() { "only reads".to_owned() } else { sent.join(", ") };
            let costs: Vec<_> = known.costs().into_iter().map(|cost| format!("@{cost}")).collect();
            let _ = writeln!(
                out,
                "    {}; {}{}{}",
                sent,
                shown(&known.uses()),
                if costs.is_empty() { "" } else { "; " },
                costs.join(" ")
            );
            for (name, count) in &known.counts {
                *operations.entry(name.clone()).or_default() += count;
            }
            for (kind, amount) in known.uses() {
                *uses.entry(kind).or_default() += amount;
            }
        }
    }
    let _ = writeln!(out, "\n{scenarios} scenarios would run, {} would not", skipped.len());
    if unknown > 0 {
        let _ = writeln!(out, "{unknown} of them were never rehearsed");
    }
    let _ = writeln!(out, "together at most {}", shown(&uses));
    for (name, count) in operations {
        let _ = writeln!(out, "{count:>7}  {name}");
    }
    if !plan.target.safety.budget.0.is_empty() {
        let _ = writeln!(out, "budget: {}", shown(&plan.target.safety.budget.0));
    }
    Ok(out)
}

fn shown(uses: &BTreeMap<Expense, u64>) -> String {
    let part =
        |(kind, amount): (&Expense, &u64)| format!("{} {}", kind.shown(*amount), kind.name());
    let parts: Vec<_> = uses.iter().rev().map(part).collect();
    if parts.is_empty() { "nothing".to_owned() } else { parts.join(", ") }
}
