Feature: Documents
  A document may hold several operations, and say in several ways what it wants.
  Source: the public specification of GraphQL, October 2021; in-app-cards, Listing Cards: an alias and a
  directive.

  @AG-DOC-01
  Scenario Outline: Of two operations <operation> runs when it is named
    When the user asks for the operation "<operation>" of
      """
      query Cards { AgioCard_vw_card { id } }
      query Wallets { AgioCrypto_digital_wallet { id } }
      """
    Then there are results under exactly "<field>"

    Examples:
      | operation | field                     |
      | Cards     | AgioCard_vw_card          |
      | Wallets   | AgioCrypto_digital_wallet |

  @AG-DOC-02
  Scenario: Results stand under their aliases
    When the user asks
      """
      { cards: AgioCard_vw_card { id } first: AgioCard_vw_card(limit: 1) { id } }
      """
    Then there are results under exactly "cards" and "first"

  @AG-DOC-02
  Scenario: Members of a result stand under their aliases
    Given an active virtual card "C" of the user
    When the user asks
      """
      { AgioCard_vw_card { number: id state: status } }
      """
    Then each row of AgioCard_vw_card has
      | number |
      | state  |

  @AG-DOC-03
  Scenario Outline: Fields of <what> are among those of the rows
    Given an active virtual card "C" of the user
    When the user asks
      """
      <document>
      """
    Then each row of AgioCard_vw_card has
      | id     |
      | status |

    Examples:
      | what               | document |
      | a fragment         | query { AgioCard_vw_card { id ...F } } fragment F on AgioCard_vw_card { status } |
      | an inline fragment | query { AgioCard_vw_card { id ... { status } } }                                |

  @AG-DOC-04
  Scenario Outline: A field with <directive> is <found>
    When the user asks
      """
      { AgioCard_vw_card { id } AgioCrypto_digital_wallet <directive> { id } }
      """
    Then there are results under exactly <fields>

    Examples:
      | directive           | found    | fields                                          |
      | @skip(if: true)     | left out | "AgioCard_vw_card"                              |
      | @skip(if: false)    | there    | "AgioCard_vw_card", "AgioCrypto_digital_wallet" |
      | @include(if: false) | left out | "AgioCard_vw_card"                              |
      | @include(if: true)  | there    | "AgioCard_vw_card", "AgioCrypto_digital_wallet" |
