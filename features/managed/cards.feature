Feature: Cards and their life
  Source: managed-cards, Endpoints: issue a provider-backed card; the eight statuses.

  @MC-CARD-01
  Scenario: Creating issues a card of its own
    When the caller creates the card "the first" with the label "Ads"
    And the caller creates the card "the second" with the label "Ads"
    Then both calls are served
    And "the first" and "the second" are two cards

  @MC-CARD-01
  Scenario: A new card is found by its reference
    When the caller creates the card "the card"
    And the caller reads "the card"
    Then both calls are served

  @MC-CARD-02
  Scenario: The status is one of the eight
    When the caller creates the card "the new card"
    Then the call is served
    And the card has one of the eight statuses
    Given cards of the caller in as many statuses as the target can reach
    Then every card of the caller has one of the eight statuses

  @MC-CARD-03
  Scenario: The answer to a creation is the whole card
    When the caller sends GET "/accounting/api/v1/wallets/?currency=USD"
    Then "/results/0/reference" is noted as "the wallet"
    When the caller sends POST "/cards/api/v1/managed-cards/":
      """
      {"program":"prg_ke_usd_instant","label":"Ads","metadata":{"team":"growth"}}
      """
    Then the call is answered with 201
    And the answer has exactly the fields
      | reference    | status        | status_reason | allowed_actions | program  | provider   | wallet     |
      | label        | type          | network       | cardholder_name | country  | currency   | last4      |
      | expiry_month | expiry_year   | balance       | failure         | metadata | created_at | updated_at |
      | activated_at | terminated_at |               |                 |          |            |            |
    And the answer shows
      | /status           | "active"                                             |
      | /status_reason    | null                                                 |
      | /allowed_actions  | ["fund","withdraw","freeze","terminate","authorize"] |
      | /program          | "prg_ke_usd_instant"                                 |
      | /provider/adapter | "instant"                                            |
      | /wallet           | "{the wallet}"                                       |
      | /label            | "Ads"                                                |
      | /cardholder_name  | "AMARA VERIFIED"                                     |
      | /type             | "virtual"                                            |
      | /country          | "KE"                                                 |
      | /currency         | "USD"                                                |
      | /balance          | {"available":"0.00","held":"0.00","total":"0.00"}    |
      | /failure          | null                                                 |
      | /metadata         | {"team":"growth"}                                    |
      | /terminated_at    | null                                                 |
    And "/last4" has 4 digits
    And the card expires 36 months after it was made

  @MC-CARD-04
  Scenario: Reading gives back what creation said
    When the caller sends POST "/cards/api/v1/managed-cards/":
      """
      {"program":"prg_ke_usd_instant","label":"Ads","metadata":{"team":"growth"}}
      """
    Then the call is served
    And that is the card "the card" of the caller
    And the caller reads the same at "/cards/api/v1/managed-cards/{the card}/"
    And the caller finds its reference once in the list "/cards/api/v1/managed-cards/"
    And the list "/cards/api/v1/managed-cards/" of the caller has 1 items

  @MC-CARD-05
  Scenario: A program that is not available cannot be used
    When the caller sends POST "/cards/api/v1/managed-cards/":
      """
      {"program":"prg_nope"}
      """
    Then the call is refused with 422 "program_not_available"
    When the caller sends POST "/cards/api/v1/managed-cards/":
      """
      {"program":"prg_ke_usd_disabled"}
      """
    Then both answers have the same status and the same bytes
    When the caller sends POST "/cards/api/v1/managed-cards/":
      """
      {"program":"prg_ke_usd_unrouted"}
      """
    Then both answers have the same status and the same bytes
    When the caller sends POST "/cards/api/v1/managed-cards/":
      """
      {"program":"prg_ug_ugx_instant"}
      """
    Then both answers have the same status and the same bytes
    And the list "/cards/api/v1/managed-cards/" of the caller has 0 items

  @MC-CARD-06
  Scenario: An unverified user gets no card
    When the unverified caller sends POST "/cards/api/v1/managed-cards/":
      """
      {"program":"prg_ke_usd_instant"}
      """
    Then the call is refused with 403 "verification_required"
    And the list "/cards/api/v1/managed-cards/" of the unverified caller has 0 items
    When the unverified caller is verified
    And the unverified caller sends POST "/cards/api/v1/managed-cards/":
      """
      {"program":"prg_ke_usd_instant"}
      """
    Then the call is served

  @MC-CARD-07
  Scenario: Five live cards per program
    When the caller creates the card "card 1" of the program prg_ke_usd_instant with the label "One"
    And the caller creates the card "card 2" of the program prg_ke_usd_instant with the label "Two"
    And the caller creates the card "card 3" of the program prg_ke_usd_instant with the label "Three"
    And the caller creates the card "card 4" of the program prg_ke_usd_instant with the label "Four"
    And the caller creates the card "card 5" of the program prg_ke_usd_instant with the label "Five"
    Then the list "/cards/api/v1/managed-cards/" of the caller has 5 items
    When the caller creates the card "card 6" of the program prg_ke_usd_instant with the label "Six"
    Then the call is refused with 422 "card_limit_reached"
    When the caller creates the card "card 6" of the program prg_ke_kes_instant with the label "Six"
    Then the call is served
    And the list "/cards/api/v1/managed-cards/" of the caller has 6 items

  @MC-CARD-08
  Scenario Outline: <call> finds nothing of another caller
    Given an active card "the card" of the caller with 200.00
    And a frozen card "the frozen card" of the caller with 50.00
    And an authorization "the open one" of 30.00 by the caller on "the card"
    And a settled authorization "the settled one" of 20.00 by the caller on "the card"
    And a settled authorization "the disputed one" of 25.00 by the caller on "the card"
    And a dispute "the case" of 25.00 by the caller about "the disputed one"
    When the caller funds "the card" with 10.00
    Then "/operation/reference" is noted as "the operation"
    Given everything of the caller is noted
    And everything of the second caller is noted
    When the second caller tries <method> "<path>", and the same about what never existed:
      """
      <body>
      """
    Then both are refused alike, with 404 "not_found"
    And the call is answered exactly as 404 {"detail":"Not found.","code":"not_found"}
    And everything of the caller is as it was noted
    And everything of the second caller is as it was noted

    Examples:
      | call                   | method | path                                                     | body                                                   |
      | cards.get              | GET    | /cards/api/v1/managed-cards/{the card}/                  |                                                        |
      | cards.ledger           | GET    | /cards/api/v1/managed-cards/{the card}/ledger/           |                                                        |
      | cards.fund             | POST   | /cards/api/v1/managed-cards/{the card}/fund/             | {"amount":"5.00"}                                      |
      | cards.withdraw         | POST   | /cards/api/v1/managed-cards/{the card}/withdraw/         | {"amount":"5.00"}                                      |
      | cards.freeze           | POST   | /cards/api/v1/managed-cards/{the card}/freeze/           |                                                        |
      | cards.unfreeze         | POST   | /cards/api/v1/managed-cards/{the frozen card}/unfreeze/  |                                                        |
      | cards.terminate        | POST   | /cards/api/v1/managed-cards/{the frozen card}/terminate/ |                                                        |
      | cards.authorize        | POST   | /cards/api/v1/managed-cards/{the card}/authorize/        | {"amount":"5.00"}                                      |
      | authorizations.get     | GET    | /cards/api/v1/authorizations/{the open one}/             |                                                        |
      | authorizations.settle  | POST   | /cards/api/v1/authorizations/{the open one}/settle/      | {"amount":"5.00"}                                      |
      | authorizations.reverse | POST   | /cards/api/v1/authorizations/{the open one}/reverse/     | {"amount":"5.00"}                                      |
      | disputes.create        | POST   | /cards/api/v1/disputes/                                  | {"authorization":"{the settled one}","reason":"other"} |
      | disputes.get           | GET    | /cards/api/v1/disputes/{the case}/                       |                                                        |
      | disputes.cancel        | POST   | /cards/api/v1/disputes/{the case}/cancel/                |                                                        |
      | operations.get         | GET    | /accounting/api/v1/operations/{the operation}/           |                                                        |

  @MC-CARD-08
  Scenario: A card is not linked to the wallet of another caller
    When the caller sends GET "/accounting/api/v1/wallets/?currency=USD"
    Then "/results/0/reference" is noted as "the wallet"
    Given everything of the caller is noted
    And everything of the second caller is noted
    When the second caller tries POST "/cards/api/v1/managed-cards/", and the same about what never existed:
      """
      {"program":"prg_ke_usd_instant","wallet":"{the wallet}"}
      """
    Then both are refused alike, with 422 "wallet_not_available"
    And everything of the caller is as it was noted
    And everything of the second caller is as it was noted

  @MC-CARD-08
  Scenario Outline: <list> shows nothing of another caller
    Given an active card "the card" of the caller with 200.00
    And a settled authorization "the settled one" of 20.00 by the caller on "the card"
    And a dispute "the case" of 20.00 by the caller about "the settled one"
    And the caller has funded "the card" with 10.00
    When the caller sends GET "/accounting/api/v1/wallets/?currency=USD"
    Then "/results/0/reference" is noted as "the wallet"
    And the list "<list>" of the second caller has <count> items

    Examples:
      | list                                                    | count |
      | /cards/api/v1/managed-cards/                            | 0     |
      | /cards/api/v1/authorizations/                           | 0     |
      | /cards/api/v1/authorizations/?card={the card}           | 0     |
      | /cards/api/v1/disputes/                                 | 0     |
      | /cards/api/v1/disputes/?card={the card}                 | 0     |
      | /cards/api/v1/disputes/?authorization={the settled one} | 0     |
      | /accounting/api/v1/wallets/                             | 1     |
      | /accounting/api/v1/operations/                          | 0     |
      | /accounting/api/v1/operations/?card={the card}          | 0     |
      | /accounting/api/v1/operations/?wallet={the wallet}      | 0     |

  @MC-CARD-09
  Scenario: No answer shows a card number
    When the caller creates the card "the card"
    And the caller reads "the card"
    And the caller lists its cards
    And the caller funds "the card" with 50.00
    And the caller authorizes 20.00 on "the card" as "the purchase"
    And the caller settles 20.00 of "the purchase"
    And the caller disputes 20.00 of "the purchase"
    Then the call is served
    And no answer so far shows a card number or a security code

  @MC-CARD-09 @needs:webhook-sink
  Scenario: No webhook shows a card number
    Given a receiver "the receiver"
    When the caller creates the card "the card"
    And the caller funds "the card" with 50.00
    And the caller authorizes 20.00 on "the card" as "the purchase"
    And the caller settles 20.00 of "the purchase"
    And the caller disputes 20.00 of "the purchase"
    Then these events arrive at "the receiver" in this order
      | card.created                    |
      | card.activated                  |
      | wallet.debited                  |
      | card.funded                     |
      | card.authorization.created      |
      | card.authorization.settled      |
      | card.dispute.created            |
      | card.provisional_credit.granted |
    And no delivery at "the receiver" shows a card number or a security code

  @MC-CARD-10
  Scenario: Somebody else's card and authorization are out of reach
    Given an active card "the card" of the caller with 100.00
    And an authorization "the open one" of 30.00 by the caller on "the card"
    And a settled authorization "the settled one" of 20.00 by the caller on "the card"
    And a frozen card "the frozen card" of the caller
    And what the caller has is noted
    When the second caller funds "the card" with 10.00
    Then the call is refused
    When the second caller withdraws 10.00 from "the card"
    Then the call is refused
    When the second caller freezes "the card"
    Then the call is refused
    When the second caller unfreezes "the frozen card"
    Then the call is refused
    When the second caller authorizes 10.00 on "the card" as "the foreign one"
    Then the call is refused
    When the second caller settles 15.00 of "the open one"
    Then the call is refused
    When the second caller reverses 15.00 of "the open one"
    Then the call is refused
    When the second caller disputes 20.00 of "the settled one"
    Then the call is refused
    When the second caller terminates "the card"
    Then the call is refused
    And the caller has what was noted
    When the caller freezes "the card"
    Then the call is served
