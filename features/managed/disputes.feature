Feature: Disputes
  Source: managed-cards, Endpoints: open a dispute case linked to an authorization.

  @MC-DISPUTE-01
  Scenario: A dispute is linked to its authorization
    Given an active card "the card" of the caller with 100.00
    And a settled authorization "the first purchase" of 10.00 by the caller on "the card"
    And a settled authorization "the second purchase" of 20.00 by the caller on "the card"
    When the caller disputes "the first purchase" as "the first case"
    Then the call is served
    And the dispute names "the first purchase"
    When the caller disputes "the second purchase" as "the second case"
    Then the call is served
    And the dispute names "the second purchase"
    And "the first case" and "the second case" are different disputes

  @MC-DISPUTE-02
  Scenario: The answer to a dispute
    Given an active card "the card" of the caller with 200.00
    And an authorization "the purchase" of 60.00 by the caller on "the card"
    When the caller settles 55.00 of "the purchase"
    Then the call is served
    When the caller sends POST "/cards/api/v1/disputes/":
      """
      {"authorization":"{the purchase}","reason":"not_received","description":"Nothing came"}
      """
    Then the call is answered with 201
    And the answer has exactly the fields
      | reference   | authorization      | card       | status     | reason     |
      | amount      | currency           | evidence   | history    | metadata   |
      | description | provisional_credit | resolution | created_at | updated_at |
    And the answer shows
      | /authorization    | "{the purchase}" |
      | /card             | "{the card}"     |
      | /status           | "open"           |
      | /reason           | "not_received"   |
      | /amount           | "55.00"          |
      | /currency         | "USD"            |
      | /description      | "Nothing came"   |
      | /evidence         | []               |
      | /resolution       | null             |
      | /history/0/status | "open"           |
    And "/history" has 1 entry
    And that is the dispute "the case" of "the purchase"
    And the caller reads the same at "/cards/api/v1/disputes/{the case}/"
    And the caller finds the same in the list "/cards/api/v1/disputes/"

  @MC-DISPUTE-03
  Scenario: Provisional credit
    Given an active card "the card" of the caller with 154.00
    And a settled authorization "the purchase" of 55.00 by the caller on "the card"
    Then "the card" has 99.00 available and 0.00 held
    When the caller sends POST "/cards/api/v1/disputes/":
      """
      {"authorization":"{the purchase}","reason":"not_received","amount":"55.00"}
      """
    Then the call is answered with 201
    And the answer shows
      | /provisional_credit/status   | "granted" |
      | /provisional_credit/amount   | "55.00"   |
      | /provisional_credit/ended_at | null      |
    And "the card" has 154.00 available and 0.00 held

  @MC-DISPUTE-04
  Scenario: A lost dispute takes the credit back
    Given an active card "the card" of the caller with 100.00
    And a settled authorization "the purchase" of 55.00 by the caller on "the card"
    And a dispute "the case" of 55.00 by the caller about "the purchase"
    When the operator puts "the case" lost
    And the caller sends GET "/cards/api/v1/disputes/{the case}/"
    Then the answer shows
      | /status                    | "lost"     |
      | /provisional_credit/status | "reversed" |
      | /resolution/outcome        | "lost"     |
    And "the card" has 45.00 available and 0.00 held

  @MC-DISPUTE-04
  Scenario: A credit that was spent is taken back below zero
    Given an active card "the card" of the caller with 70.00
    And a settled authorization "the purchase" of 70.00 by the caller on "the card"
    And a dispute "the case" of 35.00 by the caller about "the purchase"
    When the caller withdraws 35.00 from "the card"
    Then the call is served
    When the operator puts "the case" lost
    Then "the card" has -35.00 available and 0.00 held
    When the caller authorizes 1.00 on "the card"
    Then the authorization is not approved

  @MC-DISPUTE-05
  Scenario: A won dispute makes the credit final
    Given an active card "the card" of the caller with 100.00
    And a settled authorization "the purchase" of 55.00 by the caller on "the card"
    And a dispute "the case" of 55.00 by the caller about "the purchase"
    When the operator puts "the case" under_review
    And the caller sends GET "/cards/api/v1/disputes/{the case}/"
    Then the answer shows
      | /status                    | "under_review" |
      | /provisional_credit/status | "granted"      |
    When the operator puts "the case" won
    And the caller sends GET "/cards/api/v1/disputes/{the case}/"
    Then the answer shows
      | /status                    | "won"          |
      | /provisional_credit/status | "final"        |
      | /provisional_credit/amount | "55.00"        |
      | /resolution/outcome        | "won"          |
      | /history/0/status          | "open"         |
      | /history/1/status          | "under_review" |
      | /history/2/status          | "won"          |
    And "/history" has 3 entries
    And "the card" has 100.00 available and 0.00 held

  @MC-DISPUTE-06
  Scenario: The cardholder can drop a case
    Given an active card "the card" of the caller with 100.00
    And a settled authorization "the purchase" of 55.00 by the caller on "the card"
    And a dispute "the case" of 55.00 by the caller about "the purchase"
    When the caller sends POST "/cards/api/v1/disputes/{the case}/cancel/"
    Then the call is answered with 200
    And the answer shows
      | /status                    | "canceled" |
      | /provisional_credit/status | "reversed" |
      | /resolution/outcome        | "canceled" |
    And "the card" has 45.00 available and 0.00 held

  @MC-DISPUTE-07
  Scenario: Only settled money can be disputed
    Given an active card "the card" of the caller with 100.00
    And an authorization "the open one" of 10.00 by the caller on "the card"
    And an authorization "the reversed one" of 12.00 by the caller on "the card"
    When the caller reverses "the reversed one"
    Then the call is served
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/authorize/":
      """
      {"amount":"2000.01"}
      """
    Then that is the authorization "the declined one" on "the card"
    When the caller sends POST "/cards/api/v1/disputes/":
      """
      {"authorization":"{the open one}","reason":"other","amount":"1.00"}
      """
    Then the call is refused with 409 "authorization_not_settled"
    When the caller sends POST "/cards/api/v1/disputes/":
      """
      {"authorization":"{the reversed one}","reason":"other","amount":"1.20"}
      """
    Then the call is refused with 409 "authorization_not_settled"
    When the caller sends POST "/cards/api/v1/disputes/":
      """
      {"authorization":"{the declined one}","reason":"other","amount":"1.30"}
      """
    Then the call is refused with 409 "authorization_not_settled"
    And the list "/cards/api/v1/disputes/" of the caller has 0 items
    And "the card" has 90.00 available and 10.00 held

  @MC-DISPUTE-08
  Scenario: No more than was settled
    Given an active card "the card" of the caller with 100.00
    And a settled authorization "the purchase" of 55.00 by the caller on "the card"
    When the caller sends POST "/cards/api/v1/disputes/":
      """
      {"authorization":"{the purchase}","reason":"other","amount":"55.01"}
      """
    Then the call is refused with 422 "dispute_amount_exceeds_settled"
    And the list "/cards/api/v1/disputes/" of the caller has 0 items
    And "the card" has 45.00 available and 0.00 held
    Given a dispute "the case" of 30.00 by the caller about "the purchase"
    When the operator puts "the case" won
    And the caller sends POST "/cards/api/v1/disputes/":
      """
      {"authorization":"{the purchase}","reason":"other","amount":"25.01"}
      """
    Then the call is refused with 422 "dispute_amount_exceeds_settled"
    And the list "/cards/api/v1/disputes/" of the caller has 1 items
    And "the card" has 75.00 available and 0.00 held
    When the caller sends POST "/cards/api/v1/disputes/":
      """
      {"authorization":"{the purchase}","reason":"other","amount":"25.00"}
      """
    Then the call is served

  @MC-DISPUTE-09
  Scenario: One open case per authorization
    Given an active card "the card" of the caller with 100.00
    And a settled authorization "the purchase" of 55.00 by the caller on "the card"
    And a dispute "the case" of 10.00 by the caller about "the purchase"
    When the caller sends POST "/cards/api/v1/disputes/":
      """
      {"authorization":"{the purchase}","reason":"other","amount":"10.00"}
      """
    Then the call is refused with 409 "dispute_exists"
    And the list "/cards/api/v1/disputes/" of the caller has 1 items
    And "the card" has 55.00 available and 0.00 held
    When the caller sends POST "/cards/api/v1/disputes/{the case}/cancel/"
    Then the call is served
    When the caller sends POST "/cards/api/v1/disputes/":
      """
      {"authorization":"{the purchase}","reason":"other","amount":"10.00"}
      """
    Then the call is served

  @MC-DISPUTE-10
  Scenario: The window is 120 days
    Given the clock stands still
    And an active card "the card" of the caller with 100.00
    And a settled authorization "the first purchase" of 10.00 by the caller on "the card"
    And a settled authorization "the second purchase" of 20.00 by the caller on "the card"
    When 120 days pass
    And the caller sends POST "/cards/api/v1/disputes/":
      """
      {"authorization":"{the first purchase}","reason":"other","amount":"10.00"}
      """
    Then the call is served
    When 1 second passes
    And the caller sends POST "/cards/api/v1/disputes/":
      """
      {"authorization":"{the second purchase}","reason":"other","amount":"20.00"}
      """
    Then the call is refused with 422 "dispute_window_closed"
    And the list "/cards/api/v1/disputes/" of the caller has 1 items
    And "the card" has 80.00 available and 0.00 held

  @MC-DISPUTE-11
  Scenario: A closed case stays closed
    Given an active card "the card" of the caller with 100.00
    And a settled authorization "the first purchase" of 10.00 by the caller on "the card"
    And a settled authorization "the second purchase" of 20.00 by the caller on "the card"
    And a settled authorization "the third purchase" of 30.00 by the caller on "the card"
    And a dispute "the won case" of 10.00 by the caller about "the first purchase"
    And a dispute "the lost case" of 20.00 by the caller about "the second purchase"
    And a dispute "the canceled case" of 30.00 by the caller about "the third purchase"
    When the operator puts "the won case" won
    And the operator puts "the lost case" lost
    And the caller sends POST "/cards/api/v1/disputes/{the canceled case}/cancel/"
    Then the call is served
    When the caller sends POST "/cards/api/v1/disputes/{the won case}/cancel/"
    Then the call is refused with 409 "dispute_closed"
    When the caller sends POST "/cards/api/v1/disputes/{the lost case}/cancel/"
    Then the call is refused with 409 "dispute_closed"
    When the caller sends POST "/cards/api/v1/disputes/{the canceled case}/cancel/"
    Then the call is refused with 409 "dispute_closed"
    And the operator cannot put "the won case" lost
    And the operator cannot put "the lost case" won
    When the caller sends GET "/cards/api/v1/disputes/{the won case}/"
    Then the answer shows
      | /status | "won" |
    When the caller sends GET "/cards/api/v1/disputes/{the lost case}/"
    Then the answer shows
      | /status | "lost" |
    And "the card" has 50.00 available and 0.00 held

  @MC-DISPUTE-12
  Scenario: A dispute on a terminated card
    Given an active card "the card" of the caller with 60.00
    And a settled authorization "the first purchase" of 10.00 by the caller on "the card"
    And a settled authorization "the second purchase" of 20.00 by the caller on "the card"
    And a settled authorization "the third purchase" of 30.00 by the caller on "the card"
    And the caller terminates "the card" first
    And the wallets of the caller are noted
    When the caller sends POST "/cards/api/v1/disputes/":
      """
      {"authorization":"{the first purchase}","reason":"other","amount":"10.00"}
      """
    Then the call is answered with 201
    And the answer shows
      | /provisional_credit | {"status":"not_granted","amount":"0.00","granted_at":null,"ended_at":null} |
    And that is the dispute "the first case" of "the first purchase"
    When the caller sends POST "/cards/api/v1/disputes/":
      """
      {"authorization":"{the second purchase}","reason":"other","amount":"20.00"}
      """
    Then the call is answered with 201
    And the answer shows
      | /provisional_credit | {"status":"not_granted","amount":"0.00","granted_at":null,"ended_at":null} |
    And that is the dispute "the second case" of "the second purchase"
    When the caller sends POST "/cards/api/v1/disputes/":
      """
      {"authorization":"{the third purchase}","reason":"other","amount":"30.00"}
      """
    Then the call is answered with 201
    And the answer shows
      | /provisional_credit | {"status":"not_granted","amount":"0.00","granted_at":null,"ended_at":null} |
    And that is the dispute "the third case" of "the third purchase"
    And "the card" has 0.00 available and 0.00 held
    When the caller sends POST "/cards/api/v1/disputes/{the first case}/cancel/"
    Then the call is served
    And the answer shows
      | /provisional_credit | {"status":"not_granted","amount":"0.00","granted_at":null,"ended_at":null} |
    And "the card" has 0.00 available and 0.00 held
    And the USD wallet of the caller is unchanged
    When the operator puts "the second case" lost
    Then "the card" has 0.00 available and 0.00 held
    And the USD wallet of the caller is unchanged
    When the operator puts "the third case" won
    Then "the card" has 0.00 available and 0.00 held
    And the USD wallet of the caller has risen by 30.00
    When the caller sends GET "/cards/api/v1/disputes/{the third case}/"
    Then the answer shows
      | /status             | "won"                                                                      |
      | /provisional_credit | {"status":"not_granted","amount":"0.00","granted_at":null,"ended_at":null} |
    When the caller sends GET "/accounting/api/v1/operations/?type=dispute_credit"
    Then "/results" has 1 entry
    And the answer shows
      | /results/0/amount    | "30.00"            |
      | /results/0/direction | "credit"           |
      | /results/0/dispute   | "{the third case}" |

  @MC-DISPUTE-13
  Scenario: Refunded money is not disputed
    Given an active card "the card" of the caller with 100.00
    And a settled authorization "the purchase" of 55.00 by the caller on "the card"
    When the merchant refunds 30.00 of "the purchase"
    And the caller sends POST "/cards/api/v1/disputes/":
      """
      {"authorization":"{the purchase}","reason":"other","amount":"25.01"}
      """
    Then the call is refused with 422 "dispute_amount_exceeds_settled"
    And the list "/cards/api/v1/disputes/" of the caller has 0 items
    And "the card" has 75.00 available and 0.00 held
    When the caller sends POST "/cards/api/v1/disputes/":
      """
      {"authorization":"{the purchase}","reason":"other","amount":"25.00"}
      """
    Then the call is answered with 201
