//! The events that users of the app are told of (AG 7): their payload, and its deliveries to
//! receivers.

mod payload;
mod webhook_format;

pub(super) use payload::payload;
pub(super) use webhook_format::InAppWebhookFormat;
