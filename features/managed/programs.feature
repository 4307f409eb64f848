Feature: Programs
  Source: managed-cards, Endpoints: list routed programs enabled in the market.

  @MC-PROG-01
  Scenario: Programs are listed with the two documented headers
    When the caller sends GET "/cards/api/v1/programs/" as "application/json"
    Then the call is served
    And there is at least one program
