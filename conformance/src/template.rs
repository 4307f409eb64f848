//! The target file that `conformance init` writes: every key with what it means.

use crate::target::Surface;

/// A target file for these surfaces of a server at `url`.
pub fn target_file(surfaces: &[Surface], url: &str) -> String {
    let url = url.trim_end_matches('/');
    let mut file = include_str!("template/head.toml").to_owned();
    if surfaces.contains(&Surface::PG) {
        file.push_str(&include_str!("template/partner.toml").replace("{url}", url));
    }
    if surfaces.contains(&Surface::ER) {
        file.push_str(&include_str!("template/envelope.toml").replace("{url}", url));
    }
    file.push_str(include_str!("template/tail.toml"));
    file
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::target::Target;

    /// The file with these variables replaced by one that is always set.
    fn filled(file: &str) -> String {
        ["AGIO_PARTNER_API_TOKEN", "AGIO_PARTNER_CLIENT_SECRET", "ER_API_KEY", "ER_API_SECRET"]
            .iter()
            .fold(file.to_owned(), |text, name| text.replace(&format!("\"{name}\""), "\"PATH\""))
    }

    #[test]
    fn what_init_writes_is_a_target_file() {
        let file = filled(&target_file(&[Surface::PG, Surface::ER], "https://h.example/"));
        let target = Target::from_toml(&file, "t").unwrap();
        assert_eq!(target.partner.unwrap().url, "https://h.example/partner/cards/graphql");
        assert_eq!(target.envelope.unwrap().url, "https://h.example/api/v1");
    }

    #[test]
    fn what_is_commented_out_is_right_as_well() {
        let file = target_file(&[Surface::PG, Surface::ER], "https://h.example");
        let all: Vec<_> =
            file.lines().map(|line| line.strip_prefix("#:").unwrap_or(line)).collect();
        let all = all.join("\n");
        let named: Vec<_> = all
            .split("env = \"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .map(str::to_owned)
            .collect();
        let all =
            named.iter().fold(all, |text, name| text.replace(&format!("\"{name}\""), "\"PATH\""));
        // The only files that are named.
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/certificates/");
        let all = all.replace("{ file = \"", &format!("{{ file = \"{folder}"));
        let target = Target::from_toml(&all, "t").unwrap();
        assert!(target.tls.identity.is_some() && target.tls.authorities.is_some());
        assert!(target.hook.is_some() && target.webhook_sink.is_some());
    }
}
