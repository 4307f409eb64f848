Feature: Funding
  Source: managed-cards, Endpoints: debit the linked wallet and raise the card balance.

  @MC-FUND-01
  Scenario: Funding debits the linked wallet
    Given an active card "the card" of the caller
    When the wallets of the caller are noted
    And the caller funds "the card" with 25.00
    Then the call is served
    And one wallet of the caller is lower, by 25.00 at least in the currency of "the card", and no other has changed
    When the wallets of the caller are noted
    And the caller funds "the card" with 25.00
    Then the call is served
    And one wallet of the caller is lower, by 25.00 at least in the currency of "the card", and no other has changed

  @MC-FUND-02
  Scenario: Funding raises the card balance
    Given an active card "the card" of the caller
    And an active card "the other card" of the caller
    When the wallets of the caller are noted
    And the balance of "the card" is noted
    And the balance of "the other card" is noted
    And the caller funds "the card" with 25.00
    Then the call is served
    And the balance of "the card" is higher, by 25.00 at the most
    And the balance of "the other card" is unchanged
    When the wallets of the caller are noted
    And the balance of "the card" is noted
    And the caller funds "the card" with 25.00
    Then the call is served
    And the balance of "the card" is higher, by 25.00 at the most
    And the balance of "the other card" is unchanged

  @MC-FUND-03
  Scenario: The answer to a funding
    Given an active card "the card" of the caller
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/fund/"
      """
      {"amount": "200.00"}
      """
    Then the call is answered with 201
    And the answer shows
      | /operation/type          | "card_funding" |
      | /operation/status        | "completed"    |
      | /operation/direction     | "debit"        |
      | /operation/amount        | "200.00"       |
      | /operation/currency      | "USD"          |
      | /card/reference          | "{the card}"   |
      | /card/balance/available  | "200.00"       |
      | /wallet/available        | "4800.00"      |
    And the caller finds its "/operation" in the list "/accounting/api/v1/operations/"

  @MC-FUND-04
  Scenario Outline: The wallet of <who> does not have <amount>
    Given an active card "the card" of <who>
    And <who> notes what is at "/cards/api/v1/managed-cards/{the card}/"
    And <who> notes what is at "/accounting/api/v1/wallets/"
    And <who> notes what is at "/accounting/api/v1/operations/"
    When <who> funds "the card" with <amount>
    Then the call is refused with 402 "insufficient_wallet_funds"
    And what is at "/cards/api/v1/managed-cards/{the card}/" has not changed for <who>
    And what is at "/accounting/api/v1/wallets/" has not changed for <who>
    And what is at "/accounting/api/v1/operations/" has not changed for <who>

    Examples:
      | who                  | amount |
      | the penniless caller | 10.00  |
      | the second caller    | 500.01 |

  @MC-FUND-05
  Scenario Outline: <what> is refused
    Given an active card "the card" of the caller with <balance>
    And the caller notes what is at "/cards/api/v1/managed-cards/{the card}/"
    And the caller notes what is at "/accounting/api/v1/wallets/"
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/fund/"
      """
      <body>
      """
    Then the call is refused with 422 "<code>"
    And what is at "/cards/api/v1/managed-cards/{the card}/" has not changed for the caller
    And what is at "/accounting/api/v1/wallets/" has not changed for the caller

    Examples:
      | what                       | balance | body                                   | code                   |
      | Less than the minimum      | 0.00    | {"amount": "0.99"}                     | amount_below_minimum   |
      | More than the maximum      | 0.00    | {"amount": "5000.01"}                  | amount_above_maximum   |
      | More than a card may hold  | 5000.01 | {"amount": "5000.00"}                  | balance_limit_exceeded |
      | Another currency           | 0.00    | {"amount": "10.00", "currency": "KES"} | currency_mismatch      |

  @MC-FUND-05
  Scenario Outline: Exactly <amount> is within the limits
    Given an active card "the card" of the caller
    When the caller funds "the card" with <amount>
    Then the call is served
    And "the card" has <amount> available and 0.00 held

    Examples:
      | amount  |
      | 1.00    |
      | 5000.00 |

  @MC-FUND-06
  Scenario Outline: Only a plain positive decimal string is the amount of <what>
    Given an active card "the card" of the caller with 200.00
    And a settled authorization "the purchase" of 30.00 by the caller on "the card"
    And an authorization "the hold" of 60.00 by the caller on "the card"
    And the caller notes what is at "/cards/api/v1/managed-cards/{the card}/"
    And the caller notes what is at "/cards/api/v1/authorizations/"
    And the caller notes what is at "/accounting/api/v1/wallets/"
    When the caller tries POST "<path>" with each of these as the amount of <body>
      | 25      |
      | "0"     |
      | "0.00"  |
      | "-5.00" |
      | "+5.00" |
      | "1e2"   |
      | "05.00" |
      | "5."    |
      | ".50"   |
      | "5,00"  |
      | " 5.00" |
      | "5.001" |
      | ""      |
    Then each of them is refused as no amount
    And what is at "/cards/api/v1/managed-cards/{the card}/" has not changed for the caller
    And what is at "/cards/api/v1/authorizations/" has not changed for the caller
    And what is at "/accounting/api/v1/wallets/" has not changed for the caller

    Examples:
      | what             | path                                              | body                                                   |
      | a funding        | /cards/api/v1/managed-cards/{the card}/fund/      | {}                                                     |
      | a withdrawal     | /cards/api/v1/managed-cards/{the card}/withdraw/  | {}                                                     |
      | an authorization | /cards/api/v1/managed-cards/{the card}/authorize/ | {}                                                     |
      | a settlement     | /cards/api/v1/authorizations/{the hold}/settle/   | {}                                                     |
      | a reversal       | /cards/api/v1/authorizations/{the hold}/reverse/  | {}                                                     |
      | a dispute        | /cards/api/v1/disputes/                           | {"authorization": "{the purchase}", "reason": "other"} |

  @MC-FUND-06
  Scenario Outline: <what> has an amount
    Given an active card "the card" of the caller with 200.00
    And the caller notes what is at "/cards/api/v1/managed-cards/{the card}/"
    And the caller notes what is at "/accounting/api/v1/wallets/"
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/<action>/"
      """
      <body>
      """
    Then the call is refused with 400 "invalid_request"
    And the errors name exactly amount
    And what is at "/cards/api/v1/managed-cards/{the card}/" has not changed for the caller
    And what is at "/accounting/api/v1/wallets/" has not changed for the caller

    Examples:
      | what             | action    | body             |
      | A funding        | fund      | {}               |
      | A funding        | fund      | {"amount": null} |
      | A withdrawal     | withdraw  | {}               |
      | A withdrawal     | withdraw  | {"amount": null} |
      | An authorization | authorize | {}               |
      | An authorization | authorize | {"amount": null} |

  @MC-FUND-06
  Scenario Outline: The amount <written> is shown as <shown>
    Given an active card "the card" of the caller
    When the caller funds "the card" with <written>
    Then the call is served
    And the answer shows
      | /operation/amount | "<shown>" |

    Examples:
      | written | shown |
      | 5       | 5.00  |
      | 5.5     | 5.50  |

  @MC-FUND-07
  Scenario: A slow provider holds the wallet first
    Given the clock stands still
    And an active card "the card" of the caller
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/fund/"
      """
      {"amount": "100.00", "sandbox": {"adapter": "delayed", "delay_seconds": 30}}
      """
    Then the call is answered with 201
    And the answer shows
      | /operation/status | "processing" |
    And "/operation/reference" is noted as "the funding"
    And the USD wallet of the caller has 4900.00 available and 100.00 held
    And "the card" has 0.00 available and 0.00 held
    When 29 seconds pass
    Then the USD wallet of the caller has 4900.00 available and 100.00 held
    And "the card" has 0.00 available and 0.00 held
    When 1 second passes
    And the caller sends GET "/accounting/api/v1/operations/{the funding}/"
    Then the answer shows
      | /status | "completed" |
    And the USD wallet of the caller has 4900.00 available and 0.00 held
    And "the card" has 100.00 available and 0.00 held

  @MC-FUND-08
  Scenario Outline: A failing provider moves no money when asked to <action>
    Given an active card "the card" of the caller with 50.00
    And the caller notes what is at "/cards/api/v1/managed-cards/{the card}/"
    And the caller notes what is at "/accounting/api/v1/wallets/"
    And the caller notes what is at "/accounting/api/v1/operations/"
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/<action>/"
      """
      {"amount": "10.00", "sandbox": {"adapter": "failing"}}
      """
    Then the call is answered with 502
    And the answer shows
      | /code | "provider_error" |
    And what is at "/cards/api/v1/managed-cards/{the card}/" has not changed for the caller
    And what is at "/accounting/api/v1/wallets/" has not changed for the caller
    And what is at "/accounting/api/v1/operations/" has not changed for the caller

    Examples:
      | action   |
      | fund     |
      | withdraw |

  @MC-FUND-09
  Scenario: An expired card in debt can be funded up to zero
    Given the clock stands still
    And an active card "the card" of the caller with 30.00
    And a settled authorization "the purchase" of 30.00 by the caller on "the card"
    And a dispute "the case" of 30.00 by the caller about "the purchase"
    When the caller withdraws 30.00 from "the card"
    And the operator puts "the case" lost
    And the expiry month of "the card" is over
    And the caller reads "the card"
    Then the answer shows
      | /status            | "expired"                         |
      | /balance/available | "-30.00"                          |
      | /allowed_actions   | ["fund", "withdraw", "terminate"] |
    When the caller funds "the card" with 30.01
    Then the call is refused with 422 "balance_limit_exceeded"
    And the answer shows
      | /limit | "0.00" |
    When the caller funds "the card" with 30.00
    Then the call is answered with 201
    And the answer shows
      | /card/balance/available | "0.00"                    |
      | /card/allowed_actions   | ["withdraw", "terminate"] |
    When the caller funds "the card" with 1.00
    Then the call is refused with 409 "invalid_card_status"
    When the caller terminates "the card"
    Then the call is answered with 200
