use super::*;

fn text(lines: Lines, from: u64, to: u64) -> String {
    let parts = lines.part(from, to).map(|(piece, range)| piece[range].to_vec());
    String::from_utf8(parts.collect::<Vec<_>>().concat()).unwrap()
}

/// A line of a record without its chain value, and as it is read.
fn line(n: usize, link: &mut String) -> (String, String) {
    let bare = format!("{{\"n\":{n},\"x\":\"{}\"}}", "x".repeat(PIECE / 3));
    let mut chained = Vec::new();
    chain_line(link, bare.as_bytes(), &mut chained);
    (bare, String::from_utf8(chained).unwrap())
}

#[test]
fn any_part_of_the_lines_is_found_whoever_chains_them() {
    let mut link = START.to_owned();
    let all: Vec<_> = (0..20).map(|n| line(n, &mut link)).collect();
    let read = |range: Range<usize>| all[range].iter().map(|(_, read)| &**read).collect::<String>();
    for are_bare in [true, false] {
        let mut growing = GrowingLines { are_bare, ..GrowingLines::default() };
        assert_eq!(text(growing.lines(), 0, 9), "");
        for (bare, chained) in &all {
            growing.push(if are_bare { bare } else { chained.trim_end() }.as_bytes());
        }
        assert!(growing.done.pieces.len() > 5);
        let bytes = growing.lines().bytes();
        // From the end: the pieces before are chained for it.
        for from in (0..21_usize).rev() {
            for to in from..22 {
                let expected = read(from.min(20)..to.min(20).max(from.min(20)));
                assert!(text(growing.lines(), from as u64, to as u64) == expected, "{from} {to}");
            }
        }
        assert_eq!((bytes, growing.lines().link()), (read(0..20).len() as u64, link.clone()));
        assert!(text(growing.lines(), 7, 3).is_empty());
        growing.truncate(21);
        for records in [20, 13, 3, 1, 0] {
            growing.truncate(records as u64);
            assert!(text(growing.lines(), 0, 99) == read(0..records), "{records}");
            assert_eq!(growing.len(), records as u64);
        }
    }
}

#[test]
fn lines_go_on_behind_those_that_were_chained_before() {
    let mut link = START.to_owned();
    let all: Vec<_> = (0..5).map(|n| line(n, &mut link)).collect();
    let before: String = all[..2].iter().map(|(_, chained)| &**chained).collect();
    let mut growing = GrowingLines::chained_when_read().holding(before.as_bytes());
    all[2..].iter().for_each(|(bare, _)| growing.push(bare.as_bytes()));
    let whole: String = all.iter().map(|(_, chained)| &**chained).collect();
    assert_eq!(growing.lines().joined(), whole.as_bytes());
    assert_eq!(growing.lines().bytes(), whole.len() as u64);
}

#[test]
fn what_was_read_stays_while_more_is_written() {
    let mut growing = GrowingLines::default();
    growing.push(b"one");
    let before = growing.lines();
    growing.push(b"two");
    assert_eq!((before.len(), text(before, 0, u64::MAX)), (1, "one\n".to_owned()));
    assert_eq!(text(growing.lines(), 1, u64::MAX), "two\n");
}
