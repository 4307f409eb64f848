Feature: Nicknames and stars
  Source: in-app-cards, Rename a Card; Star/Unstar a Card.

  @AG-NICK-01
  Scenario: Renaming a card shows in the list
    Given an active virtual card "C" of the user
    When the user nicknames "C" "Holiday fund"
    Then updateCardNickname succeeds
    And updateCardNickname answers the "id" of "C"
    And updateCardNickname answers no "error"
    And the user sees "C" with the nickname "Holiday fund"

  @AG-NICK-02
  Scenario: A nickname has at most 26 characters
    Given an active virtual card "C" of the user
    When the user nicknames "C" "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    Then updateCardNickname succeeds
    When the user nicknames "C" "ABCDEFGHIJKLMNOPQRSTUVWXYZA"
    Then updateCardNickname is refused
    And the user sees "C" with the nickname "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

  @AG-NICK-03
  Scenario: A nickname has no other characters
    Given an active virtual card "C" of the user
    When the user nicknames "C" "Trips"
    Then updateCardNickname succeeds
    When the user nicknames "C" "Trips & more"
    Then updateCardNickname is refused
    And the user sees "C" with the nickname "Trips"

  @AG-STAR-01
  Scenario: A card is starred and unstarred
    Given an active virtual card "C" of the user
    When the user stars "C"
    Then the star of "C" is answered as true
    And the user sees "C" starred
    When the user unstars "C"
    Then the star of "C" is answered as false
    And the user sees "C" not starred

  @AG-STAR-02
  Scenario: A card of somebody else, or of nobody, gets no star
    Given an active virtual card "C" of the user
    When the second user stars "C"
    Then the star is answered with null
    When the second user stars a card that nobody has
    Then the star is answered with null
    And the user sees "C" not starred
