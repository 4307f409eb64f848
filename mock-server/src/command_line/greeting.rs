//! The first words of a server: the ready line, and a request to copy.

use serde_json::json;

use crate::config::LogFormat;

/// The ready line: it tells the program that started the server that it listens, and where.
pub(super) fn ready(format: LogFormat, url: &str, control: Option<&str>) -> String {
    match format {
        LogFormat::Json => {
            json!({"ready": true, "url": url, "control": control, "pid": std::process::id()})
                .to_string()
        }
        LogFormat::Text => match control {
            None => format!("ready {url}"),
            Some(control) => {
                format!("ready {url} control {}", control.strip_prefix(url).unwrap_or(control))
            }
        },
    }
}

/// Credentials of the default world and a signed request to copy. The request works twice within
/// one second too: its timestamp has milliseconds, or three random digits where `date` has no `%N`,
/// as on macOS. The credentials are the same on every machine, stand in the README and open nothing
/// but a sandbox; credentials of other worlds are never printed.
pub(super) fn greeting(url: &str, control: Option<&str>) -> String {
    let body = r#"{"query":"{ AgioCard_card_company { id name } }"}"#;
    let control = control.map_or_else(String::new, |url| format!("\n\nControl plane: {url}"));
    format!(
        r#"
Credentials of the default world and a signed request, for copying:

  export SANDBOX_URL={url}
  export AGIO_PARTNER_API_TOKEN=ac3e0000-0000-4000-8000-000000000001
  export AGIO_PARTNER_CLIENT_SECRET=sandbox-acme-client-secret

  BODY='{body}'
  TS=$(date +%s%N | sed "s/N*\$/$((RANDOM % 900 + 100))/" | cut -c1-13)
  SIG=$(printf '%s' "$TS.$BODY" | openssl dgst -sha256 -hmac "$AGIO_PARTNER_CLIENT_SECRET" -hex | awk '{{print $NF}}')
  curl -s "$SANDBOX_URL/partner/cards/graphql" -H 'content-type: application/json' \
    -H "x-agio-api-key: $AGIO_PARTNER_API_TOKEN" -H "x-agio-timestamp: $TS" \
    -H "x-agio-signature: $SIG" -d "$BODY"

  # Encrypted-envelope API: POST $SANDBOX_URL/api/v1/…, bodies sealed with ER_API_SECRET
  export ER_API_KEY=sandbox-main-key
  export ER_API_SECRET=sandbox-main-secret{control}"#
    )
}
