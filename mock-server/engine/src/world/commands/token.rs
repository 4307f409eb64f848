//! Commands that issue and exchange tokens of users of managed cards (MC 5).

use serde::{Deserialize, Serialize};

use super::{Change, CommandContext, World};
use crate::command::Dice as _;

/// Draws the ids of a pair of tokens (`token.create`).
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct IssueTokens {}

/// Ids (`jti`) of a pair of tokens: 32 hex digits each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenIds {
    /// Id of the access token.
    pub access: String,
    /// Id of the refresh token.
    pub refresh: String,
}

impl IssueTokens {
    pub(super) const NAME: &'static str = "token.issue";
}

impl Change for IssueTokens {
    type Plan = ();
    type Done = TokenIds;
    type Refusal = std::convert::Infallible;

    fn check(&self, _: &World, _: &CommandContext) -> Result<(), Self::Refusal> {
        Ok(())
    }

    fn apply(&self, (): (), world: &mut World, _: &CommandContext) -> TokenIds {
        draw(world)
    }
}

/// Exchanges a refresh token for a new pair (`token.refresh`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ExchangeToken {
    /// Id (`jti`) of the refresh token.
    pub token: String,
    /// End of the refresh token, in seconds since 1970.
    pub end: i64,
    /// Time that judges tokens, in seconds since 1970.
    pub now: i64,
    /// True where the token is not taken again.
    pub spends: bool,
}

/// Refusal of an exchange: the token was exchanged before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlreadyExchanged;

impl ExchangeToken {
    pub(super) const NAME: &'static str = "token.exchange";
}

impl Change for ExchangeToken {
    type Plan = ();
    type Done = TokenIds;
    type Refusal = AlreadyExchanged;

    fn check(&self, world: &World, _: &CommandContext) -> Result<(), AlreadyExchanged> {
        match world.access.spent_tokens.holds(&self.token) {
            true => Err(AlreadyExchanged),
            false => Ok(()),
        }
    }

    fn apply(&self, (): (), world: &mut World, _: &CommandContext) -> TokenIds {
        if self.spends {
            world.access.spent_tokens.add(self.token.clone(), self.end, self.now);
        }
        draw(world)
    }
}

fn draw(world: &mut World) -> TokenIds {
    let mut id = || {
        let mut bytes = [0; 16];
        world.dice.draw("mc.jti", &mut bytes);
        hex::encode(bytes)
    };
    let refresh = id();
    TokenIds { access: id(), refresh }
}
