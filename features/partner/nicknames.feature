Feature: Nicknames
  Source: in-app-cards, Rename a Card.

  @PG-NICK-01
  Scenario: A card gets a nickname
    Given an active virtual card "the card" of the partner
    When the partner nicknames "the card" "Team travel"
    Then updateCardNickname succeeds
    And the partner sees "the card" with the nickname "Team travel"

  @PG-NICK-01
  Scenario: Each card has its own nickname
    Given an active virtual card "the card" of the partner
    And an active virtual card "the other card" of the partner
    When the partner nicknames "the other card" "Team office"
    Then the partner sees "the other card" with the nickname "Team office"
    When the partner nicknames "the card" "Team travel"
    Then the partner sees "the card" with the nickname "Team travel"

  @PG-NICK-01
  Scenario: A nickname stands beside the other columns of its card
    Given an active virtual card "the card" of the partner
    And the partner has limited "the card" to 50000 cents per7DayPeriod
    When the partner nicknames "the card" "Team travel"
    And the partner asks
      """
      { AgioCard_vw_card(where: {id: {_eq: {the card}}}) { type status limit_frequency deposit_address nickname last4 } }
      """
    Then the "0/type" of AgioCard_vw_card is "virtual"
    And the "0/limit_frequency" of AgioCard_vw_card is "per7DayPeriod"
    And the "0/nickname" of AgioCard_vw_card is "Team travel"

  @PG-NICK-02
  Scenario: A nickname may have 26 characters
    Given an active virtual card "the card" of the partner
    When the partner nicknames "the card" "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    Then updateCardNickname succeeds
    And the partner sees "the card" with the nickname "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

  @PG-NICK-02
  Scenario: A nickname may not have 27 characters
    Given an active virtual card "the card" of the partner
    When the partner nicknames "the card" "Team travel"
    And the partner nicknames "the card" "ABCDEFGHIJKLMNOPQRSTUVWXYZA"
    Then updateCardNickname is refused
    And the partner sees "the card" with the nickname "Team travel"

  @PG-NICK-03
  Scenario: A nickname has no other characters than letters, digits, spaces, periods and hyphens
    Given an active virtual card "the card" of the partner
    When the partner nicknames "the card" "Team travel"
    And the partner nicknames "the card" "fun/money"
    Then updateCardNickname is refused
    And the partner sees "the card" with the nickname "Team travel"
