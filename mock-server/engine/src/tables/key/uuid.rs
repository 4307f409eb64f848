//! UUIDs as PostgreSQL takes them.

/// The canonical form of 32 hexadecimal digits, with a hyphen or none after each group of four, in
/// braces or not; nothing for anything else.
pub(super) fn canonical(text: &str) -> Option<String> {
    let inner = text.strip_prefix('{').map_or(Some(text), |rest| rest.strip_suffix('}'))?;
    let mut digits = String::with_capacity(36);
    let mut seen = 0;
    let mut after_hyphen = true;
    for character in inner.chars() {
        match character {
            '-' if !after_hyphen && seen % 4 == 0 && seen < 32 => after_hyphen = true,
            digit if digit.is_ascii_hexdigit() && seen < 32 => {
                if matches!(seen, 8 | 12 | 16 | 20) {
                    digits.push('-');
                }
                digits.push(digit.to_ascii_lowercase());
                seen += 1;
                after_hyphen = false;
            }
            _ => return None,
        }
    }
    (seen == 32 && !after_hyphen).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::canonical;

    #[test]
    fn spellings_of_one_uuid() {
        let wanted = "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11";
        for text in [
            wanted,
            "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11",
            "{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}",
            "a0eebc999c0b4ef8bb6d6bb9bd380a11",
            "a0ee-bc99-9c0b-4ef8-bb6d-6bb9-bd38-0a11",
            "{a0eebc99-9c0b4ef8-bb6d6bb9-bd380a11}",
        ] {
            assert_eq!(canonical(text).as_deref(), Some(wanted), "{text}");
        }
        for text in [
            "",
            "{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
            "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}",
            "urn:uuid:a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
            "a0eebc99--9c0b-4ef8-bb6d-6bb9bd380a11",
            "-a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
            "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11-",
            "a0-eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
            " a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
            "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1",
        ] {
            assert_eq!(canonical(text), None, "{text}");
        }
    }
}
