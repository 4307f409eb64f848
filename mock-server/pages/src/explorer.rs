//! The explorer's page: settings, with the schema among them, and links to the bundled files.

use serde_json::{Value, json};

use super::file::Bundle;

const PAGE: &str = include_str!("../../browser/explorer/page.html");
const PAGE_WITHOUT_BUNDLE: &str = include_str!("../../browser/explorer/missing.html");

/// Policy of the page. GraphiQL's editor writes styles into the page; scripts come from this origin's
/// files alone.
pub const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
     img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// An API that an explorer shows.
#[derive(Clone, Copy, Debug)]
pub struct Explorer {
    /// Code of the surface, which decides how requests are authenticated.
    pub surface: &'static str,
    /// Name of the API, as the page's heading.
    pub title: &'static str,
    /// Path to which the page posts.
    pub endpoint: &'static str,
}

impl Explorer {
    /// Settings that the page works by, with this schema (in the schema definition language) in them.
    pub fn settings(self, schema: &str) -> Value {
        json!({
            "surface": self.surface,
            "title": self.title,
            "endpoint": self.endpoint,
            "storage": "session",
            "panel": true,
            "sign": true,
            "schema": schema,
        })
    }
}

/// The page with these settings; `files` is the path below which its files are served.
pub fn explorer(settings: &Value, files: &str) -> String {
    let text = |member: &str| escaped(settings[member].as_str().unwrap_or_default());
    if !Bundle::has("explorer.js") {
        let page = PAGE_WITHOUT_BUNDLE.replace("{title}", &text("title"));
        return page.replace("{schema}", &text("schema"));
    }
    // `<` could end the script element in which the settings stand.
    let written = settings.to_string().replace('<', "\\u003c");
    let page = PAGE.replace("{title}", &text("title")).replace("{files}", files);
    page.replace("{settings}", &written)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_schema_ends_the_element_that_holds_it() {
        let api = Explorer { surface: "PG", title: "A", endpoint: "/a" };
        let page = explorer(&api.settings("# </script><script>"), "/files");
        assert!(!page.contains("# </script>"), "{page}");
    }
}
