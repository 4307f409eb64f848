Feature: Freezing, unfreezing and canceling
  Source: in-app-cards, Card Management; Card Status Lifecycle.

  @AG-LIFE-01
  Scenario: Freezing locks a card
    Given an active virtual card "C" of the user
    When the user freezes "C"
    Then freezeRainCard succeeds
    And freezeRainCard answers both ids of "C"
    And the "status" of freezeRainCard is "locked"
    And freezeRainCard answers no "error"
    And the user sees "C" with status "locked"

  @AG-LIFE-02
  Scenario: A frozen card cannot be used
    Given an active virtual card "C" of the user
    And "C" has a deposit of 100 dollars
    And the user has frozen "C"
    And the user notes the balance of "C"
    When a purchase of 1 dollars is made with "C"
    Then the purchase is declined
    And the balance of "C" has changed for the user by
      | pendingCharges | 0 |
      | spendingPower  | 0 |

  @AG-LIFE-03
  Scenario: Unfreezing makes the card usable again
    Given an active virtual card "C" of the user
    And "C" has a deposit of 100 dollars
    And the user has frozen "C"
    When the user unfreezes "C"
    Then unfreezeRainCard succeeds
    And unfreezeRainCard answers both ids of "C"
    And the "status" of unfreezeRainCard is "active"
    And the user sees "C" with status "active"
    When a purchase of 1 dollars is made with "C"
    Then the purchase is approved

  @AG-LIFE-04
  Scenario: Canceling, as documented
    Given an active virtual card "C" of the user
    When the user cancels "C" because "No longer needed"
    Then cancelRainCard succeeds
    And cancelRainCard answers both ids of "C"
    And the "status" of cancelRainCard is "canceled"
    And cancelRainCard answers no "error"
    And the user sees "C" with status "canceled"

  @AG-LIFE-05
  Scenario: A canceled card cannot be used
    Given an active virtual card "C" of the user
    And "C" has a deposit of 100 dollars
    When the user cancels "C"
    Then cancelRainCard succeeds
    Given the user notes the balance of "C"
    When a purchase of 1 dollars is made with "C"
    Then the purchase is declined
    And the balance of "C" has changed for the user by
      | pendingCharges | 0 |
      | spendingPower  | 0 |

  @AG-LIFE-06
  Scenario: Canceling cannot be undone
    Given a card "C" of the user that is "canceled"
    When the user unfreezes "C"
    Then unfreezeRainCard is refused
    And the user sees "C" with status "canceled"

  @AG-LIFE-07
  Scenario: A locked card can be canceled, without a reason
    Given a card "C" of the user that is "locked"
    When the user cancels "C"
    Then cancelRainCard succeeds
    And the user sees "C" with status "canceled"

  @AG-LIFE-08
  Scenario: lock and unlock are other names of freeze and unfreeze
    Given an active virtual card "C" of the user
    When the user locks "C"
    Then lockRainCard succeeds
    And lockRainCard answers both ids of "C"
    And the "status" of lockRainCard is "locked"
    And the user sees "C" with status "locked"
    When the user unlocks "C"
    Then unlockRainCard succeeds
    And unlockRainCard answers both ids of "C"
    And the "status" of unlockRainCard is "active"
    And the user sees "C" with status "active"

  @AG-LIFE-12
  Scenario Outline: <operation> names the card it is about
    Given an active virtual card "another card" of the user
    And a card "C" of the user that is "<state>"
    When the user <action> "C"
    Then <operation> succeeds
    And <operation> answers both ids of "C"

    Examples:
      | action    | operation        | state  |
      | freezes   | freezeRainCard   | active |
      | unfreezes | unfreezeRainCard | locked |
      | cancels   | cancelRainCard   | active |

  @AG-LIFE-08
  Scenario: lock and unlock name the card they are about
    Given an active virtual card "another card" of the user
    And an active virtual card "C" of the user
    When the user locks "another card"
    And the user locks "C"
    Then lockRainCard answers both ids of "C"
    When the user unlocks "another card"
    And the user unlocks "C"
    Then unlockRainCard answers both ids of "C"

  @AG-LIFE-09
  Scenario Outline: Who <action> a card that is <state> is refused
    Given a card "C" of the user that is "<state>"
    When the user <action> "C"
    Then the answer has status 200
    And <operation> is refused
    And <operation> answers success false and there are no errors
    And <operation> answers no "status"
    And the user sees "C" with status "<state>"

    Examples:
      | action    | operation        | state        |
      | freezes   | freezeRainCard   | locked       |
      | freezes   | freezeRainCard   | notActivated |
      | unfreezes | unfreezeRainCard | active       |
      | unfreezes | unfreezeRainCard | notActivated |

  @AG-LIFE-10
  Scenario Outline: <operation> on a canceled card
    Given a card "C" of the user that is "canceled"
    And the user notes the cards there are
    When the user tries <operation> on "C"
    Then the answer has status 200
    And <operation> is refused
    And <operation> answers success false and there are no errors
    And the user finds the cards as they were

    Examples:
      | operation              |
      | freezeRainCard         |
      | cancelRainCard         |
      | replaceVirtualRainCard |
      | replaceRainCard        |
      | updateRainCardLimit    |
      | setRainCardPin         |
      | revealRainCardSecrets  |

  @AG-LIFE-11
  Scenario: Lists follow at once
    Given an active virtual card "C" of the user
    When the user freezes "C"
    Then the user sees "C" at once with status "locked"
    When the user unfreezes "C"
    Then the user sees "C" at once with status "active"
    When the user cancels "C"
    Then the user sees "C" at once with status "canceled"

  @AG-LIFE-13
  Scenario: unfreezeRainCard leaves other cards alone
    Given a card "C" of the user that is "locked"
    And a card "D" of the user that is "locked"
    When the user unfreezes "C"
    Then unfreezeRainCard succeeds
    And the user sees "D" with status "locked"

  @AG-LIFE-13
  Scenario: updateRainCardLimit leaves other cards alone
    Given an active virtual card "C" of the user
    And an active virtual card "D" of the user
    And "D" has a deposit of 100 dollars
    And the user has limited "D" to 5000 cents per7DayPeriod
    When the user limits "C" to 100 cents per7DayPeriod
    Then updateRainCardLimit succeeds
    When a purchase of 40 dollars is made with "D"
    Then the purchase is approved

  @AG-LIFE-13
  Scenario: setRainCardPin leaves other cards alone
    Given an active virtual card "C" of the user
    And an active virtual card "D" of the user
    When the user sets the PIN of "D" to "8052"
    Then setRainCardPin succeeds
    When the user sets the PIN of "C" to "7193"
    Then setRainCardPin succeeds
    And the user reads back the PIN "8052" of "D"
