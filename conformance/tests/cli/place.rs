//! The folder in which a test calls the program.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// A folder of one test.
pub(crate) struct Place(pub(crate) PathBuf);

impl Place {
    pub(crate) fn of(test: &str) -> Self {
        let place = std::env::temp_dir().join(format!("conformance-{}-{test}", std::process::id()));
        std::fs::create_dir_all(&place).unwrap();
        Self(place)
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let file = self.0.join(name);
        std::fs::write(&file, text).unwrap();
        file
    }

    pub(crate) fn conformance(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_conformance"))
            .args(arguments)
            .current_dir(&self.0)
            .env("TOKEN", "a-token-of-somebody")
            .env("SECRET", "a-secret-of-somebody")
            .env("TENANT", "acme")
            .output()
            .unwrap()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub(crate) fn target(url: &str, more: &str) -> String {
    format!(
        "{more}\n[surfaces.PG]\nurl = \"{url}/graphql\"\n[surfaces.PG.credentials.primary]\n\
         api_token = {{ env = \"TOKEN\" }}\nclient_secret = {{ env = \"SECRET\" }}\n"
    )
}

pub(crate) fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

pub(crate) fn said(output: &Output) -> String {
    let [out, err] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    format!("{out}{err}")
}

pub(crate) fn shown(path: &Path) -> &str {
    path.to_str().unwrap()
}
