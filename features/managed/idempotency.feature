Feature: Idempotency keys
  Source: decided: a lost answer may be asked for again.

  @MC-IDEM-01
  Scenario: The same key gives the same answer and one effect
    Given an active card "the card" of the caller
    And the wallets of the caller are noted
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/fund/" under the key "k"
      """
      {"amount": "25.00", "metadata": {"a": "1", "b": "2"}}
      """
    Then the call is answered with 201
    And the answer is noted as "the first answer"
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/freeze/"
    And the caller sends POST "/cards/api/v1/managed-cards/{the card}/fund/" under the key "k"
      """
      {"metadata": {"b": "2", "a": "1"}, "amount": "25.00"}
      """
    Then the answer is a replay of "the first answer"
    And the USD wallet of the caller has fallen by 25.00
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/unfreeze/"
    Then the call is answered with 200

  @MC-IDEM-01
  Scenario Outline: A key makes <operation> happen once
    Given an active card "the card" of the caller with 100.00
    And a frozen card "the frozen card" of the caller
    And an authorization "the hold" of 20.00 by the caller on "the card"
    And a settled authorization "the purchase" of 10.00 by the caller on "the card"
    And a settled authorization "the other purchase" of 5.00 by the caller on "the card"
    And the caller has disputed "the other purchase" as "the case"
    When the caller sends POST "<path>" under the key "k"
      """
      <body>
      """
    Then the call is served
    And the answer is noted as "the first answer"
    When the caller sends POST "<path>" under the key "k"
      """
      <body>
      """
    Then the answer is a replay of "the first answer"

    Examples:
      | operation              | path                                                   | body                                                    |
      | cards.create           | /cards/api/v1/managed-cards/                           | {"program": "prg_ke_usd_instant"}                       |
      | cards.withdraw         | /cards/api/v1/managed-cards/{the card}/withdraw/       | {"amount": "1.00"}                                      |
      | cards.freeze           | /cards/api/v1/managed-cards/{the card}/freeze/         | {}                                                      |
      | cards.unfreeze         | /cards/api/v1/managed-cards/{the frozen card}/unfreeze/ | {}                                                     |
      | cards.authorize        | /cards/api/v1/managed-cards/{the card}/authorize/      | {"amount": "2.00"}                                      |
      | authorizations.settle  | /cards/api/v1/authorizations/{the hold}/settle/        | {"amount": "3.00", "final": false}                      |
      | authorizations.reverse | /cards/api/v1/authorizations/{the hold}/reverse/       | {"amount": "4.00"}                                      |
      | disputes.create        | /cards/api/v1/disputes/                                | {"authorization": "{the purchase}", "reason": "other"}  |
      | disputes.cancel        | /cards/api/v1/disputes/{the case}/cancel/              | {}                                                      |
      | cards.terminate        | /cards/api/v1/managed-cards/{the frozen card}/terminate/ | {}                                                    |

  @MC-IDEM-01
  Scenario: Two equal calls at the same time have one effect
    Given an active card "the card" of the caller
    And the wallets of the caller are noted
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/fund/" under the key "k", twice at once
      """
      {"amount": "25.00"}
      """
    Then both calls are served
    And both answers have the same status and the same bytes
    And the USD wallet of the caller has fallen by 25.00

  @MC-IDEM-02
  Scenario: A key is not reused for another request
    When the caller sends POST "/cards/api/v1/managed-cards/" under the key "k"
      """
      {"program": "prg_ke_usd_instant", "label": "One"}
      """
    Then the call is answered with 201
    When the caller sends POST "/cards/api/v1/managed-cards/" under the key "k"
      """
      {"program": "prg_ke_usd_instant", "label": "Other"}
      """
    Then the call is refused with 409 "idempotency_key_conflict"
    And the list "/cards/api/v1/managed-cards/" of the caller has 1 items

  @MC-IDEM-03
  Scenario: Keys belong to a user and a path
    Given an active card "the card" of the caller
    When the caller sends POST "/cards/api/v1/managed-cards/" under the key "k"
      """
      {"program": "prg_ke_usd_instant"}
      """
    Then the call is answered with 201
    And there is no header "Idempotent-Replayed"
    When the second caller sends POST "/cards/api/v1/managed-cards/" under the key "k"
      """
      {"program": "prg_ke_usd_instant"}
      """
    Then the call is answered with 201
    And there is no header "Idempotent-Replayed"
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/fund/" under the key "k"
      """
      {"amount": "5.00"}
      """
    Then the call is answered with 201
    And there is no header "Idempotent-Replayed"

  @MC-IDEM-04
  Scenario: A key lives 24 hours
    Given the clock stands still
    When the caller sends POST "/cards/api/v1/managed-cards/" under the key "the first key"
      """
      {"program": "prg_ke_usd_instant"}
      """
    And the answer is noted as "the first card"
    And the caller sends POST "/cards/api/v1/managed-cards/" under the key "the second key"
      """
      {"program": "prg_ke_usd_instant"}
      """
    And the answer is noted as "the second card"
    And 86399 seconds pass
    And the caller sends POST "/cards/api/v1/managed-cards/" under the key "the first key"
      """
      {"program": "prg_ke_usd_instant"}
      """
    Then the answer is a replay of "the first card"
    When 1 second passes
    And the caller sends POST "/cards/api/v1/managed-cards/" under the key "the second key"
      """
      {"program": "prg_ke_usd_instant"}
      """
    Then the call is answered with 201
    And there is no header "Idempotent-Replayed"
    And the reference is another than in "the second card"

  @MC-IDEM-05
  Scenario: A refusal leaves the key free
    Given an active card "the card" of the penniless caller
    When the penniless caller sends POST "/cards/api/v1/managed-cards/{the card}/fund/" under the key "k"
      """
      {"amount": "10.00"}
      """
    Then the call is refused with 402 "insufficient_wallet_funds"
    When 10.00 are deposited to the USD wallet of the penniless caller
    And the penniless caller sends POST "/cards/api/v1/managed-cards/{the card}/fund/" under the key "k"
      """
      {"amount": "10.00"}
      """
    Then the call is answered with 201
    And there is no header "Idempotent-Replayed"

  @MC-IDEM-05
  Scenario: A decline is remembered
    Given an active card "the card" of the caller with 100.00
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/authorize/" under the key "k"
      """
      {"amount": "10.00", "sandbox": {"decline_reason": "suspected_fraud"}}
      """
    Then the call is answered with 201
    And the answer shows
      | /status         | "declined"        |
      | /decline_reason | "suspected_fraud" |
    And the answer is noted as "the decline"
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/authorize/" under the key "k"
      """
      {"amount": "10.00", "sandbox": {"decline_reason": "suspected_fraud"}}
      """
    Then the answer is a replay of "the decline"
