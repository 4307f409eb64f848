//! The back office (SB 5): what no client of a mocked API can do itself.
//!
//! An op is one type in its file: the members of the type are the op's input, the trait [`Op`]
//! says the rest. [`OPS`] is the list of all ops; the catalogue, dispatch, `did_you_mean`, dry
//! runs, setup steps and the OpenAPI document read nothing else.

mod activate_card;
mod applicant;
mod authorize;
mod catalogue;
mod clear;
mod close_statement;
mod company;
mod confirm_deposit;
mod decide_application;
mod decide_dispute;
mod decide_kyc;
mod decide_operation;
mod decline;
mod deposit;
mod end_credential;
mod end_session;
mod examples;
mod finish_order;
mod in_app_user;
mod increment;
mod keys;
mod kyc;
mod make_application;
mod make_card;
mod make_card_user;
mod make_cardholder;
mod make_corporate_application;
mod make_credential;
mod make_organization;
mod make_partner;
mod make_product;
mod make_program;
mod make_project;
mod make_subprovider;
mod make_user;
mod make_wallet;
mod mint_jwt;
mod order_card;
mod pay_statement;
mod person;
mod refund;
mod release;
mod rotate_credential;
mod rotate_secret;
mod run;
mod satisfy;
mod set_adapter;
mod set_card_status;
mod set_kyc;
mod set_price;
mod set_user;
mod ship_card;
mod spending;
mod statement;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use utoipa::{
    ToSchema,
    openapi::{Ref, RefOr, Schema, schema::OneOfBuilder},
};

use super::{Problem, act, input};
use crate::worlds::Handle;
pub(super) use catalogue::catalogue;
pub(super) use run::{__path_run, named, play, play_at_birth, run};

/// An op of the back office. The type itself is the op's input.
trait Op: DeserializeOwned + ToSchema {
    /// The name in the path.
    const NAME: &'static str;
    /// One sentence: what the op does.
    const SUMMARY: &'static str;
    /// Whether the op is several commands. It is tried on a copy of the world first then, so that
    /// it is done whole or not at all.
    const IS_SEVERAL: bool = false;
    /// Whether the op makes credentials, by which the world must be found from then on.
    const MAKES_CREDENTIALS: bool = false;
    /// The `result` of the answer.
    type Result: Serialize + ToSchema;

    /// Does it.
    fn run(self, handle: &Handle) -> Outcome<Self::Result>;
}

/// The effect of an op, or its refusal.
type Outcome<R> = Result<Effect<R>, Problem>;

/// Effect of an op.
struct Effect<R> {
    /// The `result` of the answer.
    result: R,
    /// The entities that were changed, each `<type>:<id>`.
    changed: Vec<String>,
}

/// Schemas by name, as the schemas that they are part of refer to them.
type NamedSchemas = Vec<(String, RefOr<Schema>)>;

/// An [`Op`] without its type.
pub(super) struct AnyOp {
    /// The name in the path.
    pub(super) name: &'static str,
    summary: &'static str,
    is_several: bool,
    makes_credentials: bool,
    input: fn(&mut NamedSchemas) -> RefOr<Schema>,
    result: fn(&mut NamedSchemas) -> RefOr<Schema>,
    run: fn(&Handle, Value) -> Outcome<Value>,
}

impl AnyOp {
    const fn of<O: Op>() -> Self {
        Self {
            name: O::NAME,
            summary: O::SUMMARY,
            is_several: O::IS_SEVERAL,
            makes_credentials: O::MAKES_CREDENTIALS,
            input: schema::<O>,
            result: schema::<O::Result>,
            run: read_and_run::<O>,
        }
    }
}

fn schema<T: ToSchema>(named: &mut NamedSchemas) -> RefOr<Schema> {
    T::schemas(named);
    T::schema()
}

fn read_and_run<O: Op>(handle: &Handle, body: Value) -> Outcome<Value> {
    let Effect { result, changed } = input::read::<O>(body)?.run(handle)?;
    let result = serde_json::to_value(result).expect("results have names for members");
    Ok(Effect { result, changed })
}

