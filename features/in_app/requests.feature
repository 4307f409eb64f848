Feature: GraphQL over HTTP
  Source: in-app-cards and in-app-funding, all operations; contract, Answers and status.

  @AG-GQL-02
  Scenario: A document that cannot be parsed
    When the user asks
      """
      { cardBalance(
      """
    Then the answer has status 400
    And the error has the code "GRAPHQL_PARSE_FAILED" and there is no data

  @AG-GQL-03
  Scenario: A field that the schema does not have
    When the user asks
      """
      { AgioAuth_user { id } }
      """
    Then the answer has status 400
    And the error has the code "GRAPHQL_VALIDATION_FAILED" and there is no data
    And the error says
      """
      Cannot query field "AgioAuth_user" on type "Query".
      """

  @AG-GQL-04
  Scenario: A client that asks too often is told when to come again
    Given an active virtual card "C" of the user
    And the next request for cardBalance is over the rate limit
    When the user asks for the balance of "C" without patience
    Then the answer has status 429
    And the error has the code "RATE_LIMITED" and there is no data
    And the answer says after how many seconds to come again
    When the user asks for the balance of "C"
    Then the answer has status 200
    And cardBalance succeeds

  @AG-GQL-01
  Scenario Outline: <operation> is valid as printed
    When the user introspects
    Then this operation of the in-app guides is valid for the user
      """
      <document>
      """

    Examples:
      | operation | document |
      | CreateRainCard | mutation CreateRainCard($input: CreateRainCardInput!) { createRainCard(input: $input) { success id cardId cardType status last4 expirationMonth expirationYear error } } |
      | FreezeRainCard | mutation FreezeRainCard($cardId: Int!) { freezeRainCard(cardId: $cardId) { success id cardId status error } } |
      | UnfreezeRainCard | mutation UnfreezeRainCard($cardId: Int!) { unfreezeRainCard(cardId: $cardId) { success id cardId status error } } |
      | CancelRainCard | mutation CancelRainCard($input: CancelRainCardInput!) { cancelRainCard(input: $input) { success id cardId status error } } |
      | ReplaceVirtualRainCard | mutation ReplaceVirtualRainCard($cardId: Int!) { replaceVirtualRainCard(cardId: $cardId) { success id oldCardId newCard { id type status last4 expirationMonth expirationYear } error } } |
      | ReplaceRainCard | mutation ReplaceRainCard($input: ReplaceRainCardInput!) { replaceRainCard(input: $input) { success id oldCardId newCard { id type status last4 expirationMonth expirationYear } error } } |
      | UpdateRainCardLimit | mutation UpdateRainCardLimit($input: UpdateRainCardLimitInput!) { updateRainCardLimit(input: $input) { success id cardId limitAmount limitFrequency error } } |
      | UpdateCardNickname | mutation UpdateCardNickname($cardId: Int!, $nickname: String!) { updateCardNickname(cardId: $cardId, nickname: $nickname) { success id error } } |
      | UpdateCardStarred | mutation UpdateCardStarred($cardId: Int!, $isStarred: Boolean!) { update_AgioCard_card_by_pk(pk_columns: { id: $cardId }, _set: { is_starred: $isStarred }) { id is_starred } } |
      | SetRainCardPin | mutation SetRainCardPin($input: SetRainCardPinInput!) { setRainCardPin(input: $input) { success id error } } |
      | GetRainCardPin | mutation GetRainCardPin($cardId: Int!, $sessionId: String!) { getRainCardPin(cardId: $cardId, sessionId: $sessionId) { success id encryptedPin error } } |
      | RevealRainCardSecrets | mutation RevealRainCardSecrets($cardId: Int!, $sessionId: String!) { revealRainCardSecrets(cardId: $cardId, sessionId: $sessionId) { success id encryptedSecrets error } } |
      | vwCards | query vwCards($where: AgioCard_vw_card_bool_exp, $limit: Int = 100, $offset: Int, $includeBalance: Boolean! = false) { cards: AgioCard_vw_card(where: $where, order_by: [{ last_used_at: desc_nulls_last }, { status: asc }, { created_at: desc }], limit: $limit, offset: $offset) { id card_type status last4 nickname is_starred created_at last_used_at balance @include(if: $includeBalance) { credit_limit spending_power pending_charges posted_charges balance_due } } } |
      | AgioCardBalance | query AgioCardBalance($cardId: Int!) { cardBalance(cardId: $cardId) { success id balance { creditLimit pendingCharges postedCharges balanceDue spendingPower } error } } |
      | checkCardFundingWalletExists | query checkCardFundingWalletExists($userId: String, $organizationId: uuid) { AgioCrypto_digital_wallet( where: { network_id: { _eq: 60 } wallet_type_id: { _in: [3, 7] } deleted: { _eq: false } readonly: { _eq: false } _or: [{ user_id: { _eq: $userId }, organization_id: { _is_null: true } }, { organization_id: { _eq: $organizationId } }] } limit: 1 ) { id nickname wallet_type_id network_id } } |
      | SmartWalletSwapQuote | mutation SmartWalletSwapQuote($input: SmartWalletSwapInput!) { smartWalletSwapQuote(input: $input) { success quote { quoteId fromAmount minimumToAmount expiry priceImpactPct amountInUsd amountOutUsd networkFeeUsd estimatedFillSeconds route { provider providersQueried } } error } } |
      | SmartWalletExecuteSwapQuote | mutation SmartWalletExecuteSwapQuote($input: SmartWalletExecuteSwapQuoteInput!) { smartWalletExecuteSwapQuote(input: $input) { success transactionHash quoteId status error } } |
      | CardWithdraw | mutation CardWithdraw($input: CardWithdrawInput!) { cardWithdraw(input: $input) { success transactionHash chainId tokenAddress amount error retryAfterSec } } |

  @AG-GQL-01
  Scenario: createRainCard takes the members that are printed
    When the user introspects
    Then the input of createRainCard takes, besides what else it may take
      | cardApplicationId | Int!              |
      | cardType          | RainCardType!     |
      | limit             | CardLimitInput    |
      | displayName       | String            |
      | shipping          | RainShippingInput |
      | billing           | RainAddressInput  |
      | sessionId         | String            |
      | encryptedPin      | String            |

  @AG-GQL-01
  Scenario: cardWithdraw takes the members that are printed
    When the user introspects
    Then the input of cardWithdraw takes, besides what else it may take
      | tokenAddress | String! |
      | amount       | String! |
      | chainId      | Int     |

  @AG-GQL-05
  Scenario: The generation of names
    When the user introspects
    Then operations are named with Rain (reading "rain"), with Agio (reading "agio") or without (reading "plain")
