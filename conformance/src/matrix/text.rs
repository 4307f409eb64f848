//! The matrix for a terminal.

use std::fmt::Write as _;

use super::{Judged, Matrix, NOT_JUDGED};

/// The gaps, a line each, then the numbers by surface and kind, and the limits of the matrix.
pub fn text(matrix: &Matrix) -> String {
    let mut out = String::new();
    for one in matrix.mutants.iter().filter(|one| one.is_gap()) {
        let _ = writeln!(out, "{}", line(one));
    }
    for stale in &matrix.stale {
        let _ = writeln!(out, "    stale  {stale}");
    }
    for (decided, title) in [(false, "documented and public"), (true, "decided")] {
        let tally = matrix.tally(decided);
        if tally.is_empty() {
            continue;
        }
        let _ =
            writeln!(out, "\n{title:<24} mutants  killed  weakly  equivalent  survived  unreached");
        for ((surface, group), one) in tally {
            let _ = writeln!(
                out,
                "{surface:<4}{group:<20} {:>7} {:>7} {:>7} {:>11} {:>9} {:>10}",
                one.mutants, one.killed, one.weakly, one.equivalent, one.survived, one.unreached
            );
        }
    }
    let _ = writeln!(
        out,
        "\n{} mutants in {}.{} s\n\n{NOT_JUDGED}",
        matrix.mutants.len(),
        matrix.millis / 1000,
        matrix.millis % 1000 / 100
    );
    out
}

fn line(one: &Judged) -> String {
    let by = one.by.as_ref().map(|by| format!("  by {by}")).unwrap_or_default();
    let patch: String = one.mutant.id.chars().take(160).collect();
    format!("{:>9}  {:<10}  {patch}{by}", one.verdict.word(), one.mutant.level)
}
