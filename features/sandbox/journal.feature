Feature: The journal
  Source: our own, Journal.

  @SB-JRN-01
  Scenario: An imported journal is the same world
    Given the clock stands still
    And an active virtual card "the card" of the partner
    And "the card" has a deposit of 100 dollars
    And an approved application "the application" of the partner
    When a purchase of 12 dollars is made with "the card"
    And the partner freezes "the card"
    And 301 seconds pass
    And the back office asks for "/clock"
    And the back office notes "/now" as "now"
    And the back office sends POST "/journal/verify"
    And the back office notes "/compared" as "the number of answers"
    And the back office asks for "/journal"
    And the back office notes "" as "the journal"
    And the back office sends POST "/_sandbox/import?id={world}-copy&verify=true"
      """
      {the journal}
      """
    Then the back office is told
      | /verify/equal | true    |
      | /clock/now    | "{now}" |
    When the back office calls that world "the copy"
    And the back office asks for "/diff?with_world={the copy}"
    Then the back office is told
      | /changes    | [] |
      | /only_here  | [] |
      | /only_there | [] |
    When the partner creates a virtual card "the next card" for "the application"
    And everything happens in "the copy" from here on
    And the back office sends POST "/journal/verify"
    Then the back office is told
      | /equal    | true                    |
      | /compared | {the number of answers} |
    When the partner creates a virtual card "the next card" for "the application"
    Then both answers are the same
