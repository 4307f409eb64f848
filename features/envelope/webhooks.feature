Feature: Webhooks
  Card events are posted to subscribed urls, sealed like everything else.
  Source: public: webhooks.

  @ER-HOOK-01
  Scenario: A subscription is listed
    When the project subscribes "the hook"
    Then it is served
    When the project lists its subscriptions
    Then it is served
    And "the hook" is listed

  @ER-HOOK-02
  Scenario: Unsubscribing stops deliveries
    Given an active card "the card" of the project
    When the project subscribes "the hook"
    And the project unsubscribes "the hook"
    Then it is served
    When the project lists its subscriptions
    Then "the hook" is not listed
    When the project tops up "the card"
    And the order ends
    Then nothing arrives at "the hook"

  @ER-HOOK-03
  Scenario: The form of a delivery
    Given an active card "the card" of the project
    And "the hook" of the project
    When the project tops up "the card"
    Then a delivery arrives at "the hook"
    And each delivery at "the hook" is a sealed POST with the key of the project

  @ER-HOOK-04
  Scenario: The shape of an event
    Given an active card "the card" of the project
    And "the hook" of the project
    When the project tops up "the card"
    Then a delivery arrives at "the hook"
    And the shape of the events at "the hook" tells the reading

  @ER-HOOK-05
  Scenario: Every subscription gets the event
    Given an active card "the card" of the project
    And "the hook" of the project
    And "the second hook" of the project
    When the project tops up "the card"
    Then "the hook" and "the second hook" get the same events

  @ER-HOOK-06
  Scenario: Nothing from before
    Given an active card "the card" of the project
    When the project tops up "the card"
    And the order ends
    And the project subscribes "the hook"
    Then nothing arrives at "the hook"
    When the project tops up "the card"
    Then a delivery arrives at "the hook"

  @ER-HOOK-07
  Scenario: An acknowledged delivery is not repeated
    Given an active card "the card" of the project
    And "the hook" of the project
    When the project tops up "the card"
    Then a delivery arrives at "the hook"
    When 1 day passes
    Then each event has arrived once at "the hook"

  @ER-HOOK-08
  Scenario Outline: 200 with <body> is no acknowledgement
    Given an active card "the card" of the project
    And "the hook" of the project, which answers 200 with <body>
    When the project tops up "the card"
    Then a delivery arrives at "the hook"
    When 1 day passes
    Then each event has arrived again at "the hook"

    Examples:
      | body               |
      | an empty body      |
      | {"success": false} |
      | ok                 |

  @ER-HOOK-09
  Scenario Outline: <status> is no acknowledgement
    Given an active card "the card" of the project
    And "the hook" of the project, which answers <status> with {"success": true}
    When the project tops up "the card"
    Then a delivery arrives at "the hook"
    When 1 day passes
    Then each event has arrived again at "the hook"
    And no redirect was followed

    Examples:
      | status |
      | 201    |
      | 204    |
      | 302    |
      | 500    |

  @ER-HOOK-10
  Scenario: A repetition can be recognised
    Given an active card "the card" of the project
    And "the hook" of the project, which answers 500 with {"success": true}
    When the project tops up "the card"
    Then a delivery arrives at "the hook"
    When 1 day passes
    Then each event has arrived again at "the hook"
    And repetitions at "the hook" have the type and timestamp of the first attempt

  @ER-HOOK-11
  Scenario: Only cards of the own key
    Given an active card "the card" of the second project
    And "the hook" of the project
    When the second project tops up "the card"
    And the order ends
    Then nothing arrives at "the hook"

  @ER-HOOK-12
  Scenario: Events of an issue
    Given an approved cardholder "Ann" of the project
    And the clock stands still
    And "the hook" of the project
    When the project orders a VUSD-STD card for "Ann"
    Then these events arrive at "the hook"
      | card_transaction     |
      | card_status_changed  |
      | card_issue_completed |

  @ER-HOOK-12
  Scenario: Events of a top-up
    Given an active card "the card" of the project
    And the clock stands still
    And "the hook" of the project
    When the project tops up "the card"
    Then these events arrive at "the hook"
      | card_transaction     |
      | card_topup_completed |

  @ER-HOOK-12
  Scenario: Events of freezing and unfreezing
    Given an active card "the card" of the project
    And the clock stands still
    And "the hook" of the project
    When the project freezes "the card"
    And the project unfreezes "the card"
    Then these events arrive at "the hook"
      | card_status_changed |
      | card_status_changed |

  @ER-HOOK-12
  Scenario: Events of a purchase
    Given an active card "the card" of the project
    And the clock stands still
    And "the hook" of the project
    When "the card" pays 7.50
    And the payment is cleared at 7.00
    Then these events arrive at "the hook"
      | card_transaction |
      | card_transaction |

  @ER-HOOK-12
  Scenario: Events of a failed top-up
    Given an active card "the card" of the project
    And the clock stands still
    And "the hook" of the project
    And the provider fails the next order of /cards/topup
    When the project tops up "the card"
    Then these events arrive at "the hook"
      | card_topup_failed |

  @ER-HOOK-13
  Scenario: The retry schedule
    Given an active card "the card" of the project
    And the clock stands still
    And "the hook" of the project, which answers 500 with {"success": true}
    When the project freezes "the card"
    Then attempts are made at "the hook" after these pauses and at no other time
      | 30s  |
      | 300s |
      | 30m  |
      | 2h   |
      | 6h   |

  @ER-HOOK-14
  Scenario Outline: <url> cannot be subscribed
    When the project subscribes the url <url>
    Then it is refused as "invalid_request"

    Examples:
      | url         |
      | "example"   |
      | "ftp://h/x" |
      | 7           |
      | null        |

  @ER-HOOK-14
  Scenario: An unknown subscription cannot be ended
    When the project unsubscribes from what never existed
    Then it is refused as "subscription_not_found"
