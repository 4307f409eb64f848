//! Does a session's key read as the file says? A session is opened for it, which changes nothing
//! and ends by itself; on a production target not even that is done.

use super::{Finding, graphql::Caller};
use crate::{
    drivers::graphql::session_key::{PinCodec, Session, TextForm},
    target::{Environment, Surface, Target},
};

const OPEN: &str = "mutation { generateEncryptionKeys { sessionId key iv } }";

/// Bytes of a key and of an iv, and where the file says how they are written.
const PARTS: [(&str, usize); 2] = [("key", 16), ("iv", 12)];

/// Opens a session, and reads its key and iv.
pub(crate) async fn examine(
    surface: Surface,
    codec: &PinCodec,
    target: &Target,
    caller: &impl Caller,
) -> Finding {
    let what = format!("{surface} pin_codec");
    if target.environment == Environment::Production {
        return Finding::ok(what, "not tried out: this target is called production");
    }
    let answer = match caller.ask(OPEN).await {
        Ok(answer) => answer,
        Err(mismatch) => {
            return Finding::problem(what, mismatch.actual, "is the server still running?");
        }
    };
    let Some(session) = answer.result("generateEncryptionKeys").and_then(Session::read) else {
        return Finding::warning(
            what,
            format!("generateEncryptionKeys opens no session: {}", answer.summary()),
            "scenarios about PINs and secrets will fail; remove pin_codec until it does",
        );
    };
    let texts = [(&session.key, codec.key), (&session.iv, codec.iv)];
    for ((part, length), (text, form)) in PARTS.into_iter().zip(texts) {
        let fits = |form: &TextForm| form.read(text).is_some_and(|bytes| bytes.len() == length);
        if fits(&form) {
            continue;
        }
        let other = TextForm::ALL.iter().copied().find(fits);
        let repair = match other {
            Some(other) => {
                format!("write surfaces.{surface}.pin_codec.{part} = \"{}\"", other.word())
            }
            None => format!("{length} bytes are expected, as base64, base64url or hex"),
        };
        let seen = format!("the {part} of a session is not {length} bytes as {}", form.word());
        return Finding::problem(what, seen, repair);
    }
    Finding::ok(what, "key and iv of a session read as it says")
}
