Feature: Encryption sessions
  Source: in-app-cards, PIN Management; contract, Encryption sessions, PIN, secrets.

  @AG-ENC-01
  Scenario: Every call opens a new session
    When the user opens the session "a"
    And the user opens the session "b"
    Then the session "a" has an id, a key and an iv
    And the session "b" has an id, a key and an iv
    And the sessions "a" and "b" differ in id and key

  @AG-ENC-02
  Scenario: A session works once
    Given an active virtual card "C" of the user
    And the user opened the session "s"
    When the user sets the PIN of "C" to "719305" in the session "s"
    Then setRainCardPin succeeds
    When the user reads the PIN of "C" in the session "s"
    Then the answer has status 200
    And getRainCardPin is refused with "session expired"
    And the user reads back the PIN "719305" of "C"

  @AG-ENC-03
  Scenario: A session ends after five minutes
    Given the clock stands still
    And an active virtual card "C" of the user
    And the user opened the session "a"
    And the user opened the session "b"
    When 299 seconds pass
    And the user sets the PIN of "C" to "719305" in the session "a"
    Then setRainCardPin succeeds
    When 2 seconds pass
    And the user reads the PIN of "C" in the session "b"
    Then the answer has status 200
    And getRainCardPin is refused with "session expired"

  @AG-ENC-04
  Scenario: A session belongs to the user who opened it
    Given an active virtual card "C" of the user
    And an active virtual card "E" of the second user
    And the user opened the session "s"
    When the second user reads the PIN of "E" in the session "s"
    Then the answer has status 400
    And the answer is exactly
      """
      {"errors":[{"message":"Bad Request","extensions":{"code":"BAD_REQUEST"}}]}
      """
    When the user sets the PIN of "C" to "719305" in the session "s"
    Then setRainCardPin succeeds

  @AG-ENC-05
  Scenario: An altered ciphertext
    Given an active virtual card "C" of the user
    When the user sets the PIN of "C" to "719305"
    Then setRainCardPin succeeds
    When the user sets the PIN of "C" to "826417", with one bit of it altered
    Then the answer has status 200
    And setRainCardPin is refused
    And the user reads back the PIN "719305" of "C"

  @AG-ENC-07
  Scenario: How a used session is reported
    Given an active virtual card "C" of the user
    And the user opened the session "s"
    When the user reads the PIN of "C" in the session "s"
    And the user reads the PIN of "C" in the session "s"
    Then the second use of getRainCardPin fails by itself (reading "envelope") or as a request (reading "graphql_error"), if it fails

  @AG-ENC-06
  Scenario: What RSA means for a client
    When the user opens the session "s"
    Then the key of the session "s" is a public key (reading "rsa_wrapped") or anything else (reading "symmetric")
