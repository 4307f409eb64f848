Feature: Replacing cards
  Source: partner-card-api, replaceCard / replaceVirtualCard; in-app-cards, Replace a Virtual Card,
  Replace Any Card.

  @PG-REPL-01
  Scenario: A virtual card is replaced by its id
    Given an active virtual card "the card" of the partner
    When the partner replaces the virtual card "the card" with "the new card"
    Then replaceVirtualCard succeeds
    And replaceVirtualCard tells "the card" as the old card, and a new one

  @PG-REPL-02
  Scenario: The short form cancels the old card
    Given an active virtual card "the card" of the partner
    When the partner replaces the virtual card "the card" with "the new card"
    Then replaceVirtualCard succeeds
    And the partner sees that "the card" is canceled

  @PG-REPL-02
  Scenario: The long form cancels the old card
    Given an active virtual card "the card" of the partner
    When the partner replaces "the card" with "the new card", which is stolen
    Then replaceCard succeeds
    And the partner sees that "the card" is canceled

  @PG-REPL-03
  Scenario: The new card inherits the limit
    Given an active virtual card "the card" of the partner
    And the partner has limited "the card" to 50000 cents per7DayPeriod
    When the partner replaces the virtual card "the card" with "the new card"
    Then replaceVirtualCard succeeds
    And the partner sees "the new card" with "limit_frequency" "per7DayPeriod"

  @PG-REPL-04
  Scenario: The short form is for virtual cards
    Given a physical card "the card" of the partner that is not activated
    And the partner notes the status of "the card"
    When the partner replaces as virtual "the card"
    Then replaceVirtualCard is refused
    And the partner sees "the card" with the status it had

  @PG-REPL-05
  Scenario Outline: A card can be replaced because it is <reason>
    Given an active virtual card "the card" of the partner
    When the partner replaces "the card" with "the new card", which is <reason>
    Then replaceCard succeeds
    And the partner sees "the new card" with status "active"
    And the partner sees that "the card" is canceled

    Examples:
      | reason  |
      | lost    |
      | stolen  |
      | damaged |

  @PG-REPL-15
  Scenario: The table of cards shows the old card as canceled
    Given an active virtual card "the card" of the partner
    When the partner replaces the virtual card "the card" with "the new card"
    And the partner asks
      """
      { AgioCard_card(where: {id: {_eq: {the card}}}) { id status } }
      """
    Then the answer is exactly
      """
      {"data": {"AgioCard_card": [{"id": {the card}, "status": "canceled"}]}}
      """

  @PG-REPL-06
  Scenario: There is no other reason
    When the partner asks
      """
      { __type(name: "CardReplacementReason") { enumValues { name } } }
      """
    Then the type has exactly the values
      | lost | stolen | damaged |

  @PG-REPL-06
  Scenario: Another reason replaces nothing
    Given an active virtual card "the card" of the partner
    And the partner counts its cards
    When the partner replaces "the card" with "the new card", which is other
    Then replaceCard is refused
    And the partner has as many cards as before

  @PG-REPL-07
  Scenario: A physical card is replaced only with an address to send the new one to
    Given a physical card "the card" of the partner that is not activated
    And the partner notes the status of "the card"
    When the partner replaces "the card" with "the new card", which is lost
    Then replaceCard is refused
    And the partner sees "the card" with the status it had

  @PG-REPL-08
  Scenario: An address for a virtual card is ignored
    Given an active virtual card "the card" of the partner
    When the partner replaces "the card" with "the new card", which is stolen, and has it sent
    Then replaceCard succeeds
    And the partner sees "the new card" with "type" "virtual"
    And the partner sees that "the card" is canceled

  @PG-REPL-09
  Scenario: The new physical card has to be activated
    Given a physical card "the card" of the partner that is not activated
    When the partner replaces "the card" with "the new card", which is lost, and has it sent
    Then replaceCard succeeds
    And the partner sees "the new card" with "type" "physical"
    And the partner sees "the new card" with status "notActivated"
    And the partner sees that "the card" is canceled

  @PG-REPL-10
  Scenario: The shape of CardReplacementResponse
    When the partner asks
      """
      { __type(name: "CardReplacementResponse") { fields { name type { kind name ofType { kind name } } } } }
      """
    Then the type has the fields
      | success   | Boolean!         |
      | id        | Int              |
      | oldCardId | String           |
      | newCard   | CardReplacedCard |
      | error     | String           |
    And the type has no field "cardId"

  @PG-REPL-10
  Scenario: The short form tells of the new card what is then seen of it
    Given an active virtual card "the first card" of the partner
    And an active virtual card "the card" of the partner
    When the partner replaces the virtual card "the first card" with "the first new card"
    And the partner replaces the virtual card "the card" with "the new card"
    Then replaceVirtualCard tells "the card" as the old card, and a new one
    And the partner sees of "the new card" what replaceVirtualCard told of it

  @PG-REPL-10
  Scenario: The long form tells of the new card what is then seen of it
    Given an active virtual card "the first card" of the partner
    And an active virtual card "the card" of the partner
    When the partner replaces "the first card" with "the first new card", which is lost
    And the partner replaces "the card" with "the new card", which is stolen
    Then replaceCard tells "the card" as the old card, and a new one
    And the partner sees of "the new card" what replaceCard told of it
    And the partner finds "the new card" by the id of the answer, beside "the card"

  @PG-REPL-11
  Scenario: The id of the answer is the new card's
    Given an active virtual card "the card" of the partner
    When the partner replaces the virtual card "the card" with "the new card"
    Then replaceVirtualCard succeeds
    And the partner finds "the new card" by the id of the answer, beside "the card"

  @PG-REPL-12
  Scenario: Where the new issuer-side id is
    When the partner introspects
    Then the new card tells its id as cardId (reading "cardId"), as id (reading "id") or as both (reading "both")

  @PG-REPL-13
  Scenario: The new card has another number
    Given an active virtual card "the card" of the partner
    When the partner reveals the secrets of "the card"
    And the partner replaces the virtual card "the card" with "the new card"
    Then replaceVirtualCard succeeds
    When the partner reveals the secrets of "the new card"
    Then the numbers of "the card" and "the new card" differ

  @PG-REPL-14
  Scenario: The issuer-side id that is told is the new card's
    Given an active virtual card "the card" of the partner
    When the partner replaces the virtual card "the card" with "the new card"
    Then replaceVirtualCard succeeds
    When the partner freezes "the new card"
    Then "the new card" is known to freezeCard by the id that was told of it, unlike "the card"

  @PG-REPL-14
  Scenario: The issuer-side id that the long form tells is the new card's
    Given an active virtual card "the card" of the partner
    When the partner replaces "the card" with "the new card", which is damaged
    Then replaceCard succeeds
    When the partner freezes "the new card"
    Then "the new card" is known to freezeCard by the id that was told of it, unlike "the card"

  @PG-HAS-06
  Scenario: Replaced and replacing cards are anchored
    Given an active virtual card "the card" of the partner
    And the partner replaced the virtual card "the card" with "the new card"
    When the partner asks
      """
      { AgioCard_card { id user_id card_company_id } }
      """
    Then every card that is shown has a user or a company
    And each row of AgioCard_card has
      | id | user_id | card_company_id |
