Feature: Balances
  Source: in-app-funding, Balance Queries.

  @AG-BAL-01
  Scenario: spendingPower is what the formula says
    Given an active virtual card "C" of the user
    And "C" has a deposit of 1000 dollars
    Then spendingPower of "C" is what is left for the user
    When a purchase of 120 dollars is made with "C"
    Then spendingPower of "C" is what is left for the user
    When the purchase is settled
    Then spendingPower of "C" is what is left for the user
    When a purchase of 30 dollars is made with "C"
    Then spendingPower of "C" is what is left for the user

  @AG-BAL-03
  Scenario: Settlement moves a charge from pending to posted
    Given an active virtual card "C" of the user
    And "C" has a deposit of 1000 dollars
    And the user notes the balance of "C"
    When a purchase of 80 dollars is made with "C"
    Then the balance of "C" has changed for the user by
      | pendingCharges | 80 |
      | postedCharges  | 0  |
    When the purchase is settled
    Then the balance of "C" has changed for the user by
      | pendingCharges | 0  |
      | postedCharges  | 80 |

  @AG-BAL-06
  Scenario: The balance of a foreign or unknown card is not found
    Given an active virtual card "C" of the user
    When the second user asks for the balance of "C"
    Then the answer has status 200
    And cardBalance is refused with "Card not found"
    And cardBalance answers no "balance"
    When the second user asks for the balance of a card that nobody has
    Then both answers are the same

  @AG-BAL-08
  Scenario: The balance of another user's card is not told
    Given an active virtual card "C" of the user
    When the second user asks for the balance of "C"
    Then cardBalance is refused
    And cardBalance answers no "balance"

  @AG-BAL-07 @needs:deposit @needs:authorize
  Scenario Outline: rainCardBalance is the older name of cardBalance, for <actor> too
    Given an active virtual card "C" of <actor>
    And "C" has a deposit of 250 dollars
    When <actor> asks
      """
      {
        cardBalance(cardId: {C}) { success id balance { creditLimit pendingCharges postedCharges balanceDue spendingPower } }
        rainCardBalance(cardId: {C}) { success id balance { creditLimit pendingCharges postedCharges balanceDue spendingPower } }
      }
      """
    Then cardBalance succeeds
    And rainCardBalance answers what cardBalance answers
    When 10000 cents are deposited to "C"
    And a purchase of 15 dollars is made with "C" and settled
    And a purchase of 20 dollars is made with "C"
    And <actor> asks
      """
      {
        cardBalance(cardId: {C}) { success id balance { creditLimit pendingCharges postedCharges balanceDue spendingPower } }
        rainCardBalance(cardId: {C}) { success id balance { creditLimit pendingCharges postedCharges balanceDue spendingPower } }
      }
      """
    Then cardBalance succeeds
    And rainCardBalance answers what cardBalance answers

    Examples:
      | actor           |
      | the user        |
      | the second user |

  @AG-BAL-07 @needs:deposit @needs:authorize
  Scenario: rainCardBalance tells what is due as cardBalance does
    Given an active virtual card "C" of the user
    And "C" has a deposit of 250 dollars
    And the user notes the balance of "C"
    When a purchase of 30 dollars is made with "C" and settled
    And the statement of "C" is closed
    And the user asks
      """
      {
        cardBalance(cardId: {C}) { success id balance { creditLimit pendingCharges postedCharges balanceDue spendingPower } }
        rainCardBalance(cardId: {C}) { success id balance { creditLimit pendingCharges postedCharges balanceDue spendingPower } }
      }
      """
    Then rainCardBalance answers what cardBalance answers

  @AG-EVENT-02
  Scenario: The credit limit rises with the confirmation
    Given an active virtual card "C" of the user
    And the user notes the balance of "C"
    When 10000 cents are received for "C" and not yet confirmed
    Then the balance of "C" has changed for the user by
      | creditLimit | 0 |
    When the deposit is confirmed
    Then the balance of "C" has changed for the user by
      | creditLimit | 100 |

  @AG-BAL-02
  Scenario: The documented example
    Given the new user, whose application is approved
    And an active virtual card "C" of the new user
    And "C" has a deposit of 1000 dollars
    When a purchase of 150 dollars is made with "C"
    Then the new user finds the balance of "C" to be
      | creditLimit    | 1000 |
      | pendingCharges | 150  |
      | postedCharges  | 0    |
      | balanceDue     | 0    |
      | spendingPower  | 850  |

  @AG-BAL-04
  Scenario: Collateral establishes the credit limit
    Given the new user, whose application is approved
    And an active virtual card "C" of the new user
    Then the new user finds the balance of "C" to be
      | creditLimit   | 0 |
      | spendingPower | 0 |
    When 25000 cents are deposited to "C"
    Then the new user finds the balance of "C" to be
      | creditLimit   | 250 |
      | spendingPower | 250 |

  @AG-BAL-05
  Scenario: Nothing can be spent beyond spendingPower
    Given the new user, whose application is approved
    And an active virtual card "C" of the new user
    And "C" has a deposit of 100 dollars
    When a purchase of 10001 cents is made with "C"
    Then the purchase is declined
    When a purchase of 10000 cents is made with "C"
    Then the purchase is approved

  @AG-BAL-05
  Scenario: What is pending cannot be spent twice
    Given the new user, whose application is approved
    And an active virtual card "C" of the new user
    And "C" has a deposit of 100 dollars
    When a purchase of 100 dollars is made with "C"
    Then the purchase is approved
    When a purchase of 1 dollars is made with "C"
    Then the purchase is declined
    And the new user finds the balance of "C" to be
      | pendingCharges | 100 |
      | spendingPower  | 0   |

  @AG-BAL-05
  Scenario: What is posted cannot be spent twice
    Given the new user, whose application is approved
    And an active virtual card "C" of the new user
    And "C" has a deposit of 100 dollars
    When a purchase of 100 dollars is made with "C" and settled
    And a purchase of 1 dollars is made with "C"
    Then the purchase is declined
    And the new user finds the balance of "C" to be
      | pendingCharges | 0   |
      | postedCharges  | 100 |
      | spendingPower  | 0   |
