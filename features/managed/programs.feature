Feature: Programs
  Source: managed-cards, Endpoints: list routed programs enabled in the market.

  @MC-PROG-01
  Scenario: Programs are listed with the two documented headers
    When the caller sends GET "/cards/api/v1/programs/" as "application/json"
    Then the call is served
    And there is at least one program

  @MC-PROG-02
  Scenario: A disabled program is not listed
    Given a program "the program" in the market of the caller
    And a disabled program "the disabled program" in the market of the caller
    Then the caller is shown "the program", and not "the disabled program"

  @MC-PROG-03
  Scenario: A program without an issuing route is not listed
    Given a program "the program" in the market of the caller
    And an unrouted program "the unrouted program" in the market of the caller
    Then the caller is shown "the program", and not "the unrouted program"

  @MC-PROG-04
  Scenario: Whose market decides the list
    Given a program "the Kenyan program" in the market of the caller
    And a program "the Ugandan program" in the market of the Ugandan caller
    Then the caller and the Ugandan caller are shown "the Kenyan program" and "the Ugandan program" each in its market (reading "caller_country") or both the same (reading "platform")

  @MC-PROG-05
  Scenario: Is Content-Type needed on a GET
    When the caller sends GET "/cards/api/v1/programs/" without a content type
    Then the call is served (reading "ignored") or refused (reading "required")

  @MC-PROG-06
  Scenario: What a program says about itself
    When the caller sends GET "/cards/api/v1/programs/"
    Then the call is served
    And every program has the fields of the contract
    And "prg_ke_usd_instant" is among the programs
    And the programs have the adapters instant, delayed, failing and under_review
