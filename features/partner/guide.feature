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
