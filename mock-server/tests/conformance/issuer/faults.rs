//! Faults that can be planted in the issuer: each breaks one sentence of the source document.

/// A fault of the issuer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// Requests without a token are taken for those of the first user.
    ServesAnybody,
    /// A token of which only the first two parts are right opens an account.
    TakesAnySignature,
    /// A disabled program is listed.
    ListsDisabledPrograms,
    /// A creation gives the caller's first card again.
    GivesTheSameCard,
    /// A card whose program is new has a status of the issuer's own.
    InventsAStatus,
    /// A funding is answered as if the wallet had paid.
    BooksNoDebit,
    /// A funding takes its fees from the wallet, and nothing else.
    DebitsFeesOnly,
    /// A funding raises the balance of another card of the caller.
    FundsAnotherCard,
    /// A funding raises the balance of the card twice.
    CreditsTwice,
    /// Cards of other people can be named.
    ServesForeignCards,
    /// A withdrawal does not reach the wallet.
    LosesWithdrawals,
    /// A freeze is answered, and the card stays active.
    OnlySaysThatItFreezes,
    /// An unfrozen card stays frozen.
    StaysFrozen,
    /// A frozen card spends.
    FrozenCardSpends,
    /// A terminated card spends.
    TerminatedCardSpends,
    /// A terminated card is shown as blocked.
    ShowsTerminatedAsBlocked,
    /// Authorizations have one reference.
    SharesReferences,
    /// An authorization holds nothing.
    HoldsNothing,
    /// Settled money comes back to the card.
    SettlesForNothing,
    /// Reversed money does not come back to the card.
    KeepsReversedMoney,
    /// A dispute names no authorization that there is.
    DisputesSomethingElse,
    /// The event of a funding names another amount.
    TellsAnotherAmount,
    /// The event of a funding names another card.
    TellsAnotherCard,
    /// The event of an authorization is not sent.
    KeepsAuthorizationsToItself,
}

impl Fault {
    /// Every fault.
    pub(super) const ALL: &'static [Self] = &[
        Self::ServesAnybody,
        Self::TakesAnySignature,
        Self::ListsDisabledPrograms,
        Self::GivesTheSameCard,
        Self::InventsAStatus,
        Self::BooksNoDebit,
        Self::DebitsFeesOnly,
        Self::FundsAnotherCard,
        Self::CreditsTwice,
        Self::ServesForeignCards,
        Self::LosesWithdrawals,
        Self::OnlySaysThatItFreezes,
        Self::StaysFrozen,
        Self::FrozenCardSpends,
        Self::TerminatedCardSpends,
        Self::ShowsTerminatedAsBlocked,
        Self::SharesReferences,
        Self::HoldsNothing,
        Self::SettlesForNothing,
        Self::KeepsReversedMoney,
        Self::DisputesSomethingElse,
        Self::TellsAnotherAmount,
        Self::TellsAnotherCard,
        Self::KeepsAuthorizationsToItself,
    ];

    /// Requirements among which the fault has to be found.
    pub(super) fn area(self) -> &'static str {
        match self {
            Self::ServesAnybody => "MC-AUTH-01",
            Self::TakesAnySignature => "MC-AUTH-02",
            Self::ListsDisabledPrograms => "MC-PROG-02",
            Self::GivesTheSameCard => "MC-CARD-01",
            Self::InventsAStatus => "MC-CARD-02",
            Self::ServesForeignCards => "MC-CARD-10",
            Self::BooksNoDebit | Self::DebitsFeesOnly => "MC-FUND-01",
            Self::FundsAnotherCard | Self::CreditsTwice => "MC-FUND-02",
            Self::LosesWithdrawals => "MC-WITHDRAW-01",
            Self::OnlySaysThatItFreezes => "MC-FREEZE-01",
            Self::StaysFrozen => "MC-FREEZE-02",
            Self::FrozenCardSpends => "MC-FREEZE-04",
            Self::ShowsTerminatedAsBlocked => "MC-TERM-01",
            Self::TerminatedCardSpends => "MC-TERM-07",
            Self::SharesReferences => "MC-AUTHZ-01",
            Self::HoldsNothing => "MC-AUTHZ-02",
            Self::SettlesForNothing => "MC-SETTLE-01",
            Self::KeepsReversedMoney => "MC-REVERSE-01",
            Self::DisputesSomethingElse => "MC-DISPUTE-01",
            Self::TellsAnotherAmount => "MC-HOOK-01",
            Self::TellsAnotherCard => "MC-HOOK-02",
            Self::KeepsAuthorizationsToItself => "MC-HOOK-03",
        }
    }
}
