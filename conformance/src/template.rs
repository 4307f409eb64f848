//! The target file that `conformance init` writes: every key with what it means.

use crate::{surfaces::TEMPLATES, target::Surface};

/// A target file for these surfaces of a server at `url`.
pub fn target_file(surfaces: &[Surface], url: &str) -> String {
    let url = url.trim_end_matches('/');
    let mut file = include_str!("template/head.toml").to_owned();
    for template in TEMPLATES.iter().filter(|one| surfaces.contains(&one.surface)) {
        file.push_str(&template.text.replace("{url}", url));
    }
    file.push_str(include_str!("template/tail.toml"));
    file
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::target::Target;

    /// The template of every surface, with each variable replaced by one that is always set.
    fn filled(file: &str) -> String {
        let names = file.split("env = \"").skip(1).filter_map(|rest| rest.split('"').next());
        let names: Vec<_> = names.map(|name| format!("\"{name}\"")).collect();
        names.iter().fold(file.to_owned(), |text, name| text.replace(name, "\"PATH\""))
    }

    fn of_every_surface() -> String {
        let surfaces: Vec<_> = TEMPLATES.iter().map(|one| one.surface).collect();
        target_file(&surfaces, "https://h.example/")
    }

    #[test]
    fn what_init_writes_is_a_target_file() {
        let target = Target::from_toml(&filled(&of_every_surface()), "t").unwrap();
        let urls = target.surfaces.urls();
        assert_eq!(urls.len(), TEMPLATES.len());
        for (surface, url) in urls {
            assert!(url.starts_with("https://h.example"), "{surface} {url}");
        }
        assert_eq!(target.surfaces.partner.unwrap().url, "https://h.example/partner/cards/graphql");
        assert_eq!(target.surfaces.envelope.unwrap().url, "https://h.example/api/v1");
    }

    #[test]
    fn what_is_commented_out_is_right_as_well() {
        let file = of_every_surface();
        let all: Vec<_> =
            file.lines().map(|line| line.strip_prefix("#:").unwrap_or(line)).collect();
        let all = filled(&all.join("\n"));
        // The only files that are named.
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/certificates/");
        let all = all.replace("{ file = \"", &format!("{{ file = \"{folder}"));
        let target = Target::from_toml(&all, "t").unwrap();
        assert!(target.tls.identity.is_some() && target.tls.authorities.is_some());
        assert!(target.hook.is_some() && target.webhook_sink.is_some());
    }
}
