Feature: Snapshots
  Source: our own, Snapshots.

  @SB-SNAP-01
  Scenario: Restoring a snapshot brings everything back
    Given the clock stands still
    And an active virtual card "the card" of the partner
    And "the card" has a deposit of 100 dollars
    And the partner notes the balance of "the card"
    And the back office has sent POST "/snapshots"
      """
      {"name": "before"}
      """
    And the back office notes "/at" as "before"
    When a purchase of 12 dollars is made with "the card"
    And the partner freezes "the card"
    And the back office sends PATCH "/rules"
      """
      {"pin.min_digits": 6}
      """
    And the back office sends POST "/faults"
      """
      {"match": {"operation": "freezeCard"}, "when": {"always": true}, "then": {"drop": "before"}}
      """
    And 60 seconds pass
    And the back office sends POST "/snapshots/before/restore"
    Then the back office is told
      | /now | "{before}" |
    And the partner sees "the card" with status "active"
    And the balance of "the card" stays for the partner as it was
    When the back office asks for "/rules?changed=true"
    Then the back office is told
      | /items/[key=pin.min_digits] | absent |
    When the same bytes are sent again
    Then both answers are the same
