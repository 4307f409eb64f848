Feature: Requests and answers
  One graph over HTTP.
  Source: partner-card-api, Introduction, Signing Requests; decided where silent.

  @PG-HTTP-01
  Scenario: One request reads from both sources of the graph
    Given an active virtual card "the card" of the partner
    When the partner asks
      """
      { AgioCard_vw_card { id } cardBalance(cardId: {the card}) { success } }
      """
    Then cardBalance succeeds
    And "the card" is among the rows of AgioCard_vw_card

  @PG-HTTP-02
  Scenario Outline: A body with variables <variables> is accepted
    When the partner sends the body
      """
      {"query": "{ AgioCard_card_user { id } }"<member>}
      """
    Then AgioCard_card_user answers rows

    Examples:
      | variables | member              |
      | null      | , "variables": null |
      | left out  |                     |

  @PG-HTTP-03
  Scenario: A refusal of the business is HTTP 200
    Given an active virtual card "the card" of the partner
    When the partner unfreezes "the card"
    Then the answer has status 200
    And unfreezeCard answers success false and there are no errors

  @PG-HTTP-04
  Scenario: One forbidden field keeps its whole document from running
    Given an active virtual card "the card" of the partner
    When the partner asks
      """
      mutation {
        a: freezeCard(cardId: {the card}) { success status }
        b: freezeCard(cardId: 2147483000) { success status }
      }
      """
    Then it is forbidden without telling why
    And the partner sees "the card" with status "active"
