//! `deposit` (SB 5.3): of collateral, of the funds of a project or its user, or into a wallet.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Effect, Op, Outcome, act};
use crate::{
    control::{
        Problem,
        amount::Amount,
        entities::{self, AnyWallet, Reference, collateral as people, prepaid},
        token,
    },
    money::Confirmation,
    programs::{
        collateral::{
            self, CardId, CardUserId,
            commands::{FundWallet, MakeDeposit},
        },
        managed::{self, Currency},
        prepaid::{Account, commands::PayIn},
    },
    world::World,
    worlds::Handle,
};

/// The chain of a deposit that names none.
const BASE: i32 = 8453;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Deposit {
    /// A deposit address; give exactly one of `address`, `card`, `project` and `wallet`.
    address: Option<String>,
    /// A card whose holder's address gets the deposit.
    card: Option<Reference>,
    /// A project whose master account gets the deposit.
    project: Option<Reference>,
    /// A wallet of a user of managed cards, or a digital wallet; it gets the money at once.
    wallet: Option<Reference>,
    /// USDC for cards and digital wallets, and USDT for projects, when absent.
    asset: Option<String>,
    amount: Amount,
    /// The chain; 8453 when absent. The addresses of projects are on one chain.
    chain_id: Option<i32>,
    /// When the deposit is confirmed; after the surface's delay when absent.
    #[serde(default)]
    confirm: Confirmation,
    /// Whether a deposit of collateral leaves a signature active, which holds withdrawals in the
    /// app up for a while; true when absent.
    signature: Option<bool>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct DepositMade {
    /// None where a digital wallet got the money.
    #[serde(skip_serializing_if = "Option::is_none")]
    deposit: Option<String>,
    /// Whether the asset is one that the address takes, and the amount at least a cent.
    credited: Option<bool>,
    status: Option<&'static str>,
    /// The first card of the holder, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    card: Option<String>,
    /// The amount of the token in a digital wallet now, in whole tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    balance: Option<String>,
}

/// Receiver of a deposit.
enum Payee {
    /// A card user, and the card that the deposit is shown with.
    Collateral(CardUserId, Option<CardId>),
    /// A project or its user.
    Prepaid(Account),
    /// A digital wallet.
    Digital(collateral::WalletId),
    /// A wallet of a user of managed cards.
    Managed(managed::WalletId, Currency),
}

impl DepositMade {
    fn of(deposit: Option<String>, credited: Option<bool>, status: Option<&'static str>) -> Self {
        Self { deposit, credited, status, card: None, balance: None }
    }
}

impl Op for Deposit {
    const NAME: &'static str = "deposit";
    const SUMMARY: &'static str =
        "Pays in collateral of a card user, funds of a project or user, or money of a wallet.";
    type Result = DepositMade;

    fn run(self, handle: &Handle) -> Outcome<DepositMade> {
        match handle.read(|world| self.payee(world))? {
            Payee::Collateral(user, card) => self.pay_collateral(handle, user, card),
            Payee::Prepaid(to) => self.pay_funds(handle, to),
            Payee::Digital(wallet) => self.pay_digital(handle, wallet),
            Payee::Managed(wallet, currency) => self.pay_wallet(handle, wallet, currency),
        }
    }
}

impl Deposit {
    fn payee(&self, world: &World) -> Result<Payee, Problem> {
        match (&self.address, &self.card, &self.project, &self.wallet) {
            (None, None, None, Some(wallet)) => Ok(match entities::wallet(world, wallet)? {
                AnyWallet::Digital(wallet) => Payee::Digital(wallet),
                AnyWallet::Managed(wallet, currency) => Payee::Managed(wallet, currency),
            }),
            (None, Some(card), None, None) => {
                let card = people::card(world, card)?;
                Ok(Payee::Collateral(card.user, Some(card.id)))
            }
            (None, None, Some(project), None) => {
                let project = prepaid::project(world, project)?;
                Ok(Payee::Prepaid(Account::Master(project.id)))
            }
            (Some(address), None, None, None) => {
                let funds = prepaid::payee(world, address).map(Payee::Prepaid);
                let user = || {
                    let user = people::depositor(world, address)?;
                    Some(Payee::Collateral(user.id, user.cards.first()))
                };
                funds.or_else(user).ok_or_else(|| Problem::entity("deposit address", address))
            }
            _ => {
                let detail = "give exactly one of `address`, `card`, `project` and `wallet`";
                Err(Problem::invalid("", detail))
            }
        }
    }

    fn pay_digital(self, handle: &Handle, wallet: collateral::WalletId) -> Outcome<DepositMade> {
        let token = token::named(self.asset.as_deref(), self.chain_id.unwrap_or(BASE))?;
        let amount = self.amount.tokens(token, "/amount")?;
        act(handle, Self::NAME, &FundWallet { wallet, token: token.id, amount })?;
        let row = handle.read(|world| {
            let row = world.issuer.collateral.wallets.get(wallet);
            row.map(|row| row.balance(token.id).tokens(token.decimals))
        });
        let changed = vec![format!("wallet:{wallet}")];
        let result = DepositMade { balance: row, ..DepositMade::of(None, Some(true), None) };
        Ok(Effect { result, changed })
    }

    fn pay_wallet(
        self,
        handle: &Handle,
        wallet: managed::WalletId,
        currency: Currency,
    ) -> Outcome<DepositMade> {
        let amount = self.amount.units(currency.code(), "/amount")?;
        let id = act(handle, Self::NAME, &managed::commands::Deposit { wallet, amount })?;
        let row = handle.read(|world| {
            let row = world.issuer.managed.operations.get(id);
            row.map(|row| (row.reference.clone(), row.status.word()))
        });
        let (reference, status) = row.unzip();
        let deposit = reference.unwrap_or_default();
        let changed = vec![format!("operation:{deposit}")];
        Ok(Effect { result: DepositMade::of(Some(deposit), Some(true), status), changed })
    }

    fn pay_collateral(
        self,
        handle: &Handle,
        user: CardUserId,
        card: Option<CardId>,
    ) -> Outcome<DepositMade> {
        let asset = self.asset.unwrap_or_else(|| "USDC".to_owned());
        let micros = self.amount.micros(&asset, "/amount")?;
        let command = MakeDeposit {
            user,
            amount: micros / 10_000,
            dust_micros: micros % 10_000,
            asset,
            chain_id: self.chain_id.unwrap_or(BASE),
            confirm: self.confirm,
            leaves_signature: self.signature.unwrap_or(true),
        };
        let id = act(handle, Self::NAME, &command)?;
        // Steps without a delay are taken before the answer.
        handle.settle();
        let row = handle.read(|world| {
            let row = world.issuer.collateral.deposits.get(id);
            row.map(|row| (row.credited && row.amount > 0, row.status.name()))
        });
        let (credited, status) = row.unzip();
        let deposit = id.to_string();
        let changed = [format!("deposit:{id}")]
            .into_iter()
            .chain(card.map(|card| format!("card:{card}")))
            .chain([format!("card_user:{user}")])
            .collect();
        let card = card.map(|card| card.to_string());
        let result = DepositMade { card, ..DepositMade::of(Some(deposit), credited, status) };
        Ok(Effect { result, changed })
    }

    fn pay_funds(self, handle: &Handle, to: Account) -> Outcome<DepositMade> {
        let asset = self.asset.unwrap_or_else(|| "USDT".to_owned());
        let amount = self.amount.micros(&asset, "/amount")?;
        let command = PayIn { to, amount, asset, confirm: self.confirm };
        let id = act(handle, Self::NAME, &command)?;
        let row = handle.read(|world| {
            let row = world.issuer.prepaid.funds.get(id);
            row.map(|row| (row.credited, row.status.name()))
        });
        let (credited, status) = row.unzip();
        let deposit = format!("er-{id}");
        let changed = vec![format!("deposit:{deposit}")];
        Ok(Effect { result: DepositMade::of(Some(deposit), credited, status), changed })
    }
}
