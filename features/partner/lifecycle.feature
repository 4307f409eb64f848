Feature: The life of a card
  Source: partner-card-api, Available Mutations, Freeze a card; in-app-cards, statuses.

  @PG-LIFE-01
  Scenario: Freezing an active card locks it
    Given an active virtual card "the card" of the partner
    When the partner freezes "the card"
    Then freezeCard succeeds
    And the "status" of freezeCard is "locked"
    And the "error" of freezeCard is null

  @PG-LIFE-02
  Scenario: Unfreezing a locked card makes it active
    Given a card "the card" of the partner that is "locked"
    When the partner unfreezes "the card"
    Then unfreezeCard succeeds
    And the "status" of unfreezeCard is "active"
    And the partner sees "the card" with status "active"

  @PG-LIFE-03
  Scenario: Lock and unlock are freeze and unfreeze
    Given an active virtual card "the card" of the partner
    When the partner locks "the card"
    Then lockCard succeeds
    And the "status" of lockCard is "locked"
    And the partner sees "the card" with status "locked"
    When the partner unlocks "the card"
    Then unlockCard succeeds
    And the "status" of unlockCard is "active"
    And the partner sees "the card" with status "active"

  @PG-LIFE-04
  Scenario: Canceling
    Given an active virtual card "the card" of the partner
    When the partner cancels "the card" because "No longer needed"
    Then cancelCard succeeds
    And the "status" of cancelCard is "canceled"

  @PG-LIFE-05
  Scenario Outline: Nothing brings a canceled card back: <mutation>
    Given an active virtual card "the card" of the partner
    When the partner cancels "the card"
    Then cancelCard succeeds
    When the partner <action> "the card"
    Then the partner sees that "the card" is canceled

    Examples:
      | mutation     | action    |
      | unfreezeCard | unfreezes |
      | freezeCard   | freezes   |

  @PG-LIFE-06
  Scenario Outline: <mutation> on a card that is <status>
    Given a card "the card" of the partner that is "<status>"
    When the partner <action> "the card"
    Then <mutation> is refused with "<text>"
    And the partner sees "the card" with status "<status>"

    Examples:
      | mutation     | action                       | status       | text                                                   |
      | freezeCard   | freezes                      | notActivated | Cannot freeze a card with status notActivated          |
      | freezeCard   | freezes                      | locked       | Cannot freeze a card with status locked                |
      | freezeCard   | freezes                      | canceled     | Cannot freeze a card with status canceled              |
      | lockCard     | locks                        | notActivated | Cannot lock a card with status notActivated            |
      | lockCard     | locks                        | locked       | Cannot lock a card with status locked                  |
      | lockCard     | locks                        | canceled     | Cannot lock a card with status canceled                |
      | unfreezeCard | unfreezes                    | notActivated | Cannot unfreeze a card with status notActivated        |
      | unfreezeCard | unfreezes                    | active       | Cannot unfreeze a card with status active              |
      | unfreezeCard | unfreezes                    | canceled     | Cannot unfreeze a card with status canceled            |
      | unlockCard   | unlocks                      | notActivated | Cannot unlock a card with status notActivated          |
      | unlockCard   | unlocks                      | active       | Cannot unlock a card with status active                |
      | unlockCard   | unlocks                      | canceled     | Cannot unlock a card with status canceled              |
      | cancelCard   | cancels                      | canceled     | Cannot cancel a card with status canceled              |
      | updateCardLimit | limits                    | canceled     | Cannot change the limit of a card with status canceled |
      | replaceCard  | replaces                     | canceled     | Cannot replace a card with status canceled             |
      | replaceVirtualCard | replaces as virtual    | canceled     | Cannot replace a card with status canceled             |
      | replaceVirtualCard | replaces as virtual    | notActivated | Only virtual cards can be replaced with replaceVirtualCard |

  @PG-LIFE-07
  Scenario: A locked card buys nothing until it is unfrozen
    Given an active virtual card "the card" of the partner
    And "the card" has a deposit of 100 dollars
    And the partner has frozen "the card"
    When a purchase of 10 dollars is made with "the card"
    Then the purchase is declined
    When the partner unfreezes "the card"
    And a purchase of 10 dollars is made with "the card"
    Then the purchase is approved

  @PG-LIFE-07
  Scenario Outline: A card that is <status> buys nothing
    Given a card "the card" of the partner that is "<status>"
    And "the card" has a deposit of 100 dollars
    When a purchase of 10 dollars is made with "the card"
    Then the purchase is declined

    Examples:
      | status       |
      | notActivated |
      | canceled     |

  @PG-LIFE-08
  Scenario: The view follows every change
    Given an active virtual card "the card" of the partner
    When the partner freezes "the card"
    Then the partner sees "the card" with status "locked"
    When the partner unfreezes "the card"
    Then the partner sees "the card" with status "active"
    When the partner cancels "the card"
    Then the partner sees "the card" with status "canceled"

  @PG-LIFE-09
  Scenario: Every answer carries both ids of the card
    Given an active virtual card "the other card" of the partner
    And an approved application "the application" of the partner
    When the partner creates a virtual card "the card" for "the application"
    Then createCard succeeds
    When the partner freezes "the other card"
    And the partner freezes "the card"
    Then freezeCard answers both ids of "the card"
    When the partner unfreezes "the card"
    Then unfreezeCard answers both ids of "the card"
    When the partner locks "the card"
    Then lockCard answers both ids of "the card"
    When the partner unlocks "the card"
    Then unlockCard answers both ids of "the card"
    When the partner nicknames "the card"
    Then updateCardNickname answers both ids of "the card"
    When the partner cancels "the card"
    Then cancelCard answers both ids of "the card"

  @PG-LIFE-10
  Scenario: The reason of a cancellation may be left out
    Given an active virtual card "the card" of the partner
    When the partner cancels "the card"
    Then cancelCard succeeds

  @PG-LIFE-11
  Scenario Outline: <mutation> leaves other cards alone
    Given an active virtual card "the card" of the partner
    And an active virtual card "the other card" of the partner
    When the partner <action> "the card"
    Then <mutation> succeeds
    And the partner sees "the other card" with status "active"

    Examples:
      | mutation   | action  |
      | freezeCard | freezes |
      | lockCard   | locks   |

  @PG-LIFE-11
  Scenario: unfreezeCard leaves other cards alone
    Given a card "the card" of the partner that is "locked"
    And a card "the other card" of the partner that is "locked"
    When the partner unfreezes "the card"
    Then unfreezeCard succeeds
    And the partner sees "the other card" with status "locked"

  @PG-LIFE-11
  Scenario: setCardPin leaves other cards alone
    Given an active virtual card "the card" of the partner
    And an active virtual card "the other card" of the partner
    When the partner sets the PIN of "the other card" to "8052"
    Then setCardPin succeeds
    When the partner sets the PIN of "the card" to "7193"
    Then setCardPin succeeds
    And the partner reads back the PIN "8052" of "the other card"

  @PG-LIFE-12
  Scenario: unlockCard leaves other cards alone
    Given a card "the card" of the partner that is "locked"
    And a card "the other card" of the partner that is "locked"
    When the partner unlocks "the card"
    Then unlockCard succeeds
    And the partner sees "the other card" with status "locked"

  @PG-LIFE-12
  Scenario: cancelCard leaves other cards alone
    Given an active virtual card "the card" of the partner
    And an active virtual card "the other card" of the partner
    When the partner cancels "the card"
    Then cancelCard succeeds
    And the partner sees "the other card" with status "active"

  @PG-LIFE-12
  Scenario: updateCardNickname leaves other cards alone
    Given an active virtual card "the card" of the partner
    And an active virtual card "the other card" of the partner
    When the partner nicknames "the other card" "Team office"
    Then updateCardNickname succeeds
    When the partner nicknames "the card" "Team travel"
    Then updateCardNickname succeeds
    And the partner sees "the other card" with the nickname "Team office"
