Feature: The operations of the guide
  What the guide prints can be sent as it is printed.
  Source: partner-card-api, Signing Requests, Verify your setup, Onboarding Flow, PIN encryption,
  replaceCard / replaceVirtualCard, chargeCard example, Example Queries.

  @PG-GQL-01
  Scenario: Every printed operation fits the schema
    When the partner introspects
    Then this operation of the guide is valid
      """
      { AgioCard_card_company { id } }
      """
    And this operation of the guide is valid
      """
      { __schema { queryType { name } mutationType { name } } }
      """
    And this operation of the guide is valid
      """
      mutation {
        createPartnerCustomerOrganization(input: { name: "Acme Corp" }) {
          success
          organizationId
        }
      }
      """
    And this operation of the guide is valid
      """
      mutation {
        createCardApplicationForPartnerUser(
          input: {
            cardUserId: "external-card-user-uuid"
            walletAddress: "0x1234...abcd"
            occupation: "Software Developers"
            annualSalary: "100000"
            accountPurpose: "Business expenses"
            expectedMonthlyVolume: "5000"
            isTermsOfServiceAccepted: true
          }
        ) {
          success
          applicantId
          cardApplicationId
          cardApplicationExternalId
          applicationStatus
          applicationCompletionUrl
          error
        }
      }
      """
    And this operation of the guide is valid
      """
      mutation { generateEncryptionKeys { sessionId key iv } }
      """
    And this operation of the guide is valid
      """
      mutation($input: SetCardPinInput!) { setCardPin(input: $input) { success error } }
      """
    And this operation of the guide is valid
      """
      mutation($id: Int!, $session: String!) { getCardPin(cardId: $id, sessionId: $session) { encryptedPin } }
      """
    And this operation of the guide is valid
      """
      mutation {
        replaceCard(input: { cardId: 42, reason: lost }) {
          success
          id
          oldCardId
          newCard {
            last4
            expirationMonth
            expirationYear
          }
          error
        }
      }
      """
    And this operation of the guide is valid
      """
      mutation {
        chargeCard(input: { cardUserId: "external-card-user-uuid", feeCents: 2550, feeDescription: "Monthly service fee" }) {
          success
          chargeId
          error
        }
      }
      """
    And this operation of the guide is valid
      """
      query {
        cardBalance(cardId: 42) {
          success
          balance {
            creditLimit
            spendingPower
            balanceDue
          }
        }
      }
      """
    And this operation of the guide is valid
      """
      {
        AgioCard_vw_card {
          id
          type
          status
          last4
          expiration_month
          expiration_year
          limit_frequency
        }
      }
      """
    And this operation of the guide is valid
      """
      mutation {
        freezeCard(cardId: 42) {
          success
          status
          error
        }
      }
      """
    And this operation of the guide is valid
      """
      {
        AgioCard_card_user {
          id
          card_user_id
          application_status
          is_active
          wallet_address
        }
      }
      """
    And this operation of the guide is valid
      """
      {
        AgioCard_vw_card_user_monthly_spend {
          card_user_id
          month
          amount_cents
        }
      }
      """
