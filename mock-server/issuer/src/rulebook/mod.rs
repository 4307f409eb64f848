//! The rulebook: every number and yes/no choice that the documents state, and the readings of
//! sentences they leave open, as typed values with the documented default.
//!
//! A world owns one [`Rulebook`]. The issuer and the surfaces read its fields directly
//! (`rules.pin.min_digits`); the control plane reads and patches it by name (`"pin.min_digits"`).
//! One file per section; a rule's doc comment is shown by the control plane, and its last sentence
//! names the source. No rule exists only to be broken: an answer is falsified by an operator of a
//! deviation (`register::Deviation`).

mod address;
pub mod ag;
mod application;
mod auth;
mod balance;
mod card;
mod charge;
pub mod er;
mod event;
mod hasura;
mod http;
mod life;
pub mod mc;
mod pin;
mod sandbox;
mod section;
mod session;
mod swap;
mod value;
mod withdraw;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use address::Address;
pub use ag::{Ag, CollateralTouch, FirstAnswer};
pub use application::{Application, Kyc, KycProperty, NoApplicant, PartialProfile, UnknownUser};
pub use auth::{
    Auth, BodyForm, CheckOrder, Remember, Replay, ReplayKey, SecretOf, Sign, TimestampUnit,
};
pub use balance::{Balance, SpendingPart, Unit, UnknownCard};
pub use card::{Card, InitialStatus};
pub use charge::{Charge, Fund};
pub use er::Er;
pub use event::Events;
pub use hasura::{Hasura, NullOperand, NumberForm};
pub use http::{ExemptWhen, Http, Intro, IntroCredential, Shield};
pub use life::{Life, Limit, LimitWindow, NewCardIdField, Nick, Replace};
pub use mc::Mc;
pub use pin::{ExpiryForm, PatternScope, Pin, Reveal};
pub use sandbox::{AuthTime, Sandbox};
pub use section::{RuleInfo, Section};
pub use session::{Binding, FailureCarrier, Session};
pub use swap::{Quote, Swap, SwapProvider, SwapStatus};
pub use value::{Kind, RuleError};
pub use withdraw::{Dispute, Withdraw};

macro_rules! rulebook {
    ($($(#[doc = $doc:literal])+ $field:ident: $section:ty,)*) => {
        /// All rules of one world, section by section.
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        pub struct Rulebook {
            $($(#[doc = $doc])+ pub $field: $section,)*
        }

        impl Rulebook {
            /// Name, type, default, meaning and source of every rule, in the order of the sections.
            pub fn catalogue() -> Vec<RuleInfo> {
                let mut all = Vec::new();
                $(all.extend(<$section>::rules());)*
                all
            }

            /// Present value of the rule `key`; none when there is no such rule.
            pub fn get(&self, key: &str) -> Option<Value> {
                let (_, name) = split(key)?;
                None$(.or_else(|| self.$field.get(key, name)))*
            }

            fn put(&mut self, key: &str, value: &Value) -> Result<(), RuleError> {
                let unknown = || RuleError::unknown(key, Self::keys());
                let (_, name) = split(key).ok_or_else(unknown)?;
                $(if let Some(done) = self.$field.set(key, name, value) { return done; })*
                Err(unknown())
            }
        }
    };
}

rulebook! {
    /// API keys, signing headers and timestamps.
    auth: Auth,
    /// Signatures.
    sign: Sign,
    /// Replay protection.
    replay: Replay,
    /// The introspection exemption.
    intro: Intro,
    /// Limits of transport.
    http: Http,
    /// The permission layer before execution.
    permissions: Shield,
    /// Card applications.
    application: Application,
    /// KYC data that an application needs.
    kyc: Kyc,
    /// Encryption sessions.
    session: Session,
    /// PIN rules.
    pin: Pin,
    /// Card secrets.
    reveal: Reveal,
    /// Issuing cards.
    card: Card,
    /// Transitions of a card.
    life: Life,
    /// Replacing a card.
    replace: Replace,
    /// Spending limits.
    limit: Limit,
    /// Nicknames.
    nick: Nick,
    /// Shipping addresses.
    address: Address,
    /// Fees.
    charge: Charge,
    /// Deposits.
    fund: Fund,
    /// Balances.
    balance: Balance,
    /// Swap quotes.
    quote: Quote,
    /// Swaps.
    swap: Swap,
    /// Withdrawals of collateral.
    withdraw: Withdraw,
    /// Disputes.
    dispute: Dispute,
    /// Events.
    events: Events,
    /// Tables that answer queries as Hasura does.
    hasura: Hasura,
    /// The in-app GraphQL surface.
    ag: Ag,
    /// The encrypted-envelope surface.
    er: Er,
    /// The managed cards surface.
    mc: Mc,
    /// The sandbox itself.
    sandbox: Sandbox,
}

impl Rulebook {
    /// The names of all rules.
    fn keys() -> impl Iterator<Item = String> {
        Self::catalogue().into_iter().map(|rule| rule.key)
    }

    /// Sets one rule. An unknown key, a value of the wrong type or a value out of range is an error
    /// and leaves the rulebook as it was.
    pub fn patch(&mut self, key: &str, value: &Value) -> Result<(), RuleError> {
        self.put(key, value)
    }

    /// Sets one rule back to its documented default; an unknown key is an error.
    pub fn reset(&mut self, key: &str) -> Result<(), RuleError> {
        let default = Self::default().get(key);
        let default = default.ok_or_else(|| RuleError::unknown(key, Self::keys()))?;
        self.put(key, &default)
    }

    /// The rulebook with one rule changed, for tests and scratch worlds.
    pub fn patched(mut self, key: &str, value: impl Into<Value>) -> Result<Self, RuleError> {
        self.patch(key, &value.into())?;
        Ok(self)
    }
}

fn split(key: &str) -> Option<(&str, &str)> {
    key.rsplit_once('.')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_rule_can_be_read_and_set_to_its_own_default() {
        let mut rules = Rulebook::default();
        for rule in Rulebook::catalogue() {
            let value = rules.get(&rule.key).unwrap();
            assert_eq!(value, rule.default, "{}", rule.key);
            rules.patch(&rule.key, &value).unwrap();
            assert!(!rule.meaning.is_empty() && !rule.source.is_empty(), "{}", rule.key);
        }
        assert_eq!(rules, Rulebook::default());
    }

    #[test]
    fn an_unknown_key_names_the_nearest_one() {
        let error = Rulebook::default().patched("pin.min_digit", 5).unwrap_err();
        let RuleError::Unknown { near, .. } = error else { panic!("{error:?}") };
        assert_eq!(near[0], "pin.min_digits");
    }

    #[test]
    fn wrong_types_and_ranges_are_refused() {
        let rules = Rulebook::default;
        assert!(matches!(rules().patched("pin.min_digits", "5"), Err(RuleError::Type { .. })));
        assert!(matches!(rules().patched("pin.min_digits", -1), Err(RuleError::Range { .. })));
        assert!(matches!(
            rules().patched("pin.pattern_scope", "some"),
            Err(RuleError::Range { .. })
        ));
        assert!(matches!(
            rules().patched("life.freeze_from", json!([1])),
            Err(RuleError::Type { .. })
        ));
    }
}
