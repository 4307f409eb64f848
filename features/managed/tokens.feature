Feature: Logins and tokens
  Source: public page Authentication; what its bodies are, the sandbox decided.

  @MC-TOKEN-01
  Scenario: Login gives an access and a refresh token
    When the caller logs in as "the session"
    Then the call is served
    And the answer shows two different JWTs

  @MC-TOKEN-02
  Scenario: A refresh token buys a usable access token
    Given the caller has logged in as "the session"
    When the caller refreshes with "the refresh token of the session" as "the next"
    Then the call is served
    When the caller sends GET "/cards/api/v1/programs/" with the token "the access token of the next"
    Then the call is served

  @MC-TOKEN-03
  Scenario: Verify accepts a valid token
    Given the caller has logged in as "the session"
    When the caller verifies "the access token of the session"
    Then the call is served

  @MC-TOKEN-04
  Scenario: Verify refuses a broken token
    Given the caller has logged in as "the session"
    And "the spoilt token" is "the access token of the session" with a changed signature
    When the caller verifies "the spoilt token"
    Then the call is refused

  @MC-TOKEN-05
  Scenario: All failed logins look the same
    Given the login of the caller is noted
    And the login of the deactivated caller is noted
    When the caller sends POST "/api/v1/token/" without a token
      """
      {"username": "{the username of the caller}", "password": "wrong"}
      """
    Then the call is refused with 401 "no_active_account"
    And the call is answered exactly with
      """
      {"detail": "No active account found with the given credentials", "code": "no_active_account"}
      """
    When the caller sends POST "/api/v1/token/" without a token
      """
      {"username": "nobody-{the username of the caller}", "password": "{the password of the caller}"}
      """
    Then both answers have the same status and the same bytes
    When the caller sends POST "/api/v1/token/" without a token
      """
      {"username": "{the username of the deactivated caller}", "password": "{the password of the deactivated caller}"}
      """
    Then both answers have the same status and the same bytes

  @MC-TOKEN-06
  Scenario: Claims of an access token
    Given the caller has logged in as "the session"
    And the caller has logged in as "the other session"
    Then "the access token of the session" has the claims of an access token
    And "the access token of the other session" has the claims of an access token
    And "the access token of the session" and "the access token of the other session" differ in jti

  @MC-TOKEN-07
  Scenario: An access token lives for 300 seconds
    Given the clock stands still
    And the caller has logged in as "the session"
    When 299 seconds pass
    And the caller sends GET "/cards/api/v1/programs/" with the token "the access token of the session"
    Then the call is served
    When 1 second passes
    And the caller sends GET "/cards/api/v1/programs/" with the token "the access token of the session"
    Then the call is refused with 401 "token_not_valid"
    And the answer shows
      | /messages/0/message | "Token is expired" |

  @MC-TOKEN-07
  Scenario: A refresh token lives for 24 hours
    Given the clock stands still
    And the caller has logged in as "the session"
    And the caller has logged in as "the other session"
    When 86399 seconds pass
    And the caller refreshes with "the refresh token of the session" as "the next"
    Then the call is served
    When 1 second passes
    And the caller refreshes with "the refresh token of the other session" as "nothing"
    Then the call is refused with 401 "token_not_valid"

  @MC-TOKEN-08
  Scenario: Does a refresh give a new refresh token
    Given the caller has logged in as "the session"
    When the caller refreshes with "the refresh token of the session" as "the next"
    Then the call is served
    And a further JWT is shown (reading "rotate") or none (reading "access_only")

  @MC-TOKEN-09
  Scenario: A refresh token works once
    Given refresh tokens are exchanged for new ones
    And the caller has logged in as "the session"
    When the caller refreshes with "the refresh token of the session" as "the next"
    Then the call is served
    When the caller refreshes with "the refresh token of the session" as "nothing"
    Then the call is refused with 401 "token_not_valid"
    And the detail is "Token is blacklisted"
    When the caller verifies "the refresh token of the session"
    Then the call is refused with 401 "token_not_valid"
    And the detail is "Token is blacklisted"
    When the caller refreshes with "the refresh token of the next" as "the last"
    Then the call is served
