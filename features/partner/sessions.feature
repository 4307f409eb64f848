Feature: Encryption sessions
  PIN and reveal share one handshake.
  Source: partner-card-api, PIN encryption, Sessions are one-shot and partner-scoped.

  @PG-ENC-01
  Scenario: A session has an id, a key and an iv
    When the partner opens the session "s"
    Then the session "s" has an id, a key and an iv
    And the answer has status 200

  @PG-ENC-02
  Scenario: No two sessions are alike
    When the partner opens the session "a"
    And the partner opens the session "b"
    Then the sessions "a" and "b" differ in id and key

  @PG-ENC-03
  Scenario: The form of key and iv
    When the partner opens the session "s"
    Then the key of the session "s" is 16 bytes in base64
    And the iv of the session "s" is 12 bytes in base64

  @PG-ENC-04
  Scenario: A session that set a PIN does not read it back
    Given an active virtual card "the card" of the partner
    When the partner opens the session "s"
    And the partner sets the PIN of "the card" to "7193" in the session "s"
    Then setCardPin succeeds
    When the partner reads the PIN of "the card" in the session "s"
    Then getCardPin finds the session expired

  @PG-ENC-04
  Scenario: A session that read a PIN does not read it again
    Given an active virtual card "the card" of the partner
    When the partner sets the PIN of "the card" to "7193"
    And the partner opens the session "s"
    And the partner reads the PIN of "the card" in the session "s"
    Then getCardPin succeeds
    When the partner reads the PIN of "the card" in the session "s"
    Then getCardPin finds the session expired

  @PG-ENC-05
  Scenario: Another partner's session is refused
    Given an active virtual card "the card" of the partner
    And the second partner opened the session "s"
    When the partner reads the PIN of "the card" in the session "s"
    Then the answer has status 400
    And getCardPin answers no "encryptedPin"

  @PG-ENC-05
  Scenario: Another partner's session reveals nothing
    Given an active virtual card "the card" of the partner
    And the second partner opened the session "s"
    When the partner reveals the secrets of "the card" in the session "s"
    Then the answer has status 400
    And revealCardSecrets answers no "encryptedSecrets"

  @PG-ENC-05
  Scenario: Another partner's session sets no PIN
    Given an active virtual card "the card" of the partner
    When the partner sets the PIN of "the card" to "8052"
    Then setCardPin succeeds
    When the second partner opens the session "s"
    And the partner sets the PIN of "the card" to "7193" in the session "s"
    Then the answer has status 400
    And the partner reads back the PIN "8052" of "the card"

  @PG-ENC-06
  Scenario: A session belongs to the partner, not to the token
    Given an active virtual card "the card" of the partner
    And the new token of the partner
    When the partner opens the session "s"
    And the new token sets the PIN of "the card" to "7193" in the session "s"
    Then setCardPin succeeds
    And the partner reads back the PIN "7193" of "the card"

  @PG-ENC-07
  Scenario: A session lives five minutes
    Given an active virtual card "the card" of the partner
    And the clock stands still
    When the partner opens the session "early"
    And the partner opens the session "late"
    And 299 seconds pass
    And the partner sets the PIN of "the card" to "7193" in the session "early"
    Then setCardPin succeeds
    When 2 seconds pass
    And the partner sets the PIN of "the card" to "7193" in the session "late"
    Then setCardPin is refused with "session expired"

  @PG-ENC-08
  Scenario: How a used session is told
    Given an active virtual card "the card" of the partner
    When the partner opens the session "s"
    And the partner reveals the secrets of "the card" in the session "s"
    And the partner reveals the secrets of "the card" in the session "s"
    Then revealCardSecrets says session expired in the envelope (reading "envelope") or in the errors (reading "graphql_error")

  @PG-ENC-09
  Scenario: A refused PIN uses the session up
    Given an active virtual card "the card" of the partner
    When the partner opens the session "s"
    And the partner sets the PIN of "the card" to "1111" in the session "s"
    Then setCardPin is refused
    When the partner sets the PIN of "the card" to "7193" in the session "s"
    Then setCardPin finds the session expired
