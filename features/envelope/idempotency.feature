Feature: Idempotency
  Card issue and top-up carry a key; the same key again returns the original order.
  Source: envelope-rest, Required headers, Idempotency and replay protection.

  @ER-IDEM-01
  Scenario: A card order needs a key
    Given an approved cardholder "Ann" of the project
    And the project notes its balance
    When the project orders a card for "Ann" without an Idempotency-Key
    Then it is refused as "idempotency_key_required"
    And it is answered with status 400
    And the balance of the project is unchanged

  @ER-IDEM-02
  Scenario: A top-up needs a key
    Given an active card "the card" of the project
    And the project notes its balance
    When the project tops up "the card" without an Idempotency-Key
    Then it is refused as "idempotency_key_required"
    And the balance of the project is unchanged

  @ER-IDEM-03
  Scenario: The same key again returns the same card order
    Given an approved cardholder "Ann" of the project
    When the project orders a card for "Ann" under the Idempotency-Key "K"
    Then it is served
    When the project orders a card for "Ann" under the Idempotency-Key "K"
    Then it is served
    And both show the same order

  @ER-IDEM-03
  Scenario: The same key again returns the same top-up
    Given an active card "the card" of the project
    When the project tops up "the card" under the Idempotency-Key "K"
    Then it is served
    When the project tops up "the card" under the Idempotency-Key "K"
    Then it is served
    And both show the same order

  @ER-IDEM-04
  Scenario: A card order is charged once
    Given an approved cardholder "Ann" of the project
    When the project orders a card for "Ann" under the Idempotency-Key "K"
    Then it is served
    And the project notes its balance
    When the project orders a card for "Ann" under the Idempotency-Key "K"
    Then the balance of the project is unchanged

  @ER-IDEM-04
  Scenario: A top-up is charged once
    Given an active card "the card" of the project
    And the project notes its balance
    When the project tops up "the card" under the Idempotency-Key "K"
    Then the balance of the project has fallen
    And the project notes its balance
    When the project tops up "the card" under the Idempotency-Key "K"
    Then the balance of the project is unchanged

  @ER-IDEM-05
  Scenario: A known key with other fields is a conflict
    Given an active card "the card" of the project
    When the project tops up "the card" with 20.00 under the Idempotency-Key "K"
    Then it is served
    And the project notes its balance
    When the project tops up "the card" with 30.00 under the Idempotency-Key "K"
    Then it is refused as "idempotency_key_conflict"
    When the project tops up "the card" with 20.0 under the Idempotency-Key "K"
    Then it is served
    And the balance of the project is unchanged

  @ER-IDEM-06
  Scenario: Each endpoint has its own keys
    Given an active card "the card" of the project
    And an approved cardholder "Ann" of the project
    When the project orders a card for "Ann" under the Idempotency-Key "K"
    Then it is served
    When the project tops up "the card" under the Idempotency-Key "K"
    Then it is served
    And both show different orders

  @ER-IDEM-07
  Scenario: A key is never forgotten
    Given an active card "the card" of the project
    When the project tops up "the card" under the Idempotency-Key "K"
    Then it is served
    And the project notes its balance
    When 1500 minutes pass
    And the project tops up "the card" under the Idempotency-Key "K"
    Then both show the same order
    When 576000 minutes pass
    And the project tops up "the card" under the Idempotency-Key "K"
    Then both show the same order
    And the balance of the project is unchanged

  @ER-IDEM-08
  Scenario: A retry shows the order as it is now
    Given an active card "the card" of the project
    When the project tops up "the card" under the Idempotency-Key "K"
    And the order ends
    And the project tops up "the card" under the Idempotency-Key "K"
    Then the order has the status "completed"

  @ER-IDEM-09
  Scenario: A failed order stays the answer to its key
    Given an active card "the card" of the project
    And the provider fails the next order of /cards/topup
    When the project tops up "the card" under the Idempotency-Key "K"
    And the order ends
    And the project notes its balance
    And the project tops up "the card" under the Idempotency-Key "K"
    Then the order has the status "failed"
    And the balance of the project is unchanged

  @ER-IDEM-10
  Scenario: A lost answer can be asked for again
    Given an active card "the card" of the project
    And the answer to the next /cards/topup is lost
    And the project notes its balance
    When the project tops up "the card" under the Idempotency-Key "K" and hears nothing
    And the balance of the project has fallen
    And the project notes its balance
    And the project tops up "the card" under the Idempotency-Key "K"
    Then it is served
    And the balance of the project is unchanged

  @ER-IDEM-11
  Scenario Outline: <path> asks for no key
    When the project calls <path> without an Idempotency-Key
    Then it is not refused as "idempotency_key_required"

    Examples:
      | path                  |
      | /users/create         |
      | /users/get            |
      | /cards/products       |
      | /cardholders/create   |
      | /cardholders/get      |
      | /cards/get            |
      | /cards/details        |
      | /cards/balance        |
      | /cards/txs            |
      | /cards/freeze         |
      | /cards/unfreeze       |
      | /orders/check         |
      | /project/wallet/trc20 |
      | /project/balance      |
      | /wh/subscribe         |
      | /wh/unsubscribe       |
      | /wh/subscriptions     |
