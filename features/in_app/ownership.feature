Feature: Things of other users
  Source: public schema reference, ownership notes; contract, Ownership.

  @AG-AUTH-06
  Scenario Outline: <operation> on the card of another user
    Given an active virtual card "C" of the user
    And the user notes the cards there are
    And the second user notes the cards there are
    When the second user tries <operation> on "C"
    Then <operation> is refused, or answers null
    And nothing encrypted comes back
    And the user finds the cards as they were
    And the second user finds the cards as they were

    Examples:
      | operation                  |
      | freezeRainCard             |
      | lockRainCard               |
      | updateRainCardLimit        |
      | updateCardNickname         |
      | replaceVirtualRainCard     |
      | replaceRainCard            |
      | cancelRainCard             |
      | getRainCardPin             |
      | revealRainCardSecrets      |
      | update_AgioCard_card_by_pk |

  @AG-AUTH-06
  Scenario Outline: <operation> on the frozen card of another user
    Given an active virtual card "C" of the user
    And the user has frozen "C"
    And the user notes the cards there are
    When the second user tries <operation> on "C"
    Then <operation> is refused
    And the user finds the cards as they were

    Examples:
      | operation        |
      | unfreezeRainCard |
      | unlockRainCard   |

  @AG-AUTH-06 @needs:pin-codec
  Scenario: The PIN of another user's card
    Given an active virtual card "C" of the user
    When the user sets the PIN of "C" to "719305"
    Then setRainCardPin succeeds
    When the second user sets the PIN of "C" to "826417"
    Then setRainCardPin is refused
    And the user reads back the PIN "719305" of "C"

  @AG-AUTH-07
  Scenario: A foreign card and an unknown card look the same
    Given an active virtual card "C" of the user
    When the second user freezes "C"
    Then the answer has status 403
    And the answer is exactly
      """
      {"data":null,"errors":[{"message":"Not Authorized","extensions":{"code":"FORBIDDEN"}}]}
      """
    When the second user freezes a card that nobody has
    Then both answers are the same

  @AG-AUTH-08
  Scenario: A card on the application of another user
    Given an approved application "the application" of the user
    And the user counts its cards
    And the second user counts its cards
    When the second user creates a virtual card "E" for "the application"
    Then createRainCard is refused
    And the user has as many cards as before
    And the second user has as many cards as before

  @AG-AUTH-11
  Scenario: The form in which a foreign card is refused
    Given an active virtual card "C" of the user
    When the second user freezes "C"
    Then freezeRainCard is refused as a request (reading "forbidden") or by its own failure (reading "not_found")

  @AG-AUTH-09
  Scenario Outline: <operation> with what is another user's is forbidden
    Given a smart wallet of the user
    And an active virtual card "C" of the user
    When the user gets the quote "Q" for 1 USDC into the collateral of "C"
    And the second user tries <operation> with the wallet of the user and the quote "Q"
    Then it is forbidden without telling why

    Examples:
      | operation                   |
      | smartWalletSwapQuote        |
      | smartWalletExecuteSwapQuote |
      | smartWalletSwap             |

  @AG-AUTH-12
  Scenario Outline: <operation> with what is another user's moves nothing
    Given a smart wallet of the user
    And an active virtual card "C" of the user
    And the user notes the balance of "C"
    When the user gets the quote "Q" for 1 USDC into the collateral of "C"
    And the second user tries <operation> with the wallet of the user and the quote "Q"
    Then <operation> is refused
    And <operation> answers no "<told>"
    And the balance of "C" stays for the user as it was
    When the user executes the quote "Q"
    Then smartWalletExecuteSwapQuote succeeds

    Examples:
      | operation                   | told            |
      | smartWalletSwapQuote        | quote           |
      | smartWalletExecuteSwapQuote | transactionHash |
      | smartWalletSwap             | transactionHash |
