//! Declarations of types of a schema.

/// Declares a type of the schema. A text or a fraction says its class in the log (SB 9.2) before
/// its name; the class of everything else follows from its type. What says none is hidden.
macro_rules! fields {
    ($(#[$meta:meta])* struct $name:ident {
        $($(#[$of:meta])* $($class:literal)? $field:ident: $ty:ty,)*
    }) => {
        $(#[$meta])*
        pub(crate) struct $name {
            $(
                $(#[$of])*
                $(#[graphql(tag = $class)])?
                pub(crate) $field: $ty,
            )*
        }
    };
}

/// Declares an answer type with `success` and `error` around optional fields, and its value when
/// the operation fails: every other field null. Fields say their classes as in [`fields`].
macro_rules! envelope {
    ($(#[doc = $doc:literal])+ $name:ident {
        $($(#[$meta:meta])* $($class:literal)? $field:ident: $ty:ty,)*
    }) => {
        $crate::card_graphql::fields! {
            $(#[doc = $doc])+
            #[derive(async_graphql::SimpleObject)]
            struct $name {
                success: bool,
                $($(#[$meta])* $($class)? $field: Option<$ty>,)*
                "said" error: Option<String>,
            }
        }

        impl $crate::card_graphql::MutationResponse for $name {
            fn failed(error: String) -> Self {
                Self { success: false, $($field: None,)* error: Some(error) }
            }
        }
    };
}

/// Declares the inputs of postal addresses and of shipping, under the names of the API.
macro_rules! address_inputs {
    ($address:ident, $shipping:ident, $method:ident) => {
        $crate::card_graphql::fields! {
            #[derive(async_graphql::InputObject)]
            struct $address {
                "personal" line1: String,
                "personal" line2: Option<String>,
                "personal" city: String,
                "personal" region: String,
                "personal" postal_code: String,
                "personal" country_code: String,
                "personal" country: Option<String>,
            }
        }

        impl From<$address> for $crate::people::PostalAddress {
            fn from(input: $address) -> Self {
                Self {
                    line1: input.line1,
                    line2: input.line2,
                    city: input.city,
                    region: input.region,
                    postal_code: input.postal_code,
                    country_code: input.country_code,
                    country: input.country,
                }
            }
        }

        /// Speed at which a card is sent.
        #[derive(async_graphql::Enum, Clone, Copy, PartialEq, Eq)]
        #[graphql(rename_items = "lowercase")]
        pub(crate) enum $method {
            Standard,
            Express,
        }

        $crate::card_graphql::fields! {
            #[derive(async_graphql::InputObject)]
            struct $shipping {
                "personal" line1: String,
                "personal" line2: Option<String>,
                "personal" city: String,
                "personal" region: String,
                "personal" postal_code: String,
                "personal" country_code: String,
                "personal" phone_number: String,
                "personal" first_name: Option<String>,
                "personal" last_name: Option<String>,
                method: Option<$method>,
            }
        }

        impl From<$shipping> for $crate::programs::collateral::plastic::Shipping {
            fn from(input: $shipping) -> Self {
                Self {
                    address: $crate::people::PostalAddress {
                        line1: input.line1,
                        line2: input.line2,
                        city: input.city,
                        region: input.region,
                        postal_code: input.postal_code,
                        country_code: input.country_code,
                        country: None,
                    },
                    phone_number: input.phone_number,
                    first_name: input.first_name,
                    last_name: input.last_name,
                    method: match input.method {
                        Some($method::Express) => {
                            $crate::programs::collateral::plastic::ShippingMethod::Express
                        }
                        Some($method::Standard) | None => {
                            $crate::programs::collateral::plastic::ShippingMethod::Standard
                        }
                    },
                }
            }
        }
    };
}

/// Gives the answer to a new card its value.
macro_rules! answers_new_card {
    ($answer:ident) => {
        impl From<Option<$crate::card_graphql::CardFacts>> for $answer {
            fn from(card: Option<$crate::card_graphql::CardFacts>) -> Self {
                let Some(card) = card else {
                    return Self { success: true, error: None, ..Self::failed(String::new()) };
                };
                Self {
                    success: true,
                    id: Some(card.id),
                    card_id: Some(card.external_id),
                    card_type: Some(card.kind),
                    status: Some(card.status),
                    last4: Some(card.last4),
                    expiration_month: Some(card.expiration_month),
                    expiration_year: Some(card.expiration_year),
                    error: None,
                }
            }
        }
    };
}

/// Gives the answer to an operation on a card its value.
macro_rules! answers_changed_card {
    ($answer:ident) => {
        impl From<$crate::card_graphql::ChangedCard> for $answer {
            fn from(card: $crate::card_graphql::ChangedCard) -> Self {
                let $crate::card_graphql::ChangedCard { id, external_id, status } = card;
                Self { success: true, id, card_id: external_id, status, error: None }
            }
        }
    };
}

pub(crate) use {address_inputs, answers_changed_card, answers_new_card, envelope, fields};
