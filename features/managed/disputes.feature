Feature: Disputes
  Source: managed-cards, Endpoints: open a dispute case linked to an authorization.

  @MC-DISPUTE-01
  Scenario: A dispute is linked to its authorization
    Given an active card "the card" of the caller with 100.00
    And a settled authorization "the first purchase" of 10.00 by the caller on "the card"
    And a settled authorization "the second purchase" of 20.00 by the caller on "the card"
    When the caller disputes "the first purchase" as "the first case"
    Then the call is served
    And the dispute names "the first purchase"
    When the caller disputes "the second purchase" as "the second case"
    Then the call is served
    And the dispute names "the second purchase"
    And "the first case" and "the second case" are different disputes
