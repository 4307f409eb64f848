Feature: Disputes
  Source: public schema reference, createCardDispute.

  @AG-DISPUTE-01
  Scenario: A dispute can be opened on a transaction
    Given an active virtual card "C" of the user
    And "C" has a deposit of 100 dollars
    When a purchase of 20 dollars is made with "C" and settled
    And the user disputes the purchase with the text "I was never there."
    Then createCardDispute succeeds
    And createCardDispute answers a text as "disputeId"
    And createCardDispute answers no "error"
    When a purchase of 20 dollars is made with "C" and settled
    And the user disputes the purchase
    Then createCardDispute succeeds
    And createCardDispute answers a text as "disputeId"
    And both answers of createCardDispute differ in "disputeId"

  @AG-DISPUTE-02
  Scenario: The transaction of another user is forbidden
    Given an active virtual card "C" of the user
    And "C" has a deposit of 100 dollars
    When a purchase of 20 dollars is made with "C" and settled
    And the second user disputes the purchase
    Then the answer has status 403
    And the error has the code "FORBIDDEN" and there is no data

  @AG-DISPUTE-04
  Scenario: The transaction of another user cannot be disputed
    Given an active virtual card "C" of the user
    And "C" has a deposit of 100 dollars
    When a purchase of 20 dollars is made with "C" and settled
    And the second user disputes the purchase
    Then createCardDispute is refused
    And createCardDispute answers no "disputeId"
    When the user disputes the purchase
    Then createCardDispute succeeds

  @AG-DISPUTE-03
  Scenario: One dispute at a time
    Given an active virtual card "C" of the user
    And "C" has a deposit of 100 dollars
    When a purchase of 20 dollars is made with "C" and settled
    And the user disputes the purchase
    Then createCardDispute succeeds
    When the user disputes the purchase
    Then createCardDispute answers success false and a reason
