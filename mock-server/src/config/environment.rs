//! Environment variables: spellings of a switch, and mistakes in names of variables.

use std::ffi::OsString;

use clap::CommandFactory;

use super::Config;
use crate::spelling;

/// Prefix of every environment variable of this program.
const PREFIX: &str = "MOCK_SERVER_";

/// Reads a switch. `1`, `true`, `yes`, `on`, `t` and `y` turn it on; `0`, `false`, `no`, `off`,
/// `f`, `n` and the empty text leave it off; letter case does not matter. Anything else is an
/// error.
pub(super) fn read_switch(text: &str) -> Result<bool, String> {
    match text.trim().to_ascii_lowercase().as_str() {
        "1" | "true" | "yes" | "on" | "t" | "y" => Ok(true),
        "" | "0" | "false" | "no" | "off" | "f" | "n" => Ok(false),
        _ => Err("expected true or false".to_owned()),
    }
}

/// Mistakes, sorted, one sentence for each variable with our prefix that sets nothing: a typing
/// error would otherwise go unnoticed. Variables that other programs set under this prefix are left
/// out: `MOCK_SERVER_BIN`, which tells the conformance suite where the server is, and the addresses
/// that Kubernetes gives for a service of this name (`MOCK_SERVER_SERVICE_HOST`,
/// `MOCK_SERVER_PORT`, …); and so are those that a flag names, for the control
/// token and for the key of the journals.
pub fn unknown_variables(
    config: &Config,
    variables: impl IntoIterator<Item = (OsString, OsString)>,
) -> Vec<String> {
    let named = [&config.access.control_token_env, &config.journal.journal_key_env];
    let is_named = |name: &str| named.iter().any(|flag| flag.as_deref() == Some(name));
    let command = Config::command();
    let known: Vec<_> = command
        .get_arguments()
        .filter_map(clap::Arg::get_env)
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    let text = |(name, value): (OsString, OsString)| {
        (name.to_string_lossy().into_owned(), value.to_string_lossy().into_owned())
    };
    let mut unknown: Vec<_> = variables
        .into_iter()
        .map(text)
        .filter(|(name, value)| {
            let rest = name.strip_prefix(PREFIX);
            rest.is_some_and(|rest| rest != "BIN" && !is_service_link(rest, value))
                && !known.contains(name)
                && !is_named(name)
        })
        .map(|(name, _)| {
            let near = spelling::closest(&name, &known).map_or("", |(_, near)| near);
            format!("the variable {name} sets nothing; is {near} meant?")
        })
        .collect();
    unknown.sort();
    unknown
}

/// True for a variable that Kubernetes sets for every service. It has two forms: `SERVICE_HOST`,
/// `SERVICE_PORT`, `SERVICE_PORT_<name>`, and those of Docker links: `PORT`, `PORT_<number>_TCP`,
/// `PORT_<number>_TCP_ADDR`. `PORT` alone counts only when its value is a URL.
fn is_service_link(rest: &str, value: &str) -> bool {
    let words: Vec<&str> = rest.split('_').collect();
    let number = |word: &&str| word.bytes().all(|byte| byte.is_ascii_digit());
    let linked =
        words.windows(2).any(|pair| pair == ["SERVICE", "HOST"] || pair == ["SERVICE", "PORT"]);
    let docker = words.windows(3).any(|three| {
        three[0] == "PORT" && number(&three[1]) && ["TCP", "UDP", "SCTP"].contains(&three[2])
    });
    linked || docker || (words.last() == Some(&"PORT") && value.contains("://"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strange(variables: &[(&str, &str)]) -> Vec<String> {
        let variables = variables.iter().map(|(name, value)| (name.into(), value.into()));
        unknown_variables(&Config::default(), variables)
    }

    #[test]
    fn typing_errors_are_named_with_what_is_near() {
        let warnings =
            strange(&[("MOCK_SERVER_LISTENS", "x"), ("MOCK_SERVER_QUIET", "1"), ("PATH", "")]);
        assert_eq!(
            warnings,
            ["the variable MOCK_SERVER_LISTENS sets nothing; is MOCK_SERVER_LISTEN meant?"]
        );
        assert_eq!(strange(&[("MOCK_SERVER_PORTS", "1"), ("MOCK_SERVER_", "")]).len(), 2);
        // Somebody who means `--listen` and writes a number.
        assert_eq!(strange(&[("MOCK_SERVER_PORT", "8080")]).len(), 1);
    }

    #[test]
    fn what_others_set_is_no_typing_error() {
        let variables = [
            ("MOCK_SERVER_BIN", "/usr/bin/mock-server"),
            ("MOCK_SERVER_SERVICE_HOST", "10.0.0.1"),
            ("MOCK_SERVER_SERVICE_PORT", "8080"),
            ("MOCK_SERVER_SERVICE_PORT_HTTP", "8080"),
            ("MOCK_SERVER_PORT", "tcp://10.0.0.1:8080"),
            ("MOCK_SERVER_PORT_8080_TCP", "tcp://10.0.0.1:8080"),
            ("MOCK_SERVER_PORT_8080_TCP_ADDR", "10.0.0.1"),
            ("MOCK_SERVER_ER_SERVICE_HOST", "10.0.0.2"),
            ("MOCK_SERVER_ER_PORT", "tcp://10.0.0.2:80"),
        ];
        assert_eq!(strange(&variables), Vec::<String>::new());
    }

    #[test]
    fn a_variable_that_a_flag_names_is_no_typing_error() {
        for flag in ["--control-token-env", "--journal-key-env"] {
            let flags = ["mock-server".to_owned(), format!("{flag}=MOCK_SERVER_SECRET")];
            let config = <Config as clap::Parser>::parse_from(flags);
            let variables = |name: &str| [(name.into(), "secret".into())];
            assert!(unknown_variables(&config, variables("MOCK_SERVER_SECRET")).is_empty());
            assert_eq!(unknown_variables(&config, variables("MOCK_SERVER_SECRETS")).len(), 1);
        }
    }

    #[test]
    fn a_switch_has_many_spellings() {
        for on in ["1", "true", "TRUE", "yes", "Yes", "on", "y"] {
            assert_eq!(read_switch(on), Ok(true), "{on}");
        }
        for off in ["0", "false", "no", "off", "", " "] {
            assert_eq!(read_switch(off), Ok(false), "{off}");
        }
        assert!(read_switch("2").is_err());
        assert!(read_switch("maybe").is_err());
    }
}
