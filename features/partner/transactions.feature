Feature: Transactions
  Source: public page, Transactions & Analytics.

  @PG-HAS-21 @needs:deposit @needs:authorize
  Scenario: A purchase is among the transactions, and stays the same one when it is settled
    Given an active virtual card "the card" of the partner
    And "the card" has a deposit of 100 dollars
    When a purchase of 20 dollars is made with "the card" at "BLUE BOTTLE"
    Then the partner sees the purchase among the transactions of "the card" with
      | event_type       | "authorization" |
      | transaction_type | "purchase"      |
      | status           | "authorized"    |
      | currency         | "USD"           |
      | merchant_name    | "BLUE BOTTLE"   |
      | authorized_at    | a time          |
      | created_at       | a time          |
    When the purchase is settled
    Then the partner sees the purchase among the transactions of "the card" with
      | status    | "posted" |
      | posted_at | a time   |
    And it is among as many transactions as before

  @PG-HAS-22 @needs:deposit @needs:authorize
  Scenario: A declined transaction says why, and an authorized one does not
    Given an active virtual card "the card" of the partner
    And "the card" has a deposit of 100 dollars
    When a purchase of 10001 cents is made with "the card"
    Then the partner sees the purchase among the transactions of "the card" with
      | status          | "declined" |
      | declined_reason | a text     |
    When a purchase of 5 dollars is made with "the card"
    Then the partner sees the purchase among the transactions of "the card" with
      | status          | "authorized" |
      | declined_reason | null         |
