//! Errors in the document: their bodies, and the codes that operations can be refused with.

use std::collections::BTreeMap;

use serde_json::Value;
use utoipa::{
    ToSchema,
    openapi::{
        Ref,
        schema::{AllOfBuilder, ObjectBuilder},
    },
};

use super::{
    super::{
        codes::{Code, Code as C},
        endpoint::{Endpoint, Realm},
        values,
    },
    text,
};
use crate::{log::Class, rest_document::class};

/// An error.
#[derive(ToSchema)]
#[expect(dead_code, reason = "a shape, never built")]
pub(super) struct ErrorBody {
    /// For people.
    #[schema(extensions(("x-class" = json!("said"))))]
    detail: String,
    /// For programs.
    #[schema(extensions(("x-class" = json!("plain"))))]
    code: String,
}

/// Members of some errors, each beside `detail` and `code` of those that have it.
#[derive(ToSchema)]
#[expect(dead_code, reason = "a shape, never built")]
pub(super) struct ErrorDetails {
    /// Of `invalid_request`: by the name of a member, what is wrong with it.
    #[schema(extensions(("x-class" = json!("within"))))]
    errors: Option<BTreeMap<String, Vec<String>>>,
    /// Of `token_not_valid`.
    messages: Option<Vec<TokenMessage>>,
    #[schema(value_type = Option<values::SignedMoney>)]
    available: Option<String>,
    #[schema(value_type = Option<values::Currency>)]
    currency: Option<String>,
    #[schema(value_type = Option<values::CardStatus>)]
    card_status: Option<String>,
    #[schema(value_type = Option<Vec<values::CardAction>>)]
    allowed_actions: Option<Vec<String>>,
    #[schema(value_type = Option<values::AuthorizationStatus>)]
    authorization_status: Option<String>,
    #[schema(value_type = Option<values::Reference>)]
    dispute: Option<String>,
    #[schema(value_type = Option<values::DisputeStatus>)]
    dispute_status: Option<String>,
    #[schema(value_type = Option<values::Limit>)]
    limit: Option<String>,
    #[schema(value_type = Option<values::Currency>)]
    expected: Option<String>,
    #[schema(value_type = Option<values::Time>)]
    closed_at: Option<String>,
}

/// The reason why a token is not taken.
#[derive(ToSchema)]
#[expect(dead_code, reason = "a shape, never built")]
struct TokenMessage {
    #[schema(extensions(("x-class" = json!("plain"))))]
    token_class: String,
    #[schema(extensions(("x-class" = json!("plain"))))]
    token_type: String,
    #[schema(extensions(("x-class" = json!("said"))))]
    message: String,
}

/// Codes that every operation of a realm can be refused with.
pub(super) fn usual(endpoint: &Endpoint) -> Vec<Code> {
    let mut all = vec![C::InternalError, C::ServiceUnavailable];
    if endpoint.realm == Realm::User {
        all.extend([
            C::NotAuthenticated,
            C::BadAuthorizationHeader,
            C::TokenNotValid,
            C::UserNotFound,
            C::UserInactive,
            C::Throttled,
        ]);
        if !endpoint.is_get() {
            all.extend([C::InvalidIdempotencyKey, C::IdempotencyKeyConflict]);
        }
    }
    if endpoint.realm == Realm::Staff {
        all.push(C::PermissionDenied);
    }
    if endpoint.has_reference() {
        all.push(C::NotFound);
    }
    if endpoint.body.is_some() {
        all.extend([C::InvalidRequest, C::ParseError, C::PayloadTooLarge, C::UnsupportedMediaType]);
    }
    all
}

/// An error with one of these codes.
pub(super) fn error(codes: Vec<Value>) -> AllOfBuilder {
    let code = text().enum_values(Some(codes)).extensions(Some(class(Class::Plain)));
    let code = ObjectBuilder::new().property("code", code).required("code");
    AllOfBuilder::new()
        .item(Ref::from_schema_name(ErrorBody::name()))
        .item(Ref::from_schema_name(ErrorDetails::name()))
        .item(code)
}
