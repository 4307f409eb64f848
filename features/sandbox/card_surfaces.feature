Feature: The back office spends on cards of every surface
  Source: our own, Ops, card spending.

  @SB-OPS-15
  Scenario: On a card of the partner API
    Given an active virtual card "the card" of the partner
    And "the card" has a deposit of 100 dollars
    And the partner notes the balance of "the card"
    When the back office sends POST "/ops/authorize"
      """
      {"card": {the card}, "amount": "5.00"}
      """
    Then the back office is told
      | /result/status | "authorized" |
    And the balance of "the card" has changed for the partner by
      | pendingCharges | 5.00  |
      | spendingPower  | -5.00 |
    When the partner asks
      """
      { AgioCard_card_transaction(where: {card_id: {_eq: {the card}}}) { status amount } }
      """
    Then the answer is exactly
      """
      {"data": {"AgioCard_card_transaction": [{"status": "authorized", "amount": 5}]}}
      """

  @SB-OPS-15
  Scenario: On a card of the in-app API
    Given an active virtual card "the card" of the user
    And "the card" has a deposit of 100 dollars
    And the user notes the balance of "the card"
    When a purchase of 5 dollars is made with "the card"
    Then the purchase is approved
    And the balance of "the card" has changed for the user by
      | pendingCharges | 5.00  |
      | spendingPower  | -5.00 |
    And the user sees the purchase among the transactions of "the card" with
      | status | "authorized" |

  @SB-OPS-15
  Scenario: On a card of the REST API
    Given an active card "the card" of the project
    And the project notes the balance of "the card"
    When the back office sends POST "/ops/authorize"
      """
      {"card": "{the card}", "amount": "5.00"}
      """
    Then the back office is told
      | /result/status | "authorized" |
    And both balances of "the card" have changed by -5.00
    When the project lists the transactions of "the card"
    Then the list begins with
      | slug     | amount |
      | purchase | -5.00  |

  @SB-OPS-15
  Scenario: On a managed card
    Given an active card "the card" of the caller with 100.00
    When the back office sends POST "/ops/authorize"
      """
      {"card": "{the card}", "amount": "5.00"}
      """
    Then the back office is told
      | /result/status | "authorized" |
    And "the card" has 95.00 available and 5.00 held
    When the caller sends GET "/cards/api/v1/authorizations/?card={the card}"
    Then "/results" has 1 entry
    And the answer shows
      | /results/0/card   | "{the card}" |
      | /results/0/status | "authorized" |
      | /results/0/amount | "5.00"       |
