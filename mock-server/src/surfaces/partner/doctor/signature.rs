//! The signature: which text, under which secret, by which digest, and in which form it is. One
//! mistake is tried first, then two at once.

use serde_json::json;

use super::{
    Case,
    forms::{self, Form, Target, Text},
};
use crate::{
    crypto::mistaken::Way,
    log::{Certainty, Diagnosis, Proof},
};

/// No more digests than this are made for one request.
const MOST_DIGESTS: usize = 20_000;
/// And over no more bytes: a large body is tried less often.
const MOST_BYTES: usize = 32 << 20;
/// The time that was signed and the time that was sent may be so far apart, in milliseconds.
const APART: i64 = 2_000;

pub(super) fn causes(case: &Case<'_>) -> Vec<Diagnosis> {
    let Some(sent) = case.signature.filter(|sent| !sent.is_empty()) else {
        let says = "There is no header x-agio-signature.";
        return vec![Diagnosis::proved("pg-sig-missing", says, Proof::of(true))];
    };
    let (Some(known), Some(body)) = (case.known, case.entry.request.body.bytes()) else {
        return Vec::new();
    };
    let search = Search {
        timestamp: case.timestamp.unwrap_or_default(),
        body,
        texts: forms::texts(body),
        secrets: forms::secrets(
            known.credential.client_secret.reveal(),
            case.token.unwrap_or_default(),
        ),
        ways: ways(),
        targets: forms::targets(sent),
    };
    let mut budget = Budget { digests: MOST_DIGESTS, bytes: MOST_BYTES };
    if search.tried(0, &mut budget).is_some() {
        return Vec::new();
    }
    let found = search
        .tried(1, &mut budget)
        .or_else(|| search.other_times(&mut budget))
        .or_else(|| of_somebody_else(case, &search, &mut budget))
        .or_else(|| search.tried(2, &mut budget));
    found.unwrap_or_else(|| by_its_form(sent))
}

fn ways() -> Vec<Form<Way>> {
    let form = |way: Way| {
        let (cause, what) = match way {
            Way::HmacSha256 => (None, ""),
            Way::HmacSha1 => (Some("pg-sig-hash"), "by HMAC-SHA1"),
            Way::HmacSha384 => (Some("pg-sig-hash"), "by HMAC-SHA384"),
            Way::HmacSha512 => (Some("pg-sig-hash"), "by HMAC-SHA512"),
            Way::HmacMd5 => (Some("pg-sig-hash"), "by HMAC-MD5"),
            Way::Swapped => (Some("pg-sig-swapped"), "with key and message swapped"),
            Way::Sha256 => (Some("pg-sig-not-hmac"), "by SHA-256 without the secret"),
            Way::Sha256SecretFirst => (Some("pg-sig-not-hmac"), "by SHA-256 of secret and text"),
            Way::Sha256SecretLast => (Some("pg-sig-not-hmac"), "by SHA-256 of text and secret"),
        };
        Form { cause, what: what.to_owned(), value: way }
    };
    Way::ALL.into_iter().map(form).collect()
}

struct Search<'a> {
    timestamp: &'a str,
    body: &'a [u8],
    texts: Vec<Form<Text>>,
    secrets: Vec<Form<Vec<u8>>>,
    ways: Vec<Form<Way>>,
    targets: Vec<Form<Target>>,
}

struct Budget {
    digests: usize,
    bytes: usize,
}

impl Budget {
    /// A digest, while there is something left.
    fn digest(&mut self, way: Way, secret: &[u8], text: &[u8]) -> Option<Vec<u8>> {
        self.digests = self.digests.checked_sub(1)?;
        self.bytes = self.bytes.checked_sub(text.len())?;
        Some(way.digest(secret, text))
    }
}

