//! The body of an answer, within limits: a target may send without end, pack much into little, or
//! nest what takes a hundred times its bytes as values.

use std::io::Read;

use flate2::read::MultiGzDecoder;
use reqwest::Response;
use serde_json::Value;

use crate::{Mismatch, StepResult};

/// The most bytes that are taken of one answer, packed or unpacked. The largest that an API of the
/// documents has reason for, its whole schema, is below a tenth of it.
pub(crate) const MOST_BYTES: usize = 8 * 1024 * 1024;

/// The most values that JSON is read for; each takes some hundred bytes of memory.
const MOST_VALUES: usize = 400_000;

/// Everything that an answer brings, unpacked.
pub(super) async fn received(
    mut response: Response,
) -> Result<StepResult<Vec<u8>>, reqwest::Error> {
    let encoding = response.headers().get(reqwest::header::CONTENT_ENCODING);
    let encoding = encoding.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > MOST_BYTES {
            return Ok(Err(endless("and there is more")));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(unpacked(body, encoding.as_deref().map_or("identity", str::trim)))
}

fn unpacked(body: Vec<u8>, encoding: &str) -> StepResult<Vec<u8>> {
    match encoding.to_ascii_lowercase().as_str() {
        "identity" | "" => Ok(body),
        // An answer without a body may still say how it would have been packed.
        "gzip" | "x-gzip" if body.is_empty() => Ok(body),
        "gzip" | "x-gzip" => {
            let mut plain = Vec::new();
            let limit = u64::try_from(MOST_BYTES).unwrap_or(u64::MAX);
            let mut reader = MultiGzDecoder::new(body.as_slice()).take(limit + 1);
            reader.read_to_end(&mut plain).map_err(|error| {
                Mismatch::behaviour("a body packed with gzip", error.to_string())
            })?;
            if plain.len() > MOST_BYTES {
                return Err(endless("once it is unpacked"));
            }
            Ok(plain)
        }
        // RFC 9110 section 12.5.3: nothing but what was asked for.
        other => Err(Mismatch::behaviour(
            "a body that is packed with gzip or not at all, as Accept-Encoding asks for",
            format!("Content-Encoding: {other}"),
        )),
    }
}

fn endless(how: &str) -> Mismatch {
    let most = MOST_BYTES / 1024 / 1024;
    Mismatch::behaviour(format!("an answer of at most {most} MiB"), format!("{most} MiB, {how}"))
}

/// Bytes as JSON; null where they are none, or hold more values than anybody reads.
pub(crate) fn json(bytes: &[u8]) -> Value {
    // Every value takes a byte at least.
    if bytes.len() > MOST_VALUES && values(bytes) > MOST_VALUES {
        return Value::Null;
    }
    serde_json::from_slice(bytes).unwrap_or(Value::Null)
}

/// The largest number of values in JSON that is read, counted by their separators.
fn values(bytes: &[u8]) -> usize {
    let (mut count, mut inside, mut escaped) = (1, false, false);
    for byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if inside => escaped = true,
            b'"' => inside = !inside,
            b',' | b'[' | b'{' | b':' if !inside => count += 1,
            _ => {}
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::GzEncoder};

    use super::*;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn gzip_is_unpacked_and_what_was_not_asked_for_is_not() {
        assert_eq!(unpacked(packed(b"{}"), "GZIP").unwrap(), b"{}");
        assert_eq!(unpacked(b"{}".to_vec(), "identity").unwrap(), b"{}");
        assert_eq!(unpacked(Vec::new(), "gzip").unwrap(), b"");
        assert!(unpacked(b"{}".to_vec(), "br").unwrap_err().actual.contains("br"));
        assert!(unpacked(b"no gzip".to_vec(), "gzip").is_err());
    }

    #[test]
    fn a_little_that_unpacks_to_much_is_not_unpacked() {
        let small = packed(&vec![b' '; MOST_BYTES + 1]);
        assert!(small.len() < 20_000);
        assert!(unpacked(small, "gzip").unwrap_err().expected.contains("8 MiB"));
    }

    #[test]
    fn json_of_too_many_values_is_not_read() {
        let many = |count: usize| format!("[{}0]", "0,".repeat(count)).into_bytes();
        assert!(json(&many(100)).is_array());
        assert_eq!(json(&many(MOST_VALUES)), Value::Null);
        // Commas in texts separate nothing.
        let text = format!("\"\\\"{}\"", ",".repeat(MOST_VALUES));
        assert!(json(text.as_bytes()).is_string());
    }
}
