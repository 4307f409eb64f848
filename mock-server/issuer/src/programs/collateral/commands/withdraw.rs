//! Withdrawing collateral (AG 5.14).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    command::{Check, Command},
    money::{Units, WIDE_CENT, WideMicros},
    programs::collateral::{
        ApplyContext, CheckContext, Collateral, Refusal,
        checks::IS_PERSON,
        ids::{CardUserId, WalletId},
        ledger::Account,
        token::{Token, TokenId},
        transfer::at_rate,
        withdrawal::Withdrawal,
    },
    rulebook,
};

/// There is collateral.
const COLLATERAL: Check = Check::new("the account has collateral", &["AG-WITHDRAW-07"]);
/// The account has had the token, on that chain.
const TOKEN: Check =
    Check::new("the account has had collateral in the token on the chain", &["AG-WITHDRAW-04"]);
/// The amount can be one of the token.
const AMOUNT: Check =
    Check::new("the amount is a positive number of whole tokens", &["AG-WITHDRAW-09"]);
/// No signature holds withdrawals up.
const NO_SIGNATURE: Check = Check::new("no signature of a deposit is active", &["AG-WITHDRAW-05"]);
/// The amount is free.
const FREE: Check = Check::new("the amount is free collateral", &["AG-WITHDRAW-08"]);

/// `cardWithdraw`, with its texts as sent.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Withdraw {
    /// The person whose collateral it is.
    pub user: CardUserId,
    /// The contract of the token.
    pub token: String,
    /// The amount in whole tokens, `100.5`.
    pub amount: String,
    /// The chain; the one that knows the token when absent, with collateral first.
    pub chain_id: Option<i32>,
}

/// A withdrawal that was checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planned {
    token: TokenId,
    amount: Units,
    wallet: Option<WalletId>,
}

impl Command for Withdraw {
    type Program = Collateral;
    type Plan = Planned;
    type Done = Withdrawal;

    const CHECKS: &'static [Check] = &[IS_PERSON, COLLATERAL, TOKEN, AMOUNT, NO_SIGNATURE, FREE];

    fn check(
        &self,
        collateral: &Collateral,
        context: &CheckContext<'_>,
    ) -> Result<Planned, Refusal> {
        let rules = &context.rules.withdraw;
        let user = collateral.acting_person(context.caller, self.user);
        let user = context.holds(IS_PERSON, user)?;
        let has_some = |account: &&Account| account.tokens.values().any(|held| !held.is_zero());
        let account = user.account.as_ref().filter(has_some).ok_or(Refusal::NoCollateral);
        let account = context.holds(COLLATERAL, account)?;
        let token = context.holds(TOKEN, self.token(account, rules))?;
        let amount = self.units(token, rules).ok_or(Refusal::InvalidWithdrawal);
        let amount = context.holds(AMOUNT, amount)?;
        let left = signature_left(account, rules, context.now);
        let signed = match left.filter(|_| rules.signature_conflict) {
            Some(retry_after_s) => Err(Refusal::SignatureActive { retry_after_s }),
            None => Ok(()),
        };
        context.holds(NO_SIGNATURE, signed)?;
        let power = WideMicros::from(account.spending_power(&context.rules.balance)) * WIDE_CENT;
        let credit = at_rate(micros(amount), context.rules.fund.rate_bps);
        let is_free = amount <= account.token(token.id) && credit <= power;
        // More than was ever paid in cannot go out, whatever the rules.
        let may = amount <= account.token(token.id) && (!rules.check_free || is_free);
        context.requires(FREE, may, || Refusal::InsufficientCollateral)?;
        let wallet = collateral.funding_wallet(user).map(|wallet| wallet.id);
        Ok(Planned { token: token.id, amount, wallet })
    }

    fn apply(
        &self,
        Planned { token, amount, wallet }: Planned,
        collateral: &mut Collateral,
        context: &mut ApplyContext<'_>,
    ) -> Withdrawal {
        let credit = at_rate(micros(amount), context.rules.fund.rate_bps);
        if let Some(account) = &mut collateral.users.change(self.user).account {
            account.withdraw(token, amount, credit);
        }
        let address = match wallet {
            Some(id) => collateral.wallets[id].address.clone(),
            None => {
                let application = collateral.users[self.user].latest_application();
                application
                    .map(|id| collateral.applications[id].answers.wallet_address.clone())
                    .unwrap_or_default()
            }
        };
        if let Some(wallet) = wallet.filter(|_| context.rules.withdraw.credit_wallet) {
            collateral.wallets.change(wallet).credit(token, amount, context.now);
        }
        let withdrawal = Withdrawal {
            id: collateral.withdrawals.next(),
            user: self.user,
            token,
            amount,
            wallet,
            address,
            transaction_hash: context.hex::<32>("withdrawal.transaction_hash"),
            created_at: context.now,
        };
        collateral.withdrawals.push(withdrawal.clone());
        withdrawal
    }
}

impl Withdraw {
    /// The token on its chain, of those in which the account has had collateral.
    fn token(
        &self,
        account: &Account,
        rules: &rulebook::Withdraw,
    ) -> Result<&'static Token, Refusal> {
        let known = || Token::at(&self.token);
        let had = || known().filter(|token| account.tokens.contains_key(&token.id));
        if had().next().is_none() {
            return Err(Refusal::TokenNotSupported);
        }
        let has_some = |token: &&Token| !account.token(token.id).is_zero();
        let found = match self.chain_id {
            Some(chain) => had().find(|token| token.chain_id == chain),
            None if rules.require_chain_id => None,
            None => had().find(has_some).or_else(|| had().next()),
        };
        found.ok_or(Refusal::TokenNotOnChain)
    }

    /// The amount in smallest units; nothing when it is no positive amount of the token.
    fn units(&self, token: &Token, rules: &rulebook::Withdraw) -> Option<Units> {
        let cleaned: String;
        let mut text = self.amount.as_str();
        if !rules.check_amount && Units::of_tokens(text, token.decimals).is_none() {
            let is_kept = |c: &char| c.is_ascii_digit() || *c == '.';
            cleaned = text.chars().filter(is_kept).take(20).collect();
            text = &cleaned;
        }
        if rules.drop_fraction {
            text = text.split_once('.').map_or(text, |(whole, _)| whole);
        }
        Units::of_tokens(text, token.decimals).filter(|amount| !amount.is_zero())
    }
}

/// The value of collateral, whose tokens have six decimals.
fn micros(amount: Units) -> WideMicros {
    WideMicros::try_from(amount.0).unwrap_or(WideMicros::MAX)
}

/// The whole seconds for which a signature is still active, rounded up; nothing when none is.
fn signature_left(account: &Account, rules: &rulebook::Withdraw, now: Timestamp) -> Option<i64> {
    let held = SignedDuration::from_millis(rules.signature_hold_ms);
    let end = account.received_at?.checked_add(held).ok()?;
    let left = end.as_microsecond() - now.as_microsecond();
    (left > 0).then(|| (left + 999_999) / 1_000_000)
}
