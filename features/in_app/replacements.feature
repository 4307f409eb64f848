Feature: Replacing cards
  Source: in-app-cards, Replace a Virtual Card; Replace Any Card.

  @AG-REPL-01
  Scenario: Replacing a virtual card answers with the new card
    Given an active virtual card "C" of the user
    When the user replaces the virtual card "C" with "E"
    Then replaceVirtualRainCard succeeds
    And replaceVirtualRainCard answers a whole number as "id"
    And replaceVirtualRainCard answers a text as "oldCardId"
    And replaceVirtualRainCard tells a whole new card, "virtual" and "active"
    And replaceVirtualRainCard answers no "error"
    And the user finds the new card, from then on "N"
    And the user sees "N" with the digits that replaceVirtualRainCard answered

  @AG-REPL-01
  Scenario: Each replacement tells its own cards
    Given an active virtual card "C" of the user
    And an active virtual card "D" of the user
    When the user replaces the virtual card "C" with "E"
    Then the ids of replaceVirtualRainCard are those of "C" and of the new card
    When the user replaces the virtual card "D" with "F"
    Then the ids of replaceVirtualRainCard are those of "D" and of the new card
    And the user finds the new card, from then on "N"
    And the user sees "N" with the digits that replaceVirtualRainCard answered

  @AG-REPL-02
  Scenario: A replacement has a new card number
    Given an active virtual card "C" of the user
    When the user reveals the secrets of "C"
    And the user replaces the virtual card "C" with "E"
    Then replaceVirtualRainCard succeeds
    And the user finds the new card, from then on "N"
    When the user reveals the secrets of "N"
    Then the numbers of "C" and "N" differ

  @AG-REPL-03
  Scenario: The card that replaceVirtualRainCard replaces is canceled
    Given an active virtual card "C" of the user
    And the user counts its cards
    When the user replaces the virtual card "C" with "E"
    Then replaceVirtualRainCard succeeds
    And the user sees that "C" is canceled
    And the user has 1 card more than before

  @AG-REPL-11
  Scenario: The card that replaceRainCard replaces is canceled
    Given an active virtual card "C" of the user
    And the user counts its cards
    When the user replaces "C" with "E", which is lost
    Then replaceRainCard succeeds
    And the user sees that "C" is canceled
    And the user has 1 card more than before

  @AG-REPL-04
  Scenario: The new card inherits the spending limit
    Given an active virtual card "C" of the user
    And "C" has a deposit of 1000 dollars
    And the user has limited "C" to 10000 cents per24HourPeriod
    When the user replaces the virtual card "C" with "E"
    Then replaceVirtualRainCard succeeds
    And the user finds the new card, from then on "N"
    When a purchase of 10001 cents is made with "N"
    Then the purchase is declined
    When a purchase of 10000 cents is made with "N"
    Then the purchase is approved

  @AG-REPL-05
  Scenario: replaceVirtualRainCard does not take a physical card
    Given a physical card "P" of the user that is not activated
    And the user counts its cards
    When the user replaces the virtual card "P" with "E"
    Then replaceVirtualRainCard is refused
    And the user sees "P" with status "notActivated"
    And the user has as many cards as before

  @AG-REPL-06
  Scenario Outline: A virtual card that is <reason> is replaced without an address
    Given a physical card "P" of the user that is not activated
    And an active virtual card "C" of the user
    When the user replaces "P" with "Q", which is lost, and has it sent
    And the user replaces "C" with "E", which is <reason>
    Then replaceRainCard succeeds
    And replaceRainCard tells a whole new card, "virtual" and "active"
    And the ids of replaceRainCard are those of "C" and of the new card
    And the user finds the new card, from then on "N"
    And the user sees "N" with the digits that replaceRainCard answered

    Examples:
      | reason  |
      | lost    |
      | stolen  |
      | damaged |

  @AG-REPL-07
  Scenario: A physical card is replaced by one that must be activated
    Given a physical card "P" of the user that is not activated
    When the user replaces "P" with "E", which is lost, and has it sent
    Then replaceRainCard succeeds
    And replaceRainCard tells a whole new card, "physical" and "notActivated"

  @AG-REPL-08
  Scenario: Replacing a physical card needs an address
    Given a physical card "P" of the user that is not activated
    And the user counts its cards
    When the user replaces "P" with "E", which is lost
    Then replaceRainCard is refused
    And the user sees "P" with status "notActivated"
    And the user has as many cards as before

  @AG-REPL-09
  Scenario: Other reasons are refused
    Given an active virtual card "C" of the user
    And the user counts its cards
    When the user replaces "C" with "E", which is expired
    Then replaceRainCard is refused
    And the user sees "C" with status "active"
    And the user has as many cards as before

  @AG-REPL-10
  Scenario: Whose ids a replacement tells
    Given an active virtual card "C" of the user
    When the user replaces the virtual card "C" with "E"
    Then the replacement of "C" tells the new card and issuer ids (reading "external"), internal ids (reading "internal") or the old card (reading "old_id")
