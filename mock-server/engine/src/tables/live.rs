//! Mounts the lists that can be subscribed to as the root of subscriptions (AG 8.3): fields with the
//! names, arguments and types of the queries.
//!
//! The executing library describes them and nothing more: a live query is answered by running the
//! query of the same name again.

use std::{borrow::Cow, marker::PhantomData, pin::Pin};

use async_graphql::{Context, Response, SubscriptionType, registry::Registry};
use futures::Stream;

use super::{
    Catalogue, RootField,
    describe::root_field,
    registry::{insert, subscription},
};

/// The root fields of the lists of a catalogue that can be subscribed to.
pub struct LiveTables<C>(PhantomData<C>);

impl<C> Default for LiveTables<C> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<C: Catalogue> SubscriptionType for LiveTables<C> {
    fn type_name() -> Cow<'static, str> {
        "Subscription".into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        let fields = C::LIVE.iter().map(|table| root_field(table, RootField::List));
        insert(registry, subscription("Subscription", fields));
        "Subscription!".into()
    }

    /// None: nothing is streamed by the library.
    fn create_field_stream<'a>(
        &'a self,
        _: &'a Context<'_>,
    ) -> Option<Pin<Box<dyn Stream<Item = Response> + Send + 'a>>> {
        None
    }
}
