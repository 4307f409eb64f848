//! The signature: which text, over which body, under which secret, by which digest, and in which
//! form it is. What takes fewest mistakes is tried first; each is tried together with each other.

use serde_json::json;

use super::{
    Case,
    bodies::Bodies,
    compressed,
    mistake::{Made, Mistake, mistake, told},
    secrets::secrets,
    targets::{Target, targets},
    texts::{Text, texts},
};
use crate::{
    crypto::wrong_digests::Way,
    log::{Certainty, Diagnosis, Known, Proof},
    partner::PATH,
};

/// No more digests than this are made for one request.
const MOST_DIGESTS: usize = 20_000;
/// And over no more bytes: a large body is tried less often.
const MOST_BYTES: usize = 24 << 20;
/// Bytes that are made for them.
const MOST_MADE: usize = 8 << 20;
/// The time that was signed and the time that was sent may be so far apart, in milliseconds.
const APART: i64 = 2_000;
/// Largest number of mistakes at once that are looked for.
const MOST_SLIPS: usize = 3;

pub(super) fn causes(case: &Case<'_>) -> Vec<Diagnosis> {
    let Some(sent) = case.signature.filter(|sent| !sent.is_empty()) else {
        let says = "There is no header x-agio-signature.";
        let proof = Proof::of(case.signature.is_none_or(str::is_empty));
        return vec![Diagnosis::proved("pg-sig-missing", says, proof)];
    };
    let (Some(known), Some(body)) = (case.known, case.entry.request.body.bytes()) else {
        return Vec::new();
    };
    let stamp = case.timestamp.unwrap_or_default();
    let separator = case.redaction.rules().sign.separator.as_str();
    let secret = known.credential.client_secret.reveal();
    let plain = compressed::plain(body);
    let signed = plain.as_deref().unwrap_or(body);
    let mut search = Search {
        stamp,
        separator,
        texts: texts(stamp, separator, PATH),
        bodies: Bodies::of(signed, MOST_MADE),
        secrets: secrets(secret, case.token.unwrap_or_default()),
        ways: ways(),
        targets: targets(sent),
        digests: MOST_DIGESTS,
        bytes: MOST_BYTES,
        hit: false,
    };
    if search.targets.is_empty() {
        return by_its_form(sent, body);
    }
    if search
        .signed(secret.as_bytes(), stamp, body)
        .is_some_and(|(mistakes, _)| mistakes.is_empty())
    {
        return Vec::new();
    }
    let found = search
        .tried(0)
        .or_else(|| search.tried(1))
        .or_else(|| search.other_times(signed))
        .or_else(|| of_somebody_else(case, known, &mut search, signed))
        .or_else(|| (2..=MOST_SLIPS).find_map(|mistakes| search.tried(mistakes)));
    case.redaction.spend(MOST_BYTES - search.bytes + search.bodies.made());
    match found {
        Some(found) if plain.is_some() => {
            let says = "The signature is right over the body before it was compressed.";
            let proof = Proof::of(search.hit);
            std::iter::once(Diagnosis::proved("pg-sig-compressed", says, proof))
                .chain(found)
                .collect()
        }
        Some(found) => found,
        None => by_its_form(sent, body),
    }
}

/// Digests by how many mistakes they take: none, one.
fn ways() -> [Vec<Made<Way>>; 2] {
    let wrong = |way: Way| {
        let mistake = match way {
            Way::HmacSha256 => return None,
            Way::HmacSha1 => mistake("pg-sig-hash", "by HMAC-SHA1"),
            Way::HmacSha384 => mistake("pg-sig-hash", "by HMAC-SHA384"),
            Way::HmacSha512 => mistake("pg-sig-hash", "by HMAC-SHA512"),
            Way::HmacMd5 => mistake("pg-sig-hash", "by HMAC-MD5"),
            Way::Swapped => mistake("pg-sig-swapped", "with key and message swapped"),
            Way::Sha256 => mistake("pg-sig-not-hmac", "by SHA-256 without the secret"),
            Way::Sha256SecretFirst => mistake("pg-sig-not-hmac", "by SHA-256 of secret and text"),
            Way::Sha256SecretLast => mistake("pg-sig-not-hmac", "by SHA-256 of text and secret"),
        };
        Some(Made::wrong(mistake, way))
    };
    [vec![Made::right(Way::HmacSha256)], Way::ALL.into_iter().filter_map(wrong).collect()]
}

struct Search<'a> {
    stamp: &'a str,
    separator: &'a str,
    texts: [Vec<Made<Text>>; 3],
    bodies: Bodies<'a>,
    secrets: [Vec<Made<Vec<u8>>>; 3],
    ways: [Vec<Made<Way>>; 2],
    targets: Vec<Made<Target>>,
    /// Work that may still be done, in digests and in bytes.
    digests: usize,
    bytes: usize,
    /// Whether a digest was the one that was sent.
    hit: bool,
}

