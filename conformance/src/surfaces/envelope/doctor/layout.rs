//! An answer that does not open: in which layout would it?

use crate::{
    drivers::envelope::sealer::Sealer,
    surfaces::envelope::target::{BoxParts, End, EnvelopeCodec, KeyForm, SealedText, VersionByte},
};

/// The settings of `[surfaces.ER.envelope_codec]` with which a sealed text opens, if there are any.
/// Only what is received is tried out; nothing is sent.
pub(super) fn that_opens(sealed: &str, api_secret: &str) -> Option<String> {
    all().find_map(|(codec, settings)| {
        let sealer = Sealer::new(codec, api_secret).ok()?;
        let bytes = sealer.read(sealed).ok()?;
        sealer.open(&bytes).ok()?;
        // A first byte that is skipped says which version it is.
        let version = match codec.version.0 {
            Some(_) => format!("\"0x{:02x}\"", bytes.first()?),
            None => "\"none\"".to_owned(),
        };
        Some(format!("version = {version}, {settings}"))
    })
}

/// Every layout that the file can describe.
fn all() -> impl Iterator<Item = (EnvelopeCodec, String)> {
    let versions = [VersionByte(Some(2)), VersionByte(None)];
    let nonces = [(End::Front, "front"), (End::Back, "back")];
    let boxes =
        [(BoxParts::TagCiphertext, "tag+ciphertext"), (BoxParts::CiphertextTag, "ciphertext+tag")];
    let keys = [
        (KeyForm::Sha256, "sha256"),
        (KeyForm::Raw, "raw"),
        (KeyForm::Hex, "hex"),
        (KeyForm::Base64, "base64"),
    ];
    let texts = [(SealedText::Base64, "base64"), (SealedText::Base64url, "base64url")];
    let mut layouts = Vec::new();
    for version in versions {
        for (nonce, nonce_name) in nonces {
            for (parts, box_name) in boxes {
                for (key, key_name) in keys {
                    for (value_text, text_name) in texts {
                        let settings = format!(
                            "nonce = \"{nonce_name}\", box = \"{box_name}\", key = \
                             \"{key_name}\", value_text = \"{text_name}\""
                        );
                        let codec = EnvelopeCodec { version, nonce, parts, key, value_text };
                        layouts.push((codec, settings));
                    }
                }
            }
        }
    }
    layouts.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drivers::envelope::sealer::fresh_nonce;

    #[test]
    fn the_layout_of_an_answer_is_found_by_trying() {
        let codec: EnvelopeCodec = toml::from_str(
            "version = \"0x07\"\nnonce = \"back\"\nbox = \"ciphertext+tag\"\nkey = \"hex\"\n\
             value_text = \"base64url\"",
        )
        .unwrap();
        let secret = "ab".repeat(32);
        let sealer = Sealer::new(codec, &secret).unwrap();
        let text = sealer.write(&sealer.seal(b"{}", fresh_nonce()));
        assert_eq!(
            that_opens(&text, &secret).unwrap(),
            "version = \"0x07\", nonce = \"back\", box = \"ciphertext+tag\", key = \"hex\", \
             value_text = \"base64url\""
        );
        assert_eq!(that_opens(&text, &"cd".repeat(32)), None);
    }
}
