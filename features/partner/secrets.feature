Feature: Revealing card secrets
  Source: partner-card-api, PIN encryption, step 4.

  @PG-REVEAL-01
  Scenario: The secrets are number, CVC and expiry
    Given an active virtual card "the card" of the partner
    When the partner reveals the secrets of "the card"
    Then revealCardSecrets succeeds
    And the secrets decrypt to pan, cvc and expiry

  @PG-REVEAL-02
  Scenario: The form of the expiry
    Given an active virtual card "the card" of the partner
    And an active virtual card "the other card" of the partner
    When the partner reveals the secrets of "the card"
    And the partner reveals the secrets of "the other card"
    Then each expiry is an object (reading "object") or MM/YY (reading "string")

  @PG-REVEAL-03
  Scenario: The secrets are those of the card
    Given an active virtual card "the card" of the partner
    When the partner reveals the secrets of "the card"
    Then the secrets fit what the partner sees of "the card"

  @PG-REVEAL-04
  Scenario: Nothing of them is readable without the key
    Given an active virtual card "the card" of the partner
    When the partner reveals the secrets of "the card"
    Then revealCardSecrets succeeds
    And neither JSON nor the number of "the card" is readable in the answer

  @PG-REVEAL-05
  Scenario: A session reveals once
    Given an active virtual card "the card" of the partner
    When the partner opens the session "s"
    And the partner reveals the secrets of "the card" in the session "s"
    Then revealCardSecrets succeeds
    When the partner reveals the secrets of "the card" in the session "s"
    Then revealCardSecrets finds the session expired
