Feature: The back office decides
  Source: our own, Ops, decisions.

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
      | /state   | there     |
      | /allowed | not empty |
    And the partner sees "the card" with status "active"
