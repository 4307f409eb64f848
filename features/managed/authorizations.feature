Feature: Authorizations
  Source: managed-cards, Endpoints: create an authorization event and hold card balance.

  @MC-AUTHZ-01
  Scenario: Authorizing creates an event of its own
    Given an active card "the card" of the caller with 100.00
    When the caller authorizes 10.00 on "the card" as "the first purchase"
    And the caller authorizes 10.00 on "the card" as "the second purchase"
    Then both calls are served
    And "the first purchase" and "the second purchase" are different authorizations

  @MC-AUTHZ-02
  Scenario: Held money cannot be spent twice
    Given an active card "the card" of the caller with 100.00
    And an active card "the other card" of the caller with 100.00
    When the caller authorizes 60.00 on "the card"
    Then the authorization is approved
    When the caller authorizes 50.00 on "the card"
    Then the authorization is not approved
    When the caller authorizes 40.00 on "the card"
    Then the authorization is approved
    When the caller authorizes 90.00 on "the other card"
    Then the authorization is approved

  @MC-AUTHZ-03
  Scenario: How a hold shows in the balance
    Given an active card "the card" of the caller with 100.00
    And the balance of "the card" is noted
    When the caller authorizes 60.00 on "the card"
    Then the authorization is approved
    And the balance of "the card" is lower by 60.00 (reading "available_drops"), or the same with that held beside it (reading "separate_hold")

  @MC-AUTHZ-04
  Scenario: The answer to an authorization
    Given an active card "the card" of the caller with 200.00
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/authorize/":
      """
      {"amount":"60.00","merchant":{"name":"Coffee Hut","mcc":"5814","country":"KE"}}
      """
    Then the call is answered with 201
    And the answer has exactly the fields
      | reference     | card      | status       | decline_reason | amount     | currency     | held        |
      | settled       | released  | over_settled | merchant       | channel    | card_balance | settlements |
      | approval_code | reversals | disputes     | metadata       | expires_at | created_at   | updated_at  |
    And the answer shows
      | /card                   | "{the card}"                                                            |
      | /status                 | "authorized"                                                            |
      | /decline_reason         | null                                                                    |
      | /amount                 | "60.00"                                                                 |
      | /currency               | "USD"                                                                   |
      | /held                   | "60.00"                                                                 |
      | /settled                | "0.00"                                                                  |
      | /released               | "0.00"                                                                  |
      | /over_settled           | "0.00"                                                                  |
      | /merchant               | {"name":"Coffee Hut","mcc":"5814","country":"KE","city":null,"id":null} |
      | /channel                | "ecommerce"                                                             |
      | /card_balance           | {"available":"140.00","held":"60.00","total":"200.00"}                  |
      | /settlements            | []                                                                      |
      | /reversals              | []                                                                      |
      | /disputes               | []                                                                      |
      | /metadata               | {}                                                                      |
    And "/approval_code" has 6 digits
    And that is the authorization "the purchase" on "the card"
    And the caller reads the same at "/cards/api/v1/authorizations/{the purchase}/"
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/authorize/":
      """
      {"amount":"1.00"}
      """
    Then the call is answered with 201
    And the answer shows
      | /status   | "authorized"                                                                 |
      | /merchant | {"name":"Sandbox Merchant","mcc":"5999","country":"KE","city":null,"id":null} |

  @MC-AUTHZ-05
  Scenario: Too little money is a decline, not an error
    Given an active card "the card" of the caller with 100.00
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/authorize/":
      """
      {"amount":"100.01"}
      """
    Then the call is answered with 201
    And the answer shows
      | /status         | "declined"           |
      | /decline_reason | "insufficient_funds" |
      | /held           | "0.00"               |
      | /approval_code  | null                 |
      | /expires_at     | null                 |
    And "the card" has 100.00 available and 0.00 held
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/authorize/":
      """
      {"amount":"100.00"}
      """
    Then the call is answered with 201
    And the answer shows
      | /status | "authorized" |
    And "the card" has 0.00 available and 100.00 held

  @MC-AUTHZ-06
  Scenario Outline: A card that is not active declines with its own reason
    Given a <status> card "the card" of the caller with 10.00
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/authorize/":
      """
      {"amount":"1.00"}
      """
    Then the call is served
    And the answer shows
      | /status         | "declined" |
      | /decline_reason | "<reason>" |

    Examples:
      | status       | reason            |
      | pending      | card_not_active   |
      | frozen       | card_frozen       |
      | blocked      | card_blocked      |
      | expired      | card_expired      |
      | terminated   | card_terminated   |
      | failed       | card_failed       |
      | under_review | card_under_review |

  @MC-AUTHZ-07
  Scenario Outline: A tester can force a decline
    Given an active card "the card" of the caller with 10.00
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/authorize/":
      """
      {"amount":"1.00","sandbox":{"decline_reason":"<reason>"}}
      """
    Then the call is served
    And the answer shows
      | /status         | "declined" |
      | /decline_reason | "<reason>" |
      | /held           | "0.00"     |
    And "the card" has 10.00 available and 0.00 held

    Examples:
      | reason          |
      | suspected_fraud |
      | do_not_honor    |
      | invalid_pin     |
      | cvv_mismatch    |

  @MC-AUTHZ-07
  Scenario: A reason that nobody knows is no reason
    Given an active card "the card" of the caller with 10.00
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/authorize/":
      """
      {"amount":"1.00","sandbox":{"decline_reason":"unheard_of"}}
      """
    Then the call is refused with 400 "invalid_request"
    And "the card" has 10.00 available and 0.00 held

  @MC-AUTHZ-08
  Scenario: Program rules decline
    Given an active card "the card" of the caller with 5000.00
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/authorize/":
      """
      {"amount":"1.00","merchant":{"mcc":"7995"}}
      """
    Then the call is served
    And the answer shows
      | /status         | "declined"         |
      | /decline_reason | "merchant_blocked" |
      | /held           | "0.00"             |
    And "the card" has 5000.00 available and 0.00 held
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/authorize/":
      """
      {"amount":"2000.01"}
      """
    Then the call is served
    And the answer shows
      | /status         | "declined"              |
      | /decline_reason | "amount_limit_exceeded" |
      | /held           | "0.00"                  |
    And "the card" has 5000.00 available and 0.00 held
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/authorize/":
      """
      {"amount":"2000.00"}
      """
    Then the call is served
    And the answer shows
      | /status | "authorized" |

  @MC-AUTHZ-09
  Scenario: The first reason in the list wins
    Given a pending card "the pending card" of the caller
    And an active card "the empty card" of the caller
    When the caller sends POST "/cards/api/v1/managed-cards/{the pending card}/authorize/":
      """
      {"amount":"1.00"}
      """
    Then the call is served
    And the answer shows
      | /decline_reason | "card_not_active" |
    When the caller sends POST "/cards/api/v1/managed-cards/{the empty card}/authorize/":
      """
      {"amount":"2000.01"}
      """
    Then the call is served
    And the answer shows
      | /decline_reason | "amount_limit_exceeded" |

  @MC-AUTHZ-10
  Scenario: An authorization lives seven days
    Given the clock stands still
    And an active card "the card" of the caller with 100.00
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/authorize/":
      """
      {"amount":"30.00"}
      """
    Then the call is served
    And "/expires_at" is 604800 seconds after "/created_at"
    And that is the authorization "the purchase" on "the card"
    When 604799 seconds pass
    And the caller sends POST "/cards/api/v1/authorizations/{the purchase}/settle/":
      """
      {"amount":"30.00"}
      """
    Then the call is answered with 200

  @MC-AUTHZ-11
  Scenario: Expiry gives the hold back
    Given the clock stands still
    And an active card "the card" of the caller with 100.00
    And an authorization "the first purchase" of 30.00 by the caller on "the card"
    And an authorization "the second purchase" of 20.00 by the caller on "the card"
    When the caller sends POST "/cards/api/v1/authorizations/{the second purchase}/settle/":
      """
      {"amount":"5.00","final":false}
      """
    Then the call is answered with 200
    When 604800 seconds pass
    And the caller sends GET "/cards/api/v1/authorizations/{the first purchase}/"
    Then the answer shows
      | /status   | "expired" |
      | /released | "30.00"   |
      | /held     | "0.00"    |
    When the caller sends GET "/cards/api/v1/authorizations/{the second purchase}/"
    Then the answer shows
      | /status   | "settled" |
      | /settled  | "5.00"    |
      | /released | "15.00"   |
      | /held     | "0.00"    |
    And "the card" has 95.00 available and 0.00 held
