Feature: Rate limits
  Source: managed-cards, Rate limits: standard authenticated rate limits; the numbers are decided.

  @MC-RATE-01
  Scenario: Every authenticated answer tells the rate limit
    Given the clock stands still
    And an active card "the card" of the caller
    When the caller sends GET "/cards/api/v1/programs/"
    And the caller sends GET "/cards/api/v1/programs/"
    And the caller sends GET "/cards/api/v1/programs/"
    And the caller sends GET "/cards/api/v1/managed-cards/crd_000000000000000000000000/"
    And the caller sends POST "/cards/api/v1/managed-cards/{the card}/unfreeze/"
    Then the call is refused with 409 "invalid_card_status"
    And the last 5 answers tell the rate limit, one less each time

  @MC-RATE-02
  Scenario: Above the limit the call is throttled
    Given the clock stands still
    And the rate limit is 5 calls
    And an active card "the card" of the caller
    When the caller uses up the rate limit
    And the caller sends POST "/cards/api/v1/managed-cards/{the card}/freeze/" without patience
    Then the call is refused with 429 "throttled"
    And Retry-After is a number of seconds from 1 to 60
    When the time of Retry-After passes
    And the caller sends POST "/cards/api/v1/managed-cards/{the card}/freeze/"
    Then the call is answered with 200
    And the answer shows
      | /status | "frozen" |

  @MC-RATE-03
  Scenario: The limit is counted per user
    Given the clock stands still
    And the rate limit is 5 calls
    When the caller uses up the rate limit
    And the second caller sends GET "/cards/api/v1/programs/" without patience
    Then the call is answered with 200
