Feature: Who may call
  Source: managed-cards, Endpoints, Auth and Headers columns.

  @MC-AUTH-01
  Scenario Outline: <method> <path> refuses a caller without a token
    When the caller sends <method> "<path>" without a token, as "application/json"
      """
      {}
      """
    Then the call is refused

    Examples:
      | method | path                                         |
      | GET    | /cards/api/v1/programs/                      |
      | POST   | /cards/api/v1/managed-cards/                 |
      | POST   | /cards/api/v1/managed-cards/a-card/fund/     |
      | POST   | /cards/api/v1/managed-cards/a-card/authorize/ |
      | POST   | /cards/api/v1/disputes/                      |

  @MC-AUTH-01 @needs:dialect @needs:deposit
  Scenario: The documented calls are served with the token, and without it nothing happens
    Given an active card "the card" of the caller with 100.00
    And a settled authorization "the purchase" of 10.00 by the caller on "the card"
    And what the caller has is noted
    When the caller makes the five documented calls for "the card" and "the purchase" without a token
    Then all five are refused
    And the caller has what was noted
    When the caller makes the five documented calls for "the card" and "the purchase"
    Then all five are served

  @MC-AUTH-02
  Scenario: A bearer value that is no user JWT is refused
    Given the access token of the caller is noted as "the token"
    And "the invented token" is three random parts
    And "the spoilt token" is "the token" with a changed signature
    When the caller sends GET "/cards/api/v1/programs/" with the Authorization "Bearer not-a-token"
    Then the call is refused
    When the caller sends GET "/cards/api/v1/programs/" with the token "the invented token"
    Then the call is refused
    When the caller sends GET "/cards/api/v1/programs/" with the token "the spoilt token"
    Then the call is refused
    When the caller sends GET "/cards/api/v1/programs/" with the token "the token"
    Then the call is served

  @MC-AUTH-02 @needs:dialect
  Scenario Outline: A changed token does not open <path>
    Given the access token of the caller is noted as "the token"
    And "the spoilt token" is "the token" with a changed signature
    When the caller asks for <operation> with the token "the spoilt token"
    Then the call is refused
    When the caller asks for <operation> with the token "the token"
    Then the call is served

    Examples:
      | path           | operation       |
      | the cards      | cards.list      |
      | the wallets    | wallets.list    |
      | the operations | operations.list |

  @MC-AUTH-02 @needs:dialect @needs:deposit
  Scenario: With a changed token none of the documented calls does anything
    Given an active card "the card" of the caller with 100.00
    And a settled authorization "the purchase" of 10.00 by the caller on "the card"
    And the access token of the caller is noted as "the token"
    And "the spoilt token" is "the token" with a changed signature
    And what the caller has is noted
    When the caller makes the five documented calls for "the card" and "the purchase" with the token "the spoilt token"
    Then all five are refused
    And the caller has what was noted

  @MC-AUTH-03
  Scenario: The refusal of an anonymous call names the scheme
    Given the login of the caller is noted
    When the caller sends GET "/cards/api/v1/managed-cards/" without a token
    Then the call is refused with 401 "not_authenticated"
    And the call is answered exactly with
      """
      {"detail": "Authentication credentials were not provided.", "code": "not_authenticated"}
      """
    And the answer has the header WWW-Authenticate: Bearer realm="api"
    When the caller sends POST "/api/v1/token/" without a token
      """
      {"username": "{the username of the caller}", "password": "wrong"}
      """
    Then the call is refused with 401 "no_active_account"
    And the answer has the header WWW-Authenticate: Bearer realm="api"

  @MC-AUTH-04
  Scenario Outline: A token <forged> is refused
    Given the access token of the caller is noted as "the token"
    And "the forged token" is "the token" <forged>
    When the caller sends GET "/cards/api/v1/managed-cards/" with the token "the forged token"
    Then the call is refused with 401 "token_not_valid"

    Examples:
      | forged                          |
      | with another user               |
      | signed with another key         |
      | with the algorithm none         |

  @MC-AUTH-05
  Scenario: A refresh token is not an access token
    Given the caller has logged in as "the session"
    When the caller sends GET "/cards/api/v1/programs/" with the token "the refresh token of the session"
    Then the call is refused with 401 "token_not_valid"
    When the caller sends GET "/cards/api/v1/programs/" with the token "the access token of the session"
    Then the call is served

  @MC-AUTH-06
  Scenario: Deactivating a user ends the use of issued tokens
    Given the caller has logged in as "the session"
    When the caller sends GET "/cards/api/v1/programs/" with the token "the access token of the session"
    Then the call is served
    When the caller is deactivated
    And the caller sends GET "/cards/api/v1/programs/" with the token "the access token of the session"
    Then the call is refused with 401 "user_inactive"

  @MC-AUTH-07 @needs:clock
  Scenario Outline: <method> <path> is served to nobody without a token that holds
    Given the access token of the caller is noted as "the token"
    And "the spoilt token" is "the token" with a changed signature
    When the caller sends <method> "<path>" without a token
    Then the call is refused with 401 "not_authenticated"
    When the caller sends <method> "<path>" with the token "the spoilt token"
    Then the call is refused with 401 "token_not_valid"
    When 301 seconds pass
    And the caller sends <method> "<path>" with the token "the token"
    Then the call is refused with 401 "token_not_valid"

    Examples:
      | method | path                                                   |
      | GET    | /cards/api/v1/programs/                                |
      | POST   | /cards/api/v1/managed-cards/                           |
      | GET    | /cards/api/v1/managed-cards/                           |
      | GET    | /cards/api/v1/managed-cards/a-card/                    |
      | POST   | /cards/api/v1/managed-cards/a-card/fund/               |
      | POST   | /cards/api/v1/managed-cards/a-card/withdraw/           |
      | POST   | /cards/api/v1/managed-cards/a-card/freeze/             |
      | POST   | /cards/api/v1/managed-cards/a-card/unfreeze/           |
      | POST   | /cards/api/v1/managed-cards/a-card/terminate/          |
      | POST   | /cards/api/v1/managed-cards/a-card/authorize/          |
      | GET    | /cards/api/v1/managed-cards/a-card/ledger/             |
      | GET    | /cards/api/v1/authorizations/                          |
      | GET    | /cards/api/v1/authorizations/an-authorization/         |
      | POST   | /cards/api/v1/authorizations/an-authorization/settle/  |
      | POST   | /cards/api/v1/authorizations/an-authorization/reverse/ |
      | POST   | /cards/api/v1/disputes/                                |
      | GET    | /cards/api/v1/disputes/                                |
      | GET    | /cards/api/v1/disputes/a-dispute/                      |
      | POST   | /cards/api/v1/disputes/a-dispute/cancel/               |
      | GET    | /accounting/api/v1/wallets/                            |
      | GET    | /accounting/api/v1/operations/                         |
      | GET    | /accounting/api/v1/operations/an-operation/            |
