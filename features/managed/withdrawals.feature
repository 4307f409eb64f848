Feature: Withdrawal
  Source: managed-cards, Current Program Surface: card-to-wallet withdrawal.

  @MC-WITHDRAW-01
  Scenario: Money goes back from the card to the wallet
    Given an active card "the card" of the caller with 100.00
    And an active card "the other card" of the caller with 100.00
    And the wallets of the caller are noted
    And the balance of "the card" is noted
    And the balance of "the other card" is noted
    When the caller withdraws 40.00 from "the card"
    Then the call is served
    And the balance of "the card" is lower, but not zero
    And one wallet of the caller is higher, and no other has changed
    And the balance of "the other card" is unchanged

  @MC-WITHDRAW-02
  Scenario: Held money cannot be withdrawn
    Given an active card "the card" of the caller with 100.00
    And an authorization "the purchase" of 60.00 by the caller on "the card"
    And the wallets of the caller are noted
    When the caller withdraws 40.01 from "the card"
    Then the call is refused with 402 "insufficient_card_funds"
    And "the card" has 40.00 available and 60.00 held
    And the USD wallet of the caller is unchanged
    When the caller withdraws 40.00 from "the card"
    Then the call is served

  @MC-WITHDRAW-03
  Scenario: A withdrawal moves exactly its amount
    Given an active card "the card" of the caller with 100.00
    And the wallets of the caller are noted
    When the caller withdraws 40.00 from "the card"
    Then the call is served
    And "the card" has 60.00 available and 0.00 held
    And the USD wallet of the caller has risen by 40.00
