//! One column: its name, its type, what a log may show of it, where its cells come from and which
//! index leads to its values. Schema, reading, filters, order, aggregates and redaction follow from
//! this value; nothing else knows a column by name.

use std::borrow::Cow;

use jiff::{Timestamp, civil::Date};
use serde_json::Value;

use super::{Cell, IndexRows, Kind, View, cell, key::Key, row::Row};
use crate::log::Class;

/// A column of a table.
#[derive(Clone, Copy)]
pub struct Column {
    /// Field name in the schema.
    pub name: &'static str,
    /// Class of the column's cells, and of operands that they are compared with, in the log.
    pub class: Class,
    /// Whether the schema says that it may be null.
    pub nullable: bool,
    reader: Reader,
    index: Option<Index>,
}

/// Where the cells of a column come from. The variant is the type of the column, and a reader that
/// has no `Maybe` in its name cannot read null.
#[derive(Clone, Copy)]
pub(super) enum Reader {
    Int(for<'v> fn(Row<'v>) -> i64),
    MaybeInt(for<'v> fn(Row<'v>) -> Option<i64>),
    Bigint(for<'v> fn(Row<'v>) -> i64),
    /// In hundredths.
    Numeric(for<'v> fn(Row<'v>) -> i128),
    /// In hundredths.
    MaybeNumeric(for<'v> fn(Row<'v>) -> Option<i128>),
    Text(for<'v> fn(Row<'v>) -> &'v str),
    MaybeText(for<'v> fn(Row<'v>) -> Option<&'v str>),
    /// Text that is made of what the issuer holds.
    MaybeMadeText(for<'v> fn(Row<'v>) -> Option<String>),
    Boolean(for<'v> fn(Row<'v>) -> bool),
    Uuid(for<'v> fn(Row<'v>) -> &'v str),
    MaybeUuid(for<'v> fn(Row<'v>) -> Option<&'v str>),
    Timestamptz(for<'v> fn(Row<'v>) -> Timestamp),
    MaybeTimestamptz(for<'v> fn(Row<'v>) -> Option<Timestamp>),
    Date(for<'v> fn(Row<'v>) -> Date),
    MaybeJsonb(for<'v> fn(Row<'v>) -> Option<Value>),
}

/// Finds the rows with a value in a column; `None` where no index of the issuer leads there for
/// this caller.
pub(super) type Index = for<'v> fn(&'v View<'v>, &Cell<'_>) -> Option<IndexRows<'v>>;

impl Column {
    /// A column without an index.
    pub(super) const fn new(name: &'static str, class: Class, reader: Reader) -> Self {
        Self { name, class, nullable: reader.may_be_null(), reader, index: None }
    }

    /// The column with an index of its values.
    pub(super) const fn indexed(self, index: Index) -> Self {
        Self { index: Some(index), ..self }
    }

    /// The column in a view whose contract lets it be null, although it never is.
    pub(super) const fn or_null(self) -> Self {
        Self { nullable: true, ..self }
    }

    /// The column under another name.
    pub(super) const fn named(self, name: &'static str) -> Self {
        Self { name, ..self }
    }

    /// Type of the column.
    pub fn kind(&self) -> Kind {
        self.reader.kind()
    }

    /// The cell of a row.
    pub(super) fn cell<'v>(&self, row: Row<'v>) -> Cell<'v> {
        match self.reader {
            Reader::Int(read) => Cell::Int(read(row)),
            Reader::MaybeInt(read) => read(row).map_or(Cell::Null, Cell::Int),
            Reader::Bigint(read) => Cell::Bigint(read(row)),
            Reader::Numeric(read) => Cell::Numeric(read(row)),
            Reader::MaybeNumeric(read) => read(row).map_or(Cell::Null, Cell::Numeric),
            Reader::Text(read) | Reader::Uuid(read) => Cell::Text(Cow::Borrowed(read(row))),
            Reader::MaybeText(read) | Reader::MaybeUuid(read) => {
                read(row).map_or(Cell::Null, |text| Cell::Text(Cow::Borrowed(text)))
            }
            Reader::MaybeMadeText(read) => {
                read(row).map_or(Cell::Null, |text| Cell::Text(Cow::Owned(text)))
            }
            Reader::Boolean(read) => Cell::Boolean(read(row)),
            Reader::Timestamptz(read) => Cell::Instant(read(row)),
            Reader::MaybeTimestamptz(read) => read(row).map_or(Cell::Null, Cell::Instant),
            Reader::Date(read) => Cell::Day(read(row)),
            Reader::MaybeJsonb(read) => read(row).map_or(Cell::Null, Cell::Json),
        }
    }

    /// The cell of a row in comparable form.
    pub(super) fn key(&self, row: Row<'_>) -> Key {
        Key::of_cell(&self.cell(row))
    }

    /// Writes the cell of a row as JSON.
    pub(super) fn write(&self, row: Row<'_>, out: &mut Vec<u8>) {
        cell::write(row.view, &self.cell(row), out);
    }

    /// The rows with this value, where an index leads to them.
    pub(super) fn find<'v>(&self, view: &'v View<'v>, value: &Cell<'_>) -> Option<IndexRows<'v>> {
        self.index.and_then(|index| index(view, value))
    }

    /// Whether an index leads to values of the column.
    pub(super) const fn has_index(&self) -> bool {
        self.index.is_some()
    }
}

impl Reader {
    const fn may_be_null(self) -> bool {
        match self {
            Self::MaybeInt(_)
            | Self::MaybeNumeric(_)
            | Self::MaybeText(_)
            | Self::MaybeUuid(_)
            | Self::MaybeMadeText(_)
            | Self::MaybeTimestamptz(_)
            | Self::MaybeJsonb(_) => true,
            Self::Int(_)
            | Self::Bigint(_)
            | Self::Numeric(_)
            | Self::Text(_)
            | Self::Boolean(_)
            | Self::Uuid(_)
            | Self::Timestamptz(_)
            | Self::Date(_) => false,
        }
    }

    fn kind(self) -> Kind {
        match self {
            Self::Int(_) | Self::MaybeInt(_) => Kind::Int,
            Self::Bigint(_) => Kind::Bigint,
            Self::Numeric(_) | Self::MaybeNumeric(_) => Kind::Numeric,
            Self::Text(_) | Self::MaybeText(_) | Self::MaybeMadeText(_) => Kind::Text,
            Self::Boolean(_) => Kind::Boolean,
            Self::Uuid(_) | Self::MaybeUuid(_) => Kind::Uuid,
            Self::Timestamptz(_) | Self::MaybeTimestamptz(_) => Kind::Timestamptz,
            Self::Date(_) => Kind::Date,
            Self::MaybeJsonb(_) => Kind::Jsonb,
        }
    }
}

/// The keys of some cells of a row.
pub(super) fn keys(columns: &[&Column], row: Row<'_>) -> Vec<Key> {
    columns.iter().map(|column| column.key(row)).collect()
}

/// The column with this name. In a constant, a name that no column has does not compile.
pub(super) const fn pick(columns: &[Column], name: &str) -> Column {
    let mut at = 0;
    while at < columns.len() {
        if same(columns[at].name.as_bytes(), name.as_bytes()) {
            return columns[at];
        }
        at += 1;
    }
    panic!("no column has this name")
}

const fn same(left: &[u8], right: &[u8]) -> bool {
    let mut at = 0;
    while at < left.len() && at < right.len() && left[at] == right[at] {
        at += 1;
    }
    at == left.len() && at == right.len()
}
