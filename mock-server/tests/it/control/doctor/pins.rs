//! Wrongly sealed PINs: the session is used up, and the diagnosis says why (SB 9.3).

use aes_gcm::{
    AesGcm, KeyInit,
    aead::{
        Aead, Nonce, Payload,
        consts::{U12, U16},
    },
    aes::{Aes128, Aes192, Aes256},
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE},
};
use serde_json::{Value, json};

use super::{causes, diagnosis};
use crate::support::{Reply, Sandbox};

const PIN: &str = "7193";

/// An encryption session, as its client has it.
struct Session {
    id: String,
    key_text: String,
    iv_text: String,
    key: Vec<u8>,
    iv: Vec<u8>,
}

fn gcm<C: KeyInit + Aead>(key: &[u8], iv: &[u8], aad: &[u8], text: &str) -> Vec<u8> {
    let nonce = Nonce::<C>::try_from(iv).unwrap();
    let payload = Payload { msg: text.as_bytes(), aad };
    C::new_from_slice(key).unwrap().encrypt(&nonce, payload).unwrap()
}

impl Session {
    /// Ciphertext and tag of a rightly sealed PIN.
    fn right(&self) -> Vec<u8> {
        self.sealed(PIN)
    }

    fn sealed(&self, text: &str) -> Vec<u8> {
        gcm::<AesGcm<Aes128, U12>>(&self.key, &self.iv, b"", text)
    }

    fn tag_first(&self) -> Vec<u8> {
        let sealed = self.right();
        [&sealed[4..], &sealed[..4]].concat()
    }
}

impl Sandbox {
    async fn session(&mut self) -> Session {
        let open = "mutation { generateEncryptionKeys { sessionId key iv } }";
        let opened = self.ask(open, &Value::Null).await.json();
        let text = |name: &str| {
            opened["data"]["generateEncryptionKeys"][name].as_str().unwrap().to_owned()
        };
        let bytes = |name: &str| STANDARD.decode(text(name)).unwrap();
        Session {
            id: text("sessionId"),
            key_text: text("key"),
            iv_text: text("iv"),
            key: bytes("key"),
            iv: bytes("iv"),
        }
    }

    async fn set_pin(&mut self, session: &str, value: &str) -> Reply {
        let set =
            "mutation($input: SetCardPinInput!) { setCardPin(input: $input) { success error } }";
        let input = json!({"cardId": 1, "sessionId": session, "encryptedPin": value});
        self.ask(set, &json!({ "input": input })).await
    }
}

/// The causes of one mistake or several at once, and the client that makes them.
type Sealer = (&'static [&'static str], fn(&Session) -> String);

const SEALERS: [Sealer; 24] = [
    (&["pg-pin-tag-first"], |s| STANDARD.encode(s.tag_first())),
    (&["pg-pin-no-tag"], |s| STANDARD.encode(&s.right()[..4])),
    (&["pg-pin-tag-cut"], |s| STANDARD.encode(&s.right()[..16])),
    (&["pg-pin-iv-inside"], |s| STANDARD.encode([&s.iv[..], &s.right()].concat())),
    (&["pg-pin-iv-inside"], |s| STANDARD.encode([&s.right()[..], &s.iv].concat())),
    (&["pg-pin-hex"], |s| hex::encode(s.right())),
    (&["pg-pin-hex"], |s| hex::encode_upper(s.right())),
    (&["pg-pin-base64-twice"], |s| STANDARD.encode(STANDARD.encode(s.right()))),
    (&["pg-pin-spaces"], |s| STANDARD.encode(s.right()) + "\n"),
    (&["pg-pin-quoted"], |s| format!("\"{}\"", STANDARD.encode(s.right()))),
    (&["pg-pin-prefixed"], |s| format!("data:;base64,{}", STANDARD.encode(s.right()))),
    (&["pg-pin-unpadded"], |s| STANDARD_NO_PAD.encode(s.right())),
    (&["pg-pin-key-as-text"], |s| {
        STANDARD.encode(gcm::<AesGcm<Aes192, U12>>(s.key_text.as_bytes(), &s.iv, b"", PIN))
    }),
    (&["pg-pin-key-as-text"], |s| {
        let key = hex::encode(&s.key);
        STANDARD.encode(gcm::<AesGcm<Aes256, U12>>(key.as_bytes(), &s.iv, b"", PIN))
    }),
    (&["pg-pin-key-as-text", "pg-pin-iv-as-text"], |s| {
        let (key, iv) = (s.key_text.as_bytes(), s.iv_text.as_bytes());
        STANDARD.encode(gcm::<AesGcm<Aes192, U16>>(key, iv, b"", PIN))
    }),
    (&["pg-pin-iv-as-text"], |s| {
        STANDARD.encode(gcm::<AesGcm<Aes128, U16>>(&s.key, s.iv_text.as_bytes(), b"", PIN))
    }),
    (&["pg-pin-iv-other"], |s| {
        STANDARD.encode(gcm::<AesGcm<Aes128, U12>>(&s.key, &[0; 12], b"", PIN))
    }),
    (&["pg-pin-iv-inside", "pg-pin-iv-other"], |s| {
        let sealed = gcm::<AesGcm<Aes128, U12>>(&s.key, &[9; 12], b"", PIN);
        STANDARD.encode([&[9; 12][..], &sealed].concat())
    }),
    (&["pg-pin-aad"], |s| {
        STANDARD.encode(gcm::<AesGcm<Aes128, U12>>(&s.key, &s.iv, s.id.as_bytes(), PIN))
    }),
    (&["pg-pin-hex", "pg-pin-tag-first"], |s| hex::encode(s.tag_first())),
    (&["pg-pin-hex", "pg-pin-no-tag", "pg-pin-key-as-text"], |s| {
        let sealed = gcm::<AesGcm<Aes192, U12>>(s.key_text.as_bytes(), &s.iv, b"", PIN);
        hex::encode(&sealed[..4])
    }),
    (&["pg-pin-plain"], |_| PIN.to_owned()),
    (&["pg-pin-decorated"], |s| STANDARD.encode(s.sealed("\"7193\""))),
    (&["pg-pin-decorated"], |s| STANDARD.encode(s.sealed("7193\n"))),
];

