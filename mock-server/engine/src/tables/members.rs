//! The members that a field asks of each row: read once, written for every row.
//!
//! Rows are written as JSON while they are read; there is no value of a row in between. Response
//! keys are distinct, because a document is flattened before it is executed.

use async_graphql::{SelectionField, ServerError, ServerResult};

use super::{
    Column, Relation, Table, View,
    budget::NESTED_ROW,
    field_arguments::arguments,
    object::{Object, list},
    row::Row,
    select::Selection,
    select_error::SelectError,
};

/// The members of a row, in order.
pub(super) struct Members<'f> {
    members: Vec<(&'f str, Member<'f>)>,
}

/// One member of a row.
enum Member<'f> {
    TypeName,
    Cell(&'static Column),
    One(&'static Relation, Members<'f>),
    Many(&'static Relation, Selection, Members<'f>),
}

impl<'f> Members<'f> {
    /// Reads the selection of a field whose rows are of this table.
    pub(super) fn read(
        view: &View<'_>,
        table: &'static Table,
        field: &SelectionField<'f>,
    ) -> ServerResult<Self> {
        let read = |child: SelectionField<'f>| {
            let member = match table.relation(child.name()) {
                None if child.name() == "__typename" => Member::TypeName,
                None => match table.column(child.name()) {
                    Some(column) => Member::Cell(column),
                    None => return Err(ServerError::new("no such column", None)),
                },
                Some(relation) => {
                    let wanted = Self::read(view, relation.table, &child)?;
                    if relation.many {
                        let arguments = arguments(&child)?;
                        let selection = Selection::read(view, relation.table, &arguments)?;
                        Member::Many(relation, selection, wanted)
                    } else {
                        Member::One(relation, wanted)
                    }
                }
            };
            Ok((child.alias().unwrap_or(child.name()), member))
        };
        field.selection_set().map(read).collect::<ServerResult<_>>().map(|members| Self { members })
    }

    /// Writes the members of a row.
    pub(super) fn write(&self, row: Row<'_>, out: &mut Vec<u8>) -> Result<(), SelectError> {
        let mut object = Object::begin(out);
        for (key, member) in &self.members {
            let out = object.member(key);
            match member {
                Member::TypeName => super::object::value(row.table.name, out),
                Member::Cell(column) => column.write(row, out),
                Member::One(relation, wanted) => match relation.rows(row).first() {
                    Some(_) if !row.view.budget.spend(NESTED_ROW) => {
                        return Err(SelectError::TooMuch);
                    }
                    Some(other) => wanted.write(*other, out)?,
                    None => out.extend_from_slice(b"null"),
                },
                Member::Many(relation, selection, wanted) => {
                    let budget = row.view.budget;
                    if budget.is_spent() {
                        return Err(SelectError::TooMuch);
                    }
                    let related = relation.rows(row);
                    // Each of them is looked at, even those that are not selected.
                    if !budget.spend(NESTED_ROW.saturating_add(related.len())) {
                        return Err(SelectError::TooMuch);
                    }
                    let rows = selection.of(related.into_iter(), budget)?;
                    if !budget.spend(NESTED_ROW * rows.len()) {
                        return Err(SelectError::TooMuch);
                    }
                    wanted.write_all(&rows, out)?;
                }
            }
        }
        object.end();
        Ok(())
    }

    /// Writes a list of rows; the price of their own cells is paid before.
    pub(super) fn write_all(&self, rows: &[Row<'_>], out: &mut Vec<u8>) -> Result<(), SelectError> {
        let Some(budget) = rows.first().map(|row| row.view.budget) else {
            out.extend_from_slice(b"[]");
            return Ok(());
        };
        if !budget.spend(rows.len().saturating_mul(self.members.len())) {
            return Err(SelectError::TooMuch);
        }
        list(rows, out, |row, out| {
            self.write(*row, out)?;
            if budget.has_room(out.len()) { Ok(()) } else { Err(SelectError::TooLong) }
        })
    }
}
