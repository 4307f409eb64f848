Feature: Transactions
  Source: public page, Transactions & Analytics.

  @AG-TX-01
  Scenario: Transactions of an application can be listed
    Given an active virtual card "C" of the user
    And "C" has a deposit of 100 dollars
    When a purchase of 20 dollars is made with "C" at "BLUE BOTTLE"
    Then the user sees the purchase among the transactions of "C" with
      | event_type       | "authorization" |
      | transaction_type | "purchase"      |
      | status           | "authorized"    |
      | currency         | "USD"           |
      | merchant_name    | "BLUE BOTTLE"   |
      | authorized_at    | a time          |

  @AG-TX-02
  Scenario: Settlement changes the row to posted
    Given an active virtual card "C" of the user
    And "C" has a deposit of 100 dollars
    When a purchase of 20 dollars is made with "C"
    Then the user sees the purchase among the transactions of "C" with
      | status | "authorized" |
    When the purchase is settled
    Then the user sees the purchase among the transactions of "C" with
      | status    | "posted" |
      | posted_at | a time   |
    And it is among as many transactions as before

  @AG-TX-03
  Scenario: A declined transaction says why
    Given the new user, whose application is approved
    And an active virtual card "C" of the new user
    And "C" has a deposit of 100 dollars
    When a purchase of 10001 cents is made with "C"
    Then the new user sees the purchase among the transactions of "C" with
      | status          | "declined" |
      | declined_reason | a text     |
    When a purchase of 5 dollars is made with "C"
    Then the new user sees the purchase among the transactions of "C" with
      | status          | "authorized" |
      | declined_reason | null         |

  @AG-TX-04
  Scenario: Counts and pages agree
    Given the new user, whose application is approved
    And an active virtual card "C" of the new user
    And "C" has a deposit of 100 dollars
    And the new user counts its transactions, and the declined ones
    When a purchase of 5 dollars is made with "C"
    And a purchase of 6 dollars is made with "C"
    And a purchase of 200 dollars is made with "C"
    And a purchase of 7 dollars is made with "C"
    And a purchase of 8 dollars is made with "C"
    Then the new user counts 5 transactions more, and 1 declined one more
    And the pages of 2 transactions that the new user sees are as many, newest first

  @AG-TX-05
  Scenario: Transactions of others are not shown
    Given an active virtual card "C" of the user
    And "C" has a deposit of 100 dollars
    When a purchase of 20 dollars is made with "C"
    Then the user sees the purchase among the transactions of "C" with
      | status | "authorized" |
    And the second user sees and counts no transaction of "C"
    And the second user neither sees nor counts the purchase among all transactions

  @AG-TX-06
  Scenario: The unit of transaction amounts
    Given an active virtual card "C" of the user
    And "C" has a deposit of 100 dollars
    When a purchase of 20 dollars is made with "C"
    And the user asks
      """
      { AgioCard_card_transaction { id amount } }
      """
    Then a transaction of 20.00 is shown as dollars (reading "usd") or as cents (reading "cents")
