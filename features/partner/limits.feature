Feature: Spending limits
  Source: partner-card-api, CardLimitFrequency enum values; in-app-cards, Spending Limit
  Frequencies, Update Spending Limit.

  @PG-LIMIT-01
  Scenario Outline: A limit can be set <frequency>
    Given an active virtual card "the card" of the partner
    When the partner limits "the card" to 50000 cents <frequency>
    Then updateCardLimit succeeds

    Examples:
      | frequency       |
      | per24HourPeriod |
      | per7DayPeriod   |
      | per30DayPeriod  |
      | perYearPeriod   |
      | allTime         |

  @PG-LIMIT-02
  Scenario Outline: There is no <frequency> limit
    Given an active virtual card "the card" of the partner
    And the partner has limited "the card" to 50000 cents per7DayPeriod
    When the partner limits "the card" to 10000 cents <frequency>
    Then updateCardLimit is refused
    And the partner sees "the card" with "limit_frequency" "per7DayPeriod"

    Examples:
      | frequency |
      | daily     |
      | monthly   |

  @PG-LIMIT-03
  Scenario: Whether each authorization can be limited
    When the partner asks
      """
      { __type(name: "CardLimitFrequency") { enumValues { name } } }
      """
    Then the frequencies do without "perAuthorization" (reading "five") or have it (reading "six")

  @PG-LIMIT-04
  Scenario: Limits are in cents
    Given an active virtual card "the card" of the partner
    And "the card" has a deposit of 100 dollars
    And the partner has limited "the card" to 500 cents allTime
    When a purchase of 501 cents is made with "the card"
    Then the purchase is declined
    When a purchase of 500 cents is made with "the card"
    Then the purchase is approved

  @PG-LIMIT-05
  Scenario: The new limit is shown
    Given an active virtual card "the card" of the partner
    And an active virtual card "the other card" of the partner
    When the partner limits "the other card" to 50000 cents allTime and asks for whatever the answer can tell
    And the partner limits "the card" to 200000 cents per30DayPeriod and asks for whatever the answer can tell
    Then updateCardLimit succeeds
    And the answer tells 200000 cents per30DayPeriod, as far as it tells a limit
    And the answer tells the ids of "the card", as far as it tells any
    And the partner sees "the card" with "limit_frequency" "per30DayPeriod"

  @PG-LIMIT-05
  Scenario: A limit stands beside the last digits of its card
    Given an active virtual card "the card" of the partner
    When the partner limits "the card" to 200000 cents per30DayPeriod
    And the partner asks
      """
      { AgioCard_vw_card(where: {id: {_eq: {the card}}}) { last4 limit_frequency } }
      """
    Then the "0/limit_frequency" of AgioCard_vw_card is "per30DayPeriod"

  @PG-LIMIT-06
  Scenario Outline: A purchase counts <frequency>, and no longer
    Given an active virtual card "the card" of the partner
    And "the card" has a deposit of 100 dollars
    And the partner has limited "the card" to 1000 cents <frequency>
    And the clock stands still at noon
    When a purchase of 1000 cents is made with "the card"
    Then the purchase is approved
    When <nearly the period> minutes pass
    And a purchase of 1 cents is made with "the card"
    Then the purchase is declined
    When 2 minutes pass
    And a purchase of 1000 cents is made with "the card"
    Then the purchase is approved

    Examples:
      | frequency       | nearly the period |
      | per24HourPeriod | 1439              |
      | per7DayPeriod   | 10079             |
      | per30DayPeriod  | 43199             |
      | perYearPeriod   | 525599            |

  @PG-LIMIT-07
  Scenario: An allTime limit never starts again
    Given an active virtual card "the card" of the partner
    And "the card" has a deposit of 100 dollars
    And the partner has limited "the card" to 1000 cents allTime
    When a purchase of 1000 cents is made with "the card"
    Then the purchase is approved
    When 400 days pass
    And a purchase of 1 cents is made with "the card"
    Then the purchase is declined

  @PG-LIMIT-08
  Scenario Outline: The last millisecond of a period counts <frequency>
    Given an active virtual card "the card" of the partner
    And "the card" has a deposit of 100 dollars
    And the partner has limited "the card" to 1000 cents <frequency>
    And the clock stands still at noon
    When a purchase of 1000 cents is made with "the card"
    Then the purchase is approved
    When <all but one> milliseconds pass
    And a purchase of 1 cents is made with "the card"
    Then the purchase is declined
    When 1 millisecond passes
    And a purchase of 1000 cents is made with "the card"
    Then the purchase is approved

    Examples:
      | frequency       | all but one |
      | per24HourPeriod | 86399999    |
      | per7DayPeriod   | 604799999   |
      | per30DayPeriod  | 2591999999  |
      | perYearPeriod   | 31535999999 |
