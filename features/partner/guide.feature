Feature: The operations of the guide
  What the guide prints can be sent as it is printed.
  Source: partner-card-api, Signing Requests, Verify your setup, Onboarding Flow, PIN encryption,
  replaceCard / replaceVirtualCard, chargeCard example, Example Queries.

  @PG-GQL-01
  Scenario Outline: The guide's operation fits the schema: <operation>
    When the partner introspects
    Then this operation of the guide is valid
      """
      <document>
      """

    Examples:
      | operation | document |
      | Verify your setup: a first read | { AgioCard_card_company { id } } |
      | Verify your setup: the introspection | { __schema { queryType { name } mutationType { name } } } |
      | createPartnerCustomerOrganization | mutation { createPartnerCustomerOrganization(input: { name: "Acme Corp" }) { success organizationId } } |
      | createCardApplicationForPartnerUser | mutation { createCardApplicationForPartnerUser(input: { cardUserId: "external-card-user-uuid", walletAddress: "0x1234...abcd", occupation: "Software Developers", annualSalary: "100000", accountPurpose: "Business expenses", expectedMonthlyVolume: "5000", isTermsOfServiceAccepted: true }) { success applicantId cardApplicationId cardApplicationExternalId applicationStatus applicationCompletionUrl error } } |
      | generateEncryptionKeys | mutation { generateEncryptionKeys { sessionId key iv } } |
      | setCardPin | mutation($input: SetCardPinInput!) { setCardPin(input: $input) { success error } } |
      | getCardPin | mutation($id: Int!, $session: String!) { getCardPin(cardId: $id, sessionId: $session) { encryptedPin } } |
      | replaceCard | mutation { replaceCard(input: { cardId: 42, reason: lost }) { success id oldCardId newCard { last4 expirationMonth expirationYear } error } } |
      | chargeCard | mutation { chargeCard(input: { cardUserId: "external-card-user-uuid", feeCents: 2550, feeDescription: "Monthly service fee" }) { success chargeId error } } |
      | cardBalance | query { cardBalance(cardId: 42) { success balance { creditLimit spendingPower balanceDue } } } |
      | AgioCard_vw_card | { AgioCard_vw_card { id type status last4 expiration_month expiration_year limit_frequency } } |
      | freezeCard | mutation { freezeCard(cardId: 42) { success status error } } |
      | AgioCard_card_user | { AgioCard_card_user { id card_user_id application_status is_active wallet_address } } |
      | AgioCard_vw_card_user_monthly_spend | { AgioCard_vw_card_user_monthly_spend { card_user_id month amount_cents } } |

  @PG-GQL-02
  Scenario: Card operations answer in the shapes of the schema
    Given an active virtual card "the card" of the partner
    And a card user "Lena" of the partner
    When the partner makes the organization "Acme Corp"
    And the partner applies for "Lena"
    And the partner freezes "the card"
    And the partner unfreezes "the card"
    And the partner locks "the card"
    And the partner unlocks "the card"
    And the partner nicknames "the card" "Team travel"
    And the partner limits "the card" to 50000 cents per7DayPeriod
    And the partner charges the holder of "the card" 2550 cents
    And the partner sets the PIN of "the card" to "7193"
    And the partner reveals the secrets of "the card"
    And the partner asks
      """
      { cardBalance(cardId: {the card}) { success id error balance { creditLimit pendingCharges postedCharges spendingPower balanceDue } } }
      """
    And the partner replaces the virtual card "the card" with "the new card"
    And the partner replaces "the new card" with "the third card", which is stolen
    And the partner cancels "the third card" because "No longer needed"
    Then every answer that the partner got has the shape of the schema

  @PG-GQL-02
  Scenario: Rows have the shapes of the schema
    Given an active virtual card "the card" of the partner
    And the partner has limited "the card" to 50000 cents per7DayPeriod
    When the partner charges the holder of "the card" 2550 cents
    And the partner reads every column of every list
    Then every answer that the partner got has the shape of the schema

  @PG-GQL-02 @needs:deposit @needs:authorize
  Scenario: Rows of what was spent have the shapes of the schema
    Given an active virtual card "the card" of the partner
    And "the card" has a deposit of 100 dollars
    When a purchase of 10 dollars is made with "the card" and settled
    And the partner reads every column of every list
    Then every answer that the partner got has the shape of the schema
