Feature: The life of a card
  Source: managed-cards, Endpoints: the eight statuses; what leads from one to another is decided.

  @MC-LIFE-01
  Scenario: The instant adapter activates at once
    When the caller creates the card "the card" of the program prg_ke_usd_instant
    Then the call is served
    And the answer shows
      | /status | "active" |
    And "/activated_at" is 0 seconds after "/created_at"

  @MC-LIFE-02
  Scenario: The delayed adapter activates after 30 seconds
    Given the clock stands still
    When the caller creates the card "the card" of the program prg_ke_usd_delayed
    Then the call is served
    And "the card" has the status "pending"
    When 29 seconds pass
    Then "the card" has the status "pending"
    When 1 second passes
    And the caller reads "the card"
    Then the answer shows
      | /status | "active" |
    And "/activated_at" is 30 seconds after "/created_at"

  @MC-LIFE-03
  Scenario: The failing adapter makes a failed card
    When the caller creates the card "the card" of the program prg_ke_usd_failing
    Then the call is served
    And the answer shows
      | /status          | "failed"                                                                              |
      | /failure         | {"code": "provider_rejected", "detail": "The issuing partner refused the card."}      |
      | /allowed_actions | []                                                                                    |

  @MC-LIFE-04 @needs:clock
  Scenario: A card under review waits for a decision
    Given the clock stands still
    When the caller creates the card "the approved card" of the program prg_ke_usd_review
    And the caller creates the card "the rejected card" of the program prg_ke_usd_review
    Then both calls are served
    When 1 day passes
    Then "the approved card" has the status "under_review"
    And "the rejected card" has the status "under_review"
    When the operator makes "the approved card" active
    And the operator makes "the rejected card" failed
    Then "the approved card" has the status "active"
    When the caller reads "the rejected card"
    Then the answer shows
      | /status       | "failed"          |
      | /failure/code | "review_rejected" |

  @MC-LIFE-05
  Scenario: A block belongs to the issuer
    Given an active card "the card" of the caller with 50.00
    When the operator makes "the card" blocked because of "suspected fraud"
    And the caller reads "the card"
    Then the answer shows
      | /status        | "blocked"         |
      | /status_reason | "suspected fraud" |
    And "the card" has 50.00 available and 0.00 held
    When the operator makes "the card" active
    And the caller reads "the card"
    Then the answer shows
      | /status        | "active" |
      | /status_reason | null     |
    And "the card" has 50.00 available and 0.00 held

  @MC-LIFE-06
  Scenario Outline: A card that is <status> expires when its month ends
    Given the clock stands still
    And a <status> card "the card" of the caller
    When the last second of the expiry month of "the card" begins
    Then "the card" has the status "<status>"
    When the expiry month of "the card" is over
    Then "the card" has the status "expired"

    Examples:
      | status  |
      | active  |
      | frozen  |
      | blocked |

  @MC-LIFE-07
  Scenario Outline: A card that is <status> refuses to <action>
    Given a <status> card "the card" of the caller with 10.00
    And a receiver "the receiver"
    And the caller notes what is at "/cards/api/v1/managed-cards/{the card}/"
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/<action>/"
      """
      <body>
      """
    Then the call is refused with 409 "invalid_card_status"
    And the answer shows
      | /card_status | "<status>" |
    And what is at "/cards/api/v1/managed-cards/{the card}/" has not changed for the caller
    And nothing at all arrives at "the receiver"

    Examples:
      | status       | action    | body               |
      | pending      | fund      | {"amount": "5.00"} |
      | pending      | withdraw  | {"amount": "5.00"} |
      | pending      | freeze    | {}                 |
      | pending      | unfreeze  | {}                 |
      | active       | unfreeze  | {}                 |
      | frozen       | fund      | {"amount": "5.00"} |
      | frozen       | freeze    | {}                 |
      | blocked      | fund      | {"amount": "5.00"} |
      | blocked      | withdraw  | {"amount": "5.00"} |
      | blocked      | freeze    | {}                 |
      | blocked      | unfreeze  | {}                 |
      | blocked      | terminate | {}                 |
      | expired      | fund      | {"amount": "5.00"} |
      | expired      | freeze    | {}                 |
      | expired      | unfreeze  | {}                 |
      | terminated   | fund      | {"amount": "5.00"} |
      | terminated   | withdraw  | {"amount": "5.00"} |
      | terminated   | freeze    | {}                 |
      | terminated   | unfreeze  | {}                 |
      | terminated   | terminate | {}                 |
      | failed       | fund      | {"amount": "5.00"} |
      | failed       | withdraw  | {"amount": "5.00"} |
      | failed       | freeze    | {}                 |
      | failed       | unfreeze  | {}                 |
      | failed       | terminate | {}                 |
      | under_review | fund      | {"amount": "5.00"} |
      | under_review | withdraw  | {"amount": "5.00"} |
      | under_review | freeze    | {}                 |
      | under_review | unfreeze  | {}                 |
      | under_review | terminate | {}                 |

  @MC-LIFE-08
  Scenario Outline: Money leaves a card that is <status>, which can be terminated
    Given a <status> card "the card" of the caller with 10.00
    When the caller withdraws 4.00 from "the card"
    Then the call is served
    When the caller terminates "the card"
    Then the call is served
    And "the card" has the status "terminated"

    Examples:
      | status  |
      | frozen  |
      | expired |

  @MC-LIFE-08
  Scenario: A card that is pending can be terminated, and stays so
    Given the clock stands still
    When the caller creates the card "the card" of the program prg_ke_usd_delayed
    And the caller terminates "the card"
    Then both calls are served
    When 1 hour passes
    Then "the card" has the status "terminated"

  @MC-LIFE-09
  Scenario Outline: A card that is <status> says what may be done with it
    Given a <status> card "the card" of the caller
    When the caller reads "the card"
    Then the answer shows
      | /status          | "<status>" |
      | /allowed_actions | <actions>  |

    Examples:
      | status       | actions                                                  |
      | pending      | ["terminate"]                                            |
      | active       | ["fund", "withdraw", "freeze", "terminate", "authorize"] |
      | frozen       | ["withdraw", "unfreeze", "terminate"]                    |
      | blocked      | []                                                       |
      | expired      | ["withdraw", "terminate"]                                |
      | terminated   | []                                                       |
      | failed       | []                                                       |
      | under_review | []                                                       |

  @MC-LIFE-10
  Scenario: A request can choose the adapter for itself
    Given the clock stands still
    When the caller sends POST "/cards/api/v1/managed-cards/"
      """
      {"program": "prg_ke_usd_instant", "sandbox": {"adapter": "delayed", "delay_seconds": 5}}
      """
    Then the call is served
    And the answer shows
      | /status | "pending" |
    And that is the card "the card" of the caller
    When 5 seconds pass
    Then "the card" has the status "active"
    When the caller funds "the card" with 10.00
    Then the call is served
    And the answer shows
      | /operation/status | "completed" |
