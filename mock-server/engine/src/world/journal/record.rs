//! One record of a journal.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::canonical::Members;
use crate::{
    crypto::digest::{Sha256, sha256},
    surface::Surface,
    world::timeline::Fired,
};

/// Chain value before the first record.
pub const START: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Kind of a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Record 0: the definition of the world.
    #[default]
    World,
    /// A command that came through a mocked API.
    Call,
    /// A command of the control plane.
    Control,
    /// An effect that fired, as evidence.
    Fired,
    /// The outcome of an attempt to deliver a webhook.
    Attempt,
    /// A return to a snapshot.
    Restore,
    /// The end of the world.
    Gone,
}

/// The digest of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerDigest {
    /// Length of the body, in bytes.
    pub bytes: u64,
    /// SHA-256 of the body, in hex.
    pub sha256: String,
    /// HTTP status.
    pub status: u16,
}

impl AnswerDigest {
    /// The digest of an answer with this status and body.
    pub fn of(status: u16, body: &[u8]) -> Self {
        Self { bytes: body.len() as u64, sha256: hex::encode(sha256(body)), status }
    }
}

/// A changed member of an entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Entity, `<type>:<id>`.
    pub entity: String,
    /// Name of the member.
    pub member: String,
    /// Former value.
    pub from: String,
    /// New value.
    pub to: String,
}

impl Change {
    /// The changes that an effect made.
    pub fn of(fired: &Fired) -> Vec<Self> {
        vec![Self {
            entity: fired.effect.entity(),
            member: "status".to_owned(),
            from: fired.from.to_owned(),
            to: fired.to.to_owned(),
        }]
    }
}

/// A record.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Version of the format.
    pub v: u32,
    /// Id of the world.
    pub world: String,
    /// Number, from 0 without gaps.
    pub n: u64,
    /// World time, RFC 3339 in UTC with six decimals.
    pub at: String,
    /// Kind of record.
    pub kind: Kind,
    /// Surface that the command came through.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub surface: Option<Surface>,
    /// Name of the operation or effect.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub op: Option<String>,
    /// Label of the principal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The request as its surface read it, after authentication and decryption; its secrets are
    /// sealed. None for what was refused before that, for what no request did, and for the later
    /// steps of a `clock.advance` that stops for receivers: the first step has it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub request: Option<Value>,
    /// The commands that ran, in order, or the definition of the world; secrets are sealed.
    pub input: Value,
    /// Digest of the claim that the request took; only the first record of a request has it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub auth: Option<String>,
    /// Last instant at which that claim is held, by the clock for nonces and slots (SB 4.4).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub auth_until: Option<String>,
    /// The answer; none when the request was dropped, or waited for receivers of webhooks.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub answer: Option<AnswerDigest>,
    /// Id of the fault that acted on the request.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub fault: Option<String>,
    /// Changes that an effect made.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub effects: Vec<Change>,
    /// SHA-256, in hex, over the previous chain value, a line feed and this record without `chain`.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub chain: String,
}

impl Kind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::World => "world",
            Self::Call => "call",
            Self::Control => "control",
            Self::Fired => "fired",
            Self::Attempt => "attempt",
            Self::Restore => "restore",
            Self::Gone => "gone",
        }
    }
}

impl Record {
    /// The record as a line of a journal, without its line feed.
    pub fn line(&self) -> String {
        let mut line = Vec::new();
        self.write_bare(&mut line);
        line.pop();
        let bare = String::from_utf8(line).expect("JSON is UTF-8");
        format!("{bare},\"chain\":\"{}\"}}", self.chain)
    }

    /// Chain value of this record after `previous`.
    pub fn link(&self, previous: &str) -> String {
        let mut line = Vec::new();
        self.write_bare(&mut line);
        link(previous, &line)
    }

    /// Appends this record without its chain value, in canonical form.
    pub(super) fn write_bare(&self, out: &mut Vec<u8>) {
        let mut members = Members::begin(out);
        if let Some(answer) = &self.answer {
            members.value("answer", &serde_json::json!(answer));
        }
        members.text("at", &self.at);
        if let Some(nonce) = &self.auth {
            members.text("auth", nonce);
        }
        if let Some(until) = &self.auth_until {
            members.text("auth_until", until);
        }
        if let Some(by) = &self.by {
            members.text("by", by);
        }
        if !self.effects.is_empty() {
            members.value("effects", &serde_json::json!(self.effects));
        }
        if let Some(fault) = &self.fault {
            members.text("fault", fault);
        }
        members.value("input", &self.input);
        members.text("kind", self.kind.name());
        members.value("n", &self.n.into());
        if let Some(op) = &self.op {
            members.text("op", op);
        }
        if let Some(request) = &self.request {
            members.value("request", request);
        }
        if let Some(surface) = self.surface {
            members.text("surface", surface.code());
        }
        members.value("v", &self.v.into());
        members.text("world", &self.world);
        members.end();
    }
}

/// Chain value after `previous` of a record that is given without it.
pub(super) fn link(previous: &str, bare: &[u8]) -> String {
    let mut hash = Sha256::default();
    hash.update(previous.as_bytes());
    hash.update(b"\n");
    hash.update(bare);
    hex::encode(hash.finish())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_chain_is_the_published_one() {
        let record = |n, at: &str, kind, op: Option<&str>, input| Record {
            v: 1,
            world: "checkout-42".to_owned(),
            n,
            at: at.to_owned(),
            kind,
            op: op.map(ToOwned::to_owned),
            input,
            ..Record::default()
        };
        let input = json!({"seed": "7", "fixture": "standard@1", "engine": 1});
        let first = record(0, "2030-01-01T00:00:00.000000Z", Kind::World, None, input).link(START);
        assert_eq!(first, "9ec7dedfa866848cecf1e98a6ed3e7023cbfc469502d5160723eee5ec68040e0");
        let at = "2030-01-01T00:05:01.000000Z";
        let input = json!({"by": "301s"});
        let second = record(1, at, Kind::Control, Some("clock.advance"), input).link(&first);
        assert_eq!(second, "ef7a4760463ec3f2058e9d363e5e1ef633f7b52a002dc4f6c676210ee42331e2");
    }

    #[test]
    fn a_record_is_written_in_its_canonical_form() {
        let mut record = Record {
            v: 1,
            world: "w".to_owned(),
            n: 7,
            at: "2030-01-01T00:00:00.000000Z".to_owned(),
            kind: Kind::Fired,
            surface: Some(Surface::PG),
            op: Some("freezeCard".to_owned()),
            by: Some("acme/primary".to_owned()),
            request: Some(json!({"path": "/p", "body": [1]})),
            input: json!({"z": 1, "a": ["x", null]}),
            auth: Some("00".to_owned()),
            auth_until: Some("2030-01-01T00:10:00.000000Z".to_owned()),
            answer: Some(AnswerDigest::of(200, b"x")),
            fault: Some("f-1".to_owned()),
            effects: vec![Change {
                entity: "card:1".to_owned(),
                member: "status".to_owned(),
                from: "a".to_owned(),
                to: "b".to_owned(),
            }],
            chain: String::new(),
        };
        for whole in [true, false] {
            if !whole {
                (record.surface, record.op, record.by) = (None, None, None);
                (record.auth, record.auth_until) = (None, None);
                (record.request, record.answer, record.fault) = (None, None, None);
                record.effects.clear();
            }
            let library = serde_json_canonicalizer::to_vec(&record).unwrap();
            let mut bare = Vec::new();
            record.write_bare(&mut bare);
            assert_eq!(String::from_utf8(bare), String::from_utf8(library));
        }
    }
}
