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
  Scenario Outline: <operation> is done for nobody who proves nothing
    When the partner asks in every way that proves nothing
      """
      <document>
      """
    Then it is unauthorized in all of them

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

  @PG-AUTH-14
  Scenario Outline: The same bytes get the rows of <operation> once
    When the partner asks
      """
      <document>
      """
    Then the answer has status 200
    When the same bytes are sent again
    Then it is refused without a result

    Examples:
      | operation                           | document                                          |
      | AgioCard_card                       | { AgioCard_card { id } }                          |
      | AgioCard_card_application           | { AgioCard_card_application { id } }              |
      | AgioCard_card_company               | { AgioCard_card_company { id } }                  |
      | AgioCard_card_user                  | { AgioCard_card_user { id } }                     |
      | AgioCard_vw_card                    | { AgioCard_vw_card { id } }                       |
      | AgioCard_vw_card_user_monthly_spend | { AgioCard_vw_card_user_monthly_spend { month } } |

  @PG-AUTH-14
  Scenario Outline: <operation> is done once for the same bytes
    Given <thing>
    When the partner asks
      """
      <document>
      """
    Then the answer has status 200
    When the same bytes are sent again
    Then it is refused without a result

    Examples:
      | operation                           | thing                                                    | document                                                                                                                                                                                                                                                                                 |
      | createPartnerCustomerOrganization   | an active virtual card "the card" of the partner         | mutation { createPartnerCustomerOrganization(input: { name: "Proof" }) { success } }                                                                                                                                                                                                     |
      | createCardApplicationForPartnerUser | a card user "Lena" of the partner                        | mutation { createCardApplicationForPartnerUser(input: { cardUserId: "{Lena}", walletAddress: "0x0000000000000000000000000000000000000001", occupation: "Tester", annualSalary: "1", accountPurpose: "Proof", expectedMonthlyVolume: "1", isTermsOfServiceAccepted: true }) { success } } |
      | createCard                          | an approved application "the application" of the partner | mutation { createCard(input: { cardApplicationId: {the application}, cardType: virtual }) { success } }                                                                                                                                                                                  |
      | freezeCard                          | an active virtual card "the card" of the partner         | mutation { freezeCard(cardId: {the card}) { success } }                                                                                                                                                                                                                                  |
      | unfreezeCard                        | a card "the card" of the partner that is "locked"        | mutation { unfreezeCard(cardId: {the card}) { success } }                                                                                                                                                                                                                                |
      | lockCard                            | an active virtual card "the card" of the partner         | mutation { lockCard(cardId: {the card}) { success } }                                                                                                                                                                                                                                    |
      | replaceCard                         | an active virtual card "the card" of the partner         | mutation { replaceCard(input: { cardId: {the card}, reason: lost }) { success } }                                                                                                                                                                                                        |
      | replaceVirtualCard                  | an active virtual card "the card" of the partner         | mutation { replaceVirtualCard(cardId: {the card}) { success } }                                                                                                                                                                                                                          |
      | updateCardLimit                     | an active virtual card "the card" of the partner         | mutation { updateCardLimit(input: { cardId: {the card}, limitAmount: 1, limitFrequency: allTime }) { success } }                                                                                                                                                                         |
      | chargeCard                          | an active virtual card "the card" of the partner         | mutation { chargeCard(input: { cardUserId: "{the holder of the card}", feeCents: 1, feeDescription: "Proof" }) { success } }                                                                                                                                                             |
      | generateEncryptionKeys              | an active virtual card "the card" of the partner         | mutation { generateEncryptionKeys { sessionId } }                                                                                                                                                                                                                                        |
      | cardBalance                         | an active virtual card "the card" of the partner         | { cardBalance(cardId: {the card}) { success } }                                                                                                                                                                                                                                          |

  @PG-AUTH-14
  Scenario Outline: <operation> is done once for the same bytes in a session
    Given an active virtual card "the card" of the partner
    When the partner opens the session "s"
    And the partner <action>
    Then the answer has status 200
    When the same bytes are sent again
    Then it is refused without a result

    Examples:
      | operation         | action                                                  |
      | setCardPin        | sets the PIN of "the card" to "7193" in the session "s" |
      | getCardPin        | reads the PIN of "the card" in the session "s"          |
      | revealCardSecrets | reveals the secrets of "the card" in the session "s"    |

  @PG-AUTH-15
  Scenario Outline: The same bytes get the rows of <operation> once
    When the partner asks
      """
      <document>
      """
    Then the answer has status 200
    When the same bytes are sent again
    Then it is refused without a result

    Examples:
      | operation                           | document                                                        |
      | AgioCard_card_aggregate             | { AgioCard_card_aggregate { aggregate { count } } }             |
      | AgioCard_card_by_pk                 | { AgioCard_card_by_pk(id: 1) { id } }                           |
      | AgioCard_card_transaction           | { AgioCard_card_transaction { id } }                            |
      | AgioCard_card_transaction_aggregate | { AgioCard_card_transaction_aggregate { aggregate { count } } } |

  @PG-AUTH-15
  Scenario Outline: <operation> is done once for the same bytes
    Given <thing>
    When the partner asks
      """
      <document>
      """
    Then the answer has status 200
    When the same bytes are sent again
    Then it is refused without a result

    Examples:
      | operation                   | thing                                                    | document                                                                                                                                                                                                   |
      | unlockCard                  | a card "the card" of the partner that is "locked"        | mutation { unlockCard(cardId: {the card}) { success } }                                                                                                                                                    |
      | cancelCard                  | an active virtual card "the card" of the partner         | mutation { cancelCard(input: { cardId: {the card} }) { success } }                                                                                                                                         |
      | updateCardNickname          | an active virtual card "the card" of the partner         | mutation { updateCardNickname(cardId: {the card}, nickname: "Proof") { success } }                                                                                                                         |
      | updateCardUserProfile       | an approved application "the application" of the partner | mutation { updateCardUserProfile(input: { cardApplicationId: {the application}, address: { line1: "123 Main St", city: "Miami", region: "FL", postalCode: "33101", countryCode: "US" } }) { success } }    |
      | updateCardCompanyAddress    | an approved application "the application" of the partner | mutation { updateCardCompanyAddress(input: { cardApplicationId: {the application}, address: { line1: "123 Main St", city: "Miami", region: "FL", postalCode: "33101", countryCode: "US" } }) { success } } |
      | validateAddress             | an active virtual card "the card" of the partner         | mutation { validateAddress(input: { address: { line1: "123 Main St", city: "Miami", region: "FL", postalCode: "33101", countryCode: "US" } }) { success } }                                                |
      | validateCardShippingAddress | an active virtual card "the card" of the partner         | mutation { validateCardShippingAddress(input: { address: { line1: "123 Main St", city: "Miami", region: "FL", postalCode: "33101", countryCode: "US" } }) { success } }                                    |
      | autocompleteAddress         | an active virtual card "the card" of the partner         | mutation { autocompleteAddress(input: { input: "123 Main" }) { success } }                                                                                                                                 |
      | resolvePlaceAddress         | an active virtual card "the card" of the partner         | mutation { resolvePlaceAddress(placeId: "nowhere") { success } }                                                                                                                                           |

  @PG-AUTH-16
  Scenario Outline: The same bytes get the rows of <operation> once
    When the partner asks
      """
      <document>
      """
    Then the answer has status 200
    When the same bytes are sent again
    Then it is refused without a result

    Examples:
      | operation                             | document                                                         |
      | AgioCard_card_limit_change_aggregate  | { AgioCard_card_limit_change_aggregate { aggregate { count } } } |
      | AgioCard_card_shipment                | { AgioCard_card_shipment { id } }                                |
      | AgioCard_partner_managed_organization | { AgioCard_partner_managed_organization { organization_id } }    |
