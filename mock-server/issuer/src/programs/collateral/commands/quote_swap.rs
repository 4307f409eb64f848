//! Quoting a swap out of a digital wallet (AG 5.12).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::execute_quote::{BALANCE, CAN_FUND, carry_out, check_execution};
use crate::{
    command::{Check, Command},
    money::Units,
    programs::collateral::{
        ApplyContext, Caller, CheckContext, Collateral, Refusal, Tenant,
        chain_address::is_evm,
        checks::OWN_WALLET,
        ids::{CardUserId, WalletId},
        quote::{Payee, Quote, Terms},
        token::{TOKENS, Token},
        wallet::Wallet,
    },
    rulebook::SwapProvider,
};

/// The tokens and chains are known.
const SUPPORTED: Check = Check::new("the swap is supported", &["AG-QUOTE-08"]);
/// The receiver is an address.
const RECIPIENT: Check = Check::new("the recipient is an address", &[]);
/// The amount can be one of the token.
const AMOUNT: Check =
    Check::new("the amount is a positive integer of the smallest unit", &["AG-QUOTE-09"]);
/// The receiver takes the token that comes in.
const TAKEN: Check = Check::new("the receiver takes the token that comes in", &[]);
/// The amount is not more than can be swapped at once.
const FITS: Check = Check::new("the amount is not more than there is of the token", &[]);
/// The amount is worth something.
const OUTPUT: Check = Check::new("something would come of the amount", &[]);

/// `smartWalletSwapQuote`, with its texts as sent.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct QuoteSwap {
    /// The wallet that pays.
    pub wallet: WalletId,
    /// The contract of the token that goes out.
    pub from_token: String,
    /// The contract of the token that comes in.
    pub to_token: String,
    /// The amount that goes out, in its smallest unit.
    pub amount: String,
    /// The chain of the token that comes in.
    pub to_chain: Option<i32>,
    /// The address that gets the output; the wallet itself when absent.
    pub recipient: Option<String>,
    /// The providers to ask; the usual ones when there are none.
    pub providers: Vec<AskedProvider>,
}

/// A provider to ask, or all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AskedProvider {
    /// Every provider there is: the usual ones, 1inch and `CoW`.
    #[serde(rename = "ALL")]
    All,
    /// One provider.
    #[serde(untagged)]
    One(SwapProvider),
}

/// Plan of a swap: its terms, and where the output goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The in-app user who asked; none for the back office.
    pub(super) user: Option<CardUserId>,
    /// The receiver of the output.
    pub(super) payee: Payee,
    /// The amounts.
    pub(super) terms: Terms,
    /// The providers that were asked.
    pub(super) queried: Vec<SwapProvider>,
}

/// Every provider, the usual ones first.
const ALL: [SwapProvider; 5] = [
    SwapProvider::Relay,
    SwapProvider::Alchemy,
    SwapProvider::Symbiosis,
    SwapProvider::OneInch,
    SwapProvider::Cow,
];

impl Command for QuoteSwap {
    type Program = Collateral;
    type Plan = Offer;
    /// The quote.
    type Done = Quote;

    const CHECKS: &'static [Check] =
        &[OWN_WALLET, CAN_FUND, SUPPORTED, AMOUNT, RECIPIENT, TAKEN, BALANCE, FITS, OUTPUT];

    fn check(&self, collateral: &Collateral, context: &CheckContext<'_>) -> Result<Offer, Refusal> {
        let rules = context.rules;
        let wallet =
            context.holds(OWN_WALLET, collateral.own_wallet(context.caller, self.wallet))?;
        context.requires(CAN_FUND, wallet.can_fund(), || Refusal::WalletNotEligible)?;
        let check = rules.quote.check_token;
        let from = self.source(wallet).or((!check).then_some(&TOKENS[0]));
        let tokens = from.and_then(|from| {
            let to = self.target(from).or((!check).then_some(from))?;
            Some((from, to))
        });
        let (from, to) = context.holds(SUPPORTED, tokens.ok_or(Refusal::SwapNotSupported))?;
        let amount = self.amount.parse().ok().filter(|amount: &Units| !amount.is_zero());
        let amount = context.holds(AMOUNT, amount.ok_or(Refusal::InvalidTokenAmount))?;
        let user = match context.caller {
            Caller::Tenant(Tenant::User(user)) => Some(user),
            Caller::Ops | Caller::Tenant(Tenant::Partner(_)) | Caller::Stranger => wallet.user,
        };
        let payee = context.holds(RECIPIENT, self.payee(collateral, context, user))?;
        let is_taken = !matches!(payee, Payee::Collateral(_)) || to.is_collateral;
        context.requires(TAKEN, is_taken, || Refusal::SwapNotSupported)?;
        let available = wallet.balance(from.id);
        let lacks = || Refusal::InsufficientBalance { required: amount, available };
        let is_there = !rules.quote.check_balance || amount <= available;
        context.requires(BALANCE, is_there, lacks)?;
        context.requires(FITS, amount <= from.most(), || Refusal::InvalidTokenAmount)?;
        let queried = self.asked(context);
        let terms = collateral.terms(rules, (from.id, to.id), amount, &queried);
        let is_something = !terms.expected.is_zero();
        context.requires(OUTPUT, is_something, || Refusal::InvalidTokenAmount)?;
        if rules.quote.executes_at_once {
            check_execution(collateral, context, self.wallet, &payee, &terms)?;
        }
        Ok(Offer { user, payee, terms, queried })
    }

