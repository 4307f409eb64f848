//! Ops that may help where a command of the managed cards was refused. Commands of callers do not
//! name their user, so all of them are tried where one is needed.

use serde_json::{Value, json};
use strum::VariantNames as _;

use super::{Input, op};
use crate::{
    control::amount::text_in,
    programs::managed::{
        Authorization, AuthorizationId, Card, CardId, CardProgram, CardStatus, Currency,
        LimitExceeded, LimitKind, Managed, Refusal, User,
    },
    world::World,
};

/// Ops that may help, one list after the other.
pub(super) fn candidates(world: &World, input: &Input, refusal: &Refusal) -> Vec<Vec<Value>> {
    let look = Look { program: &world.issuer.managed, input };
    match refusal {
        Refusal::VerificationRequired => look.users("verified", json!(true)),
        Refusal::CardStatus(_) => look.card_moved(),
        Refusal::AuthorizationNotSettled(_) => look.cleared(),
        Refusal::DisputeExists { dispute } | Refusal::OpenDispute { dispute } => decided(dispute),
        Refusal::ProgramNotAvailable => look.program_offered(),
        Refusal::WalletNotAvailable => look.wallet_made(),
        Refusal::CardLimitReached { .. } => look.card_ended(),
        Refusal::Limit(exceeded) => look.limit_raised(*exceeded),
        Refusal::InsufficientWalletFunds { available, currency } => {
            look.wallet_funded(*available, *currency)
        }
        Refusal::InsufficientCardFunds { available, currency } => {
            let wanted = look.amount().saturating_sub(*available);
            look.refunded(wanted, *currency)
        }
        Refusal::NegativeBalance { available, currency } => {
            look.refunded(available.saturating_neg(), *currency)
        }
        Refusal::ProviderError => look.partner_instant(),
        // The input is wrong, or it is a matter of time, or of somebody else.
        Refusal::NotFound
        | Refusal::Taken(_)
        | Refusal::AuthorizationNotOpen(_)
        | Refusal::TransactionState(_)
        | Refusal::DisputeClosed(_)
        | Refusal::OperationEnded(_)
        | Refusal::CurrencyMismatch { .. }
        | Refusal::DisputeWindowClosed { .. }
        | Refusal::AmountOutOfRange(_) => Vec::new(),
    }
}

fn decided(dispute: &str) -> Vec<Vec<Value>> {
    let decide = |status| vec![op("decide-dispute", json!({"dispute": dispute, "status": status}))];
    ["won", "lost"].map(decide).into()
}

/// The things that a refused command names.
struct Look<'a> {
    program: &'a Managed,
    input: &'a Input,
}

impl<'a> Look<'a> {
    fn authorization(&self) -> Option<&'a Authorization> {
        self.program.authorizations.get(AuthorizationId(self.input.number("authorization")?))
    }

    fn card(&self) -> Option<&'a Card> {
        let named = self.input.number("card").map(CardId);
        let card = named.or_else(|| self.authorization().map(|row| row.card));
        self.program.cards.get(card?)
    }

    fn card_program(&self) -> Option<&'a CardProgram> {
        let named = || self.program.program(self.input.text("program")?);
        let of_card = || self.card().and_then(|card| self.program.programs.get(card.program));
        named().or_else(of_card)
    }

    /// The amount that was asked for, in minor units.
    fn amount(&self) -> i64 {
        let nested = self.input.0["input"]["amount"].as_i64();
        nested.or_else(|| self.input.0["amount"].as_i64()).unwrap_or(0)
    }

    /// A member of each user.
    fn users(&self, member: &str, value: Value) -> Vec<Vec<Value>> {
        let set =
            |user: &User| vec![op("set-user", json!({"user": user.reference, member: value}))];
        self.program.users.iter().map(set).collect()
    }

    fn card_moved(&self) -> Vec<Vec<Value>> {
        let Some(card) = self.card() else { return Vec::new() };
        let moved = |status: &&str| {
            vec![op("set-card-status", json!({"card": card.reference, "status": status}))]
        };
        let first = ["active", "frozen"];
        let rest = CardStatus::VARIANTS.iter().filter(|status| !first.contains(status));
        first.iter().chain(rest).map(moved).collect()
    }

    fn cleared(&self) -> Vec<Vec<Value>> {
        let row = self.authorization();
        let clear =
            |row: &Authorization| vec![op("clear", json!({ "transaction": row.reference }))];
        row.map(clear).into_iter().collect()
    }

    fn program_offered(&self) -> Vec<Vec<Value>> {
        let Some(program) = self.card_program() else { return Vec::new() };
        let input = json!({"program": program.reference, "enabled": true, "routed": true});
        let mut all = vec![vec![op("set-program", input)]];
        all.extend(self.users("market", json!(program.country)));
        all
    }

    fn wallet_made(&self) -> Vec<Vec<Value>> {
        let Some(program) = self.card_program() else { return Vec::new() };
        let made = |user: &User| {
            let input = json!({"user": user.reference, "currency": program.currency.code()});
            vec![op("make-wallet", input)]
        };
        self.program.users.iter().map(made).collect()
    }

    /// A card of the program ended.
    fn card_ended(&self) -> Vec<Vec<Value>> {
        let Some(program) = self.card_program() else { return Vec::new() };
        let cards = self.program.cards.iter();
        let live = cards.filter(|card| card.program == program.id && card.status.is_live());
        let ended = |card: &Card| {
            let input = json!({"card": card.reference, "status": "terminated"});
            vec![op("set-card-status", input)]
        };
        live.map(ended).collect()
    }

    fn limit_raised(&self, LimitExceeded { kind, currency, .. }: LimitExceeded) -> Vec<Vec<Value>> {
        let Some(program) = self.card_program() else { return Vec::new() };
        let balance = self.card().map_or(0, |card| self.program.ledger.card(card.id).total());
        let (member, units) = match kind {
            LimitKind::AmountBelowMinimum => ("min_funding", self.amount()),
            LimitKind::AmountAboveMaximum => ("max_funding", self.amount()),
            LimitKind::BalanceLimitExceeded => {
                ("max_balance", self.amount().saturating_add(balance).saturating_mul(2))
            }
            LimitKind::OverSettlement
            | LimitKind::AmountExceedsHold
            | LimitKind::DisputeAmountExceedsSettled => return Vec::new(),
        };
        let limits = json!({member: text_in(units, currency.code())});
        vec![vec![op("set-program", json!({"program": program.reference, "limits": limits}))]]
    }

    fn wallet_funded(&self, available: i64, currency: Currency) -> Vec<Vec<Value>> {
        let wallet = self.card().and_then(|card| self.program.wallets.get(card.wallet));
        let amount = text_in(self.amount().saturating_sub(available), currency.code());
        let paid = |wallet: &str| vec![op("deposit", json!({"wallet": wallet, "amount": amount}))];
        wallet.map(|wallet| paid(&wallet.reference)).into_iter().collect()
    }

    fn refunded(&self, units: i64, currency: Currency) -> Vec<Vec<Value>> {
        let amount = text_in(units, currency.code());
        let card = self.card();
        let refund =
            |card: &Card| vec![op("refund", json!({"card": card.reference, "amount": amount}))];
        card.map(refund).into_iter().collect()
    }

    fn partner_instant(&self) -> Vec<Vec<Value>> {
        let Some(card) = self.card() else { return Vec::new() };
        vec![vec![op("set-adapter", json!({"card": card.reference, "adapter": "instant"}))]]
    }
}
