Feature: The signature doctor
  Why a request was refused, told to the back office and never on the wire.
  Source: our own, Signature doctor.

  @SB-DOC-01
  Scenario: Seconds instead of milliseconds are recognised
    When the partner reads with the timestamp in seconds
    And the back office asks for the diagnosis of request 1
    Then the back office is told
      | /diagnosis_state       | "done"          |
      | /diagnosis/0/cause     | "pg-ts-seconds" |
      | /diagnosis/0/certainty | "proved"        |

  @SB-DOC-03
  Scenario: The secret of another credential is recognised
    When the partner reads, signed with the secret of the second partner
    And the back office asks for the diagnosis of request 1
    Then the back office is told
      | /diagnosis/0/cause              | "pg-secret-of"   |
      | /diagnosis/0/evidence/secret_of | "globex/primary" |

  @SB-DOC-03
  Scenario: The token of a deleted world is recognised
    Given a world "the gone one"
    When the back office asks for "/clock"
    And the back office notes "/now" as "now"
    And everything happens in "the gone one" from here on
    And the back office sends DELETE "/_sandbox/worlds/{world}"
    And the partner reads
    Then it is unauthorized with "Invalid API key"
    When everything happens in "the first world" from here on
    And the back office asks for "/_sandbox/unrouted?surface=PG&since={now}&text={the gone one}"
    Then the back office is told
      | /total                              | 1                      |
      | /items/0/diagnosis/0/cause          | "pg-key-of-gone-world" |
      | /items/0/diagnosis/0/certainty      | "proved"               |
      | /items/0/diagnosis/0/evidence/world | "{the gone one}"       |

  @SB-DOC-04
  Scenario: A replay names its first use
    Given the clock stands still
    When the partner reads
    And 5 seconds pass
    And the same bytes are sent again
    And the back office asks for the diagnosis of request 2
    Then the back office is told
      | /diagnosis/0/cause            | "pg-nonce-replay" |
      | /diagnosis/0/certainty        | "proved"          |
      | /diagnosis/0/evidence/first   | 1                 |
      | /diagnosis/0/evidence/seconds | 5                 |

  @SB-DOC-07
  Scenario: The diagnosis never reaches the wire
    When the partner reads
    Then the read succeeds
    When the partner reads with the signature in base64
    Then it has no header that the answer before has not
    When the partner reads with a signature over the body alone
    Then it has no header that the answer before has not
    And both answers are the same
    And the answer is exactly
      """
      {"error": "Unauthorized", "description": "Invalid signature"}
      """

  @SB-DOC-07
  Scenario: Nor is the diagnosis of a token on the wire
    When the user lists cards with a token that names no algorithm
    Then it is refused for its token
    When the user lists cards with a token whose signature was altered
    Then it has no header that the answer before has not
    And both answers are the same

  @SB-DOC-07
  Scenario: Nor is that of an envelope
    When the project makes a request whose envelope has no version byte
    Then it is refused in clear with "Invalid encrypted payload format"
    When the project makes a request sealed with the secret of the second project
    Then it is refused in clear with "Invalid encrypted payload format"
    And both refusals are the same
