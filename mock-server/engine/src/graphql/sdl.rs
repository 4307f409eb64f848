//! The schema definition language, as the executing library writes it: one member of a type on each
//! line, below its description.

use async_graphql::{
    Pos, Positioned,
    parser::{
        parse_schema,
        types::{TypeKind, TypeSystemDefinition},
    },
};

/// A schema without some members of its types, each named by type and member. The members are found
/// in the tree of the schema; their lines, and those of their descriptions, are left out.
pub fn without(sdl: &str, left_out: &[(&str, &str)]) -> String {
    let mut gone = Vec::new();
    for definition in parse_schema(sdl).expect("the library writes what can be read").definitions {
        let TypeSystemDefinition::Type(of) = definition else { continue };
        let of = of.node;
        for (member, lines) in members(&of.kind) {
            if left_out.contains(&(of.name.node.as_str(), member)) {
                gone.push(lines);
            }
        }
    }
    let is_kept = |line: usize| !gone.iter().any(|(first, last)| (*first..=*last).contains(&line));
    let lines = sdl.lines().enumerate().filter(|(at, _)| is_kept(at + 1));
    lines.flat_map(|(_, line)| [line, "\n"]).collect()
}

/// The members of a type, each with its first and its last line.
fn members(kind: &TypeKind) -> Vec<(&str, (usize, usize))> {
    let lines = |at: Pos, description: &Option<Positioned<String>>| {
        (description.as_ref().map_or(at, |text| text.pos).line, at.line)
    };
    match kind {
        TypeKind::Object(object) => {
            let fields = object.fields.iter().map(|field| &field.node);
            fields
                .map(|field| (&*field.name.node, lines(field.name.pos, &field.description)))
                .collect()
        }
        TypeKind::InputObject(input) => {
            let fields = input.fields.iter().map(|field| &field.node);
            fields
                .map(|field| (&*field.name.node, lines(field.name.pos, &field.description)))
                .collect()
        }
        TypeKind::Enum(of) => {
            let values = of.values.iter().map(|value| &value.node);
            values
                .map(|value| (&*value.value.node, lines(value.value.pos, &value.description)))
                .collect()
        }
        TypeKind::Scalar | TypeKind::Interface(_) | TypeKind::Union(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn members_are_left_out_of_their_type_alone() {
        let sdl = "type A {\n\tids: Int!\n\t\"\"\"\n\tid: of A\n\t\"\"\"\n\tid(x: Int): Int!\n}\n\n\"B\"\nenum B {\n\tid\n\t\"of C\"\n\tC\n}\n\ninput I {\n\tid: Int\n\tno: Int\n}\n";
        let left =
            "type A {\n\tids: Int!\n}\n\n\"B\"\nenum B {\n\tid\n}\n\ninput I {\n\tid: Int\n}\n";
        let gone = [("A", "id"), ("B", "ids"), ("B", "C"), ("I", "no")];
        assert_eq!(without(sdl, &gone), left);
    }
}
