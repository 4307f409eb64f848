Feature: The client report
  The duties that the documents put on a client, and what this world's callers made of them.
  Source: our own, Client report.

  @SB-DUTY-01
  Scenario: A broken duty is reported with the requests that show it
    When the partner sends another body under the timestamp and signature of a read
    And the same bytes are sent again
    And the back office asks for "/client-report"
    Then the back office is told
      | /duties/[id=PG-CLIENT-07]/verdict      | "broken"  |
      | /duties/[id=PG-CLIENT-07]/evidence     | [1, 2]    |
      | /duties/[id=PG-CLIENT-07]/requirements | not empty |

  @SB-DUTY-01 @needs:pin-codec
  Scenario: A session that is used twice breaks a duty
    Given an active virtual card "the card" of the partner
    And the partner opened the session "once"
    When the partner reveals the secrets of "the card" in the session "once"
    And the partner reveals the secrets of "the card" in the session "once"
    And the back office asks for "/client-report"
    Then the back office is told
      | /duties/[id=PG-CLIENT-12]/verdict      | "broken"  |
      | /duties/[id=PG-CLIENT-12]/evidence     | not empty |
      | /duties/[id=PG-CLIENT-12]/requirements | not empty |

  @SB-DUTY-02
  Scenario: A duty without occasion is unseen, and kept only once it was met
    When the partner reads
    And the back office asks for "/client-report"
    Then the back office is told
      | /duties/[id=PG-CLIENT-01]/verdict | "unseen" |
      | /duties/[id=PG-CLIENT-02]/verdict | "unseen" |
      | /summary/broken                   | 0        |
    And the summary counts the duties by their verdicts
    Given the nonce store is down for one request
    When the partner reads
    And 1 second passes
    And the partner reads
    And the back office asks for "/client-report"
    Then the back office is told
      | /duties/[id=PG-CLIENT-01]/verdict  | "kept" |
      | /duties/[id=PG-CLIENT-02]/verdict  | "kept" |
      | /duties/[id=PG-CLIENT-02]/evidence | [2, 3] |
    And the summary counts the duties by their verdicts
