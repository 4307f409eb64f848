//! Transfers to collateral addresses: sent, received, confirmed, credited (PG 10.2, AG 5.13, 6.4).
//!
//! Each step is an effect of its own, also where the rules have no delay between two of them, so
//! that whoever watches an account sees every step.

use super::{
    ApplyContext, Collateral, Effect,
    application::LastEvent,
    deposit::Deposit,
    event::{EventKind, raise},
    ids::{CardUserId, DepositId},
    token::Token,
};
use crate::{
    money::{Confirmation, DepositStatus, Units, WideMicros, cents},
    rulebook::CollateralTouch,
};

/// The assets that collateral addresses take, whatever the chain.
const TAKEN: [&str; 2] = ["USDC", "PYUSD"];

/// Tells whether collateral addresses take an asset.
pub(super) fn is_taken(asset: &str) -> bool {
    TAKEN.iter().any(|taken| asset.eq_ignore_ascii_case(taken))
}

/// A transfer that is about to be sent.
pub(super) struct Transfer {
    /// The card user whose address is paid.
    pub(super) user: CardUserId,
    /// The symbol of the token.
    pub(super) asset: String,
    /// The chain.
    pub(super) chain_id: i32,
    /// The amount, in millionths of a whole token.
    pub(super) micros: WideMicros,
    /// The way to the confirmation.
    pub(super) confirm: Confirmation,
    /// Hash of the transaction that pays; drawn when absent.
    pub(super) transaction_hash: Option<String>,
    /// A signature is active for a while after the receipt.
    pub(super) leaves_signature: bool,
}

impl Transfer {
    /// Makes the row of the deposit, and keeps room for it in the account. The address is that of
    /// the account, which a check has seen.
    pub(super) fn send(
        self,
        collateral: &mut Collateral,
        context: &mut ApplyContext<'_>,
    ) -> DepositId {
        let id = collateral.deposits.next();
        let token = Token::named(&self.asset, self.chain_id);
        let account = collateral.users[self.user].account.as_ref();
        let address = account.map(|account| account.deposit_address.clone()).unwrap_or_default();
        let (amount, dust_micros) = cents(self.micros);
        let deposit = Deposit {
            id,
            user: self.user,
            address,
            chain_id: self.chain_id,
            credited: is_taken(&self.asset),
            token_symbol: self.asset,
            token: token.map(|token| token.id),
            token_address: token.map_or_else(
                || context.hex::<20>("deposit.token_address"),
                |token| token.address.to_owned(),
            ),
            units: Units(u128::try_from(self.micros).unwrap_or_default()),
            amount,
            dust_micros,
            transaction_hash: self
                .transaction_hash
                .unwrap_or_else(|| context.hex::<32>("deposit.transaction_hash")),
            status: DepositStatus::Sent,
            confirm: self.confirm,
            leaves_signature: self.leaves_signature,
            received_at: None,
            credited_at: None,
            confirmed_at: None,
            created_at: context.now,
        };
        let expected = deposit.expected();
        let user = collateral.users.change(self.user);
        user.deposits.push(id);
        if let Some(account) = user.account.as_mut().filter(|_| deposit.credited) {
            account.expect(expected);
        }
        let company = user.company;
        collateral.deposits.push(deposit);
        if let Some(holdings) = collateral.holdings(company) {
            holdings.deposits.push(id);
        }
        id
    }
}

/// A transfer has left its chain: it is received after the delay of the rules.
pub(super) fn arrive(context: &mut ApplyContext<'_>, id: DepositId) {
    context.after(context.rules.fund.receive_delay_ms, Effect::ReceiveDeposit(id));
}

/// A transfer is received.
pub(super) fn receive(collateral: &mut Collateral, context: &mut ApplyContext<'_>, id: DepositId) {
    let deposit = collateral.deposits.change(id);
    deposit.status = DepositStatus::Received;
    deposit.received_at = Some(context.now);
    let (how, user, is_credited) = (deposit.confirm, deposit.user, deposit.credited);
    let leaves_signature = deposit.leaves_signature;
    if is_credited {
        if leaves_signature && let Some(account) = &mut collateral.users.change(user).account {
            account.received_at = Some(context.now);
        }
        tell_application(collateral, context, user, false);
        if !context.rules.ag.events.confirmed_first {
            raise(collateral, context, user, EventKind::CollateralReceived { deposit: id });
        }
    }
    if context.rules.fund.credit_on_received {
        credit(collateral, context, id);
    }
    match how {
        Confirmation::Later => {}
        Confirmation::Now => context.after(0, Effect::ConfirmDeposit(id)),
        Confirmation::Auto => {
            context.after(context.rules.fund.confirm_delay_ms, Effect::ConfirmDeposit(id));
        }
    }
}

/// A received transfer is confirmed.
pub(super) fn confirm(collateral: &mut Collateral, context: &mut ApplyContext<'_>, id: DepositId) {
    let deposit = collateral.deposits.change(id);
    deposit.status = DepositStatus::Confirmed;
    deposit.confirmed_at = Some(context.now);
    let (user, is_credited) = (deposit.user, deposit.credited);
    if context.rules.fund.confirm_raises_limit {
        credit(collateral, context, id);
    }
    if !is_credited {
        return;
    }
    tell_application(collateral, context, user, true);
    let account = collateral.users[user].account.as_ref();
    let credit_limit = account.map_or(0, |account| account.credit_limit(&context.rules.balance));
    raise(collateral, context, user, EventKind::CollateralConfirmed { deposit: id, credit_limit });
    if context.rules.ag.events.confirmed_first {
        raise(collateral, context, user, EventKind::CollateralReceived { deposit: id });
    }
}

/// Credits a deposit, unless that was done or the address does not take the asset.
fn credit(collateral: &mut Collateral, context: &ApplyContext<'_>, id: DepositId) {
    let deposit = collateral.deposits.change(id);
    if !deposit.credited || deposit.credited_at.is_some() {
        return;
    }
    deposit.credited_at = Some(context.now);
    let amount = at_rate(deposit.micros(), context.rules.fund.rate_bps);
    let (expected, token, units) = (deposit.expected(), deposit.token, deposit.units);
    if let Some(account) = &mut collateral.users.change(deposit.user).account {
        account.credit(amount, expected);
        if let Some(token) = token {
            account.hold_token(token, units);
        }
    }
}

/// The credit that an amount gives, both in millionths of a dollar, at a rate in 1/10000.
pub(super) fn at_rate(amount: WideMicros, rate_bps: i64) -> WideMicros {
    amount * WideMicros::from(rate_bps) / 10_000
}

/// Writes a step of a deposit into the application row of its owner, which subscriptions watch.
fn tell_application(
    collateral: &mut Collateral,
    context: &ApplyContext<'_>,
    user: CardUserId,
    is_confirmed: bool,
) {
    if let Some(application) = collateral.users[user].latest_application() {
        let row = collateral.applications.change(application);
        row.deposit_steps += 1;
        match context.rules.ag.sub.collateral_touch {
            CollateralTouch::Touch => {
                row.last_event = Some(LastEvent { is_confirmed, at: context.now });
                row.touch(context.now);
            }
            CollateralTouch::Resend => {}
        }
    }
}
