Feature: Freezing, unfreezing and terminating
  Source: managed-cards, flows freeze, unfreeze, terminate.

  @MC-FREEZE-01
  Scenario: Freezing makes the card frozen, every time
    Given an active card "the card" of the caller
    And an active card "the other card" of the caller
    When the caller freezes "the card"
    Then the call is served
    And "the card" has the status "frozen"
    And "the other card" has the status "active"
    When the caller unfreezes "the card"
    And the caller freezes "the card"
    Then the call is served
    And "the card" has the status "frozen"
    And "the other card" has the status "active"
