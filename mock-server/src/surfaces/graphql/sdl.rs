//! The schema definition language, as the executing library writes it.

/// A schema without some members of its types, each named by type and member.
pub fn without(sdl: &str, left_out: &[(&str, &str)]) -> String {
    let (mut kept, mut of) = (String::new(), "");
    // Lines that describe what follows.
    let (mut described, mut describing) = (String::new(), false);
    for line in sdl.lines() {
        let letters = line.trim_start();
        described.push_str(line);
        described.push('\n');
        if letters.starts_with('"') {
            describing ^= letters.matches("\"\"\"").count() == 1;
            continue;
        }
        if describing {
            continue;
        }
        if line == letters {
            of = line.split(' ').nth(1).unwrap_or_default();
        }
        let member = letters.split(|letter: char| !letter.is_ascii_alphanumeric()).next();
        if !left_out.iter().any(|(one, name)| *one == of && Some(*name) == member) {
            kept.push_str(&described);
        }
        described.clear();
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn members_are_left_out_of_their_type_alone() {
        let sdl = "type A {\n\tids: Int!\n\t\"\"\"\n\tid of A\n\t\"\"\"\n\tid: Int!\n}\n\n\"B\"\nenum B {\n\tid\n}\n";
        let left = "type A {\n\tids: Int!\n}\n\n\"B\"\nenum B {\n\tid\n}\n";
        assert_eq!(without(sdl, &[("A", "id"), ("B", "ids")]), left);
    }
}
