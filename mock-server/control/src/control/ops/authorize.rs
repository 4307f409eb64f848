//! `authorize` (SB 5.4).

use std::collections::BTreeMap;

use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    Op, Outcome, act,
    spending::{self, Attempt},
};
use crate::{
    clearing::{Decline, Merchant, Presented},
    control::{
        Problem,
        amount::{self, Amount},
        entities::{self, AnyCard, Reference},
    },
    programs::{
        collateral::{commands::Authorize, transaction::TransactionKind},
        managed::{self, adapter::AdapterChoice, authorization::Channel},
        prepaid::{commands as prepaid, transaction::Kind},
    },
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AuthorizeSpending {
    card: Reference,
    amount: Amount,
    /// The currency of the card: USD, unless it is a managed card in another one.
    currency: Option<String>,
    #[serde(default)]
    merchant: Merchant,
    /// A reason that declines whatever the state of the card.
    decline_reason: Option<Decline>,
    /// A purchase when absent.
    kind: Option<TransactionKind>,
    /// Whether the PIN was right; true when absent.
    pin_ok: Option<bool>,
    /// Whether the CVC was right; true when absent.
    cvv_ok: Option<bool>,
    /// Whether the expiry was right; true when absent.
    expiry_ok: Option<bool>,
}

impl Op for AuthorizeSpending {
    const NAME: &'static str = "authorize";
    const SUMMARY: &'static str =
        "Asks a card for money as a terminal does; a decline is a result, not an error.";
    type Result = Attempt;

    fn run(self, handle: &Handle) -> Outcome<Attempt> {
        let (card, currency) = handle.read(|world| {
            let card = entities::card(world, &self.card)?;
            Ok::<_, Problem>((card, card.currency(world)))
        })?;
        if let Some(named) = &self.currency {
            amount::is_meant(Some(named), currency, "/currency")?;
        }
        let (kind, prepaid_kind, channel) = kinds(self.kind.unwrap_or(TransactionKind::Purchase))?;
        check_mcc(&self.merchant.mcc)?;
        let amount = self.amount.units(currency, "/amount")?;
        let presented = Presented {
            pin_ok: self.pin_ok.unwrap_or(true),
            cvv_ok: self.cvv_ok.unwrap_or(true),
            expiry_ok: self.expiry_ok.unwrap_or(true),
        };
        let (merchant, forced) = (self.merchant, self.decline_reason);
        match card {
            AnyCard::Collateral(card) => {
                let command = Authorize { card, amount, kind, merchant, presented, forced };
                let done = act(handle, Self::NAME, &command)?;
                Ok(spending::authorized(handle, &done, amount, card))
            }
            AnyCard::Prepaid(card) => {
                let kind = prepaid_kind;
                let command =
                    prepaid::Authorize { card, amount, kind, merchant, presented, forced };
                let done = act(handle, Self::NAME, &command)?;
                Ok(spending::spent(handle, &done, amount))
            }
            AnyCard::Managed(card) => {
                let channel = channel.ok_or_else(|| {
                    Problem::invalid("/kind", "managed cards answer no balance inquiries")
                })?;
                let command = managed::commands::Authorize {
                    card,
                    amount,
                    currency: None,
                    merchant: merchant.into(),
                    channel,
                    metadata: BTreeMap::new(),
                    simulated: presented.mismatch().map(Into::into),
                    forced: forced.map(Into::into),
                    adapter: AdapterChoice::default(),
                };
                let id = act(handle, Self::NAME, &command)?;
                let declined = handle.read(|world| {
                    let row = world.issuer.managed.authorizations.get(id)?;
                    row.decline_reason.map(Into::into)
                });
                Ok(spending::managed(handle, id, amount, declined))
            }
        }
    }
}

/// The kind of a transaction in the words of each program. Refunds and fees, which no terminal
/// asks for, have ops and operations of their own.
fn kinds(kind: TransactionKind) -> Result<(TransactionKind, Kind, Option<Channel>), Problem> {
    let (prepaid, channel) = match kind {
        TransactionKind::Purchase => (Kind::Purchase, Some(Channel::Ecommerce)),
        TransactionKind::AtmWithdrawal => (Kind::AtmWithdrawal, Some(Channel::Atm)),
        TransactionKind::BalanceInquiry => (Kind::BalanceInquiry, None),
        TransactionKind::Refund | TransactionKind::Fee => {
            let detail = "purchase, atm_withdrawal or balance_inquiry";
            return Err(Problem::invalid("/kind", detail));
        }
    };
    Ok((kind, prepaid, channel))
}

/// Refuses what is no category code (ISO 18245).
fn check_mcc(mcc: &str) -> Result<(), Problem> {
    match mcc.len() == 4 && mcc.bytes().all(|byte| byte.is_ascii_digit()) {
        true => Ok(()),
        false => Err(Problem::invalid("/merchant/mcc", "a category code has four digits")),
    }
}
