//! Charging a fee (PG 10.3).

use serde::{Deserialize, Serialize};

use crate::{
    clearing::Spending,
    command::{Check, Command},
    money::{AmountOutOfRange, Cents, MOST},
    programs::collateral::{
        ApplyContext, CheckContext, Collateral, Refusal,
        charge::Charge,
        checks::OWN_USER,
        ids::{CardUserId, ChargeId},
        ledger::{Account, Figure},
        transaction::{Transaction, TransactionKind},
    },
    rulebook::UnknownUser,
};

/// The fee is large enough.
const FEE: Check = Check::new("feeCents is at least the smallest fee", &["PG-FUND-05"]);
/// The description is there, and not too long.
const DESCRIPTION: Check = Check::new("feeDescription has 1 to 255 characters", &[]);
/// There is an account to charge.
const HAS_ACCOUNT: Check =
    Check::new("the card user has an account at the issuer", &["PG-FUND-02"]);
/// The account can take the fee.
const ROOM: Check = Check::new("the fee is not more than the account can owe", &[]);

/// `chargeCard`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChargeUser {
    /// External id of the person.
    pub user: String,
    /// The amount, in cents.
    pub amount: Cents,
    /// The description, 1 to 255 characters.
    pub description: String,
}

impl Command for ChargeUser {
    type Program = Collateral;
    type Plan = CardUserId;
    type Done = ChargeId;

    const CHECKS: &'static [Check] = &[OWN_USER, FEE, DESCRIPTION, HAS_ACCOUNT, ROOM];

    fn check(
        &self,
        collateral: &Collateral,
        context: &CheckContext<'_>,
    ) -> Result<CardUserId, Refusal> {
        let rules = context.rules;
        if collateral.user_named(&self.user).is_none()
            && rules.kyc.unknown_user == UnknownUser::Business
        {
            return context.holds(OWN_USER, Err(Refusal::NoAccount));
        }
        let user = context.holds(OWN_USER, collateral.own_user(context.caller, &self.user))?;
        let min = rules.charge.min_cents;
        context.requires(FEE, self.amount >= min, || Refusal::FeeTooSmall { min })?;
        let described = match self.description.chars().count() {
            0 => Err(Refusal::FeeDescriptionMissing),
            1..=255 => Ok(()),
            _ => Err(Refusal::FeeDescriptionTooLong),
        };
        context.holds(DESCRIPTION, described)?;
        let has_account = user.account.is_some() || !rules.charge.require_ledger;
        context.requires(HAS_ACCOUNT, has_account, || Refusal::NoAccount)?;
        let room = |account: &Account| account.room(Figure::Post, &rules.balance);
        let max = user.account.as_ref().map_or(MOST, room);
        context.requires(ROOM, self.amount <= max, || Refusal::from(AmountOutOfRange { max }))?;
        Ok(user.id)
    }

    fn apply(
        &self,
        user: CardUserId,
        collateral: &mut Collateral,
        context: &mut ApplyContext<'_>,
    ) -> ChargeId {
        let id = collateral.charges.next();
        let transaction = collateral.transactions.next();
        let external_id = context.uuid("charge.external_id");
        let person = collateral.users.change(user);
        person.charges.push(id);
        if let Some(account) = &mut person.account {
            account.post(self.amount);
        }
        let company = person.company;
        // A person without an application is charged only under a patched rulebook.
        if let Some(application) = person.latest_application() {
            person.transactions.push(transaction);
            collateral.applications.change(application).transactions.push(transaction);
            collateral.transactions.push(Transaction {
                id: transaction,
                external_id: context.uuid("transaction.external_id"),
                application,
                card: None,
                user,
                kind: TransactionKind::Fee,
                authorized: None,
                spending: Spending::posted(self.amount),
                merchant: None,
                method: None,
                card_type: None,
                fee_description: Some(self.description.clone()),
                authorized_at: None,
                posted_at: Some(context.now),
                created_at: context.now,
                updated_at: context.now,
            });
        }
        collateral.charges.push(Charge {
            id,
            external_id,
            user,
            transaction,
            amount: self.amount,
            description: self.description.clone(),
            created_at: context.now,
        });
        let made = collateral.transactions.get(transaction).is_some();
        if let Some(holdings) = collateral.holdings(company) {
            holdings.charges.push(id);
            if made {
                holdings.transactions.push(transaction);
            }
        }
        id
    }
}
