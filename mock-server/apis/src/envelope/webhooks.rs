//! Subscriptions (ER 8.17 to 8.19).

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    call::{Call, Outcome, Reply},
    checks::SUBSCRIPTION,
    formats::time,
    values,
};
use crate::{
    programs::prepaid::Scope,
    world::{
        commands::{Subscribe, Unsubscribe},
        outbox::{Receiver, address},
    },
};

/// A subscription, as it is answered.
#[derive(Serialize, ToSchema)]
#[schema(as = Subscription)]
pub(super) struct SubscriptionBody {
    #[schema(value_type = values::Id)]
    subscription_id: String,
    #[schema(extensions(("x-class" = json!("address"))))]
    url: String,
    is_active: bool,
    #[schema(value_type = values::Time)]
    created_at: String,
}

/// A subscription that ended.
#[derive(Serialize, ToSchema)]
#[schema(as = Unsubscribed)]
pub(super) struct UnsubscribedBody {
    #[schema(value_type = values::Id)]
    subscription_id: String,
    is_active: bool,
}

/// Subscriptions of a project.
#[derive(Serialize, ToSchema)]
#[schema(as = Subscriptions)]
pub(super) struct SubscriptionsBody {
    subscriptions: Vec<SubscriptionBody>,
}

impl SubscriptionBody {
    fn of(receiver: &Receiver) -> Self {
        Self {
            subscription_id: receiver.external_id.clone(),
            url: receiver.url.clone(),
            is_active: receiver.active,
            created_at: time(receiver.created_at),
        }
    }
}

/// Absolute, http or https, with a host, without user info and fragment.
fn is_url(text: &str, https: bool) -> bool {
    let is_secure = text.to_ascii_lowercase().starts_with("https:");
    address::problem(text).is_none() && !address::has_userinfo(text) && (is_secure || !https)
}

/// `/wh/subscribe`.
pub(super) fn subscribe(call: &Call<'_>) -> Outcome {
    let url = call.fields.required("url")?;
    if !is_url(&url, call.rules().er.hook.require_https) {
        return Err(call.fields.wrong("url", "is not valid"));
    }
    let receiver = call.act(&Subscribe { audience: None, url, events: Vec::new() })?;
    Ok(Reply::of(&SubscriptionBody::of(&receiver)))
}

/// `/wh/unsubscribe`.
pub(super) fn unsubscribe(call: &Call<'_>) -> Outcome {
    let subscription_id = call.fields.required("subscription_id")?;
    let ended = call.act(&Unsubscribe { subscription: subscription_id.clone() });
    call.holds(SUBSCRIPTION, ended)?;
    Ok(Reply::of(&UnsubscribedBody { subscription_id, is_active: false }))
}

/// `/wh/subscriptions`.
pub(super) fn list(call: &Call<'_>) -> Outcome {
    let subscriptions = call.context.look(call.path, |world, context| {
        let scope = Scope::from(context.principal.caller);
        let all = world.outbox.receivers().iter();
        let is_ours = |receiver: &&Receiver| {
            receiver.active && receiver.audience.project().is_some_and(|id| scope.sees(id))
        };
        let ours = all.filter(is_ours);
        ours.map(SubscriptionBody::of).collect()
    });
    Ok(Reply::of(&SubscriptionsBody { subscriptions }))
}
