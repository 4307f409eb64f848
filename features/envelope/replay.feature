Feature: Replay protection
  API key, url and timestamp make a request; the same one again is refused for 30 seconds.
  Source: envelope-rest, Idempotency and replay protection.

  @ER-REPLAY-01
  Scenario: The same bytes again are a duplicate
    When the project registers a new user
    Then it is served
    When the project sends the very same bytes again
    Then it is refused in clear with "Duplicate request detected"
    And it is answered with status 400

  @ER-REPLAY-01
  Scenario: Other fields under a used timestamp are a duplicate
    When the project registers a new user
    Then it is served
    When the project registers a new user under that timestamp
    Then it is refused in clear with "Duplicate request detected"
    And it is answered with status 400

  @ER-REPLAY-02
  Scenario: Text and integer are the same timestamp
    When the project stamps a request {now}
    Then it is served
    When the project stamps a request "{that}"
    Then it is refused in clear with "Duplicate request detected"

  @ER-REPLAY-03
  Scenario: The url makes a difference
    When the project calls /project/balance
    Then it is served
    When the project calls /cards/products under that timestamp
    Then it is served

  @ER-REPLAY-04
  Scenario: The key makes a difference
    When the project calls /project/balance
    Then it is served
    When the second project calls /project/balance under that timestamp
    Then it is served

  @ER-REPLAY-05
  Scenario: One microsecond makes a difference
    When the project stamps a request {now in whole milliseconds}
    Then it is served
    When the project stamps a request {that+1us}
    Then it is served

  @ER-REPLAY-06
  Scenario: A duplicate is still refused 20 seconds later
    When the project stamps a request {now+5s}
    Then it is served
    When 20 seconds pass
    And the project sends the very same bytes again
    Then it is refused in clear with "Duplicate request detected"

  @ER-REPLAY-07
  Scenario: A timestamp from the future after 30 seconds
    When the project stamps a request {now+25s}
    Then it is served
    When 40 seconds pass
    And the project sends the very same bytes again
    Then it is served again (reading "thirty-seconds") or a duplicate (reading "while-in-window")

  @ER-REPLAY-08
  Scenario Outline: <path> is protected
    When the project calls <path>
    And the project calls <path> under that timestamp
    Then it is refused in clear with "Duplicate request detected"

    Examples:
      | path                  |
      | /users/create         |
      | /users/get            |
      | /cards/products       |
      | /cardholders/create   |
      | /cardholders/get      |
      | /cards/create         |
      | /cards/get            |
      | /cards/details        |
      | /cards/balance        |
      | /cards/txs            |
      | /cards/topup          |
      | /cards/freeze         |
      | /cards/unfreeze       |
      | /orders/check         |
      | /project/wallet/trc20 |
      | /project/balance      |
      | /wh/subscribe         |
      | /wh/unsubscribe       |
      | /wh/subscriptions     |

  @ER-REPLAY-09
  Scenario: A refused command has used its timestamp
    When the project asks for a user that never existed
    Then it is refused as "user_not_found"
    When the project sends the very same bytes again
    Then it is refused in clear with "Duplicate request detected"

  @ER-REPLAY-09
  Scenario: A malformed envelope has not used its timestamp
    When the project makes a request whose envelope has one bit of the tag flipped
    Then it is refused in clear with "Invalid encrypted payload format"
    When the project makes a request under that timestamp
    Then it is served

  @ER-REPLAY-10
  Scenario: An Idempotency-Key does not excuse an old timestamp
    Given an active card "the card" of the project
    When the project tops up "the card"
    Then it is served
    And the project notes its balance
    When the project sends the very same bytes again
    Then it is refused in clear with "Duplicate request detected"
    And the balance of the project is unchanged
