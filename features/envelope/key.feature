Feature: API key and access
  The header API-KEY names the project that calls.
  Source: envelope-rest, Required headers, Unencrypted auth and encryption errors.

  @ER-KEY-01
  Scenario: A key that was never issued gets 404
    When the project makes a request with an API key that was never issued
    Then it is refused in clear with "API key not found"
    And it is answered with status 404

  @ER-KEY-02
  Scenario: What a missing key gets
    When the project makes a request without an API key
    Then its status tells the reading
      | 404 | not-found-404    |
      | 401 | unauthorized-401 |
      | 4xx | other-4xx        |

  @ER-KEY-03
  Scenario: A key without access gets 403
    When the locked project makes a request
    Then it is refused in clear with "You do not have access to this API."
    And it is answered with status 403

  @ER-KEY-04
  Scenario Outline: <path> asks for the key
    When the project calls <path> with an API key that was never issued
    Then it is refused in clear with "API key not found"

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

  @ER-KEY-05
  Scenario: The key is judged before the body
    When the project sends the body "{}" with an API key that was never issued
    Then it is refused in clear with "API key not found"

  @ER-KEY-05
  Scenario: Access is judged before the body
    When the locked project sends the body "{}"
    Then it is refused in clear with "You do not have access to this API."

  @ER-KEY-06
  Scenario Outline: The <thing> of another project does not exist
    Given an active card "the card" of the project
    When the second project asks for the <thing> of "the card"
    And the second project asks for a <thing> that never existed
    Then both are refused alike as "<slug>"

    Examples:
      | thing      | slug            |
      | user       | user_not_found  |
      | cardholder | user_not_found  |
      | card       | card_not_found  |
      | order      | order_not_found |

  @ER-KEY-08
  Scenario: The second project acts for itself
    When 250.00 USDT are sent to the deposit address of the second project
    And the second project registers "Bob"
    Then it is served
    When the second project asks for the user "Bob"
    Then it is served
    When the second project submits the KYC data of "Bob"
    Then it is served
    When the second project asks for the cardholder of "Bob"
    Then it is served
    When the project asks for the user "Bob"
    Then it is refused with a standard error

  @ER-KEY-08
  Scenario: The second project orders a card for its own user
    Given an approved cardholder "Bob" of the second project
    When 250.00 USDT are sent to the deposit address of the second project
    And the second project orders a card for "Bob"
    Then it is served

  @ER-KEY-08
  Scenario Outline: The second project <does>
    Given an active card "the card" of the second project
    When the second project <does>
    Then it is served

    Examples:
      | does                                |
      | asks for the user of "the card"     |
      | asks for the cardholder of "the card" |
      | asks for the card "the card"        |
      | asks for the data of "the card"     |
      | asks for the order of "the card"    |
      | calls /cards/balance for "the card" |
      | calls /cards/txs for "the card"     |
      | tops up "the card"                  |
      | freezes "the card"                  |

  @ER-KEY-08
  Scenario: The second project pays from its own balance
    Given the second project notes its balance
    When 250.00 USDT are sent to the deposit address of the second project
    Then the balance of the second project has risen

  @ER-KEY-07
  Scenario: A request without a key is not served
    When the project makes a request without an API key
    Then it is refused and nothing is shown
