//! Ops that may help where a command of the collateral cards was refused.

use serde_json::{Value, json};

use super::{Input, op};
use crate::{
    clearing::TransactionStatus,
    control::amount,
    programs::collateral::{
        ApplicationId, Card, CardId, CardUser, CardUserId, Collateral, QuoteId, Refusal,
        TransactionId, WalletId,
        card::CardStatus,
        dispute::Dispute,
        token::{TOKENS, Token},
    },
    world::World,
};

/// Ops that may help, one list after the other.
pub(super) fn candidates(world: &World, input: &Input, refusal: &Refusal) -> Vec<Vec<Value>> {
    let program = &world.issuer.collateral;
    let look = Look { program, input };
    match refusal {
        Refusal::ApplicationExists => look.decided("canceled"),
        Refusal::ApplicationNotApproved => look.decided("approved"),
        Refusal::KycMissing(_) => look.satisfied(),
        Refusal::KycNotCompleted => look.completed(),
        Refusal::CardState { allowed, .. } => look.moved(allowed),
        Refusal::NoPin => look.moved(&[CardStatus::Active.name().to_owned()]),
        Refusal::NoAccount => look.with_account(),
        Refusal::InsufficientBalance { required, available } => {
            look.wallet_funded(required.0.saturating_sub(available.0))
        }
        Refusal::PriceMoved => look.priced(),
        Refusal::NoCollateral
        | Refusal::InsufficientCollateral
        | Refusal::TokenNotSupported
        | Refusal::TokenNotOnChain => look.collateral_paid_in(),
        Refusal::NotDisputable => look.cleared(),
        Refusal::DisputeOpen => look.dispute_decided(),
        // The input is wrong, or it is a matter of time, or of somebody else.
        Refusal::NotYours
        | Refusal::UnknownCardUser { .. }
        | Refusal::OrganizationNameMissing
        | Refusal::OrganizationNameTooLong
        | Refusal::TermsNotAccepted
        | Refusal::InvalidOccupation
        | Refusal::InvalidWalletAddress
        | Refusal::InvalidAnswer(_)
        | Refusal::DisplayName(_)
        | Refusal::Nickname(_)
        | Refusal::LimitNotPositive
        | Refusal::UnknownFrequency
        | Refusal::ShippingMissing
        | Refusal::ShippingOnVirtual
        | Refusal::Address(_)
        | Refusal::ReasonMissing
        | Refusal::ReasonTooLong
        | Refusal::UnknownReason
        | Refusal::OnlyVirtual
        | Refusal::PinNotDigits
        | Refusal::PinLength { .. }
        | Refusal::PinRepeated
        | Refusal::PinAscending
        | Refusal::PinDescending
        | Refusal::PinFixed
        | Refusal::FeeTooSmall { .. }
        | Refusal::FeeDescriptionMissing
        | Refusal::FeeDescriptionTooLong
        | Refusal::ApplicationState { .. }
        | Refusal::TransactionState(_)
        | Refusal::AmountOutOfRange(_)
        | Refusal::DepositState { .. }
        | Refusal::ShipmentState { .. }
        | Refusal::InvalidRequestedLimit
        | Refusal::WalletNotEligible
        | Refusal::SwapNotSupported
        | Refusal::InvalidTokenAmount
        | Refusal::InvalidRecipient
        | Refusal::QuoteExpired
        | Refusal::QuoteExecuted
        | Refusal::InvalidWithdrawal
        | Refusal::SignatureActive { .. }
        | Refusal::EvidenceTooLong
        | Refusal::DisputeState { .. }
        | Refusal::Taken(_) => Vec::new(),
    }
}

/// The things that a refused command names.
struct Look<'a> {
    program: &'a Collateral,
    input: &'a Input,
}