#[tokio::test]
async fn each_wrong_sealer_is_told_its_own_mistake() {
    let mut sandbox = Sandbox::new().await;
    let mut wrong = Vec::new();
    for (at, (expected, sealer)) in SEALERS.into_iter().enumerate() {
        let session = sandbox.session().await;
        let reply = sandbox.set_pin(&session.id, &sealer(&session)).await;
        assert_eq!(reply.json()["data"]["setCardPin"]["success"], false, "{}", reply.text());
        let found = diagnosis(&sandbox, &reply).await;
        let proved = found.as_array().unwrap().iter().all(|one| one["certainty"] == "proved");
        if causes(&found) != *expected || !proved {
            wrong.push(format!("{at} {expected:?}: {found}"));
        }
        let text = found.to_string();
        for secret in [PIN, &session.key_text, &session.iv_text] {
            assert!(!text.contains(secret), "{text}");
        }
        assert!(found[0]["fix"].is_string(), "{found}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let (one, other) = (sandbox.session().await, sandbox.session().await);
    let reply = sandbox.set_pin(&one.id, &STANDARD.encode(other.right())).await;
    let found = diagnosis(&sandbox, &reply).await;
    assert_eq!(causes(&found), ["pg-pin-other-session"]);
    // Letters of the other alphabet do not turn up in every value.
    let value = loop {
        let session = sandbox.session().await;
        let value = URL_SAFE.encode(session.right());
        if value.contains(['-', '_']) {
            break (session, value);
        }
    };
    let reply = sandbox.set_pin(&value.0.id, &value.1).await;
    assert_eq!(causes(&diagnosis(&sandbox, &reply).await), ["pg-pin-base64url"]);
}

#[tokio::test]
async fn nobody_who_seals_rightly_is_accused_and_noise_is_not_explained() {
    let mut sandbox = Sandbox::new().await;
    let session = sandbox.session().await;
    let reply = sandbox.set_pin(&session.id, &STANDARD.encode(session.sealed("1111"))).await;
    assert_eq!(reply.json()["data"]["setCardPin"]["success"], false);
    let place = reply.headers["sandbox-request"].to_str().unwrap().to_owned();
    let path = place.strip_prefix("/_sandbox").unwrap();
    let entry = super::done(&sandbox, "GET", path, &json!({})).await;
    assert_eq!((&entry["diagnosis_state"], &entry["diagnosis"]), (&json!("none"), &json!([])));
    let session = sandbox.session().await;
    for noise in [[7_u8; 20].as_slice(), &[1; 3], &[2; 40]] {
        let reply = sandbox.set_pin(&session.id, &STANDARD.encode(noise)).await;
        let place = reply.headers["sandbox-request"].to_str().unwrap().to_owned();
        let path = place.strip_prefix("/_sandbox").unwrap();
        let entry = super::done(&sandbox, "GET", path, &json!({})).await;
        assert_eq!(entry["diagnosis"], json!([]));
    }
    let session = sandbox.session().await;
    let reply = sandbox.set_pin(&session.id, &STANDARD.encode(session.right())).await;
    assert_eq!(reply.json()["data"]["setCardPin"]["success"], true, "{}", reply.text());
}
