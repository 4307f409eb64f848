Feature: The log of requests
  Source: our own, Request log.

  @SB-LOG-01
  Scenario: Every request is logged once and in order, refused ones too
    When the partner reads
    And the partner reads with a random signature
    And the partner asks
      """
      { AgioCard_card_company { id }
      """
    And the partner freezes a card that nobody has
    And the back office asks for "/requests?order=asc"
    Then the back office is told
      | /total           | 4              |
      | /items/0/n       | 1              |
      | /items/0/outcome | "ok"           |
      | /items/0/by      | "acme/primary" |
      | /items/1/n       | 2              |
      | /items/1/outcome | "refused"      |
      | /items/1/status  | 401            |
      | /items/2/n       | 3              |
      | /items/2/outcome | "invalid"      |
      | /items/3/n       | 4              |

  @SB-LOG-03
  Scenario: The value of a member that no contract lists is not shown
    When the partner sends the body
      """
      {"query": "{ AgioCard_card_company { id } }", "memo": "tell-nobody-4711"}
      """
    And the back office asks for "/requests/1"
    Then the back office is told
      | /request/body/memo | "[text 16]" |
    And the back office is not told "tell-nobody-4711"