impl<'a> Look<'a> {
    fn card(&self) -> Option<&'a Card> {
        self.program.cards.get(CardId(self.input.number("card")?))
    }

    /// The person whom the command names, by id or by external id.
    fn user(&self) -> Option<&'a CardUser> {
        let numbered = || self.program.users.get(CardUserId(self.input.number("user")?));
        let named = || self.program.user_named(self.input.text("user")?);
        numbered().or_else(named)
    }

    /// The name by which ops refer to the person.
    fn user_name(&self) -> Option<&'a str> {
        self.user().map(|user| user.label.as_ref().unwrap_or(&user.external_id).as_str())
    }

    /// The application that the command names, or the latest of the person.
    fn application(&self) -> Option<ApplicationId> {
        let named = self.input.number("application").map(ApplicationId);
        named.or_else(|| self.user()?.latest_application())
    }

    fn decided(&self, status: &str) -> Vec<Vec<Value>> {
        let input =
            self.application().map(|id| json!({"application": id.to_string(), "status": status}));
        input.map(|input| vec![op("decide-application", input)]).into_iter().collect()
    }

    fn satisfied(&self) -> Vec<Vec<Value>> {
        let satisfy = |name| vec![op("satisfy", json!({ "card_user": name }))];
        self.user_name().map(satisfy).into_iter().collect()
    }

    fn completed(&self) -> Vec<Vec<Value>> {
        let complete = |name| vec![op("set-kyc", json!({"user": name, "kyc": "complete"}))];
        self.user_name().map(complete).into_iter().collect()
    }

    /// The card in one of these states.
    fn moved(&self, allowed: &[String]) -> Vec<Vec<Value>> {
        let Some(card) = self.card() else { return Vec::new() };
        let activated = vec![op("activate-card", json!({ "card": card.external_id }))];
        let waits = card.status == CardStatus::NotActivated;
        let into = |status: &String| {
            vec![op("set-card-status", json!({"card": card.external_id, "status": status}))]
        };
        let activated = waits.then_some(activated).into_iter();
        activated.chain(allowed.iter().map(into)).collect()
    }

    /// The person with an account, which an approved application has.
    fn with_account(&self) -> Vec<Vec<Value>> {
        let mut all = self.decided("approved");
        if let Some(name) = self.user_name() {
            all.push(vec![
                op("satisfy", json!({ "card_user": name })),
                op("make-application", json!({ "card_user": name })),
                op("decide-application", json!({"application": name, "status": "approved"})),
            ]);
        }
        all
    }

    /// The wallet with as much more of the token that goes out.
    fn wallet_funded(&self, missing: u128) -> Vec<Vec<Value>> {
        let quote = self.input.number("quote").map(QuoteId);
        let quote = quote.and_then(|id| self.program.quotes.get(id));
        let nested = Input(self.input.0["quote"].clone());
        let input = if nested.0.is_object() { &nested } else { self.input };
        let wallet = input.number("wallet").map(WalletId).or(quote.map(|quote| quote.wallet));
        let Some(wallet) = wallet else { return Vec::new() };
        let named = input.text("from_token").into_iter().flat_map(Token::at);
        let tokens = named.chain(quote.map(|quote| quote.terms.from.token()));
        let fund = |token: &Token| {
            let unit = 10_u128.pow(token.decimals.min(30));
            let whole = missing.div_ceil(unit);
            let amount = whole.to_string();
            vec![op(
                "deposit",
                json!({"wallet": wallet.to_string(), "asset": token.symbol,
                       "chain_id": token.chain_id, "amount": amount}),
            )]
        };
        tokens.map(fund).collect()
    }

    /// The prices that were set at what they usually are.
    fn priced(&self) -> Vec<Vec<Value>> {
        let all = self.program.prices.keys();
        all.map(|asset| {
            let token = TOKENS.iter().find(|token| token.symbol == asset);
            let usual = token.map_or(100, |token| token.usual_price);
            vec![op("set-price", json!({"asset": asset, "price": amount::text(usual)}))]
        })
        .collect()
    }

    /// Collateral in the token of a withdrawal.
    fn collateral_paid_in(&self) -> Vec<Vec<Value>> {
        let Some(account) = self.user().and_then(|user| user.account.as_ref()) else {
            return self.decided("approved");
        };
        let whole = self.input.text("amount").and_then(|text| text.split('.').next());
        let whole: u64 = whole.and_then(|text| text.parse().ok()).unwrap_or(0);
        let amount = whole.saturating_add(1).to_string();
        let tokens = self.input.text("token").into_iter().flat_map(Token::at);
        tokens
            .map(|token| {
                vec![op(
                    "deposit",
                    json!({"address": account.deposit_address, "asset": token.symbol,
                           "chain_id": token.chain_id, "amount": amount, "confirm": "now",
                           "signature": false}),
                )]
            })
            .collect()
    }

    /// The transaction posted.
    fn cleared(&self) -> Vec<Vec<Value>> {
        let id = self.input.number("transaction").map(TransactionId);
        let Some(row) = id.and_then(|id| self.program.transactions.get(id)) else {
            return Vec::new();
        };
        match row.spending.status {
            TransactionStatus::Posted => Vec::new(),
            TransactionStatus::Authorized
            | TransactionStatus::Reversed
            | TransactionStatus::Expired
            | TransactionStatus::Refunded
            | TransactionStatus::Declined => {
                vec![vec![op("clear", json!({ "transaction": format!("t-{}", row.id) }))]]
            }
        }
    }

    /// The open dispute of the transaction decided.
    fn dispute_decided(&self) -> Vec<Vec<Value>> {
        let id = self.input.number("transaction").map(TransactionId);
        let open = self.program.disputes.iter().rfind(|dispute| Some(dispute.transaction) == id);
        let decide = |dispute: &Dispute| {
            let input = json!({"dispute": dispute.external_id, "status": "lost"});
            vec![op("decide-dispute", input)]
        };
        open.map(decide).into_iter().collect()
    }
}
