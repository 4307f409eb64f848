//! Tables of figures for people.

use std::fmt;

/// One line of a table.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) cells: Vec<String>,
}

impl fmt::Display for Row {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:<34}", self.name)?;
        self.cells.iter().try_for_each(|cell| write!(out, "{cell:>12}"))
    }
}

/// Prints the names of the columns.
pub(crate) fn heading<const N: usize>(names: [&'static str; N]) {
    let cells = names[1..].iter().map(|&name| name.to_owned()).collect();
    println!("{}", Row { name: names[0], cells });
}

/// Median of some figures.
pub(crate) fn median(figures: impl Iterator<Item = f64>) -> f64 {
    let mut figures: Vec<f64> = figures.collect();
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}
