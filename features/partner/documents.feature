Feature: Documents
  A document may hold several operations, and say in several ways what it wants.
  Source: the public specification of GraphQL, October 2021; partner-card-api, a unified GraphQL
  endpoint.

  @PG-DOC-01
  Scenario Outline: Of two operations <operation> runs when it is named
    When the partner asks for the operation "<operation>" of
      """
      query Users { AgioCard_card_user { id } }
      query Companies { AgioCard_card_company { id } }
      """
    Then there are results under exactly "<field>"

    Examples:
      | operation | field                 |
      | Users     | AgioCard_card_user    |
      | Companies | AgioCard_card_company |

  @PG-DOC-02
  Scenario: Results stand under their aliases
    When the partner asks
      """
      { people: AgioCard_card_user { id } firms: AgioCard_card_company { id } again: AgioCard_card_user { id } }
      """
    Then there are results under exactly "people", "firms" and "again"

  @PG-DOC-02
  Scenario: Members of a result stand under their aliases
    Given a card user "Lena" of the partner
    When the partner asks
      """
      { AgioCard_card_user { number: id name: card_user_id } }
      """
    Then each row of AgioCard_card_user has
      | number |
      | name   |

  @PG-DOC-03
  Scenario Outline: Fields of <what> are among those of the operation
    When the partner asks
      """
      <document>
      """
    Then there are results under exactly "AgioCard_card_user" and "AgioCard_card_company"

    Examples:
      | what               | document |
      | a fragment         | query { AgioCard_card_user { id } ...F } fragment F on Query { AgioCard_card_company { id } } |
      | an inline fragment | query { AgioCard_card_user { id } ... on Query { AgioCard_card_company { id } } }             |

  @PG-DOC-04
  Scenario Outline: A field with <directive> is <found>
    When the partner asks
      """
      { AgioCard_card_user { id } AgioCard_card_company <directive> { id } }
      """
    Then there are results under exactly <fields>

    Examples:
      | directive           | found    | fields                                        |
      | @skip(if: true)     | left out | "AgioCard_card_user"                          |
      | @skip(if: false)    | there    | "AgioCard_card_user", "AgioCard_card_company" |
      | @include(if: false) | left out | "AgioCard_card_user"                          |
      | @include(if: true)  | there    | "AgioCard_card_user", "AgioCard_card_company" |
