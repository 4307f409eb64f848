Feature: Lists, page by page
  Source: decided.

  @MC-PAGE-01
  Scenario: Walking a list meets every item once
    Given an active card "card 1" of the caller
    And an active card "card 2" of the caller
    And an active card "card 3" of the caller
    And an active card "card 4" of the caller
    And an active card "card 5" of the caller
    When the caller sends GET "/cards/api/v1/managed-cards/?limit=2"
    Then the page shows exactly "card 5", "card 4"
    And the cursor is noted
    When another card is made, an active card "card 6" of the caller of the program prg_ke_usd_delayed
    And the caller sends GET "/cards/api/v1/managed-cards/?limit=2&cursor={the cursor}"
    Then the page shows exactly "card 3", "card 2"
    And the cursor is noted
    When the caller sends GET "/cards/api/v1/managed-cards/?limit=2&cursor={the cursor}"
    Then the page shows exactly "card 1"
    And the answer shows
      | /next_cursor | null |

  @MC-PAGE-02
  Scenario Outline: <query> is refused
    When the caller sends GET "/cards/api/v1/managed-cards/?<query>"
    Then the call is refused with 400 "invalid_request"

    Examples:
      | query      |
      | limit=0    |
      | limit=101  |
      | limit=-1   |
      | limit=abc  |
      | cursor=xyz |

  @MC-PAGE-02
  Scenario: A cursor of another list is refused
    Given an active card "the card" of the caller with 100.00
    And an authorization "the first" of 1.00 by the caller on "the card"
    And an authorization "the second" of 2.00 by the caller on "the card"
    When the caller sends GET "/cards/api/v1/authorizations/?limit=1"
    Then the cursor is noted
    When the caller sends GET "/cards/api/v1/managed-cards/?cursor={the cursor}"
    Then the call is refused with 400 "invalid_request"

  @MC-PAGE-02
  Scenario: The largest limit is served
    When the caller sends GET "/cards/api/v1/managed-cards/?limit=100"
    Then the call is answered with 200
