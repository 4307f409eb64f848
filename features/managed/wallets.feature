Feature: Wallets, operations and ledgers
  Source: public page Wallet API.

  @MC-WALLET-01
  Scenario: Wallets show available and held per currency
    When the wallets of the caller are noted
    And the caller lists its wallets
    Then the call is served
    And each wallet shows what is available and what is held, in a currency of its own
    When the bank pays 10.00 into the USD wallet of the caller
    Then of the wallets of the caller the USD one is higher, and no other has changed

  @MC-WALLET-02
  Scenario: Operations can be filtered
    Given an active card "the card" of the caller with 100.00
    And an active card "the other card" of the caller, in another currency where the target has one
    And the caller has funded "the card" with 30.00
    And the caller has funded "the other card" with 150.00
    And a funding of "the card" with 5.00 that waits, where the target can let one wait
    When the caller withdraws 20.00 from "the card"
    Then the call is served
    And each filter of the operations of the caller shows what fits it and nothing else

  @MC-WALLET-03
  Scenario: Total is available plus held
    Given the clock stands still
    And an active card "the card" of the caller with 100.00
    And an authorization "the purchase" of 10.00 by the caller on "the card"
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/fund/":
      """
      {"amount":"20.00","sandbox":{"adapter":"delayed"}}
      """
    Then the call is served
    When the caller sends GET "/accounting/api/v1/wallets/?currency=USD"
    Then the answer shows
      | /results/0/available | "4980.00" |
      | /results/0/held      | "20.00"   |
      | /results/0/total     | "5000.00" |
    When the caller reads "the card"
    Then the answer shows
      | /balance | {"available":"90.00","held":"10.00","total":"100.00"} |

  @MC-WALLET-04
  Scenario: The ledger of a card adds up
    Given an active card "the card" of the caller
    And the caller has funded "the card" with 200.00
    And an authorization "the first purchase" of 60.00 by the caller on "the card"
    And an authorization "the second purchase" of 50.00 by the caller on "the card"
    When the caller settles 45.00 of "the first purchase"
    And the caller reverses "the second purchase"
    And the caller withdraws 50.00 from "the card"
    Then the call is served
    And the ledger of "the card" adds up to its balance, entry by entry
    And "the card" has 105.00 available and 0.00 held

  @MC-WALLET-05
  Scenario: Money is shown with the digits of its currency
    Given an active card "the card" of the Ugandan caller of the program prg_ug_ugx_instant
    When the Ugandan caller sends POST "/cards/api/v1/managed-cards/{the card}/fund/":
      """
      {"amount":"50000"}
      """
    Then the call is served
    And the answer shows
      | /wallet/available       | "3650000" |
      | /card/balance/available | "50000"   |
    When the Ugandan caller sends POST "/cards/api/v1/managed-cards/{the card}/authorize/":
      """
      {"amount":"1250"}
      """
    Then the call is served
    And the answer shows
      | /amount                 | "1250"  |
      | /card_balance/available | "48750" |
      | /card_balance/held      | "1250"  |
    When the Ugandan caller sends GET "/accounting/api/v1/wallets/?currency=UGX"
    Then the answer shows
      | /results/0/available | "3650000" |
    When the Ugandan caller sends POST "/cards/api/v1/managed-cards/{the card}/fund/":
      """
      {"amount":"50000.5"}
      """
    Then the call is refused with 400 "invalid_request"
