Feature: Worlds
  Source: our own, Worlds.

  @SB-WORLD-01
  Scenario: The credentials of a new world work at once on every surface
    Given a world "the new one"
    And everything happens in "the new one" from here on
    When the partner reads
    Then the read succeeds
    When the user asks
      """
      { AgioCard_vw_card { id } }
      """
    Then the answer has status 200
    When the project asks for its balance
    Then it is served
    When the caller lists its cards
    Then the call is answered with 200
    When the second partner reads
    Then the read succeeds
    When the second user lists cards
    Then it lists cards
    When the second project asks for its balance
    Then it is served

  @SB-WORLD-02
  Scenario: A card of one world is out of reach from another
    Given the partner counts its cards
    And an active virtual card "the card" of the partner
    And a world "the other one"
    When everything happens in "the other one" from here on
    Then the partner has as many cards as before
    When the partner freezes "the card"
    Then freezeCard is refused
    When the partner freezes a card that nobody has
    Then both answers are the same
    When everything happens in "the first world" from here on
    Then the partner sees "the card" with status "active"

  @SB-WORLD-04
  Scenario: Id and seed fix the credentials
    Given a world "the world of old" with
      """
      {"seed": "s", "clock": {"mode": "frozen", "at": "2040-01-01T00:00:00Z"}}
      """
    When the back office asks for "/_sandbox/worlds/{the world of old}/credentials"
    And the back office notes "/PG/partners" as "the partners of old"
    And the back office notes "/ER/projects" as "the projects of old"
    And the back office notes "/MC/users" as "the callers of old"
    And the back office notes "/AG/token_secret" as "the secret of old"
    And the back office notes "/PG/partners/0/credentials/0/api_token" as "the token of old"
    And the back office notes "/PG/partners/0/credentials/0/client_secret" as "the client secret of old"
    And the back office notes "/ER/projects/0/api_key" as "the key of old"
    And the back office notes "/ER/projects/0/api_secret" as "the API secret of old"
    And the back office notes "/MC/users/0/password" as "the password of old"
    And the back office notes "/MC/webhook_secret" as "the webhook secret of old"
    And the back office notes "/AG/organization_key" as "the organization key of old"
    And the back office sends DELETE "/_sandbox/worlds/{the world of old}"
    And a world "the same again" is made with
      """
      {"id": "{the world of old}", "seed": "s", "clock": {"mode": "frozen", "at": "2040-01-01T00:00:00Z"}}
      """
    And the back office asks for "/_sandbox/worlds/{the same again}/credentials"
    Then the back office is told
      | /PG/partners     | {the partners of old} |
      | /ER/projects     | {the projects of old} |
      | /MC/users        | {the callers of old}  |
      | /AG/token_secret | "{the secret of old}" |
      | /AG/organization_key | "{the organization key of old}" |
      | /MC/webhook_secret   | "{the webhook secret of old}"   |
    When everything happens in "the world of old" from here on
    And the partner reads
    Then the read succeeds
    When the project asks for its balance
    Then it is served
    When a world "one with another id" is made with
      """
      {"seed": "s"}
      """
    And the back office asks for "/_sandbox/worlds/{one with another id}/credentials"
    Then the back office is told
      | /PG/partners/0/credentials/0/api_token     | not "{the token of old}"            |
      | /PG/partners/0/credentials/0/client_secret | not "{the client secret of old}"    |
      | /ER/projects/0/api_key                     | not "{the key of old}"              |
      | /ER/projects/0/api_secret                  | not "{the API secret of old}"       |
      | /MC/users/0/password                       | not "{the password of old}"         |
      | /MC/webhook_secret                         | not "{the webhook secret of old}"   |
      | /AG/token_secret                           | not "{the secret of old}"           |
      | /AG/organization_key                       | not "{the organization key of old}" |

  @SB-WORLD-05
  Scenario: Reads and refused requests do not shift later ids
    Given a world "the quiet one" with
      """
      {"seed": "7", "clock": {"mode": "frozen", "at": "2040-01-01T00:00:00Z"}}
      """
    And a world "the busy one" with
      """
      {"seed": "7", "clock": {"mode": "frozen", "at": "2040-01-01T00:00:00Z"}}
      """
    And everything happens in "the quiet one" from here on
    And an approved application "the same application" of the partner
    And everything happens in "the busy one" from here on
    And an approved application "the application" of the partner
    When the partner asks
      """
      { AgioCard_vw_card { id last4 } AgioCard_card { id card_user_id } }
      """
    And the partner asks
      """
      { AgioCard_card_application { id } AgioCard_vw_card(order_by: {id: desc}) { last4 } }
      """
    And the partner reads
    And the partner reads with a random signature
    And the partner reads with a signature over the body alone
    And the partner reads with the timestamp in seconds
    And the partner reads with an API key that was never issued
    And the partner freezes a card that nobody has
    And everything happens in "the quiet one" from here on
    And the partner creates a virtual card "the card" for "the same application"
    When everything happens in "the busy one" from here on
    And the partner creates a virtual card "the same card" for "the application"
    Then both answers are the same
    When the partner reveals the secrets of "the same card"
    And everything happens in "the quiet one" from here on
    And the partner reveals the secrets of "the card"
    Then "the card" and "the same card" have one number

  @SB-WORLD-07
  Scenario: Reset takes a world back to its birth
    Given a world "the frozen one" with
      """
      {"clock": {"mode": "frozen", "at": "2040-01-01T00:00:00Z"}}
      """
    And everything happens in "the frozen one" from here on
    And the partner counts its cards
    And an approved application "the application" of the partner
    When the partner creates a virtual card "the card" for "the application"
    And the back office asks for "/entities/card/{the card}"
    And the back office notes "/ids" as "its ids"
    And the back office notes "/last4" as "its digits"
    Given the back office has sent PATCH "/rules"
      """
      {"pin.min_digits": 6}
      """
    And the back office has sent POST "/faults"
      """
      {"match": {"operation": "freezeCard"}, "when": {"always": true}, "then": {"drop": "before"}}
      """
    And the back office has sent POST "/receivers"
      """
      {"surface": "MC", "url": "http://127.0.0.1:9/nobody", "events": ["card.*"]}
      """
    When the partner reads
    Then the read succeeds
    When 5 seconds pass
    And the back office sends POST "/reset"
    Then the back office is told
      | /generation | 2 |
    When the back office asks for "/clock"
    Then the back office is told
      | /mode | "frozen"                      |
      | /now  | "2040-01-01T00:00:00.000000Z" |
    When the same bytes are sent again
    Then the read succeeds
    When the back office asks for "/receivers"
    Then the back office is told
      | /total | 0 |
    When the back office asks for "/requests"
    Then the back office is told
      | /total | 1 |
    When the back office asks for "/faults"
    Then the back office is told
      | /total | 0 |
    When the back office asks for "/rules?changed=true&prefix=pin."
    Then the back office is told
      | /total | 0 |
    And the partner has as many cards as before
    Given an approved application "the application" of the partner
    When the partner creates a virtual card "the card" for "the application"
    And the back office asks for "/entities/card/{the card}"
    Then the back office is told
      | /ids   | {its ids}      |
      | /last4 | "{its digits}" |

  @SB-WORLD-08
  Scenario: The credentials of a deleted world are unknown
    Given a world "the short one"
    And everything happens in "the short one" from here on
    When the partner reads
    Then the read succeeds
    When the back office sends DELETE "/_sandbox/worlds/{world}"
    Then the back office is answered with status 204
    When the back office asks for "/clock"
    Then the back office is refused with 410 "world_gone"
    And the refusal says
      | /why | "deleted" |
    When the partner reads
    Then it is unauthorized with "Invalid API key"
    When the project asks for its balance
    Then it is answered with status 404

  @SB-WORLD-09 @waits
  Scenario: A world that nobody uses expires
    Given a world "the idle one" with
      """
      {"idle": "3s"}
      """
    And a world "the busy one" with
      """
      {"idle": "3s"}
      """
    And everything happens in "the idle one" from here on
    Then "the idle one" is gone in 10 seconds, while "the busy one" is read every 300 milliseconds
    When the back office asks for "/_sandbox/worlds/{the idle one}"
    Then the back office is refused with 410 "world_gone"
    And the refusal says
      | /why | "idle" |
    When the partner reads
    Then it is unauthorized with "Invalid API key"
    When the project asks for its balance
    Then it is answered with status 404
