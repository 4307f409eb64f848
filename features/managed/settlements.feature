Feature: Settlements
  Source: managed-cards, Current Program Surface: settle.

  @MC-SETTLE-01
  Scenario: A settled authorization takes the money away
    Given an active card "the card" of the caller with 100.00
    And an authorization "the purchase" of 60.00 by the caller on "the card"
    When the caller settles 60.00 of "the purchase"
    Then the call is served
    When the caller authorizes 50.00 on "the card"
    Then the authorization is not approved
    When the caller authorizes 40.00 on "the card"
    Then the authorization is approved

  @MC-SETTLE-02
  Scenario: Without an amount everything held is settled
    Given an active card "the card" of the caller with 200.00
    And an authorization "the purchase" of 60.00 by the caller on "the card"
    When the caller sends POST "/cards/api/v1/authorizations/{the purchase}/settle/"
    Then the call is answered with 200
    And the answer shows
      | /status               | "settled" |
      | /settled              | "60.00"   |
      | /held                 | "0.00"    |
      | /released             | "0.00"    |
      | /settlements/0/amount | "60.00"   |
    And "/settlements" has 1 entry

  @MC-SETTLE-03
  Scenario: A partial settlement releases the rest
    Given an active card "the card" of the caller with 200.00
    And an authorization "the purchase" of 60.00 by the caller on "the card"
    When the caller sends POST "/cards/api/v1/authorizations/{the purchase}/settle/":
      """
      {"amount":"45.00"}
      """
    Then the call is answered with 200
    And the answer shows
      | /status   | "settled" |
      | /settled  | "45.00"   |
      | /released | "15.00"   |
      | /held     | "0.00"    |
    And "the card" has 155.00 available and 0.00 held

  @MC-SETTLE-04
  Scenario: Several settlements of one authorization
    Given an active card "the card" of the caller with 200.00
    And an authorization "the purchase" of 60.00 by the caller on "the card"
    When the caller sends POST "/cards/api/v1/authorizations/{the purchase}/settle/":
      """
      {"amount":"45.00","final":false}
      """
    Then the call is answered with 200
    And the answer shows
      | /status  | "partially_settled" |
      | /settled | "45.00"             |
      | /held    | "15.00"             |
    When the caller sends POST "/cards/api/v1/authorizations/{the purchase}/settle/":
      """
      {"amount":"15.00"}
      """
    Then the call is answered with 200
    And the answer shows
      | /status               | "settled" |
      | /settled              | "60.00"   |
      | /held                 | "0.00"    |
      | /settlements/0/amount | "45.00"   |
      | /settlements/0/final  | false     |
      | /settlements/1/amount | "15.00"   |
      | /settlements/1/final  | true      |
    And "/settlements" has 2 entries

  @MC-SETTLE-04
  Scenario: A reversal ends what a settlement has begun
    Given an active card "the card" of the caller with 200.00
    And an authorization "the purchase" of 70.00 by the caller on "the card"
    When the caller sends POST "/cards/api/v1/authorizations/{the purchase}/settle/":
      """
      {"amount":"45.00","final":false}
      """
    Then the call is answered with 200
    When the caller sends POST "/cards/api/v1/authorizations/{the purchase}/reverse/"
    Then the call is answered with 200
    And the answer shows
      | /status   | "settled" |
      | /settled  | "45.00"   |
      | /released | "25.00"   |

  @MC-SETTLE-05
  Scenario Outline: Settling more than allowed is refused
    Given an active card "the card" of the caller with 200.00
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/authorize/":
      """
      {"amount":"<authorized>","merchant":{"mcc":"<mcc>"}}
      """
    Then that is the authorization "the purchase" on "the card"
    And the caller notes what is at "/cards/api/v1/authorizations/{the purchase}/"
    When the caller sends POST "/cards/api/v1/authorizations/{the purchase}/settle/":
      """
      {"amount":"<settled>"}
      """
    Then the call is refused with 422 "over_settlement"
    And what is at "/cards/api/v1/authorizations/{the purchase}/" has not changed for the caller
    And "the card" has <available> available and <authorized> held

    Examples:
      | mcc  | authorized | settled | available |
      | 5999 | 30.00      | 30.01   | 170.00    |
      | 5812 | 40.00      | 48.01   | 160.00    |

  @MC-SETTLE-06
  Scenario: A tip is taken from the available amount
    Given an active card "the card" of the caller with 145.00
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/authorize/":
      """
      {"amount":"40.00","merchant":{"mcc":"5812"}}
      """
    Then that is the authorization "the dinner" on "the card"
    When the caller sends POST "/cards/api/v1/authorizations/{the dinner}/settle/":
      """
      {"amount":"46.00"}
      """
    Then the call is answered with 200
    And the answer shows
      | /status       | "settled" |
      | /settled      | "46.00"   |
      | /over_settled | "6.00"    |
    And "the card" has 99.00 available and 0.00 held

  @MC-SETTLE-06
  Scenario: A tip that the card has no money for is refused
    Given an active card "the card" of the caller with 40.00
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/authorize/":
      """
      {"amount":"40.00","merchant":{"mcc":"5812"}}
      """
    Then that is the authorization "the dinner" on "the card"
    And the caller notes what is at "/cards/api/v1/authorizations/{the dinner}/"
    When the caller sends POST "/cards/api/v1/authorizations/{the dinner}/settle/":
      """
      {"amount":"46.00"}
      """
    Then the call is refused with 402 "insufficient_card_funds"
    And what is at "/cards/api/v1/authorizations/{the dinner}/" has not changed for the caller
    And "the card" has 0.00 available and 40.00 held

  @MC-SETTLE-07
  Scenario: A closed authorization is not settled again
    Given the clock stands still
    And an active card "the card" of the caller with 100.00
    And an authorization "the expired one" of 13.00 by the caller on "the card"
    When 604800 seconds pass
    And the caller sends POST "/cards/api/v1/managed-cards/{the card}/authorize/":
      """
      {"amount":"2000.01"}
      """
    Then that is the authorization "the declined one" on "the card"
    Given a settled authorization "the settled one" of 11.00 by the caller on "the card"
    And an authorization "the reversed one" of 12.00 by the caller on "the card"
    When the caller reverses "the reversed one"
    Then the call is served
    When the caller sends POST "/cards/api/v1/authorizations/{the declined one}/settle/":
      """
      {"amount":"1.00"}
      """
    Then the call is refused with 409 "authorization_not_open"
    When the caller sends POST "/cards/api/v1/authorizations/{the settled one}/settle/":
      """
      {"amount":"1.10"}
      """
    Then the call is refused with 409 "authorization_not_open"
    When the caller sends POST "/cards/api/v1/authorizations/{the reversed one}/settle/":
      """
      {"amount":"1.20"}
      """
    Then the call is refused with 409 "authorization_not_open"
    When the caller sends POST "/cards/api/v1/authorizations/{the expired one}/settle/":
      """
      {"amount":"1.30"}
      """
    Then the call is refused with 409 "authorization_not_open"
    And "the card" has 89.00 available and 0.00 held
