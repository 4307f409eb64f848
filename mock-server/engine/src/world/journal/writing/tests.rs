use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::{
    programs::collateral::commands::MakePartner,
    surface::Surface,
    world::{
        AnyAct, CommandContext,
        access::{Claim, Nonce},
        journal::{AnswerDigest, knowing::journal, open::RanCommand},
    },
};

/// Texts of all kinds: plain ones, such as need escapes, and such as are secrets or look so.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-z ]{0,12}",
        2 => any::<String>(),
        1 => "[\\x00-\\x1f\"\\\\]{1,4}",
        1 => prop::sample::select(vec![
            "4000001234567899", "x 4000 0012 3456 7899", "sandbox-acme-client-secret",
            "sandbox\n-acme\tclient-secret", "NDAwMDAwMTIzNDU2Nzg5OQ==", "v1:AAAA", "sealed",
            "$secret", "sealed_value", "sandbox-main-secret/more",
        ]).prop_map(ToOwned::to_owned),
    ]
}

proptest! {
    #[test]
    fn a_record_that_is_written_at_once_is_the_one_that_is_made_of_values(
        labels in prop::collection::vec(texts(), 0..3), by in texts(), op in texts(),
        body in texts(), other in any::<bool>(), number in any::<u32>(), is_whole in any::<bool>(),
    ) {
        let mut journal = journal();
        let now: Timestamp = "2030-01-01T00:00:00Z".parse().unwrap();
        let commands = labels.iter().enumerate().map(|(at, label)| {
            let mut context = CommandContext::ops(now, if other { "other" } else { &*op });
            context.joins = at > 0 && other;
            let command: AnyAct = MakePartner { label: label.clone() }.into();
            RanCommand::of(&context, command)
        });
        let open = OpenRecord { commands: commands.collect(), ..OpenRecord::default() };
        let request = json!({"body": {"memo": body, "n": number}, "method": "POST", "path": "/p"});
        let claim = Claim::Nonce { digest: Nonce::of(&[body.as_bytes()]), at: now };
        let end = is_whole.then(|| RequestEnd {
            at: Some(now),
            surface: Surface::PG,
            operation: Some(op.clone()),
            by: Some(by.clone()),
            request: Some(DescribedRequest::Plain(
                serde_json_canonicalizer::to_vec(&request).unwrap(),
            )),
            claim: Some((claim, now)),
            fault: Some(7),
            answer: Some(AnswerDigest::of(200, b"x")),
        });
        let Some(head) = open.head(end.as_ref()) else { return Ok(()) };
        let is_plain = journal.write_plain(&head, &open, end.as_ref()).is_ok();
        let (mut record, mut wanted) = (journal.valued(head, open, end), Vec::new());
        let plain = (record.input.clone(), record.request.clone());
        journal.close_values(&mut record);
        if plain != (record.input.clone(), record.request.clone()) {
            prop_assert!(!is_plain, "{}", record.line());
        }
        if is_plain {
            record.write_bare(&mut wanted);
            let written = String::from_utf8(journal.line).unwrap();
            prop_assert_eq!(written, String::from_utf8(wanted).unwrap());
        }
    }
}
