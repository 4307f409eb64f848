Feature: Introspection
  The schema is readable with the API key alone.
  Source: partner-card-api, Introspection exception, Verify your setup.

  @PG-INTRO-01
  Scenario: The smoke test of the guide
    When the partner asks with the API key alone
      """
      { __schema { queryType { name } mutationType { name } } }
      """
    Then the answer is exactly
      """
      {"data": {"__schema": {"queryType": {"name": "Query"}, "mutationType": {"name": "Mutation"}}}}
      """

  @PG-INTRO-02
  Scenario: A type is readable with the API key alone
    When the partner asks with the API key alone
      """
      { __type(name: "CardOperationResponse") { name } }
      """
    Then the answer has status 200
    And the "name" of __type is "CardOperationResponse"

  @PG-INTRO-03
  Scenario: Data beside the schema needs the signature
    When the partner asks with the API key alone
      """
      { __schema { queryType { name } } AgioCard_card_company { id } }
      """
    Then it is unauthorized

  @PG-INTRO-04
  Scenario: Whether introspection needs the API key
    When somebody asks without any credential
      """
      { __schema { queryType { name } mutationType { name } } }
      """
    Then it shows the schema (reading "anonymous") or wants an API key (reading "api-key")

  @PG-INTRO-05
  Scenario: Data that is reached through a fragment needs the signature
    When the partner asks with the API key alone
      """
      query { __schema { queryType { name } } ...F } fragment F on Query { AgioCard_card_company { id } }
      """
    Then it is unauthorized

  @PG-INTRO-05
  Scenario: Data that is reached through an inline fragment needs the signature
    When the partner asks with the API key alone
      """
      query { __schema { queryType { name } } ... on Query { AgioCard_card_company { id } } }
      """
    Then it is unauthorized

  @PG-INTRO-10
  Scenario: Data in a later operation needs the signature
    When the partner sends the body with the API key alone
      """
      {"query": "query Schema { __schema { queryType { name } } } query Data { AgioCard_card_company { id } }",
       "operationName": "Data"}
      """
    Then it is unauthorized

  @PG-INTRO-10
  Scenario: Data in an earlier operation needs the signature
    When the partner sends the body with the API key alone
      """
      {"query": "query Data { AgioCard_card_company { id } } query Schema { __schema { queryType { name } } }",
       "operationName": "Data"}
      """
    Then it is unauthorized

  @PG-INTRO-12
  Scenario: The schema is readable under another name
    When the partner asks with the API key alone
      """
      { schema: __schema { queryType { name } } }
      """
    Then there are results under exactly "schema"

  @PG-INTRO-12
  Scenario: Data needs the signature, whatever its alias
    When the partner asks with the API key alone
      """
      { __schema: AgioCard_card_company { id } }
      """
    Then it is unauthorized

  @PG-INTRO-12
  Scenario: Data under a condition needs the signature
    When the partner asks with the API key alone
      """
      { __schema { queryType { name } } AgioCard_card_company @include(if: true) { id } }
      """
    Then it is unauthorized

  @PG-INTRO-11
  Scenario: The name of the query type alone needs the signature
    When the partner sends the body with the API key alone
      """
      {"query": "{ __typename }"}
      """
    Then it is unauthorized

  @PG-INTRO-06
  Scenario: Introspection with an API key that was never issued is unauthorized
    When the partner introspects with an API key that was never issued
    Then it is unauthorized with "Invalid API key"

  @PG-INTRO-07
  Scenario: What can be read
    When the partner introspects
    Then the query type has 36 fields that begin with "AgioCard_", and besides them only "cardBalance"

  @PG-INTRO-08
  Scenario: What can be done
    When the partner introspects
    Then the mutation type has
      | createPartnerCustomerOrganization | createCardApplicationForPartnerUser |
      | generateEncryptionKeys            | createCard                          |
      | replaceCard                       | replaceVirtualCard                  |
      | cancelCard                        | freezeCard                          |
      | unfreezeCard                      | lockCard                            |
      | unlockCard                        | revealCardSecrets                   |
      | setCardPin                        | getCardPin                          |
      | updateCardNickname                | updateCardLimit                     |
      | updateCardUserProfile             | updateCardCompanyAddress            |
      | validateAddress                   | validateCardShippingAddress         |
      | autocompleteAddress               | resolvePlaceAddress                 |
      | chargeCard                        | generateEncryptionKeys              |

  @PG-INTRO-09
  Scenario: Nothing shows of the rest of the platform
    When the partner introspects
    Then nothing in the schema belongs to another area of the graph
