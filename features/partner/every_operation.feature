Feature: Every operation asks who it is
  Each operation stands behind both layers of the authentication; no operation is let past one of them.
  Source: partner-card-api, Authentication, Replay protection, Error Reference.

  @PG-AUTH-13
  Scenario: What proves nothing changes nothing
    Given an active virtual card "the card" of the partner
    When the partner asks in every way that proves nothing
      """
      mutation { freezeCard(cardId: {the card}) { success } }
      """
    Then it is unauthorized in all of them
    And the partner sees "the card" with status "active"

  @PG-AUTH-13
  Scenario Outline: <operation> is done for nobody who proves nothing, and once for each proof
    When the partner asks in every way that proves nothing
      """
      <document>
      """
    Then it is unauthorized in all of them
    When the partner asks
      """
      <document>
      """
    And the same bytes are sent again
    Then it is refused because it was accepted before

    Examples:
      | operation                             | document |
      | AgioCard_card                         | { AgioCard_card { id } } |
      | AgioCard_card_aggregate               | { AgioCard_card_aggregate { aggregate { count } } } |
      | AgioCard_card_application             | { AgioCard_card_application { id } } |
      | AgioCard_card_by_pk                   | { AgioCard_card_by_pk(id: 1) { id } } |
      | AgioCard_card_company                 | { AgioCard_card_company { id } } |
      | AgioCard_card_limit_change_aggregate  | { AgioCard_card_limit_change_aggregate { aggregate { count } } } |
      | AgioCard_card_shipment                | { AgioCard_card_shipment { id } } |
      | AgioCard_card_transaction             | { AgioCard_card_transaction { id } } |
      | AgioCard_card_transaction_aggregate   | { AgioCard_card_transaction_aggregate { aggregate { count } } } |
      | AgioCard_card_user                    | { AgioCard_card_user { id } } |
      | AgioCard_partner_managed_organization | { AgioCard_partner_managed_organization { organization_id } } |
      | AgioCard_vw_card                      | { AgioCard_vw_card { id } } |
      | AgioCard_vw_card_user_monthly_spend   | { AgioCard_vw_card_user_monthly_spend { month } } |
      | cardBalance                           | { cardBalance(cardId: 2147483000) { success } } |
      | createPartnerCustomerOrganization     | mutation { createPartnerCustomerOrganization(input: { name: "Proof" }) { success } } |
      | createCardApplicationForPartnerUser   | mutation { createCardApplicationForPartnerUser(input: { cardUserId: "nobody", walletAddress: "0x0000000000000000000000000000000000000001", occupation: "Tester", annualSalary: "1", accountPurpose: "Proof", expectedMonthlyVolume: "1", isTermsOfServiceAccepted: true }) { success } } |
      | createCard                            | mutation { createCard(input: { cardApplicationId: 2147483000, cardType: virtual }) { success } } |
      | generateEncryptionKeys                | mutation { generateEncryptionKeys { sessionId } } |
      | setCardPin                            | mutation { setCardPin(input: { cardId: 2147483000, sessionId: "none", encryptedPin: "none" }) { success } } |
      | getCardPin                            | mutation { getCardPin(cardId: 2147483000, sessionId: "none") { encryptedPin } } |
      | revealCardSecrets                     | mutation { revealCardSecrets(cardId: 2147483000, sessionId: "none") { success } } |
      | freezeCard                            | mutation { freezeCard(cardId: 2147483000) { success } } |
      | unfreezeCard                          | mutation { unfreezeCard(cardId: 2147483000) { success } } |
      | lockCard                              | mutation { lockCard(cardId: 2147483000) { success } } |
      | unlockCard                            | mutation { unlockCard(cardId: 2147483000) { success } } |
      | cancelCard                            | mutation { cancelCard(input: { cardId: 2147483000 }) { success } } |
      | replaceCard                           | mutation { replaceCard(input: { cardId: 2147483000, reason: lost }) { success } } |
      | replaceVirtualCard                    | mutation { replaceVirtualCard(cardId: 2147483000) { success } } |
      | updateCardNickname                    | mutation { updateCardNickname(cardId: 2147483000, nickname: "Proof") { success } } |
      | updateCardLimit                       | mutation { updateCardLimit(input: { cardId: 2147483000, limitAmount: 1, limitFrequency: allTime }) { success } } |
      | updateCardUserProfile                 | mutation { updateCardUserProfile(input: { cardApplicationId: 2147483000, address: { line1: "123 Main St", city: "Miami", region: "FL", postalCode: "33101", countryCode: "US" } }) { success } } |
      | updateCardCompanyAddress              | mutation { updateCardCompanyAddress(input: { cardApplicationId: 2147483000, address: { line1: "123 Main St", city: "Miami", region: "FL", postalCode: "33101", countryCode: "US" } }) { success } } |
      | validateAddress                       | mutation { validateAddress(input: { address: { line1: "123 Main St", city: "Miami", region: "FL", postalCode: "33101", countryCode: "US" } }) { success } } |
      | validateCardShippingAddress           | mutation { validateCardShippingAddress(input: { address: { line1: "123 Main St", city: "Miami", region: "FL", postalCode: "33101", countryCode: "US" } }) { success } } |
      | autocompleteAddress                   | mutation { autocompleteAddress(input: { input: "123 Main" }) { success } } |
      | resolvePlaceAddress                   | mutation { resolvePlaceAddress(placeId: "nowhere") { success } } |
      | chargeCard                            | mutation { chargeCard(input: { cardUserId: "nobody", feeCents: 1, feeDescription: "Proof" }) { success } } |
