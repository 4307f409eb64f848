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
