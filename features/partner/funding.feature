Feature: Charges and deposits
  Source: partner-card-api, chargeCard example; in-app-funding.

  @PG-FUND-01
  Scenario: A card user is charged
    Given an active virtual card "the card" of the partner
    When the partner charges the holder of "the card" 2550 cents
    Then chargeCard succeeds
    And chargeCard answers a text as "chargeId"

  @PG-FUND-02
  Scenario: A user whom the issuer's ledger does not know
    Given a card user "Nia" of the partner
    When the partner charges "Nia" 2550 cents
    Then chargeCard is refused, naming "User not found"

  @PG-FUND-02
  Scenario: A charge that was refused is not made up for
    Given a card user "Nia" of the partner
    When the partner charges "Nia" 2550 cents
    Then chargeCard is refused, naming "User not found"
    When the partner applies for "Nia"
    Then the partner sees the application of "Nia" with "application_status" "APPROVED"
    When the partner creates a virtual card "the card" for the application of "Nia"
    Then the partner finds the balance of "the card" to be
      | postedCharges | 0 |

  @PG-FUND-03
  Scenario: A charge shows in the balance
    Given an active virtual card "the card" of the partner
    And the partner notes the balance of "the card"
    When the partner charges the holder of "the card" 2550 cents
    Then the balance of "the card" has changed for the partner by
      | creditLimit   | 0     |
      | postedCharges | 25.5  |
      | spendingPower | -25.5 |

  @PG-FUND-04
  Scenario: Charging is not idempotent
    Given an active virtual card "the card" of the partner
    When the partner charges the holder of "the card" 2550 cents
    Then chargeCard succeeds
    When the partner charges the holder of "the card" 2550 cents
    Then chargeCard succeeds
    And both answers of chargeCard differ in "chargeId"

  @PG-FUND-05
  Scenario Outline: <cents> cents are no charge
    Given an active virtual card "the card" of the partner
    And the partner notes the balance of "the card"
    When the partner charges the holder of "the card" <cents> cents for "Nothing"
    Then chargeCard is refused
    And the balance of "the card" stays for the partner as it was
    When the partner asks
      """
      { AgioCard_card_transaction(where: {fee_description: {_eq: "Nothing"}}) { id } }
      """
    Then the answer is exactly
      """
      {"data": {"AgioCard_card_transaction": []}}
      """

    Examples:
      | cents |
      | 0     |
      | -100  |

  @PG-FUND-05
  Scenario: One cent is a charge
    Given an active virtual card "the card" of the partner
    And the partner notes the balance of "the card"
    When the partner charges the holder of "the card" 1 cents
    Then chargeCard succeeds
    And the balance of "the card" has changed for the partner by
      | postedCharges | 0.01 |

  @PG-FUND-06
  Scenario: A card says where it can be funded
    Given an active virtual card "the card" of the partner
    Then the partner sees a deposit address of "the card"

  @PG-FUND-06
  Scenario: Each card of two says where it can be funded
    Given an active virtual card "the card" of the partner
    And an active virtual card "the other card" of the partner
    Then the partner sees a deposit address of "the card"
    And the partner sees a deposit address of "the other card"

  @PG-FUND-07
  Scenario: A confirmed deposit raises the credit limit
    Given an active virtual card "the card" of the partner
    And the partner notes the balance of "the card"
    When 100000 cents are deposited to "the card"
    Then creditLimit and spendingPower of "the card" have risen for the partner by the same amount

  @PG-FUND-08
  Scenario: A deposit counts once it is confirmed
    Given an active virtual card "the card" of the partner
    And the partner notes the balance of "the card"
    When 100000 cents are received for "the card" and not yet confirmed
    Then the balance of "the card" has changed for the partner by
      | creditLimit | 0 |
    When the deposit is confirmed
    Then creditLimit and spendingPower of "the card" have risen for the partner by the same amount
