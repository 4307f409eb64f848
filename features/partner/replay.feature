Feature: Replay protection
  Each (token, timestamp, signature) is accepted once in ten minutes.
  Source: partner-card-api, Replay protection.

  @PG-REPLAY-01
  Scenario: The same request a second time is refused
    When the partner reads
    Then the read succeeds
    When the same bytes are sent again
    Then it is refused without a result

  @PG-REPLAY-02
  Scenario: The same body under a fresh timestamp is accepted
    When the partner reads
    Then the read succeeds
    When the partner reads
    Then the read succeeds

  @PG-REPLAY-03
  Scenario: Two bodies under one timestamp are both accepted
    When the partner sends two different reads under one timestamp
    Then both are accepted

  @PG-REPLAY-04
  Scenario: A replay is refused while its timestamp is still inside the window
    Given the clock stands still
    When the partner reads with a timestamp 290000 ms in the future
    Then the read succeeds
    When 570 seconds pass
    And the same bytes are sent again
    Then it is refused without a result

  @PG-REPLAY-05
  Scenario: A request that fails on its signature leaves the tuple free
    When the partner sends another body under the timestamp and signature of a read
    Then it is unauthorized with "Invalid signature"
    When the partner sends the read itself under them
    Then the read succeeds

  @PG-REPLAY-06
  Scenario: A refused replay changes nothing
    Given an approved application "the application" of the partner
    And the partner counts its cards
    When the partner creates a virtual card "the card" for "the application"
    And the same bytes are sent again
    Then it is refused without a result
    And the partner has 1 card more than before

  @PG-REPLAY-07
  Scenario: The answer to a replay
    When the partner reads
    And the same bytes are sent again
    Then it is unauthorized with "Request already processed"

  @PG-REPLAY-08
  Scenario: The memory is as long as a timestamp can be good
    Given the clock stands still
    When the partner reads with a timestamp 300000 ms in the future
    Then the read succeeds
    When 600 seconds pass
    And the same bytes are sent again
    Then it is refused without a result
