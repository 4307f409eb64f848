Feature: Partners are apart
  Source: partner-card-api, Schema Overview, Error Reference.

  @PG-SCOPE-01
  Scenario Outline: <table> shows own rows only
    Given an active virtual card "their card" of the second partner
    When the second partner notes the ids of its <table>
    Then the partner sees none of them in <table>, whatever the filter

    Examples:
      | table                     |
      | AgioCard_card             |
      | AgioCard_card_user        |
      | AgioCard_card_company     |
      | AgioCard_card_application |
      | AgioCard_vw_card          |

  @PG-SCOPE-02
  Scenario: Another partner's row has no key here
    Given an active virtual card "their card" of the second partner
    When the second partner notes the ids of its AgioCard_card
    Then the partner finds none of them in AgioCard_card by primary key

  @PG-SCOPE-02
  Scenario: Another partner's rows do not count
    Given an active virtual card "their card" of the second partner
    When the second partner notes the ids of its AgioCard_card
    Then the partner counts none of them in AgioCard_card

  @PG-SCOPE-02
  Scenario Outline: No relation leads to another partner's rows: <relation>
    Given an active virtual card "their card" of the second partner
    When the second partner notes the ids of its <table>
    Then the partner reaches none of them through the "<relation>" of AgioCard_card_company

    Examples:
      | relation   | table              |
      | cards      | AgioCard_card      |
      | card_users | AgioCard_card_user |

  @PG-SCOPE-03
  Scenario: Another partner's card is forbidden
    Given an active virtual card "their card" of the second partner
    When the partner freezes "their card"
    Then it is forbidden without telling why

  @PG-SCOPE-04
  Scenario: A card that nobody has is forbidden as well
    When the partner freezes a card that nobody has
    Then it is forbidden without telling why

  @PG-SCOPE-04
  Scenario Outline: <mutation> of a card that nobody has is forbidden as well
    When the partner asks
      """
      <document>
      """
    Then it is forbidden without telling why

    Examples:
      | mutation           | document |
      | getCardPin         | mutation { getCardPin(cardId: 2147483000, sessionId: "none") { encryptedPin } } |
      | setCardPin         | mutation { setCardPin(input: { cardId: 2147483000, sessionId: "none", encryptedPin: "none" }) { success } } |
      | revealCardSecrets  | mutation { revealCardSecrets(cardId: 2147483000, sessionId: "none") { success } } |
      | unfreezeCard       | mutation { unfreezeCard(cardId: 2147483000) { success } } |
      | lockCard           | mutation { lockCard(cardId: 2147483000) { success } } |
      | unlockCard         | mutation { unlockCard(cardId: 2147483000) { success } } |
      | replaceCard        | mutation { replaceCard(input: { cardId: 2147483000, reason: lost }) { success } } |
      | replaceVirtualCard | mutation { replaceVirtualCard(cardId: 2147483000) { success } } |
      | updateCardNickname | mutation { updateCardNickname(cardId: 2147483000, nickname: "Proof") { success } } |
      | updateCardLimit    | mutation { updateCardLimit(input: { cardId: 2147483000, limitAmount: 1, limitFrequency: allTime }) { success } } |

  @PG-SCOPE-04 @needs:second-credential
  Scenario: Nobody learns whether a card exists
    Given an active virtual card "their card" of the second partner
    When the partner freezes a card that nobody has
    And the partner freezes "their card"
    Then both answers have the same shape

  @PG-SCOPE-05
  Scenario: Another partner's card user is not charged
    Given an active virtual card "their card" of the second partner
    When the partner charges the holder of "their card" 2550 cents
    Then it is forbidden without telling why

  @PG-SCOPE-05 @needs:provision
  Scenario: Nobody applies for another partner's card user
    Given a card user "Theirs" of the second partner
    When the partner applies for "Theirs"
    Then it is forbidden without telling why

  @PG-SCOPE-06
  Scenario: Another partner's application gets no card
    Given an approved application "their application" of the second partner
    When the partner creates a virtual card "the card" for "their application"
    Then it is forbidden without telling why

  @PG-SCOPE-07
  Scenario: What was forbidden has not happened
    Given an active virtual card "their card" of the second partner
    And the second partner notes the status of "their card"
    When the partner freezes "their card"
    Then it is forbidden without telling why
    When the partner cancels "their card"
    Then it is forbidden without telling why
    And the second partner sees "their card" with the status it had

  @PG-SCOPE-08
  Scenario Outline: A cardUserId that nobody has, for <mutation>
    When the partner calls <mutation> with a cardUserId that nobody has
    Then it is forbidden (reading "forbidden"), or <mutation> is refused, naming "<text>" (reading "business")

    Examples:
      | mutation                            | text           |
      | createCardApplicationForPartnerUser | CARD_API_ERROR |
      | chargeCard                          | User not found |

  @PG-SCOPE-10
  Scenario: The members of the answer
    When the partner freezes a card that nobody has
    Then the answer is exactly
      """
      {"data": null, "errors": [{"message": "Not Authorized", "extensions": {"code": "FORBIDDEN"}}]}
      """

  @PG-SCOPE-11 @needs:second-credential
  Scenario Outline: The second partner <action> its own card
    Given a card "their card" of the second partner that is "<status>"
    When the second partner <action> "their card"
    Then <mutation> succeeds

    Examples:
      | action              | mutation           | status |
      | freezes             | freezeCard         | active |
      | unfreezes           | unfreezeCard       | locked |
      | locks               | lockCard           | active |
      | limits              | updateCardLimit    | active |
      | charges             | chargeCard         | active |
      | replaces            | replaceCard        | active |
      | replaces as virtual | replaceVirtualCard | active |

  @PG-SCOPE-11 @needs:second-credential
  Scenario: The second partner sets and reads the PIN of its own card
    Given an active virtual card "their card" of the second partner
    When the second partner sets the PIN of "their card" to "7193"
    Then setCardPin succeeds
    And the second partner reads back the PIN "7193" of "their card"

  @PG-SCOPE-11 @needs:second-credential
  Scenario: The second partner reveals, reads and finds its own card
    Given an active virtual card "their card" of the second partner
    When the second partner opens the session "s"
    And the second partner reveals the secrets of "their card" in the session "s"
    Then revealCardSecrets succeeds
    When the second partner asks
      """
      { cardBalance(cardId: {their card}) { success } }
      """
    Then cardBalance succeeds
    And the second partner finds "their card" in AgioCard_card by its primary key

  @PG-SCOPE-11 @needs:second-credential
  Scenario: The second partner makes an organization
    When the second partner makes the organization "Globex Sub"
    Then createPartnerCustomerOrganization succeeds
    And the partner does not see its "organizationId" in AgioCard_card_company

  @PG-SCOPE-11 @needs:second-credential
  Scenario: The second partner counts its own card
    Given an active virtual card "their card" of the second partner
    When the second partner asks
      """
      { AgioCard_card_aggregate(where: {id: {_eq: {their card}}}) { aggregate { count } } }
      """
    Then the "aggregate/count" of AgioCard_card_aggregate is 1

  @PG-SCOPE-11 @needs:second-credential @needs:deposit @needs:authorize
  Scenario: The second partner sees what its own user has spent
    Given an active virtual card "their card" of the second partner
    And "their card" has a deposit of 100 dollars
    When a purchase of 1234 cents is made with "their card"
    And the purchase is settled
    Then the second partner sees 1234 cents as what the holder of "their card" has spent this month

  @PG-SCOPE-12 @needs:second-credential
  Scenario: The second partner reads and counts its own transactions
    Given an active virtual card "their card" of the second partner
    When the second partner charges the holder of "their card" 2550 cents for "Tea for two"
    And the second partner asks
      """
      {
        AgioCard_card_transaction(where: {fee_description: {_eq: "Tea for two"}}, limit: 1) { fee_description }
        AgioCard_card_transaction_aggregate(where: {fee_description: {_eq: "Tea for two"}}, limit: 1) { aggregate { count } }
      }
      """
    Then the "0/fee_description" of AgioCard_card_transaction is "Tea for two"
    And the "aggregate/count" of AgioCard_card_transaction_aggregate is 1

  @PG-SCOPE-12 @needs:second-credential
  Scenario Outline: By the reference the second partner <action> its own card
    Given a card "their card" of the second partner that is "<status>"
    When the second partner <action> "their card"
    Then <mutation> succeeds

    Examples:
      | action    | mutation           | status |
      | unlocks   | unlockCard         | locked |
      | cancels   | cancelCard         | active |
      | nicknames | updateCardNickname | active |

  @PG-SCOPE-12 @needs:second-credential
  Scenario: The second partner moves its own person and company
    Given an approved application "their application" of the second partner
    When the second partner moves the person of "their application"
    Then updateCardUserProfile succeeds
    When the second partner moves the company of "their application"
    Then updateCardCompanyAddress succeeds
