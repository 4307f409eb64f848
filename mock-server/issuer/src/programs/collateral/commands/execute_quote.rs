//! Executing a swap quote, and the arrival of its output (AG 5.12, 6.3).

use serde::{Deserialize, Serialize};

use crate::{
    command::{Check, Command},
    money::{AmountOutOfRange, Cents, Confirmation, WideMicros, cents},
    programs::collateral::{
        ApplyContext, Caller, CheckContext, Collateral, Effect, Refusal, Tenant,
        checks::OWN_QUOTE,
        ids::{QuoteId, SwapId, WalletId},
        ledger::Figure,
        quote::{Payee, Quote, Terms},
        swap::Swap,
        transfer::{Transfer, arrive},
    },
    rulebook::SwapStatus,
};

/// The quote was not executed.
const UNUSED: Check = Check::new("the quote was not executed", &["AG-SWAP-05"]);
/// The quote has not expired.
const IN_TIME: Check = Check::new("the quote has not expired", &["AG-SWAP-04"]);
/// The wallet funds cards.
pub(super) const CAN_FUND: Check =
    Check::new("the wallet is one that funds cards", &["AG-WALLET-04"]);
/// The wallet holds the amount.
pub(super) const BALANCE: Check = Check::new("the wallet holds the amount", &["AG-QUOTE-07"]);
/// The output has room where it goes.
pub(super) const RECEIVES: Check =
    Check::new("the receiver has an account with room for the output", &[]);
/// The price is as good as it was promised.
const PRICE: Check = Check::new("the output is not below the minimum of the quote", &[]);

/// `smartWalletExecuteSwapQuote`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ExecuteQuote {
    /// The quote.
    pub quote: QuoteId,
}

/// A swap and its quote, as executed.
#[derive(Clone, Debug, PartialEq)]
pub struct Executed {
    /// The swap.
    pub swap: Swap,
    /// The quote.
    pub quote: Quote,
}

impl Command for ExecuteQuote {
    type Program = Collateral;
    type Plan = Terms;
    type Done = Executed;

    const CHECKS: &'static [Check] =
        &[OWN_QUOTE, UNUSED, IN_TIME, CAN_FUND, BALANCE, RECEIVES, PRICE];

    fn check(&self, collateral: &Collateral, context: &CheckContext<'_>) -> Result<Terms, Refusal> {
        let quote = context.holds(OWN_QUOTE, collateral.own_quote(context.caller, self.quote))?;
        let rules = &context.rules.quote;
        let is_used = quote.executed.is_some() && rules.single_use;
        context.requires(UNUSED, !is_used, || Refusal::QuoteExecuted)?;
        let is_late = context.now >= quote.expires_at && rules.check_expiry;
        context.requires(IN_TIME, !is_late, || Refusal::QuoteExpired)?;
        let Terms { from, to, amount, provider, minimum, .. } = quote.terms;
        let now = collateral.terms_of(context.rules, (from, to), amount, provider);
        check_execution(collateral, context, quote.wallet, &quote.payee, &now)?;
        context.requires(PRICE, now.expected >= minimum, || Refusal::PriceMoved)?;
        // What was promised stays promised; what arrives follows the prices.
        Ok(Terms { minimum, ..now })
    }

    fn apply(
        &self,
        terms: Terms,
        collateral: &mut Collateral,
        context: &mut ApplyContext<'_>,
    ) -> Executed {
        collateral.quotes.change(self.quote).terms = terms;
        let quote = collateral.quotes[self.quote].clone();
        let swap = carry_out(collateral, context, &quote);
        finish(collateral, swap)
    }
}

impl Collateral {
    /// The quote, when it exists and was given to the caller.
    pub fn own_quote(&self, caller: impl Into<Caller>, id: QuoteId) -> Result<&Quote, Refusal> {
        let quote = self.quotes.get(id).ok_or(Refusal::NotYours)?;
        let owns = match caller.into() {
            Caller::Ops => true,
            Caller::Tenant(Tenant::User(user)) => quote.user == Some(user),
            Caller::Tenant(Tenant::Partner(_)) | Caller::Stranger => false,
        };
        if owns { Ok(quote) } else { Err(Refusal::NotYours) }
    }
}

/// Marks a quote as executed by a swap.
pub(super) fn finish(collateral: &mut Collateral, swap: Swap) -> Executed {
    let quote = collateral.quotes.change(swap.quote);
    quote.executed = Some(swap.id);
    Executed { quote: quote.clone(), swap }
}

