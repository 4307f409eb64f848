Feature: Balance
  Source: partner-card-api, Check a card's balance; in-app-funding.

  @PG-BAL-01
  Scenario: The balance of an own card
    Given an active virtual card "the card" of the partner
    When the partner asks
      """
      { cardBalance(cardId: {the card}) { success balance { creditLimit spendingPower balanceDue } } }
      """
    Then cardBalance succeeds
    And the balance has numbers as creditLimit, spendingPower and balanceDue

  @PG-BAL-02
  Scenario: A card that nobody has
    When the partner asks for the balance of a card that nobody has
    Then it is "Card not found" in the envelope (reading "envelope") or forbidden (reading "forbidden")

  @PG-BAL-02 @needs:second-credential
  Scenario: A card that nobody has, and another partner's card
    Given an active virtual card "their card" of the second partner
    When the partner asks for the balance of a card that nobody has
    And the partner asks for the balance of "their card"
    Then each is "Card not found" in the envelope, or forbidden, or first one and then the other (reading "split")

  @PG-BAL-03
  Scenario: Another partner's card is as good as none
    Given an active virtual card "their card" of the second partner
    When the partner asks for the balance of "their card"
    And the partner asks for the balance of a card that nobody has
    Then both answers are the same

  @PG-BAL-04
  Scenario: What is left to spend
    Given an active virtual card "the card" of the partner
    And "the card" has a deposit of 1000 dollars
    When a purchase of 150 dollars is made with "the card"
    And a purchase of 50 dollars is made with "the card" and settled
    Then the partner finds the balance of "the card" to be
      | creditLimit    | 1000 |
      | pendingCharges | 150  |
      | postedCharges  | 50   |
      | spendingPower  | 800  |

  @PG-BAL-04
  Scenario: A purchase of more than what is left to spend is declined
    Given an active virtual card "the card" of the partner
    And "the card" has a deposit of 100 dollars
    When a purchase of 60 dollars is made with "the card"
    Then the purchase is approved
    When a purchase of 60 dollars is made with "the card"
    Then the purchase is declined

  @PG-BAL-05
  Scenario: A purchase is pending until it is settled
    Given an active virtual card "the card" of the partner
    And "the card" has a deposit of 1000 dollars
    When a purchase of 150 dollars is made with "the card"
    Then the partner finds the balance of "the card" to be
      | pendingCharges | 150 |
      | postedCharges  | 0   |
    When the purchase is settled
    Then the partner finds the balance of "the card" to be
      | pendingCharges | 0   |
      | postedCharges  | 150 |

  @PG-BAL-06
  Scenario: Nothing is due for what is pending
    Given an active virtual card "the card" of the partner
    And "the card" has a deposit of 1000 dollars
    When a purchase of 150 dollars is made with "the card"
    Then the partner finds the balance of "the card" to be
      | balanceDue | 0 |

  @PG-BAL-07
  Scenario: Amounts are dollars
    Given an active virtual card "the card" of the partner
    When 100000 cents are deposited to "the card"
    Then the partner finds the balance of "the card" to be
      | creditLimit | 1000 |

  @PG-BAL-09
  Scenario: Nothing is shown of another partner's card
    Given an active virtual card "their card" of the second partner
    And "their card" has a deposit of 1000 dollars, where the target can make one
    When the partner asks for the balance of "their card"
    Then cardBalance answers neither success nor a balance

  @PG-BAL-08
  Scenario: The unit of the balance beside a card
    Given an active virtual card "the card" of the partner
    And "the card" has a deposit of 1000 dollars
    When a purchase of 150 dollars is made with "the card"
    And the partner asks
      """
      { AgioCard_vw_card { id balance { credit_limit spending_power pending_charges posted_charges balance_due } } }
      """
    Then the balance of "the card" there is that of cardBalance (reading "usd") or a hundred times it (reading "cents")
