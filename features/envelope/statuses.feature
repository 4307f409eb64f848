Feature: Statuses of refusals
  Source: envelope-rest, Error format: 4xx for client errors, 5xx for server errors. What each of them is
  called, and which status of its class it has, is the matter of other requirements.

  @ER-ERR-25
  Scenario Outline: Without a card, an error of the client: it <does>
    Given an approved cardholder "Ann" of the project
    When the project <does>
    Then whatever refuses it has a status of 4xx

    Examples:
      | does                                              |
      | orders a card for nobody                          |
      | orders a no-such-product card for "Ann"           |
      | orders a MUSD-OLD card for "Ann"                  |
      | orders a VUSD-STD card with 0.01 for "Ann"        |
      | orders a VUSD-STD card with 20000.01 for "Ann"    |
      | freezes "not-a-card" in the name of "Ann"         |
      | unfreezes "not-a-card" in the name of "Ann"       |
      | calls /users/forget                               |
      | calls /project/balance by GET                     |
      | sends the body ""                                 |
      | sends the body "{}"                               |
      | sends a body of 1048577 bytes                     |
      | makes a request with content type "text/plain"    |

  @ER-ERR-25
  Scenario Outline: With a card, an error of the client: it <does>
    Given an active card "the card" of the project
    When the project <does>
    Then whatever refuses it has a status of 4xx

    Examples:
      | does                                 |
      | tops up "the card" in "JPY"          |
      | tops up "the card" with 0.01         |
      | tops up "the card" with 20000.01     |
      | unfreezes "the card"                 |
      | calls /cards/freeze for "the card"   |
      | calls /cards/unfreeze for "the card" |

  @ER-ERR-25
  Scenario: A frozen card is not frozen again, which is an error of the client
    Given a frozen card "the card" of the project
    When the project freezes "the card"
    Then whatever refuses it has a status of 4xx

  @ER-ERR-25
  Scenario: Another top-up under one key is an error of the client
    Given an active card "the card" of the project
    When the project tops up "the card" with 20.00 under the Idempotency-Key "K"
    And the project tops up "the card" with 30.00 under the Idempotency-Key "K"
    Then whatever refuses it has a status of 4xx

  @ER-ERR-25
  Scenario: A subprovider that nobody has is an error of the client
    Given a user "Ann" of the project
    When the project submits the KYC data of "Ann" to the subprovider "nobody"
    Then whatever refuses it has a status of 4xx

  @ER-ERR-25
  Scenario: A cardholder who waits gets no card, which is an error of the client
    Given a cardholder "Ann" of the project who is "pending"
    When the project orders a VUSD-STD card for "Ann"
    Then whatever refuses it has a status of 4xx

  @ER-ERR-25 @needs:clock
  Scenario: A card that is not issued yet is not frozen, which is an error of the client
    Given an approved cardholder "Ann" of the project
    And the clock stands still
    And orders take 10 seconds a step
    When the project orders a VUSD-STD card for "Ann"
    And the project freezes that card
    Then whatever refuses it has a status of 4xx

  @ER-ERR-25 @needs:faults
  Scenario Outline: A failure of the server: <fault>
    Given an active card "the card" of the project
    And the next request to <path> meets "<fault>"
    When the project <does>
    Then whatever refuses it has a status of 5xx

    Examples:
      | path                  | fault                        | does                         |
      | /project/wallet/trc20 | project-wallet-failed        | asks for its deposit address |
      | /project/balance      | project-balance-failed       | asks for its balance         |
      | /cards/freeze         | provider-invalid-card-status | freezes "the card"           |

  @ER-ERR-25
  Scenario: Prices that make no sense are a failure of the server
    Given a VUSD-ODD card "the card" of the project
    When the project tops up "the card" with 10.00
    Then whatever refuses it has a status of 5xx
