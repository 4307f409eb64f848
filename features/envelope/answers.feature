Feature: One thing, told alike in every answer
  What was made is what is read, and another thing beside it has values of its own.
  Source: envelope-rest, Workflow pages; public: cardholder-creation, card-issue, card-topup, card-status-change.

  @ER-USER-04
  Scenario: A user is read as it was made
    Given an active card "another card" of the project
    When the project registers "Ann"
    And the project asks for the user "Ann"
    Then both answers have the same
      | user_id          |
      | project_id       |
      | external_user_id |
      | created_at       |
    And both answers name "Ann" as external_user_id
    And both answers have nothing as usdt_balance
    And in both answers these times follow each other
      | created_at |
      | updated_at |

  @ER-HOLDER-08
  Scenario: A cardholder is read as it was made
    Given an active card "another card" of the project
    And a user "Ann" of the project
    When the project submits the KYC data of "Ann"
    Then the statuses of the cardholder are in their lists
    When the project asks for the cardholder of "Ann"
    Then the statuses of the cardholder are in their lists
    And both answers have the same
      | cardholder_id    |
      | project_id       |
      | user_id          |
      | external_user_id |
      | subprovider_code |
      | created_at       |
    And both answers name "Ann" as external_user_id
    And in both answers these times follow each other
      | created_at |
      | updated_at |

  @ER-HOLDER-08
  Scenario: A cardholder belongs to its user and project
    Given an active card "another card" of the project
    And an approved cardholder "Ann" of the project
    When the project asks for the user "Ann"
    And the project asks for the cardholder of "Ann"
    Then both answers have the same
      | project_id       |
      | user_id          |
      | external_user_id |
    And in the answer these times follow each other
      | created_at    |
      | registered_at |
      | activated_at  |

  @ER-HOLDER-08
  Scenario: A cardholder who was reviewed was made before that
    Given a user "Ann" of the project
    And the clock stands still
    And a review takes 60 seconds
    When the project submits the KYC data of "Ann"
    And 60 seconds pass
    And the project asks for the cardholder of "Ann"
    Then in the answer these times follow each other
      | created_at |
      | updated_at |
    And in the answer these times follow each other
      | created_at    |
      | registered_at |
      | activated_at  |

  @ER-KYC-05
  Scenario: Nobody is approved before the review
    Given an active card "another card" of the project
    And a user "Ann" of the project
    And the clock stands still
    And a review takes 60 seconds
    When the project submits the KYC data of "Ann"
    Then the cardholder is
      | registration_status | pending |
      | kyc_status          | pending |

  @ER-KYC-05
  Scenario Outline: A cardholder who is <state> says so
    Given an active card "another card" of the project
    And a cardholder "Ann" of the project who is "<state>"
    When the project asks for the cardholder of "Ann"
    Then the cardholder is
      | kyc_status          | <state>        |
      | registration_status | <registration> |

    Examples:
      | state    | registration |
      | pending  | pending      |
      | approved | active       |
      | rejected | failed       |

  @ER-CARD-04
  Scenario: A card belongs to its user and project
    Given a frozen card "another card" of the project
    And an active card "the card" of the project
    When the project asks for the user of "the card"
    And the project asks for the card "the card"
    Then both answers have the same
      | user_id          |
      | project_id       |
      | external_user_id |
    And the product of the card is the one that was ordered

  @ER-CARD-04
  Scenario: A card is issued by its order
    Given a frozen card "another card" of the project
    And an active card "the card" of the project
    When the project asks for the order of "the card"
    And the project asks for the card "the card"
    Then both answers are about "the card"
    And the card was issued after its order was made, and then activated

  @ER-CARD-04 @needs:clock
  Scenario: A card is issued before its first top-up activates it
    Given a card "another card" of the project that is "active"
    And a VUSD-FREE card "the card" of the project
    And the clock stands still
    When 60 seconds pass
    And the project tops up "the card" with 25.00
    And 60 seconds pass
    And the project asks for the card "the card"
    Then in the answer these times follow each other
      | issued_at    |
      | activated_at |

  @ER-CARD-04
  Scenario Outline: A card that is <status> says since when
    Given a card "another card" of the project that is "<status>"
    And a card "the card" of the project that is "<status>"
    When the project asks for the card "the card"
    Then in the answer these times follow each other
      | issued_at    |
      | activated_at |
      | <time>       |

    Examples:
      | status | time      |
      | frozen | frozen_at |
      | closed | closed_at |

  @ER-BAL-03
  Scenario: Both reads of a card show one balance
    Given an active card "the card" of the project
    When the project tops up "the card"
    And the order ends
    And the project asks for the card "the card"
    And the project calls /cards/balance for "the card"
    Then both answers have the same
      | balance |

  @ER-BAL-03
  Scenario: Both reads of a card show the balance that it has now
    Given an active card "the card" of the project
    When the project asks for the card "the card"
    And the project tops up "the card"
    And the order ends
    And the project calls /cards/balance for "the card"
    And the project asks for the card "the card"
    Then both answers have the same
      | balance |

  @ER-ORDER-05
  Scenario: A card order is read as it was made
    Given an active card "another card" of the project
    And an approved cardholder "Ann" of the project
    And the project notes its balance
    When the project orders a card for "Ann"
    Then the order shows the balance that was noted before it and the present one after it
    When the project asks for that order
    Then the order shows the balance that was noted before it and the present one after it
    And both answers have the same
      | order_id       |
      | order_type     |
      | card_id        |
      | balance_before |
      | balance_after  |
      | created_at     |
    And the order has the order_type "card_issue"
    And both answers have an object as data
    And both answers have a status of an order

  @ER-ORDER-05
  Scenario: A top-up is read as it was made
    Given a frozen card "another card" of the project
    And an active card "the card" of the project
    And the project notes its balance
    When the project asks for the card "another card"
    And the project tops up "the card"
    Then the order shows the balance that was noted before it and the present one after it
    When the project asks for that order
    Then the order shows the balance that was noted before it and the present one after it
    And both answers are about "the card"
    And both answers have the same
      | order_id       |
      | order_type     |
      | balance_before |
      | balance_after  |
      | created_at     |
    And the order has the order_type "card_topup"
    And both answers have an object as data
    And both answers have a status of an order

  @ER-ORDER-05
  Scenario Outline: An order that <does> a card is read as it was made
    Given a frozen card "another card" of the project
    And a card "the card" of the project that is "<status>"
    When the project <does> "the card"
    And the project asks for that order
    Then both answers are about "the card"
    And both answers have the same
      | order_id   |
      | order_type |
      | created_at |
    And both answers have an object as data
    And both answers have a status of an order

    Examples:
      | status | does      |
      | active | freezes   |
      | frozen | unfreezes |

  @ER-ORDER-05
  Scenario: A completed order says since when
    Given an active card "another card" of the project
    And an approved cardholder "Ann" of the project
    When the project orders a card for "Ann"
    Then the order ends in the state called "completed"
    And is_issued is true
    And in the answer these times follow each other
      | created_at   |
      | completed_at |

  @ER-ORDER-06
  Scenario: A card order that takes its time is not ahead of itself
    Given an active card "another card" of the project
    And an approved cardholder "Ann" of the project
    And the clock stands still
    And orders take 10 seconds a step
    When the project orders a card for "Ann"
    Then is_issued is false
    When the project asks for that order
    Then is_issued is false
    And both answers have the same
      | status       |
      | issue_status |

  @ER-ORDER-06
  Scenario Outline: An order that <does> a card and takes its time is not ahead of itself
    Given a frozen card "another card" of the project
    And a card "the card" of the project that is "<status>"
    And the clock stands still
    And orders take 10 seconds a step
    When the project <does> "the card"
    And the project asks for that order
    Then both answers have the same
      | status |

    Examples:
      | status | does      |
      | active | tops up   |
      | active | freezes   |
      | frozen | unfreezes |
