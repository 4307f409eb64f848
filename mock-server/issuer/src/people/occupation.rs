//! The occupations of the SOC 2018 list that an applicant may name (PG 6.2).

use std::{collections::BTreeSet, sync::LazyLock};

/// The list as `code<TAB>title` lines.
static LIST: LazyLock<Occupations> = LazyLock::new(|| {
    let text = crate::fixtures::text("lists/occupations.tsv");
    let rows = text.lines().filter_map(|line| line.split_once('\t'));
    let mut list = Occupations::default();
    for (code, title) in rows {
        list.codes.insert(code.to_owned());
        list.titles.insert(title.to_lowercase());
    }
    list
});

#[derive(Default)]
struct Occupations {
    codes: BTreeSet<String>,
    titles: BTreeSet<String>,
}

/// True when a text names an occupation in one of `forms` (rule `application.occupation_forms`):
/// `code` compares exactly, `title` without regard to letter case, both after trimming; `any` takes
/// every text.
pub fn is_known(text: &str, forms: &[String]) -> bool {
    let text = text.trim();
    forms.iter().any(|form| match form.as_str() {
        "code" => LIST.codes.contains(text),
        "title" => LIST.titles.contains(&text.to_lowercase()),
        "any" => true,
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_whole() {
        assert_eq!((LIST.codes.len(), LIST.titles.len()), (867, 867));
    }

    #[test]
    fn the_documents_own_occupation_is_known_by_code_and_title() {
        let forms = ["code".to_owned(), "title".to_owned()];
        for known in ["15-1252", "Software Developers", " software developers "] {
            assert!(is_known(known, &forms), "{known}");
        }
        for unknown in ["", "15-125", "Professional dragon tamer 99-9999x"] {
            assert!(!is_known(unknown, &forms), "{unknown}");
        }
    }
}