    fn apply(
        &self,
        offer: Offer,
        collateral: &mut Collateral,
        context: &mut ApplyContext<'_>,
    ) -> Quote {
        let quote = self.give(offer, collateral, context);
        if context.rules.quote.executes_at_once {
            carry_out(collateral, context, &quote);
        }
        quote
    }
}

impl QuoteSwap {
    /// Makes the row of the quote.
    pub(super) fn give(
        &self,
        offer: Offer,
        collateral: &mut Collateral,
        context: &ApplyContext<'_>,
    ) -> Quote {
        let life = SignedDuration::from_millis(context.rules.quote.ttl_ms);
        let quote = Quote {
            id: collateral.quotes.next(),
            user: offer.user,
            wallet: self.wallet,
            payee: offer.payee,
            terms: offer.terms,
            queried: offer.queried,
            expires_at: context.now.checked_add(life).unwrap_or(Timestamp::MAX),
            executed: None,
            created_at: context.now,
        };
        collateral.quotes.push(quote.clone());
        quote
    }

    /// The token that goes out: on the first chain of the table where the wallet holds it.
    fn source(&self, wallet: &Wallet) -> Option<&'static Token> {
        let holds = |token: &&Token| !wallet.balance(token.id).is_zero();
        Token::at(&self.from_token).find(holds).or_else(|| Token::at(&self.from_token).next())
    }

    /// The token that comes in: on the chain asked for, else on that of the source, else on the
    /// first that knows it.
    fn target(&self, from: &Token) -> Option<&'static Token> {
        let on = |chain| Token::at(&self.to_token).find(|token| token.chain_id == chain);
        match self.to_chain {
            Some(chain) => on(chain),
            None => on(from.chain_id).or_else(|| Token::at(&self.to_token).next()),
        }
    }

    /// The receiver of the output. The address decides, not whose it is: whoever sends to a
    /// collateral address funds its account (AG 3).
    fn payee(
        &self,
        collateral: &Collateral,
        context: &CheckContext<'_>,
        user: Option<CardUserId>,
    ) -> Result<Payee, Refusal> {
        let Some(address) = &self.recipient else {
            let own = user.filter(|user| collateral.users[*user].account.is_some());
            let own = own.filter(|_| context.rules.swap.default_recipient_is_collateral);
            return Ok(own.map_or(Payee::Wallet(self.wallet), Payee::Collateral));
        };
        if !is_evm(address) {
            return Err(Refusal::InvalidRecipient);
        }
        let is_it = |other: &str| other.eq_ignore_ascii_case(address);
        let account = collateral.users.iter().find(|user| {
            user.account.as_ref().is_some_and(|account| is_it(&account.deposit_address))
        });
        if let Some(user) = account {
            return Ok(Payee::Collateral(user.id));
        }
        let wallet = collateral.wallets.iter().find(|wallet| is_it(&wallet.address));
        Ok(wallet.map_or_else(|| Payee::Outside(address.clone()), |row| Payee::Wallet(row.id)))
    }

    /// The providers that are asked, each once.
    fn asked(&self, context: &CheckContext<'_>) -> Vec<SwapProvider> {
        let rules = &context.rules.quote;
        if self.providers.is_empty() || rules.ignore_providers {
            return rules.default_providers.clone();
        }
        let mut asked = Vec::new();
        for choice in &self.providers {
            let chosen = match choice {
                AskedProvider::One(provider) => std::slice::from_ref(provider),
                AskedProvider::All => &ALL,
            };
            for provider in chosen {
                if !asked.contains(provider) {
                    asked.push(*provider);
                }
            }
        }
        asked
    }
}
