Feature: Errors
  Standard errors are sealed objects with a slug; what fails before is answered in clear.
  Source: envelope-rest, Error format, Unencrypted auth and encryption errors, Common error slugs.

  @ER-ERR-01
  Scenario: Standard errors are sealed
    When the project asks for a user that never existed
    Then the answer is sealed, and "user_not_found" is not in clear

  @ER-ERR-02
  Scenario: The standard error object
    When the project asks for a user that never existed
    Then the answer is a standard error object

  @ER-ERR-03
  Scenario Outline: A failure of <what> can be read without the secret
    When the project <does>
    Then it is refused in clear with "<text>"

    Examples:
      | what          | does                                                         | text                                              |
      | the key       | makes a request with an API key that was never issued        | API key not found                                 |
      | the body      | sends the body "{}"                                          | Encrypted payload not found                       |
      | the tag       | makes a request whose envelope has one bit of the tag flipped | Invalid encrypted payload format                  |
      | the timestamp | makes a request without a timestamp                          | Request timestamp not found in encrypted payload  |

  @ER-ERR-03
  Scenario: A duplicate can be read without the secret
    When the project makes a request
    And the project sends the very same bytes again
    Then it is refused in clear with "Duplicate request detected"

  @ER-ERR-04
  Scenario Outline: A failure of <what> is not the standard object
    When the project <does>
    Then the answer has no error_slug

    Examples:
      | what          | does                                                         |
      | the key       | makes a request with an API key that was never issued        |
      | the body      | sends the body "{}"                                          |
      | the tag       | makes a request whose envelope has one bit of the tag flipped |
      | the timestamp | makes a request without a timestamp                          |

  @ER-ERR-04
  Scenario: A duplicate is not the standard object
    When the project makes a request
    And the project sends the very same bytes again
    Then the answer has no error_slug

  @ER-ERR-05
  Scenario Outline: <what> is HTTP 200
    When the project <does>
    Then it is answered with status 200

    Examples:
      | what            | does                 |
      | A read          | asks for its balance |
      | Making something | registers a new user |

  @ER-ERR-22
  Scenario Outline: What <does> is served with HTTP 200
    Given an active card "the card" of the project
    And a user "Ann" of the project
    When the project <does>
    Then it is served

    Examples:
      | does                                |
      | registers "Bob"                     |
      | submits the KYC data of "Ann"       |
      | asks for the user of "the card"     |
      | asks for the cardholder of "the card" |
      | asks for the card "the card"        |
      | asks for the data of "the card"     |
      | asks for the order of "the card"    |
      | calls /cards/balance for "the card" |
      | calls /cards/txs for "the card"     |
      | calls /cards/products               |
      | tops up "the card"                  |
      | freezes "the card"                  |
      | asks for its deposit address        |
      | asks for its balance                |

  @ER-ERR-22
  Scenario: An order is served with HTTP 200
    Given an approved cardholder "Ann" of the project
    When the project orders a card for "Ann"
    Then it is served

  @ER-ERR-22
  Scenario: An unfreeze is served with HTTP 200
    Given a frozen card "the card" of the project
    When the project unfreezes "the card"
    Then it is served

  @ER-ERR-06
  Scenario: The body of a failure in clear
    When the project makes a request with an API key that was never issued
    Then the form of "API key not found" tells the reading

  @ER-ERR-07
  Scenario: invalid_request
    When the project calls /orders/check
    Then it is refused as "invalid_request"
    And it is answered with status 400

  @ER-ERR-07
  Scenario Outline: invalid_request of <path>
    When the project calls <path>
    Then it is refused as "invalid_request"

    Examples:
      | path                |
      | /users/create       |
      | /users/get          |
      | /cardholders/create |
      | /cardholders/get    |
      | /cards/get          |
      | /cards/details      |
      | /cards/balance      |
      | /cards/txs          |
      | /cards/topup        |

  @ER-ERR-08
  Scenario: invalid_amount of a card order
    Given an approved cardholder "Ann" of the project
    When the project orders a standard card with -5.00 for "Ann"
    Then it is refused as "invalid_amount"

  @ER-ERR-08
  Scenario: invalid_amount
    Given an active card "the card" of the project
    When the project tops up "the card" with -5.00
    Then it is refused as "invalid_amount"
    And it is answered with status 400

  @ER-ERR-09
  Scenario: insufficient_funds
    Given an active card "the card" of the project
    When the project tops up "the card" with more than its balance
    Then it is refused as "insufficient_funds"
    And it is answered with status 403

  @ER-ERR-10
  Scenario: user_not_found
    When the project asks for a user that never existed
    Then it is refused as "user_not_found"
    And it is answered with status 404

  @ER-ERR-11
  Scenario: card_not_found
    When the project asks for a card that never existed
    Then it is refused as "card_not_found"
    And it is answered with status 404

  @ER-ERR-12
  Scenario: cardholder_not_found
    Given a user "Ann" of the project
    When the project asks for the cardholder of "Ann"
    Then it is refused as "cardholder_not_found"
    And it is answered with status 404

  @ER-ERR-12
  Scenario: cardholder_not_found of a card order
    Given a user "Ann" of the project
    When the project orders a card for "Ann"
    Then it is refused as "cardholder_not_found"

  @ER-ERR-13
  Scenario: order_not_found
    When the project asks for an order that never existed
    Then it is refused as "order_not_found"
    And it is answered with status 404

  @ER-ERR-14
  Scenario: external_user_id_exists
    Given a user "Ann" of the project
    When the project registers "Ann" again
    Then it is refused as "external_user_id_exists"
    And it is answered with status 409

  @ER-ERR-15
  Scenario: cardholder_already_exists
    Given an approved cardholder "Ann" of the project
    When the project submits the KYC data of "Ann"
    Then it is refused as "cardholder_already_exists"
    And it is answered with status 409

  @ER-ERR-16
  Scenario: card_not_active
    Given a frozen card "the card" of the project
    When the project tops up "the card"
    Then it is refused as "card_not_active"
    And it is answered with status 422

  @ER-ERR-17
  Scenario: card_user_mismatch
    Given an active card "the card" of the project
    And an approved cardholder "Ann" of the project
    When the project freezes "the card" in the name of "Ann"
    Then it is refused as "card_user_mismatch"
    And it is answered with status 422

  @ER-ERR-18
  Scenario: internal_error
    Given the next request to /project/balance meets "internal-error"
    When the project asks for its balance
    Then it is refused as "internal_error"
    And it is answered with status 500

  @ER-ERR-19
  Scenario: provider_error
    Given an active card "the card" of the project
    And the next request to /cards/topup meets "provider-error"
    When the project tops up "the card"
    Then it is refused as "provider_error"
    And it is answered with status 502

  @ER-ERR-20
  Scenario: topup_attempts_exceeded
    Given an active card "the card" of the project
    And the next request to /cards/topup meets "topup-attempts-exceeded"
    When the project tops up "the card"
    Then it is refused as "topup_attempts_exceeded"
    And it is answered with status 503

  @ER-ERR-21
  Scenario Outline: The status of <slug>, with a cardholder
    Given an approved cardholder "Ann" of the project
    When the project <does>
    Then "<slug>" has status <status>

    Examples:
      | does                                         | slug                      | status |
      | orders a card for nobody                     | external_user_id_required | 400    |
      | orders a no-such-product card for "Ann"      | product_not_found         | 404    |
      | orders a MUSD-OLD card for "Ann"             | product_not_active        | 422    |
      | orders a VUSD-STD card with 9.99 for "Ann"   | amount_below_minimum      | 400    |
      | orders a VUSD-STD card with 20000.01 for "Ann" | amount_above_maximum    | 400    |

  @ER-ERR-21
  Scenario Outline: The status of <slug>, with a card
    Given an active card "the card" of the project
    When the project <does>
    Then "<slug>" has status <status>

    Examples:
      | does                                    | slug                  | status |
      | freezes "not-a-card"                    | invalid_card_id       | 400    |
      | tops up "the card" in "JPY"             | currency_mismatch     | 422    |
      | unfreezes "the card"                    | invalid_card_status   | 422    |

  @ER-ERR-21
  Scenario Outline: The status of <slug>, after a failure
    Given an active card "the card" of the project
    And the next request to <path> meets "<fault>"
    When the project <does>
    Then "<slug>" has status <status>

    Examples:
      | path                  | fault                        | does                          | slug                         | status |
      | /project/wallet/trc20 | project-wallet-failed        | asks for its deposit address  | project_wallet_failed        | 500    |
      | /project/balance      | project-balance-failed       | asks for its balance          | project_balance_failed       | 500    |
      | /cards/freeze         | provider-invalid-card-status | freezes "the card"            | provider_invalid_card_status | 502    |

  @ER-ERR-21
  Scenario: The status of invalid_subprovider_id
    Given a user "Ann" of the project
    When the project submits the KYC data of "Ann" to the subprovider "nobody"
    Then "invalid_subprovider_id" has status 400

  @ER-ERR-21
  Scenario: The status of subscription_not_found
    When the project unsubscribes from what never existed
    Then "subscription_not_found" has status 404

  @ER-ERR-21
  Scenario: The status of idempotency_key_conflict
    Given an active card "the card" of the project
    When the project tops up "the card" with 20.00 under the Idempotency-Key "K"
    And the project tops up "the card" with 30.00 under the Idempotency-Key "K"
    Then "idempotency_key_conflict" has status 409

  @ER-ERR-21
  Scenario: The status of cardholder_not_active
    Given a cardholder "Ann" of the project who is "pending"
    When the project orders a VUSD-STD card for "Ann"
    Then "cardholder_not_active" has status 422

  @ER-ERR-21
  Scenario: The status of card_issue_not_completed
    Given an approved cardholder "Ann" of the project
    And the clock stands still
    And orders take 10 seconds a step
    When the project orders a VUSD-STD card for "Ann"
    And the project freezes that card
    Then "card_issue_not_completed" has status 422

  @ER-ERR-21
  Scenario: The status of invalid_pricing
    Given a VUSD-ODD card "the card" of the project
    When the project tops up "the card" with 10.00
    Then "invalid_pricing" has status 500
