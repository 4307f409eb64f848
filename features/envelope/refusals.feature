Feature: Refusals in general
  Whatever refuses a request that was understood has the three members of the standard error object;
  whatever refuses any request has a status of 4xx, or of 5xx where the server fails.
  Source: envelope-rest, Standard error object, Error format.

  @ER-ERR-23 @ER-ERR-25
  Scenario Outline: A refusal of what <does> is a standard error object, with a cardholder
    Given an approved cardholder "Ann" of the project
    When the project <does>
    Then whatever refuses it is a standard error object
    And whatever refuses it has a status of 4xx

    Examples:
      | does                                              |
      | orders a card for nobody                          |
      | orders a card for "Ann" without an Idempotency-Key |
      | orders a no-such-product card for "Ann"           |
      | orders an inactive card for "Ann"                 |
      | orders a standard card with -5.00 for "Ann"       |
      | orders a standard card with 0.01 for "Ann"        |
      | orders a standard card with 900000.00 for "Ann"   |
      | submits the KYC data of "Ann"                     |
      | freezes "not-a-card" in the name of "Ann"         |
      | unfreezes "not-a-card" in the name of "Ann"       |

  @ER-ERR-23 @ER-ERR-25
  Scenario Outline: A refusal of what <does> is a standard error object, with a card
    Given an active card "the card" of the project
    And a user "Ann" of the project
    When the project <does>
    Then whatever refuses it is a standard error object
    And whatever refuses it has a status of 4xx

    Examples:
      | does                                            |
      | tops up "the card" with 0.01                    |
      | tops up "the card" with 900000.00               |
      | tops up "the card" with -5.00                   |
      | tops up "the card" with exactly its balance     |
      | tops up "the card" without an Idempotency-Key   |
      | tops up "the card" in "JPY"                     |
      | unfreezes "the card"                            |
      | freezes "the card" in the name of "Ann"         |
      | calls /cards/freeze for "the card"              |
      | calls /cards/unfreeze for "the card"            |
      | calls /cards/get for "the card" in the name of "Ann" |
      | calls /cards/details for "the card" in the name of "Ann" |
      | calls /cards/balance for "the card" in the name of "Ann" |
      | calls /cards/txs for "the card" in the name of "Ann" |
      | calls /cards/get for "the card" in the name of nobody known |
      | calls /cards/details for "the card" in the name of nobody known |
      | calls /cards/balance for "the card" in the name of nobody known |
      | calls /cards/txs for "the card" in the name of nobody known |
      | asks for the cardholder of "Ann"                |
      | orders a card for "Ann"                         |
      | registers "Ann" again                           |
      | submits the KYC data of "Ann" to the subprovider "nobody" |

  @ER-ERR-23 @ER-ERR-25
  Scenario Outline: A refusal of what <does> is a standard error object
    When the project <does>
    Then whatever refuses it is a standard error object
    And whatever refuses it has a status of 4xx

    Examples:
      | does                                   |
      | asks for a user that never existed     |
      | asks for a cardholder that never existed |
      | asks for a card that never existed     |
      | asks for an order that never existed   |
      | unsubscribes from what never existed   |
      | subscribes the url 7                   |
      | calls /users/create                    |
      | calls /users/get                       |
      | calls /cardholders/create              |
      | calls /cardholders/get                 |
      | calls /cards/get                       |
      | calls /cards/details                   |
      | calls /cards/balance                   |
      | calls /cards/txs                       |
      | calls /cards/topup                     |
      | calls /cards/freeze                    |
      | calls /cards/unfreeze                  |
      | calls /orders/check                    |
      | calls /wh/subscribe                    |
      | calls /wh/unsubscribe                  |

  @ER-ERR-23 @ER-ERR-25
  Scenario Outline: A refusal because of <fault> is a standard error object
    Given an active card "the card" of the project
    And the next request to <path> meets "<fault>"
    When the project <does>
    Then whatever refuses it is a standard error object
    And whatever refuses it has a status of 5xx

    Examples:
      | path                  | fault                        | does                         |
      | /project/balance      | internal-error               | asks for its balance         |
      | /project/balance      | project-balance-failed       | asks for its balance         |
      | /project/wallet/trc20 | project-wallet-failed        | asks for its deposit address |
      | /cards/topup          | provider-error               | tops up "the card"           |
      | /cards/topup          | topup-attempts-exceeded      | tops up "the card"           |
      | /cards/freeze         | provider-invalid-card-status | freezes "the card"           |

  @ER-ERR-23 @ER-ERR-25
  Scenario Outline: A refusal of what <does> is a standard error object, with a card that is <status>
    Given a card "the card" of the project that is "<status>"
    When the project <does>
    Then whatever refuses it is a standard error object
    And whatever refuses it has a status of 4xx

    Examples:
      | status | does                           |
      | frozen | tops up "the card"             |
      | frozen | freezes "the card"             |
      | closed | asks for the data of "the card" |

  @ER-ERR-23 @ER-ERR-25
  Scenario: A refusal of a key that was used otherwise is a standard error object
    Given an active card "the card" of the project
    When the project tops up "the card" with 20.00 under the Idempotency-Key "K"
    And the project tops up "the card" with 30.00 under the Idempotency-Key "K"
    Then whatever refuses it is a standard error object
    And whatever refuses it has a status of 4xx

  @ER-ERR-23 @ER-ERR-25
  Scenario: A refusal of a cardholder who is not approved is a standard error object
    Given a cardholder "Ann" of the project who is "pending"
    When the project orders a card for "Ann"
    Then whatever refuses it is a standard error object
    And whatever refuses it has a status of 4xx

  @ER-ERR-23 @ER-ERR-25
  Scenario: A refusal of a card that is not issued yet is a standard error object
    Given an approved cardholder "Ann" of the project
    And orders take 10 seconds a step
    When the project orders a card for "Ann"
    And the project freezes that card
    Then whatever refuses it is a standard error object
    And whatever refuses it has a status of 4xx

  @ER-ERR-23 @ER-ERR-25
  Scenario: A refusal of broken pricing is a standard error object
    Given a VUSD-ODD card "the card" of the project
    When the project tops up "the card" with 10.00
    Then whatever refuses it is a standard error object
    And whatever refuses it has a status of 5xx

  @ER-ERR-25
  Scenario Outline: It is an error of the client when it <does>
    When the project <does>
    Then whatever refuses it has a status of 4xx

    Examples:
      | does                                           |
      | calls /users/forget                            |
      | calls /project/balance by GET                  |
      | sends the body ""                              |
      | sends the body "{}"                            |
      | sends a body of 1048577 bytes                  |
      | makes a request with content type "text/plain" |

  @ER-ERR-24
  Scenario Outline: <path> fails as <slug>
    Given the next request to <path> meets "<fault>"
    When the project <does>
    Then it is refused as "<slug>"

    Examples:
      | path                  | fault                  | does                         | slug                   |
      | /project/wallet/trc20 | project-wallet-failed  | asks for its deposit address | project_wallet_failed  |
      | /project/balance      | project-balance-failed | asks for its balance         | project_balance_failed |
