Feature: The log of requests
  Source: our own, Request log.

  @SB-LOG-01
  Scenario: Every request is logged once and in order, refused ones too
    Given an active virtual card "the card" of the partner
    When the partner reads
    And the partner reads with a random signature
    And the partner asks
      """
      { AgioCard_card_company { id }
      """
    And the partner freezes a card that nobody has
    And the partner unfreezes "the card"
    And the back office asks for "/requests?order=asc"
    Then the back office is told
      | /total             | 7                  |
      | /items/0/n         | 1                  |
      | /items/1/n         | 2                  |
      | /items/1/operation | "createCard"       |
      | /items/2/n         | 3                  |
      | /items/2/outcome   | "ok"               |
      | /items/2/by        | "acme/primary"     |
      | /items/2/status    | 200                |
      | /items/3/n         | 4                  |
      | /items/3/outcome   | "refused"          |
      | /items/3/status    | 401                |
      | /items/4/n         | 5                  |
      | /items/4/outcome   | "invalid"          |
      | /items/5/n         | 6                  |
      | /items/5/operation | "freezeCard"       |
      | /items/5/outcome   | "refused"          |
      | /items/6/n         | 7                  |
      | /items/6/operation | "unfreezeCard"     |
      | /items/6/outcome   | "business_failure" |
      | /items/6/by        | "acme/primary"     |

  @SB-LOG-03
  Scenario: The value of a member that no contract lists is not shown
    When the caller sends POST "/cards/api/v1/managed-cards/?colour=tell-nobody-4712" with the header "X-Mood: tell-nobody-04713":
      """
      {"program": "prg_ke_usd_instant", "memo": "tell-nobody-the-4711"}
      """
    And the back office asks for "/requests?limit=1"
    Then the back office is told
      | /items/0/surface                | "MC"        |
      | /items/0/request/body/memo      | "[text 20]" |
      | /items/0/request/query/colour   | "[text 16]" |
      | /items/0/request/headers/x-mood | "[text 17]" |
    And the back office is not told "tell-nobody"

  @SB-LOG-03
  Scenario: The value of a member that GraphQL does not know is not shown
    When the partner sends the body
      """
      {"query": "{ AgioCard_card_company { id } }", "memo": "tell-nobody-4711"}
      """
    And the back office asks for "/requests/1"
    Then the back office is told
      | /request/body/memo | "[text 16]" |
    And the back office is not told "tell-nobody-4711"
