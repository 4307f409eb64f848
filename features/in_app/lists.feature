Feature: Listing cards
  Source: in-app-cards, Listing Cards; in-app-funding, Bulk Balance via vwCards.

  @AG-LIST-01
  Scenario: vwCards lists all cards of the user
    Given a card "A" of the user that is "active"
    And a card "L" of the user that is "locked"
    And a card "X" of the user that is "canceled"
    And a card "P" of the user that is "notActivated"
    When the user sends vwCards
    Then vwCards has "A", "L", "X" and "P" once each, with all columns of the guide
    And vwCards shows "A" as "virtual" and "active"
    And vwCards shows "L" as "virtual" and "locked"
    And vwCards shows "X" as "virtual" and "canceled"
    And vwCards shows "P" as "physical" and "notActivated"

  @AG-LIST-01 @needs:deposit @needs:authorize
  Scenario: vwCards tells each card by itself, however often it is asked
    Given an active virtual card "A" of the user
    And a physical card "P" of the user that is not activated
    And "A" has a deposit of 100 dollars
    When the user nicknames "A" "Trips"
    And the user nicknames "P" "Home"
    And a purchase of 1 dollars is made with "A" and settled
    And the user sends vwCards
    And the user sends vwCards
    Then vwCards shows "A" as "virtual" and "active"
    And vwCards shows "P" as "physical" and "notActivated"
    And vwCards shows "A" as "Trips", which was used
    And vwCards shows "P" as "Home", which was never used

  @AG-LIST-02
  Scenario: vwCards lists nobody else's cards
    Given an active virtual card "C" of the user
    And an active virtual card "E" of the second user
    When the user sends vwCards
    Then vwCards has "C" and not "E"
    When the second user sends vwCards
    Then vwCards has "E" and not "C"
    When the second user sends vwCards with the variables
      """
      {"where": {"id": {"_eq": {C}}}}
      """
    Then vwCards is empty

  @AG-LIST-03
  Scenario Outline: Balances come when asked for: <variables>
    Given an active virtual card "C" of the user
    When the user sends vwCards with the variables
      """
      <variables>
      """
    Then vwCards <tells> of "C"

    Examples:
      | variables                 | tells            |
      | {}                        | tells no balance |
      | {"includeBalance": false} | tells no balance |
      | {"includeBalance": true}  | tells a balance  |

  @AG-LIST-03
  Scenario: Balances come by default with the query of the funding guide
    Given an active virtual card "C" of the user
    When the user sends vwCards of the funding guide
    Then vwCards tells a balance of "C"

  @AG-LIST-04
  Scenario: limit and offset page the list
    Given three active virtual cards "a", "b" and "c" of the user
    Then the pages of 2 cards that the user sees are the whole list

  @AG-LIST-05
  Scenario: where filters the list
    Given an active virtual card "C" of the user
    And a card "L" of the user that is "locked"
    When the user sends vwCards with the variables
      """
      {"where": {"status": {"_eq": "locked"}}}
      """
    Then vwCards has "L" and not "C"
    And every "status" of vwCards is "locked"
    When the user sends vwCards with the variables
      """
      {"where": {"card_type": {"_eq": "physical"}}}
      """
    Then every "card_type" of vwCards is "physical"

  @AG-LIST-06
  Scenario: Cards that were used come first, the latest use first
    Given the clock stands still
    And an active virtual card "A" of the user
    And an active virtual card "B" of the user
    And an active virtual card "C" of the user
    And "A" has a deposit of 100 dollars
    When a purchase of 1 dollars is made with "A" and settled
    And 1 second passes
    And a purchase of 1 dollars is made with "B" and settled
    And the user sends vwCards
    Then vwCards has in this order "B", "A" and "C"

  @AG-LIST-07
  Scenario: Unused cards come by status, the newest first
    Given four active virtual cards "A", "B", "C" and "D" of the user
    And the user has frozen "B"
    And the user has frozen "D"
    When the user sends vwCards
    Then vwCards has in this order "C", "A", "D" and "B"

  @AG-LIST-08
  Scenario: The unit of balances in lists
    Given an active virtual card "C" of the user
    And "C" has a deposit of 250 dollars
    When a purchase of 30 dollars is made with "C" and settled
    And a purchase of 20 dollars is made with "C"
    And the user asks
      """
      { AgioCard_vw_card { id balance { credit_limit spending_power pending_charges posted_charges balance_due } } }
      """
    Then the balance of "C" there is that of cardBalance (reading "usd") or a hundred times it (reading "cents")

  @AG-LIST-09
  Scenario: The list tells the balance of each card in one unit
    Given an active virtual card "C" of the user
    And "C" has a deposit of 250 dollars
    When a purchase of 30 dollars is made with "C" and settled
    And a purchase of 20 dollars is made with "C"
    And the user asks
      """
      { AgioCard_vw_card { id balance { credit_limit spending_power pending_charges posted_charges balance_due } } }
      """
    Then all five numbers of "C" there are those of cardBalance, in dollars or in cents

  @AG-LIST-09
  Scenario: The list tells what is due
    Given an active virtual card "C" of the user
    And "C" has a deposit of 250 dollars
    And the user notes the balance of "C"
    When a purchase of 30 dollars is made with "C" and settled
    And the statement of "C" is closed
    And the user asks
      """
      { AgioCard_vw_card { id balance { credit_limit spending_power pending_charges posted_charges balance_due } } }
      """
    Then all five numbers of "C" there are those of cardBalance, in dollars or in cents
