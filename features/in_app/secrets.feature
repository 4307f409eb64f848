Feature: Card secrets
  Source: in-app-cards, Card Secrets.

  @AG-REVEAL-01
  Scenario: Secrets decrypt to number, code and expiry of the card
    Given an approved application "the application" of the user
    When the user creates a virtual card "C" for "the application"
    And the user reveals the secrets of "C"
    Then revealRainCardSecrets succeeds
    And revealRainCardSecrets answers the "id" of "C"
    And revealRainCardSecrets answers no "error"
    And the secrets are those of the card that createRainCard answered

  @AG-REVEAL-01
  Scenario: Each user reveals the secrets of an own card
    Given an active virtual card "C" of the user
    And an active virtual card "E" of the second user
    When the second user reveals the secrets of "E"
    Then revealRainCardSecrets succeeds
    And revealRainCardSecrets answers the "id" of "E"

  @AG-REVEAL-01 @needs:clock
  Scenario: Secrets have the expiry of their card, and not of an older one
    Given an approved application "the application" of the user
    When the user creates a virtual card "B" for "the application"
    And 400 days pass
    And the user creates a virtual card "C" for "the application"
    And the user reveals the secrets of "C"
    Then revealRainCardSecrets succeeds
    And the secrets are those of the card that createRainCard answered

  @AG-REVEAL-02
  Scenario: The card is a Visa card
    Given an active virtual card "C" of the user
    When the user reveals the secrets of "C"
    Then the card number begins with "4"

  @AG-REVEAL-03
  Scenario: Secrets leave the server encrypted only
    Given an approved application "the application" of the user
    When the user creates a virtual card "C" for "the application"
    And the user reveals the secrets of "C"
    Then revealRainCardSecrets tells nothing that can be read
    When the user asks
      """
      { AgioCard_vw_card { id last4 display_name nickname status } }
      """
    And the user asks for the balance of "C"
    And the user freezes "C"
    Then the number of "C" stands in none of the answers
