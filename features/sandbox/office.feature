Feature: The back office decides
  Source: our own, Ops, people and things, decisions.

  @SB-OPS-01
  Scenario: A partner that the back office makes sees nothing of any other
    Given an active virtual card "the card" of the partner
    And the new partner, whom the back office has just made
    When the new partner asks
      """
      { AgioCard_card_user { id } AgioCard_card { id } AgioCard_card_company { id } }
      """
    Then the answer is exactly
      """
      {"data": {"AgioCard_card_user": [], "AgioCard_card": [], "AgioCard_card_company": []}}
      """

  @SB-OPS-02
  Scenario: Only a card that waits for it is activated
    Given a physical card "the card" of the partner that is not activated
    When the back office sends POST "/ops/activate-card"
      """
      {"card": {the card}}
      """
    Then the back office is answered with status 200
    And the partner sees "the card" with status "active"
    When the back office sends POST "/ops/activate-card"
      """
      {"card": {the card}}
      """
    Then the back office is refused with 409 "state_conflict"
    And the refusal says
      | /state   | "active"         |
      | /allowed | ["notActivated"] |
    And the partner sees "the card" with status "active"
    When the partner freezes "the card"
    And the back office sends POST "/ops/activate-card"
      """
      {"card": {the card}}
      """
    Then the back office is refused with 409 "state_conflict"
    And the refusal says
      | /state | "locked" |
    And the partner sees "the card" with status "locked"

  @SB-OPS-03
  Scenario Outline: A decision that an application is <status> acts at once
    Given a card user "Lena" of the partner whose review ends in "pending"
    When the partner applies for "Lena"
    Then createCardApplicationForPartnerUser succeeds
    When the back office sends POST "/ops/decide-application"
      """
      {"application": {the application of Lena}, "status": "<status>", "reason": "<reason>"}
      """
    Then the partner sees the application of "Lena" with "application_status" "<shown>"
    And the partner sees the application of "Lena" with "application_reason" "<reason>"

    Examples:
      | status           | shown            | reason                  |
      | denied           | DENIED           | A person on a list      |
      | needsInformation | NEEDSINFORMATION | The address is missing  |

  @SB-OPS-03
  Scenario: A decision that an application is approved acts at once
    Given a card user "Lena" of the partner whose review ends in "pending"
    When the partner applies for "Lena"
    Then createCardApplicationForPartnerUser succeeds
    When the back office sends POST "/ops/decide-application"
      """
      {"application": {the application of Lena}, "status": "approved"}
      """
    Then the partner sees the application of "Lena" with "application_status" "APPROVED"

  @SB-OPS-03
  Scenario: A decision is seen in the app at once, as the app spells it
    Given an approved application "the application" of the user
    When the back office sends POST "/ops/decide-application"
      """
      {"application": {the application}, "status": "needsInformation", "reason": "A photo is missing"}
      """
    Then the back office is answered with status 200
    When the user asks
      """
      { AgioCard_card_application(where: {id: {_eq: {the application}}}) { application_status application_reason } }
      """
    Then the answer is exactly
      """
      {"data": {"AgioCard_card_application":
        [{"application_status": "needsInformation", "application_reason": "A photo is missing"}]}}
      """

  @SB-OPS-14
  Scenario: A minted token works until its end
    Given the clock stands still
    And the user has a token of 600 seconds
    When the user lists cards
    Then it lists cards
    When 599 seconds pass
    And the user lists cards
    Then it lists cards
    When 2 seconds pass
    And the user lists cards
    Then it is refused for its token
