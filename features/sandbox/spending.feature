Feature: The back office spends
  Source: our own, Ops, money and card spending.

  Background:
    Given an active virtual card "the card" of the partner
    And "the card" has a deposit of 100 dollars
    And the partner notes the balance of "the card"

  @SB-OPS-04
  Scenario: A confirmed deposit raises the credit limit by its amount
    When the back office sends POST "/ops/deposit"
      """
      {"card": {the card}, "amount": "100.00", "confirm": "now"}
      """
    Then the balance of "the card" has changed for the partner by
      | creditLimit | 100.00 |
    And the back office is told
      | /events/0 | "CARD_COLLATERAL_RECEIVED"  |
      | /events/1 | "CARD_COLLATERAL_CONFIRMED" |

  @SB-OPS-05
  Scenario: An authorization holds exactly its amount
    When the back office sends POST "/ops/authorize"
      """
      {"card": {the card}, "amount": "12.34"}
      """
    Then the back office is told
      | /result/status | "authorized" |
    And the balance of "the card" has changed for the partner by
      | pendingCharges | 12.34  |
      | postedCharges  | 0      |
      | spendingPower  | -12.34 |

  @SB-OPS-06
  Scenario: A forced decline is obeyed, whatever the card could pay
    When the back office sends POST "/ops/authorize"
      """
      {"card": {the card}, "amount": "5.00", "decline_reason": "suspected_fraud"}
      """
    Then the back office is told
      | /result/status         | "declined"        |
      | /result/decline_reason | "suspected_fraud" |
    And the balance of "the card" stays for the partner as it was
    When the partner asks
      """
      { AgioCard_card_transaction(where: {card_id: {_eq: {the card}}}) { status amount declined_reason } }
      """
    Then the answer is exactly
      """
      {"data": {"AgioCard_card_transaction":
        [{"status": "declined", "amount": 5, "declined_reason": "transaction declined by risk rules"}]}}
      """

  @SB-OPS-07
  Scenario: A cent more than there is declines, and all that there is does not
    When the back office sends POST "/ops/authorize"
      """
      {"card": {the card}, "amount": "100.01"}
      """
    Then the back office is told
      | /result/status         | "declined"           |
      | /result/decline_reason | "insufficient_funds" |
    And the balance of "the card" stays for the partner as it was
    When the back office sends POST "/ops/authorize"
      """
      {"card": {the card}, "amount": "100.00"}
      """
    Then the back office is told
      | /result/status | "authorized" |

  @SB-OPS-16
  Scenario: A locked card declines instead of failing
    Given the partner has frozen "the card"
    When the back office sends POST "/ops/authorize"
      """
      {"card": {the card}, "amount": "5.00"}
      """
    Then the back office is told
      | /result/status         | "declined"    |
      | /result/decline_reason | "card_locked" |
    And the balance of "the card" stays for the partner as it was
    When the partner unfreezes "the card"
    And the back office sends POST "/ops/authorize"
      """
      {"card": {the card}, "amount": "5.00"}
      """
    Then the back office is told
      | /result/status | "authorized" |

  Rule: Of an authorization of 30 dollars

    Background:
      Given the back office has sent POST "/ops/authorize"
        """
        {"card": {the card}, "amount": "30.00"}
        """
      And the back office notes "/result/transaction" as "the purchase"

    @SB-OPS-09
    Scenario: An increment raises the hold by exactly its amount
      When the back office sends POST "/ops/increment"
        """
        {"transaction": "{the purchase}", "by": "5.00"}
        """
      Then the back office is told
        | /result/hold | "35.00" |
      And the balance of "the card" has changed for the partner by
        | pendingCharges | 35.00 |
      When the back office sends POST "/ops/increment"
        """
        {"transaction": "{the purchase}", "to": "40.00"}
        """
      Then the back office is told
        | /result/hold | "40.00" |
      And the balance of "the card" has changed for the partner by
        | pendingCharges | 40.00 |

    @SB-OPS-10
    Scenario: A final clearing below the hold releases the rest
      When the back office sends POST "/ops/clear"
        """
        {"transaction": "{the purchase}", "amount": "18.00"}
        """
      Then the balance of "the card" has changed for the partner by
        | pendingCharges | 0      |
        | postedCharges  | 18.00  |
        | spendingPower  | -18.00 |
      When the back office sends POST "/ops/clear"
        """
        {"transaction": "{the purchase}"}
        """
      Then the back office is refused with 409 "state_conflict"

    @SB-OPS-11
    Scenario: A full reversal releases the whole hold
      When the back office sends POST "/ops/reverse"
        """
        {"transaction": "{the purchase}"}
        """
      Then the back office is told
        | /result/status | "reversed" |
      And the balance of "the card" stays for the partner as it was

    @SB-OPS-12
    Scenario: An expired authorization releases the whole hold, and cannot be cleared
      When the back office sends POST "/ops/expire"
        """
        {"transaction": "{the purchase}"}
        """
      Then the balance of "the card" stays for the partner as it was
      When the back office sends POST "/ops/clear"
        """
        {"transaction": "{the purchase}"}
        """
      Then the back office is refused with 409 "state_conflict"

    @SB-OPS-08
    Scenario: A refund credits exactly its amount
      Given the back office has sent POST "/ops/clear"
        """
        {"transaction": "{the purchase}"}
        """
      When the back office sends POST "/ops/refund"
        """
        {"transaction": "{the purchase}", "amount": "12.00"}
        """
      Then the balance of "the card" has changed for the partner by
        | postedCharges | 18.00  |
        | spendingPower | -18.00 |
      When the back office sends POST "/ops/refund"
        """
        {"transaction": "{the purchase}", "amount": "18.00"}
        """
      Then the back office is told
        | /result/status | "refunded" |
      And the balance of "the card" stays for the partner as it was
      When the back office sends POST "/ops/refund"
        """
        {"transaction": "{the purchase}", "amount": "0.01"}
        """
      Then the back office is refused with 409 "state_conflict"

    @SB-OPS-13
    Scenario: Closing a statement makes posted charges due, once
      Given the back office has sent POST "/ops/clear"
        """
        {"transaction": "{the purchase}"}
        """
      When the back office sends POST "/ops/close-statement"
        """
        {"card": {the card}}
        """
      Then the balance of "the card" has changed for the partner by
        | balanceDue    | 30.00  |
        | spendingPower | -30.00 |
      When the back office sends POST "/ops/close-statement"
        """
        {"card": {the card}}
        """
      Then the balance of "the card" has changed for the partner by
        | balanceDue    | 30.00  |
        | spendingPower | -30.00 |
