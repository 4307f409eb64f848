Feature: Reversals
  Source: managed-cards, Current Program Surface: reverse.

  @MC-REVERSE-01
  Scenario: Reversing frees the held money
    Given an active card "the card" of the caller with 100.00
    And an authorization "the purchase" of 60.00 by the caller on "the card"
    When the caller reverses "the purchase"
    Then the call is served
    When the caller authorizes 90.00 on "the card"
    Then the authorization is approved

  @MC-REVERSE-01
  Scenario: Reversing one purchase frees its money alone
    Given an active card "the card" of the caller with 100.00
    And an authorization "the purchase" of 50.00 by the caller on "the card"
    And an authorization "the other purchase" of 40.00 by the caller on "the card"
    When the caller reverses "the purchase"
    Then the call is served
    When the caller authorizes 90.00 on "the card"
    Then the authorization is not approved
    When the caller authorizes 60.00 on "the card"
    Then the authorization is approved

  @MC-REVERSE-02
  Scenario: A full reversal closes
    Given an active card "the card" of the caller with 200.00
    And an authorization "the purchase" of 50.00 by the caller on "the card"
    When the caller sends POST "/cards/api/v1/authorizations/{the purchase}/reverse/"
    Then the call is answered with 200
    And the answer shows
      | /status             | "reversed" |
      | /held               | "0.00"     |
      | /released           | "50.00"    |
      | /settled            | "0.00"     |
      | /reversals/0/amount | "50.00"    |
    And "/reversals" has 1 entry

  @MC-REVERSE-03
  Scenario: A partial reversal leaves the rest on hold
    Given an active card "the card" of the caller with 200.00
    And an authorization "the purchase" of 60.00 by the caller on "the card"
    When the caller sends POST "/cards/api/v1/authorizations/{the purchase}/reverse/":
      """
      {"amount":"5.00"}
      """
    Then the call is answered with 200
    And the answer shows
      | /status   | "authorized" |
      | /held     | "55.00"      |
      | /released | "5.00"       |
    And "the card" has 145.00 available and 55.00 held
    When the caller sends POST "/cards/api/v1/authorizations/{the purchase}/settle/":
      """
      {"amount":"55.00"}
      """
    Then the call is answered with 200

  @MC-REVERSE-04
  Scenario: No more than the hold can be reversed
    Given an active card "the card" of the caller with 200.00
    And an authorization "the purchase" of 60.00 by the caller on "the card"
    And the caller notes what is at "/cards/api/v1/authorizations/{the purchase}/"
    When the caller sends POST "/cards/api/v1/authorizations/{the purchase}/reverse/":
      """
      {"amount":"60.01"}
      """
    Then the call is refused with 422 "amount_exceeds_hold"
    And what is at "/cards/api/v1/authorizations/{the purchase}/" has not changed for the caller
    And "the card" has 140.00 available and 60.00 held

  @MC-REVERSE-05
  Scenario: A closed authorization is not reversed
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
    When the caller sends POST "/cards/api/v1/authorizations/{the declined one}/reverse/"
    Then the call is refused with 409 "authorization_not_open"
    When the caller sends POST "/cards/api/v1/authorizations/{the settled one}/reverse/"
    Then the call is refused with 409 "authorization_not_open"
    When the caller sends POST "/cards/api/v1/authorizations/{the reversed one}/reverse/"
    Then the call is refused with 409 "authorization_not_open"
    When the caller sends POST "/cards/api/v1/authorizations/{the expired one}/reverse/"
    Then the call is refused with 409 "authorization_not_open"
    And "the card" has 89.00 available and 0.00 held
