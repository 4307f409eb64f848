//! Quoting and executing a swap in one step (AG 5.12).

use serde::{Deserialize, Serialize};

use super::{
    execute_quote::{Executed, RECEIVES, carry_out, check_execution, finish},
    quote_swap::{Offer, QuoteSwap},
};
use crate::{
    command::{Check, Command},
    programs::collateral::{ApplyContext, CheckContext, Collateral, Refusal},
};

/// Checks of a quote, and the last one of its execution, which the quote has not made.
const CHECKS: [Check; QuoteSwap::CHECKS.len() + 1] = {
    let mut all = [RECEIVES; QuoteSwap::CHECKS.len() + 1];
    let mut at = 0;
    while at < QuoteSwap::CHECKS.len() {
        all[at] = QuoteSwap::CHECKS[at];
        at += 1;
    }
    all
};

/// `smartWalletSwap`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SwapNow {
    /// The quote that is made on the way.
    pub quote: QuoteSwap,
}

impl Command for SwapNow {
    type Program = Collateral;
    type Plan = Offer;
    type Done = Executed;

    const CHECKS: &'static [Check] = &CHECKS;

    fn check(&self, collateral: &Collateral, context: &CheckContext<'_>) -> Result<Offer, Refusal> {
        let offer = self.quote.check(collateral, context)?;
        let Offer { payee, terms, .. } = &offer;
        check_execution(collateral, context, self.quote.wallet, payee, terms)?;
        Ok(offer)
    }

    fn apply(
        &self,
        offer: Offer,
        collateral: &mut Collateral,
        context: &mut ApplyContext<'_>,
    ) -> Executed {
        let quote = self.quote.give(offer, collateral, context);
        let swap = carry_out(collateral, context, &quote);
        finish(collateral, swap)
    }
}
