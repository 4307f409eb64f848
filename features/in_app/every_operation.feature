Feature: Every operation asks for a user token
  No operation is let past the token, its signature or its end.
  Source: public page, Authentication.

  @AG-AUTH-13
  Scenario: Without a good token nothing changes
    Given an active virtual card "C" of the user
    When the user asks without a token, and with one whose signature was altered
      """
      mutation { freezeRainCard(cardId: {C}) { success } }
      """
    Then both are refused for their tokens
    And the user sees "C" with status "active"

  @AG-AUTH-13
  Scenario Outline: <operation> is done for nobody without a good token
    When the user asks without a token, and with one whose signature was altered
      """
      <document>
      """
    Then both are refused for their tokens

    Examples:
      | operation                           | document                                                                                                                                                                                                                                                 |
      | AgioCard_card_application           | { AgioCard_card_application { id } }                                                                                                                                                                                                                     |
      | AgioCard_card_transaction           | { AgioCard_card_transaction { id } }                                                                                                                                                                                                                     |
      | AgioCard_card_transaction_aggregate | { AgioCard_card_transaction_aggregate { aggregate { count } } }                                                                                                                                                                                          |
      | AgioCard_vw_card                    | { AgioCard_vw_card { id } }                                                                                                                                                                                                                              |
      | AgioCrypto_digital_wallet           | { AgioCrypto_digital_wallet { id } }                                                                                                                                                                                                                     |
      | cardBalance                         | { cardBalance(cardId: 2147483000) { success } }                                                                                                                                                                                                          |
      | rainCardBalance                     | { rainCardBalance(cardId: 2147483000) { success } }                                                                                                                                                                                                      |
      | createRainCardApplication           | mutation { createRainCardApplication(input: { walletAddress: "0x0000000000000000000000000000000000000001", occupation: "Tester", annualSalary: "1", accountPurpose: "Proof", expectedMonthlyVolume: "1", isTermsOfServiceAccepted: true }) { success } } |
      | createRainCard                      | mutation { createRainCard(input: { cardApplicationId: 2147483000, cardType: virtual }) { success } }                                                                                                                                                     |
      | generateEncryptionKeys              | mutation { generateEncryptionKeys { sessionId } }                                                                                                                                                                                                        |
      | setRainCardPin                      | mutation { setRainCardPin(input: { cardId: 2147483000, sessionId: "none", encryptedPin: "none" }) { success } }                                                                                                                                          |
      | getRainCardPin                      | mutation { getRainCardPin(cardId: 2147483000, sessionId: "none") { success } }                                                                                                                                                                           |
      | revealRainCardSecrets               | mutation { revealRainCardSecrets(cardId: 2147483000, sessionId: "none") { success } }                                                                                                                                                                    |
      | freezeRainCard                      | mutation { freezeRainCard(cardId: 2147483000) { success } }                                                                                                                                                                                              |
      | unfreezeRainCard                    | mutation { unfreezeRainCard(cardId: 2147483000) { success } }                                                                                                                                                                                            |
      | lockRainCard                        | mutation { lockRainCard(cardId: 2147483000) { success } }                                                                                                                                                                                                |
      | unlockRainCard                      | mutation { unlockRainCard(cardId: 2147483000) { success } }                                                                                                                                                                                              |
      | cancelRainCard                      | mutation { cancelRainCard(input: { cardId: 2147483000 }) { success } }                                                                                                                                                                                   |
      | replaceRainCard                     | mutation { replaceRainCard(input: { cardId: 2147483000, reason: lost }) { success } }                                                                                                                                                                    |
      | replaceVirtualRainCard              | mutation { replaceVirtualRainCard(cardId: 2147483000) { success } }                                                                                                                                                                                      |
      | updateCardNickname                  | mutation { updateCardNickname(cardId: 2147483000, nickname: "Proof") { success } }                                                                                                                                                                       |
      | updateRainCardLimit                 | mutation { updateRainCardLimit(input: { cardId: 2147483000, limitAmount: 1, limitFrequency: allTime }) { success } }                                                                                                                                     |
      | update_AgioCard_card_by_pk          | mutation { update_AgioCard_card_by_pk(pk_columns: { id: 2147483000 }, _set: { is_starred: true }) { id } }                                                                                                                                               |
      | createCardDispute                   | mutation { createCardDispute(input: { transactionId: 2147483000 }) { success } }                                                                                                                                                                         |
      | cardWithdraw                        | mutation { cardWithdraw(input: { tokenAddress: "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913", amount: "0.01" }) { success } }                                                                                                                             |
      | smartWalletSwapQuote                | mutation { smartWalletSwapQuote(input: { digitalWalletId: "1", fromToken: "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913", toToken: "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913", amount: "1" }) { success } }                                              |
      | smartWalletSwap                     | mutation { smartWalletSwap(input: { digitalWalletId: "1", fromToken: "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913", toToken: "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913", amount: "1" }) { success } }                                                   |
      | smartWalletExecuteSwapQuote         | mutation { smartWalletExecuteSwapQuote(input: { quoteId: 2147483000 }) { success } }                                                                                                                                                                     |

  @AG-AUTH-13 @needs:clock
  Scenario Outline: <operation> is done for nobody whose token has ended
    Given the user has a token of 60 seconds
    When 60 seconds pass
    And the user asks
      """
      <document>
      """
    Then it is refused for its token

    Examples:
      | operation                           | document                                                                                                                                                                                                                                                 |
      | AgioCard_card_application           | { AgioCard_card_application { id } }                                                                                                                                                                                                                     |
      | AgioCard_card_transaction           | { AgioCard_card_transaction { id } }                                                                                                                                                                                                                     |
      | AgioCard_card_transaction_aggregate | { AgioCard_card_transaction_aggregate { aggregate { count } } }                                                                                                                                                                                          |
      | AgioCard_vw_card                    | { AgioCard_vw_card { id } }                                                                                                                                                                                                                              |
      | AgioCrypto_digital_wallet           | { AgioCrypto_digital_wallet { id } }                                                                                                                                                                                                                     |
      | cardBalance                         | { cardBalance(cardId: 2147483000) { success } }                                                                                                                                                                                                          |
      | rainCardBalance                     | { rainCardBalance(cardId: 2147483000) { success } }                                                                                                                                                                                                      |
      | createRainCardApplication           | mutation { createRainCardApplication(input: { walletAddress: "0x0000000000000000000000000000000000000001", occupation: "Tester", annualSalary: "1", accountPurpose: "Proof", expectedMonthlyVolume: "1", isTermsOfServiceAccepted: true }) { success } } |
      | createRainCard                      | mutation { createRainCard(input: { cardApplicationId: 2147483000, cardType: virtual }) { success } }                                                                                                                                                     |
      | generateEncryptionKeys              | mutation { generateEncryptionKeys { sessionId } }                                                                                                                                                                                                        |
      | setRainCardPin                      | mutation { setRainCardPin(input: { cardId: 2147483000, sessionId: "none", encryptedPin: "none" }) { success } }                                                                                                                                          |
      | getRainCardPin                      | mutation { getRainCardPin(cardId: 2147483000, sessionId: "none") { success } }                                                                                                                                                                           |
      | revealRainCardSecrets               | mutation { revealRainCardSecrets(cardId: 2147483000, sessionId: "none") { success } }                                                                                                                                                                    |
      | freezeRainCard                      | mutation { freezeRainCard(cardId: 2147483000) { success } }                                                                                                                                                                                              |
      | unfreezeRainCard                    | mutation { unfreezeRainCard(cardId: 2147483000) { success } }                                                                                                                                                                                            |
      | lockRainCard                        | mutation { lockRainCard(cardId: 2147483000) { success } }                                                                                                                                                                                                |
      | unlockRainCard                      | mutation { unlockRainCard(cardId: 2147483000) { success } }                                                                                                                                                                                              |
      | cancelRainCard                      | mutation { cancelRainCard(input: { cardId: 2147483000 }) { success } }                                                                                                                                                                                   |
      | replaceRainCard                     | mutation { replaceRainCard(input: { cardId: 2147483000, reason: lost }) { success } }                                                                                                                                                                    |
      | replaceVirtualRainCard              | mutation { replaceVirtualRainCard(cardId: 2147483000) { success } }                                                                                                                                                                                      |
      | updateCardNickname                  | mutation { updateCardNickname(cardId: 2147483000, nickname: "Proof") { success } }                                                                                                                                                                       |
      | updateRainCardLimit                 | mutation { updateRainCardLimit(input: { cardId: 2147483000, limitAmount: 1, limitFrequency: allTime }) { success } }                                                                                                                                     |
      | update_AgioCard_card_by_pk          | mutation { update_AgioCard_card_by_pk(pk_columns: { id: 2147483000 }, _set: { is_starred: true }) { id } }                                                                                                                                               |
      | createCardDispute                   | mutation { createCardDispute(input: { transactionId: 2147483000 }) { success } }                                                                                                                                                                         |
      | cardWithdraw                        | mutation { cardWithdraw(input: { tokenAddress: "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913", amount: "0.01" }) { success } }                                                                                                                             |
      | smartWalletSwapQuote                | mutation { smartWalletSwapQuote(input: { digitalWalletId: "1", fromToken: "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913", toToken: "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913", amount: "1" }) { success } }                                              |
      | smartWalletSwap                     | mutation { smartWalletSwap(input: { digitalWalletId: "1", fromToken: "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913", toToken: "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913", amount: "1" }) { success } }                                                   |
      | smartWalletExecuteSwapQuote         | mutation { smartWalletExecuteSwapQuote(input: { quoteId: 2147483000 }) { success } }                                                                                                                                                                     |