impl Search<'_> {
    /// What exactly so many mistakes at once explain.
    fn tried(&self, mistakes: usize, budget: &mut Budget) -> Option<Vec<Diagnosis>> {
        for text in self.texts.iter().filter(|text| text.weight() <= mistakes) {
            let bytes = text.value.bytes(self.timestamp, self.body);
            for secret in &self.secrets {
                for way in &self.ways {
                    let weight = text.weight() + secret.weight() + way.weight();
                    if weight > mistakes || self.targets.is_empty() {
                        continue;
                    }
                    let digest = budget.digest(way.value, &secret.value, &bytes)?;
                    let hit = self.targets.iter().find(|target| {
                        weight + target.weight() == mistakes && target.value.fits(&digest)
                    });
                    if let Some(target) = hit {
                        let causes = [
                            (text.cause, &text.what),
                            (secret.cause, &secret.what),
                            (way.cause, &way.what),
                            (target.cause, &target.what),
                        ];
                        let made =
                            causes.into_iter().filter_map(|(cause, what)| Some((cause?, what)));
                        return Some(made.map(|(cause, what)| proved(cause, what)).collect());
                    }
                }
            }
        }
        None
    }

    /// What another timestamp than the one that was sent explains.
    fn other_times(&self, budget: &mut Budget) -> Option<Vec<Diagnosis>> {
        let sent: i64 = self.timestamp.parse().ok()?;
        let near = (1..=APART).flat_map(|by| [sent.saturating_sub(by), sent.saturating_add(by)]);
        let secret = &self.secrets.first()?.value;
        for other in [sent / 1000, sent.saturating_mul(1000)].into_iter().chain(near) {
            let timestamp = other.to_string();
            let text = [timestamp.as_bytes(), b".", self.body].concat();
            let digest = budget.digest(Way::HmacSha256, secret, &text)?;
            if self.targets.iter().any(|target| target.weight() == 0 && target.value.fits(&digest))
            {
                let says =
                    "The signature is right for another timestamp than the one that was sent.";
                let evidence = json!({"sent": self.timestamp, "signed": timestamp});
                return Some(vec![
                    Diagnosis::proved("pg-ts-not-the-signed-one", says, Proof::of(true))
                        .shown_by(evidence),
                ]);
            }
        }
        None
    }
}

/// What the secret of another credential explains.
fn of_somebody_else(
    case: &Case<'_>,
    search: &Search<'_>,
    budget: &mut Budget,
) -> Option<Vec<Diagnosis>> {
    let own = case.known?;
    let text = [search.timestamp.as_bytes(), b".", search.body].concat();
    let strangers = case.sight.strangers();
    for other in case.sight.credentials().iter().chain(&strangers) {
        let secret = other.credential.client_secret.reveal();
        let digest = budget.digest(Way::HmacSha256, secret.as_bytes(), &text)?;
        if !search.targets.iter().any(|target| target.weight() == 0 && target.value.fits(&digest)) {
            continue;
        }
        let (label, world) = (&other.credential.label, &other.world);
        let whose = match *other.world == *own.world {
            true => label.clone(),
            false => format!("{label} in the world {world}"),
        };
        let says = format!(
            "It is signed under the secret of {whose}, with the token of {}.",
            own.credential.label
        );
        let evidence = json!({"secret_of": label, "world": &**world});
        return Some(vec![
            Diagnosis::proved("pg-secret-of", says, Proof::of(true)).shown_by(evidence),
        ]);
    }
    None
}

fn proved(cause: &'static str, what: &str) -> Diagnosis {
    Diagnosis::proved(cause, format!("The signature is right {what}."), Proof::of(true))
}

/// What can be told of a signature that nothing explains.
fn by_its_form(sent: &str) -> Vec<Diagnosis> {
    let is_hex = sent.bytes().all(|byte| byte.is_ascii_hexdigit());
    let guess = |cause, says: &str| {
        let evidence = json!({"letters": sent.chars().count()});
        vec![Diagnosis::guessed(cause, says, Certainty::Possible).shown_by(evidence)]
    };
    match sent.len() {
        32 | 40 | 96 | 128 if is_hex => {
            guess("pg-sig-hash", "It has the length of another digest than SHA-256.")
        }
        64 if is_hex && sent.bytes().any(|byte| byte.is_ascii_uppercase()) => {
            guess("pg-sig-uppercase", "It is in upper case; and nothing else explains it.")
        }
        8..64 if is_hex => guess("pg-sig-truncated", "It is shorter than a digest."),
        43 => guess("pg-sig-base64url", "It has the length of a digest in unpadded base64."),
        44 => guess("pg-sig-base64", "It has the length of a digest in base64."),
        _ => Vec::new(),
    }
}
