Feature: Freezing and unfreezing
  Source: envelope-rest, Workflow pages; public: card-status-change, release-note.

  @ER-FREEZE-01
  Scenario: An active card can be frozen
    Given an active card "the card" of the project
    And an active card "the other card" of the project
    When the project freezes "the card"
    Then it is served
    And the change comes to its end
    And "the card" is in the state called "frozen"
    And "the other card" is in the state called "active"

  @ER-FREEZE-02
  Scenario: A frozen card can be unfrozen
    Given a frozen card "the card" of the project
    And a frozen card "the other card" of the project
    When the project unfreezes "the card"
    Then it is served
    And the change comes to its end
    And "the card" is in the state called "active"
    And "the other card" is in the state called "frozen"

  @ER-FREEZE-03
  Scenario: What a status change answers
    Given an active card "the card" of the project
    When the project freezes "the card"
    Then it is an order (reading "order") or the new status (reading "direct")

  @ER-FREEZE-04
  Scenario: An active card cannot be unfrozen
    Given an active card "the card" of the project
    When the project unfreezes "the card"
    Then it is refused as "invalid_card_status"

  @ER-FREEZE-04
  Scenario: A frozen card cannot be frozen
    Given a frozen card "the card" of the project
    When the project freezes "the card"
    Then it is refused as "invalid_card_status"

  @ER-FREEZE-05
  Scenario Outline: <path> without a user
    Given an active card "the card" of the project
    When the project calls <path> for "the card"
    Then it is refused as "external_user_id_required"

    Examples:
      | path            |
      | /cards/freeze   |
      | /cards/unfreeze |

  @ER-FREEZE-06
  Scenario Outline: It <does> no card with a malformed id
    Given an approved cardholder "Ann" of the project
    When the project <does> "not-a-card" in the name of "Ann"
    Then it is refused as "invalid_card_id"

    Examples:
      | does      |
      | freezes   |
      | unfreezes |

  @ER-FREEZE-07
  Scenario: A card that is still being issued cannot be frozen
    Given an approved cardholder "Ann" of the project
    And orders take 10 seconds a step
    When the project orders a card for "Ann"
    And the project freezes that card
    Then it is refused as "card_issue_not_completed"

  @ER-FREEZE-08
  Scenario: An unexpected status at the provider
    Given an active card "the card" of the project
    And the next request to /cards/freeze meets "provider-invalid-card-status"
    When the project freezes "the card"
    Then it is refused as "provider_invalid_card_status"
    And "the card" is in the state called "active"
