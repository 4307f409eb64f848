Feature: Orders and their states
  Source: envelope-rest, Status models; public: status-models, card-issue, card-status-change.

  @ER-ORDER-01
  Scenario: Members of an issue order
    Given an active card "the card" of the project
    When the project asks for the order of "the card"
    Then the answer has the members of an order

  @ER-ORDER-01
  Scenario Outline: Members of an order that <does>
    Given an active card "the card" of the project
    When the project <does> "the card"
    And the project asks for that order
    Then the answer has the members of an order

    Examples:
      | does    |
      | tops up |
      | freezes |

  @ER-ORDER-02
  Scenario: An order shows the balances around its charge
    Given an active card "the card" of the project
    And the project notes its balance
    When the project tops up "the card"
    And the order ends
    And the project asks for that order
    Then the order shows the balance that was noted before it and the present one after it

  @ER-ORDER-03
  Scenario: A failed order says why
    Given an active card "the card" of the project
    And the provider fails the next order of /cards/topup
    When the project tops up "the card"
    And the order ends
    And the project asks for that order
    Then the order says why it failed
    And the order has the last_error_slug "provider_error"

  @ER-ORDER-03
  Scenario: An order whose attempts all failed says why
    Given an active card "the card" of the project
    And the provider fails the next 3 attempts at orders of /cards/topup
    When the project tops up "the card"
    And the order ends
    And the project asks for that order
    Then the order says why it failed
    And the order has the last_error_slug "topup_attempts_exceeded"

  @ER-ORDER-04
  Scenario: The place of an order
    Given an active card "the card" of the project
    When the project asks for the order of "the card"
    Then the place of the order tells the reading

  @ER-STATUS-01
  Scenario: The status of an issue order moves along its table
    Given an approved cardholder "Ann" of the project
    And orders take 1 second a step
    When the project orders a card for "Ann" and watches the order
    Then its status moved only along the table

  @ER-STATUS-01
  Scenario: The status of a top-up order moves along its table
    Given an active card "the card" of the project
    And orders take 1 second a step
    When the project tops up "the card" and watches the order
    Then its status moved only along the table

  @ER-STATUS-02
  Scenario Outline: The issue_status of a <kind> card moves along its table
    Given an approved cardholder "Ann" of the project
    And orders take 1 second a step
    When the project orders a <kind> card for "Ann" and watches the order
    Then its issue_status moved only along the table

    Examples:
      | kind     |
      | standard |
      | free     |

  @ER-STATUS-03
  Scenario: The topup_status moves along its table
    Given an active card "the card" of the project
    And orders take 1 second a step
    When the project tops up "the card" and watches the order
    Then its topup_status moved only along the table

  @ER-STATUS-04
  Scenario: Steps of an issue order
    Given an approved cardholder "Ann" of the project
    And the clock stands still
    And orders take 1 second a step
    When the project orders a VUSD-STD card with 50.00 for "Ann" and watches the order
    Then it showed step by step, and never early
      | status     | issue_status              | is_issued | provider_card_status | card               | balance |
      | new        | card_create_pending       | false     | null                 | pending_order      | 0.00    |
      | processing | card_create_pending       | false     | null                 | paid               | 0.00    |
      | processing | card_create_done          | true      | inactive             | pending_activation | 0.00    |
      | processing | initial_topup_pending     | true      | inactive             | pending_activation | 0.00    |
      | processing | initial_topup_in_progress | true      | inactive             | pending_activation | 0.00    |
      | processing | initial_topup_done        | true      | inactive             | pending_activation | 50.00   |
      | completed  | completed                 | true      | active               | active             | 50.00   |

  @ER-STATUS-04
  Scenario: Steps of a free issue order
    Given an approved cardholder "Ann" of the project
    And the clock stands still
    And orders take 1 second a step
    When the project orders a VUSD-FREE card for "Ann" and watches the order
    Then it showed step by step, and never early
      | status     | issue_status          | is_issued | provider_card_status | card                              | balance |
      | new        | card_create_pending   | false     | null                 | pending_order                     | 0.00    |
      | processing | card_create_pending   | false     | null                 | paid                              | 0.00    |
      | processing | card_create_done      | true      | inactive             | pending_activation                | 0.00    |
      | completed  | initial_topup_skipped | true      | inactive             | wait_for_topup_activation_by_user | 0.00    |

  @ER-STATUS-05
  Scenario: Steps of a top-up order
    Given an active card "the card" of the project
    And the clock stands still
    And orders take 1 second a step
    When the project tops up "the card" with 20.00 and watches the order
    Then it showed step by step, and never early
      | status     | topup_status          | card   | balance |
      | new        | new                   | active | 10.00   |
      | processing | provider_in_progress  | active | 10.00   |
      | processing | provider_verification | active | 10.00   |
      | completed  | completed             | active | 30.00   |

  @ER-STATUS-06
  Scenario: The first top-up of a waiting card passes activating
    Given a VUSD-FREE card "the card" of the project
    And the clock stands still
    And orders take 1 second a step
    When the project tops up "the card" with 25.00 and watches the order
    Then it showed step by step, and never early
      | status     | topup_status          | card                              | balance |
      | new        | new                   | wait_for_topup_activation_by_user | 0.00    |
      | activating | provider_in_progress  | wait_for_topup_activation_by_user | 0.00    |
      | activating | provider_verification | wait_for_topup_activation_by_user | 0.00    |
      | completed  | completed             | active                            | 25.00   |

  @ER-STATUS-07
  Scenario: A failed attempt is repeated
    Given an active card "the card" of the project
    And orders take 1 second a step
    And the provider fails attempt 2 at an order of /cards/topup
    And the project notes the balance of "the card"
    When the project tops up "the card" and watches the order
    Then its topup_status passed "provider_in_progress_error" and came to "completed"
    And the balance of "the card" has risen once by the amount of the top-up