/// The inputs of all ops, as the body of their one route.
pub(super) fn body(named: &mut NamedSchemas) -> RefOr<Schema> {
    let mut any = OneOfBuilder::new();
    for op in &OPS {
        let schema = (op.input)(named);
        let name = format!("op.{}", op.name);
        let schema = with_example(op.name, schema);
        any = any.item(Ref::from_schema_name(&name));
        named.push((name, schema));
    }
    any.into()
}

/// The schema of an op's input, with the example of the op.
fn with_example(op: &str, mut schema: RefOr<Schema>) -> RefOr<Schema> {
    if let (RefOr::T(Schema::Object(object)), Some(example)) = (&mut schema, examples::of(op)) {
        object.examples = vec![example.clone()];
    }
    schema
}

/// Every op there is, in the order of SB 5.
pub(super) static OPS: [AnyOp; 48] = [
    AnyOp::of::<make_partner::MakePartner>(),
    AnyOp::of::<make_credential::MakeCredential>(),
    AnyOp::of::<end_credential::RevokeCredential>(),
    AnyOp::of::<end_credential::ExpireCredential>(),
    AnyOp::of::<rotate_credential::RotateCredential>(),
    AnyOp::of::<rotate_secret::RotateSecret>(),
    AnyOp::of::<make_project::MakeProject>(),
    AnyOp::of::<make_subprovider::MakeSubprovider>(),
    AnyOp::of::<make_product::MakeProduct>(),
    AnyOp::of::<make_user::MakeUser>(),
    AnyOp::of::<set_user::SetUser>(),
    AnyOp::of::<make_wallet::MakeWallet>(),
    AnyOp::of::<make_program::MakeProgram>(),
    AnyOp::of::<make_program::SetProgram>(),
    AnyOp::of::<set_adapter::SetAdapter>(),
    AnyOp::of::<make_cardholder::MakeCardholder>(),
    AnyOp::of::<order_card::OrderCard>(),
    AnyOp::of::<make_organization::MakeOrganization>(),
    AnyOp::of::<make_corporate_application::MakeCorporateApplication>(),
    AnyOp::of::<make_card_user::MakeCardUser>(),
    AnyOp::of::<make_application::MakeApplication>(),
    AnyOp::of::<make_card::MakeCard>(),
    AnyOp::of::<mint_jwt::MintJwt>(),
    AnyOp::of::<set_kyc::SetKyc>(),
    AnyOp::of::<applicant::MakeApplicant>(),
    AnyOp::of::<applicant::DropApplicant>(),
    AnyOp::of::<satisfy::SatisfyAll>(),
    AnyOp::of::<decide_application::DecideApplication>(),
    AnyOp::of::<decide_kyc::DecideKyc>(),
    AnyOp::of::<set_card_status::SetCardStatus>(),
    AnyOp::of::<decide_operation::DecideOperation>(),
    AnyOp::of::<decide_dispute::DecideDispute>(),
    AnyOp::of::<finish_order::FinishOrderNow>(),
    AnyOp::of::<activate_card::ActivateCard>(),
    AnyOp::of::<ship_card::ShipCard>(),
    AnyOp::of::<deposit::Deposit>(),
    AnyOp::of::<confirm_deposit::ConfirmDeposit>(),
    AnyOp::of::<set_price::SetPrice>(),
    AnyOp::of::<authorize::AuthorizeSpending>(),
    AnyOp::of::<increment::IncrementHold>(),
    AnyOp::of::<clear::ClearTransaction>(),
    AnyOp::of::<release::Reverse>(),
    AnyOp::of::<release::Expire>(),
    AnyOp::of::<refund::RefundTransaction>(),
    AnyOp::of::<decline::DeclineSpending>(),
    AnyOp::of::<close_statement::CloseStatements>(),
    AnyOp::of::<pay_statement::PayStatements>(),
    AnyOp::of::<end_session::EndSessionNow>(),
];
