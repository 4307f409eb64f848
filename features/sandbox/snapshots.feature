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

  @SB-SNAP-02
  Scenario: A fork has the state of its origin, and each goes its own way
    Given a world "the origin"
    And everything happens in "the origin" from here on
    And the clock stands still
    And an active virtual card "the card" of the partner
    And "the card" has a deposit of 100 dollars
    When the back office asks for "/credentials"
    And the back office notes "/PG/partners/0/credentials/0/api_token" as "the key of the origin"
    And the back office sends POST "/fork"
      """
      {"id": "{world}-fork"}
      """
    Then the back office is told
      | /surfaces/PG/partners/0/credentials/0/api_token | not "{the key of the origin}" |
    When the back office calls that world "the fork"
    And the back office asks for "/diff?with_world={the fork}"
    Then the back office is told
      | /changes    | [] |
      | /only_here  | [] |
      | /only_there | [] |
    When everything happens in "the fork" from here on
    And the partner freezes "the card"
    Then freezeCard succeeds
    And the partner sees "the card" with status "locked"
    When everything happens in "the origin" from here on
    Then the partner sees "the card" with status "active"
    When the back office asks for "/diff?with_world={the fork}"
    Then the back office is told
      | /changes    | [{"entity": "card:{the card}", "member": "status", "from": "locked", "to": "active"}] |
      | /only_here  | [] |
      | /only_there | [] |
