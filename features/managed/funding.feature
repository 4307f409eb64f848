Feature: Funding and withdrawal
  Source: managed-cards, Endpoints: debit the linked wallet and raise the card balance.

  @MC-FUND-01
  Scenario: Funding debits the linked wallet
    Given an active card "the card" of the caller
    And the wallets of the caller are noted
    When the caller funds "the card" with 25.00
    Then the call is served
    And one wallet of the caller is lower, and no other has changed
    When the wallets of the caller are noted
    And the caller funds "the card" with 25.00
    Then the call is served
    And one wallet of the caller is lower, and no other has changed
