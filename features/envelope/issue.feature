Feature: Card issue
  A card is ordered, charged at once, and made step by step.
  Source: envelope-rest, Workflow pages; public: card-issue, status-models.

  @ER-ISSUE-01
  Scenario: A card order is an issue order
    Given an approved cardholder "Ann" of the project
    When the project orders a card for "Ann"
    Then it is served
    And the answer is an issue order

  @ER-ISSUE-02
  Scenario: From order to card data
    When the project registers "Ann"
    And the project submits the KYC data of "Ann"
    And "Ann" is approved
    And the project orders a card for "Ann"
    Then it is served
    And the order ends in the state called "completed"
    And that card is in the state called "active"
    And that card shows its data

  @ER-ISSUE-12
  Scenario: A product may still be named by its id
    Given an approved cardholder "Ann" of the project
    When the project orders a card for "Ann" by the id of its product
    Then it is served
    And the answer is an issue order

  @ER-ISSUE-03
  Scenario: A card is charged when it is ordered
    Given an approved cardholder "Ann" of the project
    And orders take their time
    And the project notes its balance
    When the project orders a card for "Ann"
    Then it is served
    And the balance of the project has fallen

  @ER-ISSUE-04
  Scenario: What a card with an initial amount costs
    Given an approved cardholder "Ann" of the project
    And the project notes its balance
    When the project orders a VUSD-STD card with 50.00 for "Ann"
    Then the order has the data
      | issue_fee            | 5.00  |
      | initial_topup_amount | 50.00 |
      | initial_topup_fee    | 1.55  |
      | total_charged        | 56.55 |
    And the balance of the project has fallen by 56.55

  @ER-ISSUE-04
  Scenario: What a card without a stated amount costs
    Given an approved cardholder "Ann" of the project
    And the project notes its balance
    When the project orders a VUSD-STD card for "Ann"
    Then the order has the data
      | issue_fee            | 5.00  |
      | initial_topup_amount | 10.00 |
      | initial_topup_fee    | 0.55  |
      | total_charged        | 15.55 |
    And the balance of the project has fallen by 15.55

  @ER-ISSUE-05
  Scenario: A free card waits for its first top-up
    Given an approved cardholder "Ann" of the project
    When the project orders a free card for "Ann"
    Then it is served
    And the order ends in the state called "completed"
    And the order has the issue_status "initial_topup_skipped"
    And that card has the status "wait_for_topup_activation_by_user" and the balance 0.00

  @ER-ISSUE-06
  Scenario: An order for nobody
    When the project orders a card for nobody
    Then it is refused as "external_user_id_required"

  @ER-ISSUE-07
  Scenario: An order for a user without cardholder
    Given a user "Ann" of the project
    And the project notes its balance
    When the project orders a VUSD-STD card for "Ann"
    Then it is refused as "cardholder_not_found"
    And the balance of the project is unchanged

  @ER-ISSUE-08
  Scenario Outline: <amount> on a new <product> card is <slug>
    Given an approved cardholder "Ann" of the project
    And the project notes its balance
    When the project orders a <product> card with <amount> for "Ann"
    Then it is refused as "<slug>"
    And the balance of the project is unchanged

    Examples:
      | product   | amount   | slug                 |
      | VUSD-STD  | 9.99     | amount_below_minimum |
      | VUSD-STD  | 20000.01 | amount_above_maximum |
      | VUSD-FREE | 5.00     | invalid_amount       |

  @ER-ISSUE-11
  Scenario: Below the least initial amount
    Given an approved cardholder "Ann" of the project
    When the project orders a standard card with 0.01 for "Ann"
    Then it is refused as "amount_below_minimum"

  @ER-ISSUE-09
  Scenario: A failed issue is refunded and its card is closed
    Given an approved cardholder "Ann" of the project
    And the provider fails the next order of /cards/create
    And the project notes its balance
    When the project orders a VUSD-STD card for "Ann"
    Then it is served
    And the order ends in the state called "failed"
    And the order was refunded in full after "provider_error"
    And the balance of the project is unchanged
    And that card has the status "closed" and the balance 0.00

  @ER-ISSUE-10
  Scenario: Cardholder and product share a subprovider
    Given an approved cardholder "Ann" of the project
    And the project notes its balance
    When the project orders a MUSD-PRO card for "Ann"
    Then it is refused as "cardholder_not_found"
    And the balance of the project is unchanged
