//! Changes that clients make to the bytes of a body before they sign them.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{
    json::Node,
    mistake::{Mistake, mistake},
    writing::Escapes,
};
use crate::crypto::digest::{md5, sha256};

const BOM: &[u8] = b"\xef\xbb\xbf";
const NEWLINE: &str = "pg-sig-newline";
const MARK: &str = "pg-sig-bom";
const CHARSET: &str = "pg-sig-charset";
const HASHED: &str = "pg-sig-body-hashed";

/// Bytes that may have been signed instead of the body that was sent.
pub(super) fn changed(body: &[u8]) -> Vec<(Mistake, Vec<u8>)> {
    let mut all = vec![
        (mistake(NEWLINE, "over a body with a line feed at its end"), [body, b"\n"].concat()),
        (mistake(NEWLINE, "over a body with CR LF at its end"), [body, b"\r\n"].concat()),
        (mistake(NEWLINE, "over a body without the line end that was sent"), trimmed(body)),
        (mistake(NEWLINE, "over a body without blanks around it"), body.trim_ascii().to_vec()),
        (mistake(MARK, "over a body with a byte order mark"), [BOM, body].concat()),
        (
            mistake(MARK, "over a body without the byte order mark that was sent"),
            body.strip_prefix(BOM).unwrap_or(body).to_vec(),
        ),
        (mistake("pg-sig-empty-body", "over an empty body"), Vec::new()),
        (
            mistake(HASHED, "over the SHA-256 of the body in hex"),
            hex::encode(sha256(body)).into_bytes(),
        ),
        (
            mistake(HASHED, "over the SHA-256 of the body in base64"),
            STANDARD.encode(sha256(body)).into_bytes(),
        ),
        (mistake(HASHED, "over the SHA-256 of the body"), sha256(body).to_vec()),
        (mistake(HASHED, "over the MD5 of the body in hex"), hex::encode(md5(body)).into_bytes()),
        (
            mistake("pg-sig-body-encoded", "over the body in base64"),
            STANDARD.encode(body).into_bytes(),
        ),
    ];
    let Ok(text) = std::str::from_utf8(body) else { return kept(all, body) };
    for (line, ends) in
        [("\n", "over a body with LF line ends"), ("\r\n", "over a body with CR LF line ends")]
    {
        let changed = text.replace("\r\n", "\n").replace('\n', line);
        all.push((mistake(NEWLINE, ends), changed.into_bytes()));
    }
    if let Some(Node::Text(query)) = Node::read(text).as_ref().and_then(|node| node.member("query"))
    {
        let what = "over the member query alone";
        all.push((mistake("pg-sig-query-only", what), query.clone().into_bytes()));
    }
    let mut quoted = String::new();
    Escapes::NONE.write(text, &mut quoted);
    let what = "over the body as one JSON text, stringified twice";
    all.push((mistake("pg-sig-stringified", what), quoted.into_bytes()));
    if let Ok(inner) = serde_json::from_str::<String>(text) {
        let what = "over what the JSON text holds that was sent, which is stringified twice";
        all.push((mistake("pg-sig-stringified", what), inner.into_bytes()));
    }
    let units = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect();
    all.push((mistake(CHARSET, "over the body in UTF-16"), units(u16::to_le_bytes)));
    all.push((mistake(CHARSET, "over the body in UTF-16"), units(u16::to_be_bytes)));
    let latin: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    all.extend(latin.map(|latin| (mistake(CHARSET, "over the body in Latin-1"), latin)));
    let marks = |c: char| u8::try_from(u32::from(c)).ok().filter(u8::is_ascii).unwrap_or(b'?');
    let what = "over the body in ASCII, with question marks";
    all.push((mistake(CHARSET, what), text.chars().map(marks).collect()));
    let twice: String = body.iter().copied().map(char::from).collect();
    all.push((mistake(CHARSET, "over the body encoded twice"), twice.into_bytes()));
    kept(all, body)
}

fn kept(mut all: Vec<(Mistake, Vec<u8>)>, body: &[u8]) -> Vec<(Mistake, Vec<u8>)> {
    all.retain(|(_, other)| other != body);
    all
}

fn trimmed(body: &[u8]) -> Vec<u8> {
    let end = body.iter().rposition(|byte| !matches!(byte, b'\n' | b'\r'));
    body[..end.map_or(0, |end| end + 1)].to_vec()
}
