Feature: Faults
  Source: our own, Faults.

  @SB-FAULT-01
  Scenario: Exactly the scheduled number of requests fails
    Given the back office has sent POST "/faults"
      """
      {"match": {"surface": "PG"}, "when": {"next": 2}, "then": {"error": "nonce-store-503"}}
      """
    When the partner reads
    Then the answer has status 503
    When the partner reads
    Then the answer has status 503
    When the partner reads
    Then the read succeeds
    When the back office asks for "/faults/f-1"
    Then the back office is told
      | /fired      | 2                                   |
      | /left       | 0                                   |
      | /state      | "spent"                             |
      | /fired_on/0 | "/_sandbox/worlds/{world}/requests/1" |
      | /fired_on/1 | "/_sandbox/worlds/{world}/requests/2" |

  @SB-FAULT-02
  Scenario: The nth request is counted from one
    Given the back office has sent POST "/faults"
      """
      {"match": {"surface": "PG"}, "when": {"nth": 3}, "then": {"error": "nonce-store-503"}}
      """
    When the partner reads
    Then the read succeeds
    When the partner reads
    Then the read succeeds
    When the partner reads
    Then the answer has status 503
    When the partner reads
    Then the read succeeds

  @SB-FAULT-03
  Scenario: Requests that do not match are neither hit nor counted
    Given an active virtual card "the card" of the partner
    And the back office has sent POST "/faults"
      """
      {"match": {"operation": "freezeCard"}, "when": {"next": 1}, "then": {"error": "nonce-store-503"}}
      """
    When the partner reads
    Then the read succeeds
    When the partner unfreezes "the card"
    Then unfreezeCard is refused with "Cannot unfreeze a card with status active"
    When the back office asks for "/faults/f-1"
    Then the back office is told
      | /matched | 0 |
    When the partner freezes "the card"
    Then the answer has status 503

  @SB-FAULT-03
  Scenario Outline: A fault for one <what> leaves the requests of others alone
    Given an active virtual card "the card" of the partner
    And an active virtual card "another card" of the partner
    And the back office has sent POST "/faults"
      """
      {"match": {"operation": "freezeCard", "<member>": "<other>"}, "when": {"next": 1}, "then": {"error": "nonce-store-503"}}
      """
    When the partner freezes "the card"
    Then freezeCard succeeds
    When the back office asks for "/faults/f-1"
    Then the back office is told
      | /matched | 0 |
      | /left    | 1 |

    Examples:
      | what   | member | other               |
      | entity | entity | card:{another card} |
      | caller | by     | globex/primary      |

  @SB-FAULT-05
  Scenario: What is dropped before has no effect, and its nonce is free
    Given an active virtual card "the card" of the partner
    And the back office has sent POST "/faults"
      """
      {"match": {"operation": "freezeCard"}, "when": {"next": 1}, "then": {"drop": "before"}}
      """
    When the partner freezes "the card", and no answer comes
    Then the partner sees "the card" with status "active"
    When the same bytes are sent again
    Then freezeCard succeeds
    And the partner sees "the card" with status "locked"

  @SB-FAULT-06
  Scenario: What is dropped after has its effect, and its nonce is used
    Given an active virtual card "the card" of the partner
    And the back office has sent POST "/faults"
      """
      {"match": {"operation": "freezeCard"}, "when": {"next": 1}, "then": {"drop": "after"}}
      """
    When the partner freezes "the card", and no answer comes
    Then the partner sees "the card" with status "locked"
    When the same bytes are sent again
    Then it is unauthorized with "Request already processed"

  @SB-FAULT-08
  Scenario: Reset clears faults
    Given the back office has sent POST "/faults"
      """
      {"match": {"surface": "PG"}, "when": {"always": true}, "then": {"error": "nonce-store-503"}}
      """
    When the back office sends POST "/reset"
    And the back office asks for "/faults"
    Then the back office is told
      | /total | 0 |
    When the partner reads
    Then the read succeeds
