Feature: Every endpoint asks who calls, and when
  No endpoint is let past the access of its caller, the window of the timestamp or the replay protection.
  Source: envelope-rest, Unencrypted auth and encryption errors, Decrypted payload, Idempotency and
  replay protection.

  @ER-KEY-09
  Scenario Outline: <path> asks for access and for a present timestamp
    When the locked project calls <path>
    Then it is refused in clear with "You do not have access to this API."
    When the project calls <path> with the timestamp {now-45s}
    Then it is refused in clear with "Request timestamp outside allowed window"

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

  @ER-REPLAY-11
  Scenario Outline: <path> takes the same bytes once
    Given a user "Bob" of the project
    And an approved cardholder "Ann" of the project
    And an active card "the card" of the project
    And a card "the frozen card" of the project that is "frozen"
    When the project <asks>
    Then it is served
    When the project sends the very same bytes again
    Then it is refused in clear with "Duplicate request detected"

    Examples:
      | path                  | asks                                           |
      | /users/create         | registers a new user                           |
      | /users/get            | asks for the user "Ann"                        |
      | /cards/products       | calls /cards/products                          |
      | /cardholders/create   | submits the KYC data of "Bob"                  |
      | /cardholders/get      | asks for the cardholder of "Ann"               |
      | /cards/create         | orders a card for "Ann"                        |
      | /cards/get            | asks for the card "the card"                   |
      | /cards/details        | asks for the data of "the card"                |
      | /cards/balance        | calls /cards/balance for "the card"            |
      | /cards/txs            | lists the transactions of "the card"           |
      | /cards/topup          | tops up "the card"                             |
      | /cards/freeze         | freezes "the card"                             |
      | /cards/unfreeze       | unfreezes "the frozen card"                    |
      | /orders/check         | asks for the order of "the card"               |
      | /project/wallet/trc20 | calls /project/wallet/trc20                    |
      | /project/balance      | calls /project/balance                         |
      | /wh/subscribe         | subscribes the url "https://hooks.example/cards"|
      | /wh/subscriptions     | lists its subscriptions                        |

  @ER-REPLAY-11
  Scenario: /wh/unsubscribe takes the same bytes once
    Given "the hook" of the project
    When the project unsubscribes "the hook"
    Then it is served
    When the project sends the very same bytes again
    Then it is refused in clear with "Duplicate request detected"
