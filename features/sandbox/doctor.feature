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
      | /diagnosis/0/cause | "pg-secret-of" |

  @SB-DOC-04
  Scenario: A replay names its first use
    Given the clock stands still
    When the partner reads
    And 5 seconds pass
    And the same bytes are sent again
    And the back office asks for the diagnosis of request 2
    Then the back office is told
      | /diagnosis/0/cause     | "pg-nonce-replay" |
      | /diagnosis/0/certainty | "proved"          |
      | /diagnosis/0/evidence  | there             |

  @SB-DOC-07
  Scenario: The diagnosis never reaches the wire
    When the partner reads with the signature in base64
    And the partner reads with a signature over the body alone
    Then both answers are the same
    And the answer is exactly
      """
      {"error": "Unauthorized", "description": "Invalid signature"}
      """
