Feature: Nicknames
  Source: in-app-cards, Rename a Card.

  @PG-NICK-01
  Scenario: A card gets a nickname
    Given an active virtual card "the card" of the partner
    And an active virtual card "the other card" of the partner
    When the partner nicknames "the other card" "Team office"
    Then the partner sees "the other card" with the nickname "Team office"
    When the partner nicknames "the card" "Team travel"
    Then updateCardNickname succeeds
    And the partner sees "the card" with the nickname "Team travel"

  @PG-NICK-02
  Scenario: A nickname may have 26 characters
    Given an active virtual card "the card" of the partner
    When the partner nicknames "the card" "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    Then updateCardNickname succeeds

  @PG-NICK-02
  Scenario: A nickname may not have 27 characters
    Given an active virtual card "the card" of the partner
    When the partner nicknames "the card" "ABCDEFGHIJKLMNOPQRSTUVWXYZA"
    Then updateCardNickname is refused

  @PG-NICK-03
  Scenario: A nickname has no other characters than letters, digits, spaces, periods and hyphens
    Given an active virtual card "the card" of the partner
    When the partner nicknames "the card" "fun/money"
    Then updateCardNickname is refused
