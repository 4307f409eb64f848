Feature: Errors and the envelope
  Source: partner-card-api, Error Reference, Response envelope.

  @PG-ERR-01
  Scenario: A document that does not parse
    When the partner asks
      """
      { AgioCard_card_company { id }
      """
    Then the answer has status 400
    And the error has the code "GRAPHQL_PARSE_FAILED" and there is no data

  @PG-ERR-02
  Scenario: A type outside the partner scope
    When the partner asks
      """
      { AgioAuth_user { id } }
      """
    Then the answer has status 400
    And the error has the code "GRAPHQL_VALIDATION_FAILED" and there is no data
    And the error says
      """
      Cannot query field "AgioAuth_user" on type "Query".
      """

  @PG-ERR-03
  Scenario: The nonce store is down
    Given the nonce store is down for one request
    When the partner reads
    Then the answer has status 503
    And no error has a code
    And nothing of what was asked for is told

  @PG-ERR-04
  Scenario: Hasura is down
    Given Hasura is down for one request
    When the partner reads
    Then the answer has status 503
    And no error has a code
    And nothing of what was asked for is told

  @PG-ERR-05
  Scenario: Hasura answers with an error
    Given Hasura answers with an error for one request
    When the partner reads
    Then the answer has status 502
    And the error has the code "UPSTREAM_HASURA_ERROR"
    And nothing of what was asked for is told

  @PG-ERR-06
  Scenario: Every card operation answers in the envelope
    When the partner asks
      """
      {
        __schema {
          queryType { fields { name type { kind name ofType { kind name } } } }
          mutationType { fields { name type { kind name ofType { kind name } } } }
          types { name fields { name type { kind name ofType { kind name } } } }
        }
      }
      """
    Then every card operation answers with success and error

  @PG-ERR-07
  Scenario Outline: error and success of <mutation> agree on a card that is <status>
    Given a card "the card" of the partner that is "<status>"
    When the partner <action> "the card"
    Then error and success of <mutation> agree
    When the partner <wrong action> "the card"
    Then error and success of <mutation> agree

    Examples:
      | mutation           | status   | action              | wrong action           |
      | freezeCard         | active   | freezes             | freezes                |
      | unfreezeCard       | locked   | unfreezes           | unfreezes              |
      | lockCard           | active   | locks               | locks                  |
      | unlockCard         | locked   | unlocks             | unlocks                |
      | cancelCard         | active   | cancels             | cancels                |
      | updateCardNickname | active   | nicknames           | nicknames far too long |
      | updateCardLimit    | active   | limits              | limits                 |
      | updateCardLimit    | canceled | limits              | limits                 |
      | replaceVirtualCard | active   | replaces as virtual | replaces as virtual    |
      | chargeCard         | active   | charges             | charges nothing        |

  @PG-ERR-07
  Scenario: error and success of getCardPin agree
    Given an active virtual card "the card" of the partner
    When the partner opens the session "before"
    And the partner reads the PIN of "the card" in the session "before"
    Then error and success of getCardPin agree
    When the partner sets the PIN of "the card" to "7193"
    Then error and success of setCardPin agree
    When the partner opens the session "after"
    And the partner reads the PIN of "the card" in the session "after"
    Then error and success of getCardPin agree

  @PG-ERR-07
  Scenario: error and success of updates of profiles agree
    Given an approved application "the application" of the partner
    When the partner moves the person of "the application"
    Then error and success of updateCardUserProfile agree
    When the partner moves the company of "the application"
    Then error and success of updateCardCompanyAddress agree

  @PG-ERR-08
  Scenario: The shape of CardOperationResponse
    When the partner asks
      """
      { __type(name: "CardOperationResponse") { fields { name type { kind name ofType { kind name } } } } }
      """
    Then the type has the fields
      | success | Boolean! |
      | id      | Int      |
      | cardId  | String   |
      | status  | String   |
      | error   | String   |

  @PG-ERR-08
  Scenario Outline: <mutation> answers a status
    Given a card "the card" of the partner that is "<status>"
    When the partner <action> "the card"
    Then <mutation> answers a text or null as "status"

    Examples:
      | mutation           | status | action    |
      | freezeCard         | active | freezes   |
      | unfreezeCard       | locked | unfreezes |
      | lockCard           | active | locks     |
      | unlockCard         | locked | unlocks   |
      | cancelCard         | active | cancels   |
      | updateCardNickname | active | nicknames |

  @PG-ERR-09
  Scenario Outline: <what> does not fit
    When the partner asks
      """
      <document>
      """
    Then the answer has status 400
    And the error has the code "GRAPHQL_VALIDATION_FAILED" and there is no data

    Examples:
      | what                  | document                                                                                                     |
      | A text for a number   | mutation { freezeCard(cardId: "x") { success } }                                                             |
      | A missing input field | mutation { chargeCard(input: { cardUserId: "u", feeDescription: "f" }) { success } }                         |
      | An unknown enum value | mutation { updateCardLimit(input: { cardId: 1, limitAmount: 100, limitFrequency: daily }) { success } }      |

  @PG-ERR-09
  Scenario: A variable does not fit
    When the partner sends the body
      """
      {
        "query": "mutation($f: CardLimitFrequency!) { updateCardLimit(input: {cardId: 1, limitAmount: 100, limitFrequency: $f}) { success } }",
        "variables": {"f": "daily"}
      }
      """
    Then the answer has status 400
    And the error has the code "GRAPHQL_VALIDATION_FAILED" and there is no data

  @PG-ERR-10
  Scenario: What was answered 503 has not happened
    Given an active virtual card "the card" of the partner
    And the nonce store is down for one request
    When the partner freezes "the card"
    Then the answer has status 503
    And the partner sees "the card" with status "active"
