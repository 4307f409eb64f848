Feature: Top-up
  Money moves from the master balance to a card, as an order.
  Source: envelope-rest, Workflow pages; public: card-topup.

  @ER-TOPUP-01
  Scenario: From top-up order to completion
    Given an active card "the card" of the project
    When the project tops up "the card"
    Then it is served
    And the order ends in the state called "completed"

  @ER-TOPUP-02
  Scenario: The card gets the full amount
    Given an active card "the card" of the project
    And the project notes the balance of "the card"
    When the project tops up "the card" with 100.00
    And the order ends
    Then the balance of "the card" has risen by 100.00

  @ER-TOPUP-03
  Scenario: Amount and fees are charged when the order is made
    Given an active card "the card" of the project
    And orders take their time
    And the project notes its balance
    When the project tops up "the card"
    Then it is served
    And the balance of the project has fallen by at least the amount of the top-up

  @ER-TOPUP-04
  Scenario Outline: The fee of <amount> is <fee>
    Given an active card "the card" of the project
    And the project notes its balance
    When the project tops up "the card" with <amount>
    Then the order has the data
      | fee           | <fee>   |
      | total_charged | <total> |
    And the balance of the project has fallen by <total>

    Examples:
      | amount | fee  | total  |
      | 12.20  | 0.61 | 12.81  |
      | 100.00 | 2.80 | 102.80 |

  @ER-TOPUP-05
  Scenario: Below the minimum
    Given an active card "the card" of the project
    And the project notes its balance
    When the project tops up "the card" with 0.01
    Then it is refused as "amount_below_minimum"
    And the balance of the project is unchanged

  @ER-TOPUP-06
  Scenario: Above the maximum
    Given a card "the card" of the project with a maximum below the balance of the project
    And the project notes its balance
    When the project tops up "the card" with more than its maximum
    Then it is refused as "amount_above_maximum"
    And the balance of the project is unchanged

  @ER-TOPUP-07
  Scenario: Another currency is refused
    Given an active card "the card" of the project
    And the project notes its balance
    When the project tops up "the card" in "JPY"
    Then it is refused as "currency_mismatch"
    And the balance of the project is unchanged
    When the project tops up "the card" in "usd"
    Then it is served

  @ER-TOPUP-08
  Scenario: Broken pricing is refused
    Given a VUSD-ODD card "the card" of the project
    And the project notes its balance
    When the project tops up "the card"
    Then it is refused as "invalid_pricing"
    And the balance of the project is unchanged

  @ER-TOPUP-09
  Scenario Outline: <amount> is no amount
    Given an active card "the card" of the project
    And the project notes its balance
    When the project tops up "the card" with the amount <amount>
    Then it is refused as "invalid_amount"
    And the balance of the project is unchanged

    Examples:
      | amount          |
      | 20              |
      | true            |
      | "0"             |
      | "0.00"          |
      | "-5.00"         |
      | "20.001"        |
      | "2e1"           |
      | " 20"           |
      | "+20"           |
      | "20,00"         |
      | "020"           |
      | ""              |
      | "1234567890123" |

  @ER-TOPUP-09
  Scenario: A missing amount is another error
    Given an active card "the card" of the project
    When the project calls /cards/topup for "the card"
    Then it is refused as "invalid_request"

  @ER-TOPUP-09
  Scenario Outline: <amount> is an amount
    Given an active card "the card" of the project
    When the project tops up "the card" with the amount <amount>
    Then it is served

    Examples:
      | amount  |
      | "20"    |
      | "20.5"  |
      | "20.50" |

  @ER-TOPUP-10
  Scenario: Fees count when funds are checked
    Given an active card "the card" of the project
    And the project notes its balance
    When the project tops up "the card" with exactly its balance
    Then it is refused as "insufficient_funds"
    And the balance of the project is unchanged

  @ER-TOPUP-11
  Scenario: Three failed attempts fail the order and refund it
    Given an active card "the card" of the project
    And the provider fails the next 3 attempts at orders of /cards/topup
    And the project notes its balance
    And the project notes the balance of "the card"
    When the project tops up "the card" with 100.00
    And the order ends
    And the project asks for that order
    Then the order has the status "failed"
    And the order has the topup_status "failed"
    And the order has the last_error_slug "topup_attempts_exceeded"
    And the order has the data
      | attempts        | 3      |
      | refunded_amount | 102.80 |
    And the balance of the project is unchanged
    And the balance of "the card" has risen by 0.00

  @ER-TOPUP-12
  Scenario: After that the card pauses for 60 seconds
    Given an active card "the card" of the project
    And an active card "the other card" of the project
    And the clock stands still
    And the provider fails the next 3 attempts at orders of /cards/topup
    When the project tops up "the card"
    And the order ends
    And the project tops up "the card"
    Then it is refused as "topup_attempts_exceeded"
    When the project tops up "the other card"
    Then it is served
    When 59 seconds pass
    And the project tops up "the card"
    Then it is refused as "topup_attempts_exceeded"
    When 1 second passes
    And the project tops up "the card"
    Then it is served

  @ER-TOPUP-13
  Scenario Outline: <amount> is within the limits
    Given a VUSD-FREE card "the card" of the project
    When the project tops up "the card" with <amount>
    Then it is served

    Examples:
      | amount  |
      | 5.00    |
      | 1000.00 |
