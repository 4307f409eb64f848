Feature: Freezing, unfreezing and terminating
  Source: managed-cards, flows freeze, unfreeze, terminate.

  @MC-FREEZE-01
  Scenario: Freezing makes the card frozen, every time
    Given an active card "the card" of the caller
    And an active card "the other card" of the caller
    When the caller freezes "the card"
    Then the call is served
    And "the card" has the status "frozen"
    And "the other card" has the status "active"
    When the caller unfreezes "the card"
    And the caller freezes "the card"
    Then the call is served
    And "the card" has the status "frozen"
    And "the other card" has the status "active"

  @MC-FREEZE-02
  Scenario: Unfreezing makes it active again
    Given a frozen card "the card" of the caller
    And a frozen card "the other card" of the caller
    When the caller unfreezes "the card"
    Then the call is served
    And "the card" has the status "active"
    And "the other card" has the status "frozen"

  @MC-FREEZE-03
  Scenario: Freezing leaves open holds alone
    Given an active card "the card" of the caller with 100.00
    And an authorization "the first purchase" of 30.00 by the caller on "the card"
    And an authorization "the second purchase" of 20.00 by the caller on "the card"
    And the caller notes what is at "/cards/api/v1/authorizations/{the first purchase}/"
    And the caller notes what is at "/cards/api/v1/authorizations/{the second purchase}/"
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/freeze/"
    Then the call is answered with 200
    And "the card" has 50.00 available and 50.00 held
    And what is at "/cards/api/v1/authorizations/{the first purchase}/" has not changed for the caller
    And what is at "/cards/api/v1/authorizations/{the second purchase}/" has not changed for the caller
    When the caller sends POST "/cards/api/v1/authorizations/{the first purchase}/settle/":
      """
      {"amount":"30.00"}
      """
    Then the call is answered with 200
    When the caller sends POST "/cards/api/v1/authorizations/{the second purchase}/reverse/"
    Then the call is answered with 200

  @MC-FREEZE-04
  Scenario: A frozen card does not spend
    Given a frozen card "the card" of the caller with 100.00
    And the balance of "the card" is noted
    When the caller authorizes 10.00 on "the card"
    Then the authorization is not approved
    And the balance of "the card" is unchanged
    When the caller unfreezes "the card"
    And the caller authorizes 10.00 on "the card"
    Then the authorization is approved

  @MC-TERM-01
  Scenario: Terminating makes the card terminated
    Given an active card "the card" of the caller
    And an active card "the other card" of the caller
    When the caller terminates "the card"
    Then the call is served
    And "the card" has the status "terminated"
    And "the other card" has the status "active"

  @MC-TERM-02
  Scenario: Termination pays the rest back
    Given an active card "the card" of the caller with 49.00
    And an authorization "the purchase" of 20.00 by the caller on "the card"
    And the wallets of the caller are noted
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/terminate/":
      """
      {"reason":"lost"}
      """
    Then the call is answered with 200
    And the answer shows
      | /status        | "terminated"                                        |
      | /status_reason | "lost"                                              |
      | /balance       | {"available":"0.00","held":"20.00","total":"20.00"} |
    And "/terminated_at" is 0 seconds after "/updated_at"
    And the USD wallet of the caller has risen by 29.00
    When the caller sends GET "/accounting/api/v1/operations/?type=card_termination"
    Then "/results" has 1 entry
    And the answer shows
      | /results/0/amount    | "29.00"      |
      | /results/0/direction | "credit"     |
      | /results/0/status    | "completed"  |
      | /results/0/card      | "{the card}" |

  @MC-TERM-03
  Scenario: Holds outlive the card
    Given an active card "the card" of the caller with 20.00
    And an authorization "the purchase" of 20.00 by the caller on "the card"
    And the caller terminates "the card" first
    And the wallets of the caller are noted
    When the caller sends POST "/cards/api/v1/authorizations/{the purchase}/settle/":
      """
      {"amount":"12.00"}
      """
    Then the call is answered with 200
    And "the card" has 0.00 available and 0.00 held
    And the USD wallet of the caller has risen by 8.00
    When the caller sends GET "/accounting/api/v1/operations/?type=authorization_release"
    Then "/results" has 1 entry
    And the answer shows
      | /results/0/amount        | "8.00"           |
      | /results/0/direction     | "credit"         |
      | /results/0/authorization | "{the purchase}" |

  @MC-TERM-04
  Scenario: No termination while a provisional credit is open
    Given an active card "the card" of the caller with 100.00
    And a settled authorization "the purchase" of 30.00 by the caller on "the card"
    And a dispute "the case" of 30.00 by the caller about "the purchase"
    And everything of the caller is noted
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/terminate/"
    Then the call is refused with 409 "open_dispute"
    And everything of the caller is as it was noted
    When the caller sends POST "/cards/api/v1/disputes/{the case}/cancel/"
    Then the call is served
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/terminate/"
    Then the call is answered with 200

  @MC-TERM-05
  Scenario: Termination ends fundings under way
    Given the clock stands still
    And an active card "the card" of the caller
    And the wallets of the caller are noted
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/fund/":
      """
      {"amount":"100.00","sandbox":{"adapter":"delayed","delay_seconds":30}}
      """
    Then the call is served
    And "/operation/reference" is noted as "the funding"
    And the USD wallet of the caller has fallen by 100.00
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/terminate/"
    Then the call is answered with 200
    And the USD wallet of the caller is unchanged
    When the caller sends GET "/accounting/api/v1/operations/{the funding}/"
    Then the answer shows
      | /status       | "failed"          |
      | /failure/code | "card_terminated" |
    Given everything of the caller is noted
    When 1 minute passes
    Then everything of the caller is as it was noted
    And "the card" has 0.00 available and 0.00 held
    When the caller sends GET "/accounting/api/v1/wallets/?currency=USD"
    Then the answer shows
      | /results/0/held | "0.00" |

  @MC-TERM-06
  Scenario: No termination below zero
    Given an active card "the card" of the caller with 100.00
    And a settled authorization "the purchase" of 30.00 by the caller on "the card"
    And a dispute "the case" of 30.00 by the caller about "the purchase"
    When the caller withdraws 100.00 from "the card"
    Then the call is served
    When the operator puts "the case" lost
    Then "the card" has -30.00 available and 0.00 held
    Given everything of the caller is noted
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/terminate/"
    Then the call is refused with 409 "negative_balance"
    And the answer shows
      | /available | "-30.00" |
    And everything of the caller is as it was noted
    When the caller funds "the card" with 30.00
    Then the call is served
    And "the card" has 0.00 available and 0.00 held
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/terminate/"
    Then the call is answered with 200

  @MC-TERM-07
  Scenario: A terminated card does nothing
    Given a terminated card "the card" of the caller
    And what the caller has is noted
    When the caller funds "the card" with 25.00
    Then the call is refused
    When the caller withdraws 10.00 from "the card"
    Then the call is refused
    When the caller freezes "the card"
    Then the call is refused
    When the caller unfreezes "the card"
    Then the call is refused
    When the caller terminates "the card"
    Then the call is refused
    When the caller authorizes 10.00 on "the card"
    Then the authorization is not approved
    And "the card" has the status "terminated"
    And the caller has what was noted