impl Search<'_> {
    /// Diagnoses by so many mistakes, besides those in the form of the signature, which cost
    /// nothing to look for. None where there is no mistake at all.
    fn tried(&mut self, mistakes: usize) -> Option<Vec<Diagnosis>> {
        // The body alone first, then all but the body: that is where most mistakes are made.
        let order = [mistakes, 0].into_iter().chain(1..mistakes);
        for (at, in_body) in order.enumerate().filter(|(at, body)| *at != 1 || *body != mistakes) {
            let bodies = match at {
                0 => self.bodies.of_effort(in_body).to_vec(),
                _ => self.bodies.samples(in_body),
            };
            let rest = mistakes - in_body;
            for in_text in 0..=rest.min(2) {
                for in_secret in 0..=(rest - in_text).min(2) {
                    let in_way = rest - in_text - in_secret;
                    if in_way > 1 {
                        continue;
                    }
                    let found = self.combined(&bodies, in_text, in_secret, in_way);
                    if found.is_some() || self.digests == 0 {
                        return found;
                    }
                }
            }
        }
        None
    }

    fn combined(
        &mut self,
        bodies: &[Made<Vec<u8>>],
        in_text: usize,
        in_secret: usize,
        in_way: usize,
    ) -> Option<Vec<Diagnosis>> {
        for body in bodies {
            for text in &self.texts[in_text] {
                let message = text.value.bytes(&body.value);
                for secret in &self.secrets[in_secret] {
                    for way in &self.ways[in_way] {
                        self.digests = self.digests.checked_sub(1)?;
                        let Some(left) = self.bytes.checked_sub(message.len()) else {
                            self.digests = 0;
                            return None;
                        };
                        self.bytes = left;
                        let digest = way.value.digest(&secret.value, &message);
                        let hit = self.targets.iter().find(|target| target.value.fits(&digest));
                        let Some(target) = hit else { continue };
                        self.hit = true;
                        let made =
                            [&text.mistakes, &body.mistakes, &secret.mistakes, &way.mistakes];
                        let mistakes: Vec<Mistake> =
                            made.into_iter().flatten().chain(&target.mistakes).copied().collect();
                        return Some(told(&mistakes, reproduced(&digest, &target.value)));
                    }
                }
            }
        }
        None
    }

    /// Whether a text is signed so, in whichever form.
    fn signed(&mut self, secret: &[u8], stamp: &str, body: &[u8]) -> Option<(Vec<Mistake>, Proof)> {
        self.digests = self.digests.checked_sub(1)?;
        let text = [stamp.as_bytes(), self.separator.as_bytes(), body].concat();
        self.bytes = self.bytes.checked_sub(text.len())?;
        let digest = Way::HmacSha256.digest(secret, &text);
        let target = self.targets.iter().find(|target| target.value.fits(&digest))?;
        self.hit = true;
        Some((target.mistakes.clone(), reproduced(&digest, &target.value)))
    }

    /// Diagnoses by another timestamp than the one that was sent.
    fn other_times(&mut self, body: &[u8]) -> Option<Vec<Diagnosis>> {
        let sent: i64 = self.stamp.parse().ok()?;
        let near = (1..=APART).flat_map(|by| [sent.saturating_sub(by), sent.saturating_add(by)]);
        let secret = self.secrets[0].first()?.value.clone();
        for other in near {
            let stamp = other.to_string();
            if let Some((mistakes, proof)) = self.signed(&secret, &stamp, body) {
                let says =
                    "The signature is right for another timestamp than the one that was sent.";
                let evidence = json!({"sent": self.stamp, "signed": stamp});
                let found = Diagnosis::proved("pg-ts-not-the-signed-one", says, proof);
                let mut all = vec![found.shown_by(evidence)];
                all.extend(told(&mistakes, proof));
                return Some(all);
            }
            if self.digests == 0 {
                return None;
            }
        }
        None
    }
}

/// The digest is the one that was sent, or begins like it.
fn reproduced(digest: &[u8], target: &Target) -> Proof {
    Proof::same(digest.get(..target.bytes.len()).unwrap_or(digest), &target.bytes)
}

/// Diagnoses by the secret of another credential.
fn of_somebody_else(
    case: &Case<'_>,
    own: &Known,
    search: &mut Search<'_>,
    body: &[u8],
) -> Option<Vec<Diagnosis>> {
    let strangers = case.redaction.strangers();
    for other in case.redaction.credentials().iter().chain(&strangers) {
        if other.world == own.world && other.credential.label == own.credential.label {
            continue;
        }
        let secret = other.credential.client_secret.reveal();
        let Some((mistakes, proof)) = search.signed(secret.as_bytes(), search.stamp, body) else {
            continue;
        };
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
        let found = Diagnosis::proved("pg-secret-of", says, proof).shown_by(evidence);
        return Some(std::iter::once(found).chain(told(&mistakes, proof)).collect());
    }
    None
}

/// Diagnoses of a signature that nothing explains, by its form alone.
fn by_its_form(sent: &str, body: &[u8]) -> Vec<Diagnosis> {
    let is_hex = sent.bytes().all(|byte| byte.is_ascii_hexdigit());
    let guess = |cause, says: &str| {
        let evidence = json!({"letters": sent.chars().count()});
        vec![Diagnosis::guessed(cause, says, Certainty::Possible).shown_by(evidence)]
    };
    if compressed::is(body) {
        let says = "The body is compressed, and it is not what was signed.";
        return vec![Diagnosis::guessed("pg-sig-compressed", says, Certainty::Likely)];
    }
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