/// Refuses a swap that the wallet cannot pay for, or whose output has no room where it goes.
pub(super) fn check_execution(
    collateral: &Collateral,
    context: &CheckContext<'_>,
    wallet: WalletId,
    payee: &Payee,
    terms: &Terms,
) -> Result<(), Refusal> {
    let wallet = &collateral.wallets[wallet];
    context.requires(CAN_FUND, wallet.can_fund(), || Refusal::WalletNotEligible)?;
    let (required, available) = (terms.amount, wallet.balance(terms.from));
    let lacks = || Refusal::InsufficientBalance { required, available };
    context.requires(BALANCE, required <= available, lacks)?;
    context.holds(RECEIVES, has_room(collateral, context, payee, terms))
}

/// Refuses an output for which there is no room where it goes.
fn has_room(
    collateral: &Collateral,
    context: &CheckContext<'_>,
    payee: &Payee,
    terms: &Terms,
) -> Result<(), Refusal> {
    let Payee::Collateral(user) = payee else { return Ok(()) };
    let account = collateral.users[*user].account.as_ref().ok_or(Refusal::NoAccount)?;
    let max = account.room(Figure::Credit, &context.rules.balance);
    let (whole, dust) = cents(output_micros(terms));
    match whole.saturating_add(Cents::from(dust > 0)) <= max {
        true => Ok(()),
        false => Err(AmountOutOfRange { max }.into()),
    }
}

/// The output of a swap into collateral, whose tokens have six decimals.
fn output_micros(terms: &Terms) -> WideMicros {
    WideMicros::try_from(terms.expected.0).unwrap_or(WideMicros::MAX)
}

/// Moves the money of a checked swap.
pub(super) fn carry_out(
    collateral: &mut Collateral,
    context: &mut ApplyContext<'_>,
    quote: &Quote,
) -> Swap {
    let rules = &context.rules.swap;
    let terms = &quote.terms;
    let payee = match rules.deliver_to_recipient {
        true => quote.payee.clone(),
        false => Payee::Wallet(quote.wallet),
    };
    let is_cross_chain = terms.is_cross_chain();
    let status = if is_cross_chain { rules.cross_chain_status } else { SwapStatus::Executed };
    if rules.debit_wallet {
        let wallet = collateral.wallets.change(quote.wallet);
        wallet.debit(terms.from, terms.amount, context.now);
    }
    let transaction_hash = context.hex::<32>("swap.transaction_hash");
    let deposit = match payee {
        Payee::Collateral(user) => {
            let token = terms.to.token();
            let transfer = Transfer {
                user,
                asset: token.symbol.to_owned(),
                chain_id: token.chain_id,
                micros: output_micros(terms),
                confirm: Confirmation::Auto,
                transaction_hash: Some(transaction_hash.clone()),
                leaves_signature: true,
            };
            Some(transfer.send(collateral, context))
        }
        Payee::Wallet(_) | Payee::Outside(_) => None,
    };
    let id = collateral.swaps.next();
    collateral.swaps.push(Swap {
        id,
        quote: quote.id,
        transaction_hash,
        status,
        payee,
        token: terms.to,
        output: terms.expected,
        deposit,
        executed_at: context.now,
        arrived_at: None,
    });
    match is_cross_chain {
        true => context.after(context.rules.swap.cross_chain_fill_ms, Effect::FillSwap(id)),
        false => fill(collateral, context, id),
    }
    collateral.swaps[id].clone()
}

/// The output arrives.
fn fill(collateral: &mut Collateral, context: &mut ApplyContext<'_>, id: SwapId) {
    let swap = collateral.swaps.change(id);
    swap.arrived_at = Some(context.now);
    let (token, output) = (swap.token, swap.output);
    match swap.payee {
        Payee::Wallet(wallet) => {
            collateral.wallets.change(wallet).credit(token, output, context.now);
        }
        Payee::Collateral(_) | Payee::Outside(_) => {}
    }
    if let Some(deposit) = collateral.swaps[id].deposit {
        arrive(context, deposit);
    }
}

/// The output of a swap across chains arrives (timeline).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FillSwap {
    /// The swap.
    pub swap: SwapId,
}

impl Command for FillSwap {
    type Program = Collateral;
    type Plan = ();
    type Done = ();

    fn check(&self, collateral: &Collateral, _: &CheckContext<'_>) -> Result<(), Refusal> {
        let swap = collateral.swaps.get(self.swap).ok_or(Refusal::NotYours)?;
        match swap.arrived_at {
            None => Ok(()),
            Some(_) => Err(Refusal::QuoteExecuted),
        }
    }

    fn apply(&self, (): (), collateral: &mut Collateral, context: &mut ApplyContext<'_>) {
        fill(collateral, context, self.swap);
    }
}
